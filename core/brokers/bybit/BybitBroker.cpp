#include "core/brokers/bybit/BybitBroker.h"

#include "core/brokers/bybit/BybitAcks.h"
#include "core/brokers/bybit/BybitRefusals.h"

#include <algorithm>

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

/// An order that could not leave for so long, for the venue's rates, is taken back.
constexpr Duration longestWait = 2s;

net::RateUse useOf(const OrderRequest &order)
{
    return order.role == OrderRole::Entry ? net::RateUse::Order : net::RateUse::Cancel;
}

} // namespace

BybitBroker::BybitBroker(Setup setup, net::HttpPort &http, net::SocketPort &socket, const Clock &realTime)
    : m_clock(realTime), m_setup(std::move(setup)), m_sink([](Event) {}),
      m_client({m_setup.endpoints, m_setup.keys, m_setup.silence}, http, realTime,
               {[this](const VenueTrouble &trouble) { m_sink(trouble); },
                [this](const ClockJudged &judged) { m_sink(judged); }}),
      m_facts(m_client, realTime, m_setup.instruments,
              {[this](const std::string &sentence) { m_sink(VenueTrouble{sentence}); },
               [this] { onReady(); }}),
      m_orders(m_facts, realTime,
               {[this](Event event) { m_sink(std::move(event)); },
                [this](const Order &order) { askAbout(order); }, [this] { want(FetchScope::Account); }}),
      m_link(socket, realTime, m_setup.endpoints.privateStream, m_setup.seed,
             {[this] { return m_client.login(); },
              [this](bool isUp, const std::string &detail) { onLink(isUp, detail); },
              [this](const PrivateMessage &message) { on(message); },
              [this](const std::string &) {
                  ++m_changes;
                  want(FetchScope::Account);
              },
              [this](const Verdict &verdict) {
                  m_client.measureClock();
                  m_sink(VenueTrouble{verdict.sentence, verdict.handling == Handling::Halt, false});
              }})
{
    m_since.comparison = m_setup.reconciledAt ? m_setup.reconciledAt : m_setup.booksSince;
}

void BybitBroker::open(EventSink sink)
{
    m_sink = std::move(sink);
    m_sink(LinkChanged{false, "connecting to Bybit"});
    m_sink(ClockJudged{.allowsEntries = false, .isGood = false, .offset = {},
                       .detail = "Bybit's clock is not known yet."});
    want(FetchScope::Account);
    tick();
}

void BybitBroker::onReady()
{
    const auto &beyond = m_facts.beyondLimits();
    if (m_setup.refusesBeyondLimits && beyond && beyond->linear == BeyondLimit::Move)
        m_facts.refuseBeyondLimits(Category::Linear);
    if (m_setup.refusesBeyondLimits && beyond && beyond->spot == BeyondLimit::Move)
        m_facts.refuseBeyondLimits(Category::Spot);
    beginFetch();
}

void BybitBroker::tick()
{
    m_client.tick();
    if (!m_client.knowsTime())
        return; // every signature needs it
    m_link.start();
    m_facts.tick();
    m_link.tick();
    if (const auto missed = m_streamWatch.missed(m_clock.steady()))
        m_link.restart("the private stream did not tell of " + *missed + ", which Bybit's lists show");
    withdrawOld();
    m_orders.tick();
    beginFetch();
}

// --- orders ---------------------------------------------------------------------------------------------

void BybitBroker::reject(const ClientOrderId &order, const std::string &why, RefusalKind kind)
{
    m_orders.refused(order);
    m_sink(OrderRejected{order, why, kind});
}

void BybitBroker::submit(const VettedOrder &vetted)
{
    const OrderRequest &order = vetted.request();
    if (const auto obstacle = m_facts.obstacleTo(order))
        return reject(order.clientOrderId, obstacle->sentence, obstacle->kind);
    const OrderTerms terms{.environment = m_setup.endpoints.environment,
                           .priceLimits = m_facts.limits(order.instrument),
                           .triggerReference = {},
                           .exits = vetted.exits()};
    const auto made = createOrder({order, m_facts.factsOrGuess(order.instrument), terms});
    if (!made)
        return reject(order.clientOrderId, made.error().sentence, refusalOf(made.error().kind));
    m_orders.expect(order);
    ++m_changes;
    const auto ticket = m_client.send(*made, useOf(order), [this, order](const Answer &answer) {
        std::erase_if(m_leaving, [&](const Leaving &each) { return each.order == order.clientOrderId; });
        ++m_changes;
        onCreated(order, answer);
    });
    m_leaving.push_back({ticket, order.clientOrderId, m_clock.steady() + longestWait});
}

void BybitBroker::onCreated(const OrderRequest &order, const Answer &answer)
{
    const Verdict &verdict = answer.verdict;
    const ClientOrderId &id = order.clientOrderId;
    switch (verdict.handling) {
    case Handling::Done: return onTaken(id, answer);
    case Handling::DoNotRetry:
    case Handling::RetryLater:
    case Handling::ResyncClock:
    case Handling::Halt: return reject(id, verdict.sentence, refusalOf(verdict.reason, order));
    case Handling::AlreadySo:
    case Handling::Unknown: break;
    }
    m_sink(OrderOutcomeUnknown{id, verdict.sentence});
}

void BybitBroker::onTaken(const ClientOrderId &order, const Answer &answer)
{
    const auto ack = parseAck(answer.body);
    if (!ack)
        return m_sink(OrderOutcomeUnknown{order, "Bybit's answer cannot be read."});
    if (ack->clientOrderId == order)
        return m_orders.taken(order, ack->venueId);
    m_sink(VenueTrouble{"Bybit answered order " + order.text() + " with another order's id.", false, true});
    m_sink(OrderOutcomeUnknown{order, "Bybit's answer is about another order."});
}

