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
/// One failed fetch is a bad moment; these are a state of things.
constexpr int failuresUntilTold = 3;

/// Of an account in hedge mode there are two of a contract: what they come to together is held, at no one price.
void addPosition(VenueSnapshot &snapshot, const PositionState &position)
{
    const auto known = std::ranges::find(snapshot.holdings, position.instrument, &VenueSnapshot::Holding::instrument);
    if (position.quantity.isZero())
        return;
    if (known == snapshot.holdings.end())
        return snapshot.holdings.push_back({position.instrument, position.quantity, position.averagePrice});
    known->quantity += position.quantity;
    known->price.reset();
}

/// Beyond what a quantity of ours can hold, some nine thousand million units.
bool isTooLarge(const Money &units)
{
    static const Money most(Decimal::fromInteger(9'000'000'000));
    return units.abs() > most;
}

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
    m_streamWatch.asked(m_link.isUp());
    fetch(m_client, *m_fetching, m_since, [this](Result<Fetched> fetched) { onFetched(std::move(fetched)); });
}

void BybitBroker::onFetched(Result<Fetched> fetched)
{
    const FetchScope scope = *std::exchange(m_fetching, std::nullopt);
    if (!fetched)
        return onFetchFailed(scope, fetched.error());
    if (const auto hole = holeIn(*fetched))
        return onFetchFailed(scope, *hole);
    m_failedFetches = 0;
    m_hasToldFailure = false;
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

void BybitBroker::onFetchFailed(FetchScope scope, const Error &why)
{
    m_fetchAt = m_clock.steady() + 1s * (1 << std::min(m_failedFetches++, mostDoublings));
    want(scope);
    const bool mustTell = why.code == ErrorCode::BadInput || m_failedFetches >= failuresUntilTold;
    if (mustTell && !std::exchange(m_hasToldFailure, true))
        m_sink(VenueTrouble{"Our books cannot be compared with Bybit's: " + describe(why) + "."});
}

/// What is said of something that is traded here, or of an order of ours, must be understood whole. A row about
/// anything else is left out: the account may hold what no program of ours can count.
std::optional<Error> BybitBroker::holeIn(const Fetched &fetched)
{
    for (const LeftOut &row : fetched.leftOut) {
        if (m_facts.isUsed(row.instrument) || m_orders.isOurs(row.order))
            return row.why;
        tellOnce("What Bybit says of " + row.instrument.text() + " cannot be read and is left out: " +
                 describe(row.why) + ".");
    }
    return std::nullopt;
}

void BybitBroker::tellOnce(const std::string &sentence)
{
    if (m_said.insert(sentence).second)
        m_sink(VenueTrouble{sentence});
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
    for (const PositionState &each : fetched.positions)
        m_facts.heard(each);
    learnFlows(fetched);
    watchStream(fetched);
    m_orders.learn(fetched.executions);
    m_orders.learn(fetched.openOrders);
    m_orders.learn(fetched.closedOrders);
}

/// What happened to our orders while the stream was up must come on it, soon after the lists show it if not before.
void BybitBroker::watchStream(const Fetched &fetched)
{
    if (!m_streamWatch.answered())
        return;
    const Duration now = m_clock.steady();
    for (const ExecutionState &each : fetched.executions)
        if (each.kind == ExecutionKind::Trade && isBooked(each) && m_orders.isNews(each))
            m_streamWatch.listed(each.fill.id.text(), now);
    for (const OrderState &each : fetched.closedOrders)
        if (m_orders.isNews(each))
            m_streamWatch.listed(idOf(each).text(), now);
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
    VenueSnapshot all{.openOrders = openOrdersOf(fetched), .fills = fillsOf(fetched), .holdings = {}};
    (void)dropTooLarge(all, fetched);
    m_sink(VenueOrders{std::move(all.openOrders), std::move(all.fills)});
}

void BybitBroker::tell(const Fetched &fetched, bool isConsistent)
{
    noteNewest(fetched);
    VenueSnapshot snapshot = snapshotOf(fetched);
    snapshot.isConsistent = dropTooLarge(snapshot, fetched) && isConsistent;
    if (snapshot.isConsistent)
        m_since.comparison = m_reconciledAt = m_since.now;
    m_sink(std::move(snapshot));
}

/// Instruments of which the account holds, or has traded, more than can be counted here.
std::set<InstrumentId> BybitBroker::tooLargeOf(const Fetched &fetched) const
{
    std::set<InstrumentId> found;
    for (const CoinBalance &each : fetched.wallet.coins)
        if (const InstrumentFacts *spot = m_facts.spotOf(each.coin); spot && isTooLarge(each.walletBalance))
            found.insert(spot->instrument.id);
    std::map<InstrumentId, Money> held;
    for (const PositionState &each : fetched.positions)
        held[each.instrument] += Money(WideDecimal(each.quantity.abs().value()));
    std::map<InstrumentId, Money> traded;
    for (const ExecutionState &each : fetched.executions)
        traded[each.fill.instrument] += Money(WideDecimal(each.fill.quantity.value()));
    for (const auto *all : {&held, &traded})
        for (const auto &[instrument, units] : *all)
            if (isTooLarge(units))
                found.insert(instrument);
    return found;
}

/// Leaves out what cannot be counted. False: some of it is traded here, so that the rest proves nothing.
bool BybitBroker::dropTooLarge(VenueSnapshot &snapshot, const Fetched &fetched)
{
    const std::set<InstrumentId> tooLarge = tooLargeOf(fetched);
    const auto is = [&](const InstrumentId &instrument) { return tooLarge.contains(instrument); };
    std::erase_if(snapshot.openOrders, [&](const Order &each) { return is(each.request.instrument); });
    std::erase_if(snapshot.fills, [&](const Fill &each) { return is(each.instrument); });
    std::erase_if(snapshot.holdings, [&](const VenueSnapshot::Holding &each) { return is(each.instrument); });
    bool isWhole = true;
    for (const InstrumentId &each : tooLarge) {
        isWhole = isWhole && !m_facts.isUsed(each);
        tellOnce("There is more " + each.symbol + " at Bybit than can be counted here: " +
                 (m_facts.isUsed(each) ? "our books cannot be compared, and there are no entries." : "it is left out."));
    }
    return isWhole;
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
    snapshot.at = m_since.now;
    snapshot.openOrders = openOrdersOf(fetched);
    snapshot.fills = fillsOf(fetched);
    snapshot.cash = Money();
    snapshot.cashRounding = balanceRounding;
    for (const PositionState &each : fetched.positions)
        addPosition(snapshot, each);
    for (const CoinBalance &each : fetched.wallet.coins) {
        const InstrumentFacts *spot = m_facts.spotOf(each.coin);
        if (each.coin == accountCoin)
            snapshot.cash = each.walletBalance;
        if (!spot || isTooLarge(each.walletBalance))
            continue;
        if (const Quantity held(each.walletBalance.value().narrowed(Rounding::Floor)); !held.isZero())
            snapshot.holdings.push_back({spot->instrument.id, held});
    }
    return snapshot;
}

} // namespace core::bybit
