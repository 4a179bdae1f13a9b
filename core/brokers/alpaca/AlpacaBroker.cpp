#include "core/brokers/alpaca/AlpacaBroker.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaOrderRules.h"
#include "core/brokers/alpaca/AlpacaOrderTerms.h"

#include <algorithm>

namespace core::alpaca {

namespace {

using namespace std::chrono_literals;
using net::RateUse;

/// An order that finds no room in the venue's limits for so long stays here: prices have moved.
constexpr Duration orderPatience = 2s;
/// After a change was taken, so long until it is asked for where the stream says nothing.
constexpr Duration changeProof = 2s;

} // namespace

AlpacaBroker::AlpacaBroker(Setup setup, net::HttpPort &http, net::SocketPort &socket, const Clock &realTime)
    : m_setup(std::move(setup)), m_clock(realTime), m_sink([](Event) {}),
      m_api(m_setup.endpoints, m_setup.keys, http, realTime,
            {[this](const VenueTrouble &trouble) { tell(trouble); }, [this](const ClockJudged &clock) { tell(clock); },
             [this](bool areGood) { keysJudged(areGood); }}),
      m_news(m_api, m_orders, realTime, {[this](Event event) { tell(std::move(event)); }, [this] { askForAll(); }}),
      m_link(m_setup.endpoints.orderStream, m_setup.keys, m_setup.seed, socket, realTime,
             {[this](bool isUp, const std::string &detail) { linkChanged(isUp, detail); },
              [this](const TradeUpdate &update) {
                  ++m_happenings;
                  m_news.take(update);
              },
              [this](const std::string &) {
                  ++m_happenings;
                  askForAll();
              },
              [this] { m_api.checkKeys(); },
              [this](const std::string &why) {
                  tell(VenueTrouble{"Another program has the order events of account " + m_setup.account.text() + ": " + why,
                                    true, false});
              }}),
      m_flows(m_setup.booksSince ? m_setup.booksSince : m_setup.reconciledAt), m_reconciledAt(m_setup.reconciledAt),
      m_historyFloor(m_setup.booksSince)
{
    const auto checked = checkedKeys(m_setup.keys.id.reveal(), m_setup.keys.secret.reveal(), m_setup.environment);
    if (!checked)
        m_wrongKeys = checked.error().message;
}

void AlpacaBroker::open(EventSink sink)
{
    m_sink = std::move(sink);
    if (m_wrongKeys) {
        tell(VenueTrouble{*m_wrongKeys, true, false});
        return tell(LinkChanged{false, *m_wrongKeys});
    }
    tell(LinkChanged{m_link.isUp(), m_link.isUp() ? "order events of Alpaca" : "connecting to Alpaca"});
    m_link.open();
}

void AlpacaBroker::tell(Event event)
{
    m_sink(std::move(event));
}

void AlpacaBroker::linkChanged(bool isUp, const std::string &detail)
{
    tell(LinkChanged{isUp, detail});
    if (isUp)
        requestSnapshot(); // nothing is replayed
}

void AlpacaBroker::keysJudged(bool areGood)
{
    if (areGood)
        m_link.open();
    else
        m_link.stop("Alpaca does not accept the key");
}

void AlpacaBroker::tick()
{
    if (m_wrongKeys)
        return;
    m_api.tick();
    m_link.tick();
    m_news.tick();
    if (m_mustAsk)
        askForAll();
}

Instrument AlpacaBroker::factsOf(const InstrumentId &instrument) const
{
    const auto told = std::find_if(m_setup.facts.begin(), m_setup.facts.end(),
                                   [&](const Instrument &each) { return each.id == instrument; });
    return told == m_setup.facts.end() ? usualInstrument(instrument) : *told;
}

ExitSupport AlpacaBroker::exitSupport(const InstrumentId &instrument) const
{
    const bool isStock = kindOf(instrument) == TradedKind::Stock;
    return {isStock ? PairHolding::OneOrder : PairHolding::None, false};
}

void AlpacaBroker::submit(const VettedOrder &order)
{
    m_orders.know(order.request()).isAlone = true;
    sendsNow(order.request().clientOrderId);
    send(orderToSend(order.request(), factsOf(order.request().instrument)), {order.request().clientOrderId});
}

void AlpacaBroker::submitPair(const VettedOrder &stop, const VettedOrder &target)
{
    for (const VettedOrder *each : {&stop, &target}) {
        m_orders.know(each->request());
        sendsNow(each->request().clientOrderId);
    }
    send(pairToSend(stop.request(), target.request()),
         {target.request().clientOrderId, stop.request().clientOrderId});
}

/// It cannot be older at the venue than what the venue said of the time last.
void AlpacaBroker::sendsNow(const ClientOrderId &order)
{
    if (m_reconciledAt)
        m_orders.find(order)->since = *m_reconciledAt - std::chrono::minutes(1);
}

void AlpacaBroker::send(const NewOrder &order, const Ids &ours)
{
    if (m_wrongKeys || (!m_api.areKeysGood() && !order.isExit))
        return reject(ours, m_wrongKeys.value_or("Not sent: Alpaca does not accept the key."), RefusalKind::Keys);
    if (const auto objection = objectionTo(order, {}))
        return reject(ours, objection->sentence, RefusalKind::NotSent);
    if (const auto obstacle = order.isExit ? std::nullopt : entryObstacle(order))
        return reject(ours, obstacle->sentence, obstacle->kind);
    m_api.read<VenueOrder>(
        createOrder(order), order.isExit ? RateUse::Cancel : RateUse::Order, &parseOrder,
        [this, order, ours](Answer<VenueOrder> answer) { sent(order, ours, std::move(answer)); }, orderPatience);
}

void AlpacaBroker::sent(const NewOrder &order, const Ids &ours, Answer<VenueOrder> answer)
{
    ++m_happenings;
    if (answer) {
        const auto other = otherThanSent(order, *answer);
        if (const auto odd = other ? other : termsChanged(order, *answer))
            tell(VenueTrouble{*odd, false, false});
        if (!other) {
            m_news.take(*answer);
            if (order.orderClass == OrderClass::Oco && answer->legs.empty())
                m_news.askSoon(ours.front());
            return;
        }
        for (const ClientOrderId &each : ours)
            tell(OrderOutcomeUnknown{each, *other});
        return;
    }
    const auto &[trouble, hasNotLeft] = answer.error();
    if (hasNotLeft)
        return reject(ours, trouble.sentence,
                      trouble.reason == Reason::RateLimit ? RefusalKind::RateLimit : RefusalKind::NotSent);
    if (trouble.remedy != Remedy::Ask)
        return reject(ours, trouble.sentence, refusalKindOf(trouble.reason));
    for (const ClientOrderId &each : ours)
        tell(OrderOutcomeUnknown{each, trouble.sentence});
}

void AlpacaBroker::reject(const Ids &ours, const std::string &reason, RefusalKind kind)
{
    for (const ClientOrderId &each : ours) {
        if (KnownOrders::Known *known = m_orders.find(each))
            known->isOver = true;
        tell(OrderRejected{each, reason, kind});
    }
}

void AlpacaBroker::cancel(const Order &order)
{
    if (m_wrongKeys)
        return;
    const ClientOrderId ours = order.request.clientOrderId;
    if (!m_orders.know(order).venueId.isEmpty())
        return remove(ours);
    m_news.find(ours, [this, ours](OrderNews::Presence presence) {
        if (presence == OrderNews::Presence::Alive)
            remove(ours);
    });
}

/// Taken is not done: the stream says what came of it. Refused may mean anything, so it is asked.
void AlpacaBroker::remove(const ClientOrderId &order)
{
    m_api.ask(cancelOrder(m_orders.find(order)->venueId), RateUse::Cancel, [this, order](const Api::Body &answer) {
        if (!answer && answer.error().trouble.remedy == Remedy::DoNotRetry)
            m_news.query(order);
    });
}

void AlpacaBroker::query(const Order &order)
{
    if (m_wrongKeys)
        return;
    m_orders.know(order);
    m_news.query(order.request.clientOrderId);
}

/// Looked at first: what may be changed depends on how it stands now.
void AlpacaBroker::amend(const Order &order, const Amendment &terms)
{
    const ClientOrderId ours = order.request.clientOrderId;
    if (m_wrongKeys)
        return tell(OrderAmendRefused{ours, *m_wrongKeys});
    if (m_orders.know(order).change)
        return tell(OrderAmendRefused{ours, "Another change of this order is under way."});
    const Duration askedAt = m_clock.steady();
    m_orders.find(ours)->change = {{}, terms, askedAt};
    m_news.find(ours, [this, ours, terms, askedAt](OrderNews::Presence presence) {
        const auto &wish = m_orders.find(ours)->change;
        if (!wish || wish->askedAt != askedAt)
            return; // given up meanwhile, and perhaps wished anew
        if (presence == OrderNews::Presence::Alive)
            change(ours, terms);
        else
            m_news.refuseChange(ours, "The order does not work at Alpaca, or could not be asked for.");
    });
}

void AlpacaBroker::change(const ClientOrderId &order, const Amendment &terms)
{
    KnownOrders::Known &known = *m_orders.find(order);
    known.changesAsked = std::max(known.changesAsked, known.generation) + 1;
    OrderChange change{.id = successorId(order, known.changesAsked), .limit = terms.limitPrice, .stop = terms.stopPrice};
    if (terms.quantity) // the venue may count what is filled of the chain in, or not: as it does now
        change.quantity = *terms.quantity - (known.request.quantity - known.last->quantity.value_or(known.request.quantity));
    if (known.last->type == WireType::StopLimit && known.request.type == OrderType::Stop && terms.stopPrice)
        change.limit = stopLimitBeyond(factsOf(known.request.instrument), known.request.side, *terms.stopPrice);
    if (const auto objection = objectionTo(change, *known.last))
        return m_news.refuseChange(order, objection->sentence);
    known.change = {change.id, terms, m_clock.steady()};
    m_api.read<VenueOrder>(
        replaceOrder(known.venueId, change),
        known.request.role == OrderRole::Entry ? RateUse::Order : RateUse::Cancel, &parseOrder,
        [this, order, successor = change.id](Answer<VenueOrder> answer) { changed(order, successor, std::move(answer)); },
        orderPatience);
}

void AlpacaBroker::changed(const ClientOrderId &order, const ClientOrderId &successor, Answer<VenueOrder> answer)
{
    ++m_happenings;
    const auto &wish = m_orders.find(order)->change;
    const bool isOfNow = wish && wish->successor == successor;
    if (answer) {
        m_news.take(*answer);
        if (m_orders.find(order)->change)
            m_news.askSoon(order, changeProof);
        return;
    }
    const auto &[trouble, hasNotLeft] = answer.error();
    if (!hasNotLeft && trouble.remedy == Remedy::Ask && trouble.reason != Reason::ClientIdTaken)
        return m_news.askSoon(order, std::chrono::milliseconds(500)); // until it is proven either way
    if (isOfNow)
        m_news.refuseChange(order, trouble.sentence);
    if (!hasNotLeft)
        m_news.askSoon(order);
}

} // namespace core::alpaca