/// What waits behind the rates has not left: taking it back is proof that it never will.
void BybitBroker::withdrawOld()
{
    while (!m_leaving.empty() && m_clock.steady() >= m_leaving.front().until) {
        const Leaving oldest = m_leaving.front();
        m_leaving.pop_front();
        if (m_client.withdraw(oldest.ticket))
            reject(oldest.order, "Bybit's rate limit left no room to send it in time.", RefusalKind::RateLimit);
    }
}

void BybitBroker::cancel(const Order &order)
{
    m_orders.know(order);
    ++m_changes;
    (void)m_client.send(cancelOrder(m_orders.nameOf(order)), net::RateUse::Cancel,
                        [this, id = order.request.clientOrderId](const Answer &answer) { onCancelled(id, answer); });
}

/// A cancel that was taken, or came too late, has its end on the stream; whatever else is asked.
void BybitBroker::onCancelled(const ClientOrderId &order, const Answer &answer)
{
    ++m_changes;
    const Handling handling = answer.verdict.handling;
    const bool isSettled = handling == Handling::Done || handling == Handling::Halt;
    if (!isSettled)
        m_orders.doubt(order);
}

void BybitBroker::query(const Order &order)
{
    m_orders.know(order);
    askAbout(order);
}

void BybitBroker::askAbout(const Order &order)
{
    lookUp(m_client, order, [this, id = order.request.clientOrderId](const Result<Found> &found) {
        if (found)
            m_orders.found(id, found->order, found->executions);
    });
}

void BybitBroker::amend(const Order &order, const Amendment &terms)
{
    const ClientOrderId &id = order.request.clientOrderId;
    const InstrumentFacts *facts = m_facts.find(order.request.instrument);
    if (!facts)
        return m_sink(OrderAmendRefused{id, "Bybit's instruments are not known yet."});
    m_orders.know(order);
    const auto made = amendOrder({nameOf(order), {terms.quantity, terms.limitPrice, terms.stopPrice}, order.filled,
                                  *facts});
    if (!made)
        return m_sink(OrderAmendRefused{id, made.error().sentence});
    m_orders.expectChange(id, terms);
    ++m_changes;
    (void)m_client.send(*made, useOf(order.request), [this, id](const Answer &answer) { onAmended(id, answer); });
}

void BybitBroker::onAmended(const ClientOrderId &order, const Answer &answer)
{
    ++m_changes;
    switch (answer.verdict.handling) {
    case Handling::Done: return; // the stream shows the new terms; if it does not, they are asked for
    case Handling::Unknown:
    case Handling::AlreadySo: return m_orders.doubt(order);
    default: break;
    }
    m_orders.changeRefused(order);
    m_sink(OrderAmendRefused{order, answer.verdict.sentence});
    if (answer.verdict.followUp == FollowUp::Order)
        m_orders.doubt(order);
}

ExitSupport BybitBroker::exitSupport(const InstrumentId &instrument) const
{
    // A waiting spot order holds its coins, so a second one finds none.
    const bool isSpot = categoryOf(instrument) == Category::Spot;
    return {.pairs = isSpot ? PairHolding::None : PairHolding::Apart, .takesStopBesideEntry = true};
}

// --- the stream -----------------------------------------------------------------------------------------

void BybitBroker::onLink(bool isUp, const std::string &detail)
{
    m_sink(LinkChanged{isUp, detail});
    ++m_changes;
    m_streamWatch.begin();
    if (isUp)
        want(FetchScope::Account); // nothing is replayed: what happened meanwhile
}

void BybitBroker::on(const PrivateMessage &message)
{
    std::visit(match{[this](const OrdersTold &told) { on(told); },
                     [this](const ExecutionsTold &told) { on(told); },
                     [this](const PositionsTold &told) {
                         for (const PositionState &each : told.positions)
                             m_facts.heard(each);
                     },
                     [this](const WalletTold &) { ++m_changes; },
                     [](const auto &) {}},
               message);
}

void BybitBroker::on(const OrdersTold &told)
{
    ++m_changes;
    for (const OrderState &each : told.orders)
        if (isOurs(each.order.request.instrument)) {
            m_streamWatch.told(idOf(each).text());
            m_orders.take(each);
        }
}

void BybitBroker::on(const ExecutionsTold &told)
{
    ++m_changes;
    for (const ExecutionState &each : told.executions)
        if (isBooked(each)) {
            m_streamWatch.told(each.fill.id.text());
            on(each);
        }
}

void BybitBroker::on(const ExecutionState &execution)
{
    switch (execution.kind) {
    case ExecutionKind::Trade: return m_orders.take(execution);
    case ExecutionKind::Funding: return onFunding(execution);
    case ExecutionKind::Other: return want(FetchScope::Account);
    }
}

/// Paid is positive here, and goes out of the cash.
void BybitBroker::onFunding(const ExecutionState &execution)
{
    tellFlow({CashFlowId("funding-" + execution.fill.id.text()), -Money(execution.fee), execution.fill.at,
              CashFlow::Kind::Charge});
}

void BybitBroker::tellFlow(const CashFlow &flow)
{
    if (m_flows.insert(flow.id).second)
        m_sink(flow);
}

bool BybitBroker::isOurs(const InstrumentId &instrument) const
{
    const InstrumentFacts facts = m_facts.factsOrGuess(instrument);
    return (facts.category == Category::Linear ? facts.settleCoin : facts.quoteCoin) == accountCoin;
}

} // namespace core::bybit
