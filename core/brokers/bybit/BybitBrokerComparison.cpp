// The comparison with the venue: asking for everything, and what is told of it.
#include "core/brokers/bybit/BybitBroker.h"

#include <algorithm>

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

/// So often a fetch is made again because something happened meanwhile.
constexpr int mostAttempts = 3;
constexpr int mostDoublings = 5;
/// A closed profit is counted from an average price that the venue rounds: recordings agree to six places.
const Money balanceRounding(Decimal::fromNanos(1'000));

} // namespace

void BybitBroker::requestSnapshot()
{
    if (m_fetching)
        ++m_changes; // whoever asks now wants to know what is so now: the one under way is older
    want(FetchScope::Account);
    beginFetch();
}

void BybitBroker::requestOrders()
{
    want(FetchScope::Orders);
    beginFetch();
}

void BybitBroker::want(FetchScope scope)
{
    m_wanted = std::max(m_wanted.value_or(scope), scope);
}

void BybitBroker::beginFetch()
{
    if (!m_wanted || m_fetching || !m_facts.isReady() || m_clock.steady() < m_fetchAt)
        return;
    m_fetching = std::exchange(m_wanted, std::nullopt);
    m_changesBefore = m_changes;
    m_since.now = m_facts.marketNow();
    fetch(m_client, *m_fetching, m_since, [this](Result<Fetched> fetched) { onFetched(std::move(fetched)); });
}

void BybitBroker::onFetched(Result<Fetched> fetched)
{
    const FetchScope scope = *std::exchange(m_fetching, std::nullopt);
    if (!fetched) {
        m_fetchAt = m_clock.steady() + 1s * (1 << std::min(m_failedFetches++, mostDoublings));
        return want(scope);
    }
    m_failedFetches = 0;
    const bool isConsistent = m_changes == m_changesBefore;
    if (!isConsistent && ++m_attempts < mostAttempts) {
        want(scope);
        return beginFetch();
    }
    m_attempts = 0;
    beginBooks(*fetched);
    learn(*fetched);
    if (scope == FetchScope::Account)
        tell(*fetched, isConsistent);
    else if (isConsistent) // else the stream itself is telling it
        tellOrders(*fetched);
}

/// What was executed before our books began is in what the account holds already.
void BybitBroker::beginBooks(const Fetched &fetched)
{
    if (m_setup.booksSince || m_beforeBooks)
        return;
    m_beforeBooks.emplace();
    for (const ExecutionState &each : fetched.executions)
        m_beforeBooks->insert(each.fill.id);
    for (const Transaction &each : fetched.transactions)
        if (const auto flow = cashFlowOf(each))
            m_flows.insert(flow->id);
}

bool BybitBroker::isBooked(const ExecutionState &execution) const
{
    const bool isBefore = (m_setup.booksSince && execution.fill.at < *m_setup.booksSince) ||
                          (m_beforeBooks && m_beforeBooks->contains(execution.fill.id));
    return !isBefore && isOurs(execution.fill.instrument);
}

/// What each order has to say for itself comes before the whole.
void BybitBroker::learn(const Fetched &fetched)
{
    learnFlows(fetched);
    m_orders.learn(fetched.executions);
    m_orders.learn(fetched.openOrders);
    m_orders.learn(fetched.closedOrders);
}

void BybitBroker::learnFlows(const Fetched &fetched)
{
    for (const ExecutionState &each : fetched.executions)
        if (each.kind == ExecutionKind::Funding && isBooked(each))
            onFunding(each);
    for (const Transaction &each : fetched.transactions) {
        const bool isBefore = m_setup.booksSince && each.at < *m_setup.booksSince;
        if (const auto flow = cashFlowOf(each); flow && !isBefore && each.coin == accountCoin)
            tellFlow(*flow);
    }
}

void BybitBroker::noteNewest(const Fetched &fetched)
{
    for (const ExecutionState &each : fetched.executions)
        m_since.execution = std::max(m_since.execution.value_or(each.fill.at), each.fill.at);
}

void BybitBroker::tellOrders(const Fetched &fetched)
{
    noteNewest(fetched);
    m_sink(VenueOrders{openOrdersOf(fetched), fillsOf(fetched)});
}

void BybitBroker::tell(const Fetched &fetched, bool isConsistent)
{
    noteNewest(fetched);
    if (isConsistent)
        m_since.comparison = m_reconciledAt = m_since.now;
    VenueSnapshot snapshot = snapshotOf(fetched);
    snapshot.isConsistent = isConsistent;
    m_sink(std::move(snapshot));
}

std::vector<Order> BybitBroker::openOrdersOf(const Fetched &fetched) const
{
    std::vector<Order> orders;
    for (const OrderState &each : fetched.openOrders) {
        if (!isOurs(each.order.request.instrument))
            continue;
        Order order = each.order;
        order.request.clientOrderId = idOf(each);
        if (order.status == OrderStatus::Unknown) // a new word; that it is open is said by the list
            order.status = OrderStatus::Working;
        orders.push_back(std::move(order));
    }
    return orders;
}

std::vector<Fill> BybitBroker::fillsOf(const Fetched &fetched) const
{
    std::vector<Fill> fills;
    std::set<FillId> told;
    for (const ExecutionState &each : fetched.executions)
        if (each.kind == ExecutionKind::Trade && isBooked(each) && told.insert(each.fill.id).second)
            fills.push_back(m_orders.fillOf(each));
    return fills;
}

VenueSnapshot BybitBroker::snapshotOf(const Fetched &fetched) const
{
    VenueSnapshot snapshot;
    snapshot.openOrders = openOrdersOf(fetched);
    snapshot.fills = fillsOf(fetched);
    snapshot.cash = Money();
    snapshot.cashRounding = balanceRounding;
    for (const PositionState &each : fetched.positions)
        if (!each.quantity.isZero())
            snapshot.holdings.push_back({each.instrument, each.quantity, each.averagePrice});
    for (const CoinBalance &each : fetched.wallet.coins) {
        const Quantity held(each.walletBalance.value().narrowed(Rounding::Floor));
        if (each.coin == accountCoin)
            snapshot.cash = each.walletBalance;
        else if (const InstrumentFacts *spot = m_facts.spotOf(each.coin); spot && !held.isZero())
            snapshot.holdings.push_back({spot->instrument.id, held});
    }
    return snapshot;
}

} // namespace core::bybit
