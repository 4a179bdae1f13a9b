// Comparisons: one fetch after the other, and what they tell.
#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>

namespace core::alpaca {

namespace {

using net::RateUse;

/// So far a fetch goes back behind the last one, since lists may lag.
constexpr Duration overlap = std::chrono::minutes(15);
/// A fetch during which something happened is begun anew so often.
constexpr int mostRepeats = 3;
/// What is not understood may come in floods: for its sake no comparison sooner than so long after the last.
constexpr Duration askingPause = std::chrono::seconds(5);
/// Between comparisons a look at fills goes back so far behind the newest known one.
constexpr Duration shortOverlap = std::chrono::minutes(1);
/// A list with more orders that nobody here knows is believed as it is.
constexpr std::ptrdiff_t mostStrangers = 20;
constexpr Duration expiryWarning = std::chrono::hours(7 * 24);

} // namespace

void AlpacaBroker::requestSnapshot()
{
    m_wantsAll = true;
    nextFetch();
}

/// For our own sake.
void AlpacaBroker::askForAll()
{
    const Duration now = m_clock.steady();
    m_mustAsk = m_askedAt && now - *m_askedAt < askingPause;
    if (m_mustAsk)
        return; // `tick` comes back to it
    m_askedAt = now;
    requestSnapshot();
}

void AlpacaBroker::requestOrders()
{
    if (!m_reconciledAt) // only a whole one says from when on fills are ours
        return requestSnapshot();
    m_wantsOrders = true;
    nextFetch();
}

void AlpacaBroker::nextFetch()
{
    if (m_isFetching || m_wrongKeys || (!m_wantsAll && !m_wantsOrders))
        return;
    m_repeats = 0;
    fetch();
}

void AlpacaBroker::fetch()
{
    m_isFetching = true;
    m_happeningsBefore = m_happenings;
    m_wantsOrders = false; // a whole one has them too
    if (std::exchange(m_wantsAll, false) || m_repeats > 0)
        return fetchAll(m_api, [this](Timestamp now) { return historyFrom(now); },
                        [this](Answer<Fetched> answer) { fetched(std::move(answer), true); });
    Timestamp from = historyFrom(*m_reconciledAt);
    if (m_newestFill)
        from = std::max(from, *m_newestFill - shortOverlap);
    fetchOrdersAndFills(m_api, from,
                        [this](Answer<Fetched> answer) { fetched(std::move(answer), false); });
}

Timestamp AlpacaBroker::historyFrom(Timestamp now)
{
    if (!m_historyFloor) {
        const auto oldest = m_orders.oldest();
        const Timestamp begin = m_reconciledAt ? *m_reconciledAt - overlap : now;
        m_historyFloor = oldest ? std::min(begin, *oldest) : begin;
    }
    return m_reconciledAt ? std::max(*m_historyFloor, *m_reconciledAt - overlap) : *m_historyFloor;
}

void AlpacaBroker::fetched(Answer<Fetched> answer, bool isWhole)
{
    if (answer)
        return resolve(std::make_shared<Fetched>(std::move(*answer)), isWhole);
    giveUp();
}

/// Finds out whose the orders are, where the lists do not say; then reports.
void AlpacaBroker::resolve(const std::shared_ptr<Fetched> &what, bool isWhole)
{
    const auto strangers = std::count_if(what->open.begin(), what->open.end(),
                                         [this](const VenueOrder &each) { return !m_orders.isKnown(each); });
    for (const auto *list : {&what->open, &what->closed})
        for (const VenueOrder &each : *list) {
            if (const auto target = m_orders.perhapsLegOf(each, what->askedTargets))
                return resolveLeg(*target, what, isWhole);
            if (list == &what->open && strangers <= mostStrangers && !m_orders.isKnown(each))
                return resolveStranger(each, what, isWhole);
            (void)m_orders.link(each);
        }
    for (const Execution &each : what->fills)
        if (!m_orders.ownerOf(each.order))
            return resolveFill(each, what, isWhole);
    report(*what, isWhole);
}

/// It may be the leg of any pair whose stop has not been seen yet: one after the other is asked for its legs.
void AlpacaBroker::resolveLeg(const ClientOrderId &target, const std::shared_ptr<Fetched> &what, bool isWhole)
{
    m_news.find(target, [this, target, what, isWhole](OrderNews::Presence presence) {
        if (presence == OrderNews::Presence::NotKnown)
            return giveUp();
        what->askedTargets.insert(target);
        resolve(what, isWhole);
    });
}

/// A working order that nobody here knows is looked at twice: a name may have come wrong.
void AlpacaBroker::resolveStranger(const VenueOrder &order, const std::shared_ptr<Fetched> &what, bool isWhole)
{
    m_api.read<VenueOrder>(orderById(order.id), RateUse::Query, &parseOrder,
                           [this, order, what, isWhole](const Answer<VenueOrder> &again) {
                               if (!again || again->id != order.id || again->clientId != order.clientId)
                                   return giveUp();
                               (void)m_orders.link(order);
                               resolve(what, isWhole);
                           });
}

/// A fill names its order by the venue's id alone.
void AlpacaBroker::resolveFill(const Execution &fill, const std::shared_ptr<Fetched> &what, bool isWhole)
{
    m_api.read<VenueOrder>(
        orderById(fill.order), RateUse::Query, &parseOrder, [this, fill, what, isWhole](Answer<VenueOrder> order) {
            if (!order && order.error().trouble.reason != Reason::NotFound)
                return giveUp();
            if (!order) // not even the venue knows more of it
                order = VenueOrder{.id = fill.order, .instrument = fill.instrument, .side = fill.side,
                                   .quantity = fill.quantity, .filled = fill.quantity,
                                   .status = OrderStatus::Filled};
            what->closed.push_back(std::move(*order));
            resolve(what, isWhole);
        });
}

void AlpacaBroker::giveUp()
{
    m_isFetching = false; // asked for again by whoever wants one
    nextFetch();
}

void AlpacaBroker::report(const Fetched &what, bool isWhole)
{
    const bool isDisturbed = !what.isOfOneMoment || m_happenings != m_happeningsBefore;
    if (isWhole && isDisturbed && ++m_repeats < mostRepeats)
        return fetch();
    std::vector<Execution> fills = what.fills;
    std::stable_sort(fills.begin(), fills.end(), [](const auto &a, const auto &b) { return a.at < b.at; });
    for (const Execution &each : fills)
        m_news.take(each);
    if (!fills.empty())
        m_newestFill = std::max(m_newestFill.value_or(fills.back().at), fills.back().at);
    for (const auto *list : {&what.closed, &what.open})
        for (const VenueOrder &each : *list)
            m_news.take(each);
    if (isWhole)
        reportWhole(what);
    else
        tell(VenueOrders{workingOrders(what.open, m_orders), fillsOf(what.fills, m_orders)});
    m_isFetching = false;
    nextFetch();
}

void AlpacaBroker::reportWhole(const Fetched &what)
{
    VenueSnapshot snapshot = snapshotOf(what, m_orders);
    m_flows.noteFees(snapshot.fills);
    for (const CashFlow &flow : m_flows.take(what.others, what.at))
        tell(flow);
    sayObstacle(what.account);
    sayExpiries(what);
    m_account = what.account;
    m_isClosedOutOfTurn = !what.isOpen && isCoreSession(what.at);
    snapshot.isConsistent = what.isOfOneMoment && m_happenings == m_happeningsBefore;
    m_reconciledAt = what.at;
    tell(std::move(snapshot));
}

/// The venue ends what is good till cancelled after 90 days; who is told a week before can renew it.
void AlpacaBroker::sayExpiries(const Fetched &what)
{
    for (const VenueOrder &each : what.open) {
        const auto ours = m_orders.ownerOf(each.id);
        const bool isSoon = each.expiresAt && *each.expiresAt - what.at < expiryWarning &&
                            each.timeInForce == WireTimeInForce::Gtc;
        if (isSoon && ours && m_expiryTold.insert(*ours).second)
            tell(VenueTrouble{"Alpaca ends order " + ours->text() + " in " + each.instrument.symbol + " (" + each.typeText +
                                  ") on " + toIsoText(*each.expiresAt).substr(0, 10) +
                                  ". What it protects is bare from then on: cancel it in time and place it anew.",
                              false, false});
    }
}

/// Once, and again when it is another one.
void AlpacaBroker::sayObstacle(const Account &account)
{
    auto obstacle = account.obstacle(TradedKind::Stock);
    if (!obstacle && m_setup.isCryptoToo)
        obstacle = account.obstacle(TradedKind::Crypto);
    if (std::exchange(m_obstacle, obstacle.value_or(std::string())) != obstacle.value_or(std::string()) && obstacle)
        tell(VenueTrouble{*obstacle, false, false});
}

} // namespace core::alpaca
