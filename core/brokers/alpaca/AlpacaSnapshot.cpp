#include "core/brokers/alpaca/AlpacaSnapshot.h"

#include "core/brokers/alpaca/AlpacaOrderTerms.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

/// The venue writes cash in cents.
const Money cent(Decimal::fromNanos(10'000'000));

/// From a day's midnight UTC to the end of that day in New York.
constexpr Duration newYorkDay = std::chrono::hours(24 + 5);

/// Money of the owner's own; all else is earned or charged.
bool isTransfer(std::string_view type)
{
    static constexpr std::array<std::string_view, 6> types{"CSD", "CSW", "JNL", "JNLC", "ACATC", "TRANS"};
    return std::find(types.begin(), types.end(), type) != types.end();
}

Order orderOf(const VenueOrder &theirs, const KnownOrders &orders)
{
    Order order = toOrder(theirs);
    const auto owner = orders.ownerOf(theirs.id);
    const KnownOrders::Known *known = owner ? orders.find(*owner) : nullptr;
    if (!known)
        return order;
    const OrderRequest seen = order.request;
    order.request = known->request;
    order.request.clientOrderId = *owner;
    order.request.quantity = orders.totalOf(*known, theirs);
    if (seen.stopPrice)
        order.request.stopPrice = seen.stopPrice;
    if (seen.limitPrice && order.request.type != OrderType::Stop)
        order.request.limitPrice = seen.limitPrice;
    order.filled = std::max(theirs.filled, orders.bookedOf(*owner));
    return order;
}

} // namespace

std::vector<Order> workingOrders(const std::vector<VenueOrder> &orders, const KnownOrders &known)
{
    std::vector<Order> working;
    for (const VenueOrder &each : orders)
        if (!isFinal(each.status) && !each.instrument.symbol.empty())
            working.push_back(orderOf(each, known));
    return working;
}

Fill fillOf(const Execution &execution, const KnownOrders &orders)
{
    const auto owner = orders.ownerOf(execution.order);
    Fill fill = toFill(execution, owner ? *owner : ClientOrderId(execution.order.text()));
    if (const auto *known = owner ? orders.find(*owner) : nullptr)
        fill.instrument = known->request.instrument;
    addFees(fill);
    return fill;
}

std::vector<Fill> fillsOf(const std::vector<Execution> &executions, const KnownOrders &known)
{
    std::vector<Fill> fills;
    for (const Execution &each : executions)
        if (!known.isContradicted(each.id))
            fills.push_back(fillOf(each, known));
    std::stable_sort(fills.begin(), fills.end(), [](const Fill &a, const Fill &b) { return a.at < b.at; });
    return fills;
}

VenueSnapshot snapshotOf(const Fetched &fetched, const KnownOrders &known)
{
    VenueSnapshot snapshot;
    snapshot.at = fetched.at;
    snapshot.openOrders = workingOrders(fetched.open, known);
    snapshot.fills = fillsOf(fetched.fills, known);
    for (const Position &each : fetched.positions) {
        std::optional<Price> price;
        if (each.averagePrice)
            price = Price(each.averagePrice->value().narrowed(Rounding::HalfEven));
        snapshot.holdings.push_back({each.instrument, each.quantity, price});
    }
    snapshot.cash = fetched.account.cash;
    snapshot.cashRounding = cent;
    snapshot.lastEquity = fetched.account.lastEquity;
    return snapshot;
}

bool CashFlows::wasBefore(const AccountActivity &activity) const
{
    if (!m_booksSince || !activity.at)
        return !m_hasBegun;
    if (!activity.isOfADay)
        return *activity.at < *m_booksSince;
    // Of that very day it cannot be said; what the first list had was there before.
    const auto began = std::chrono::floor<std::chrono::days>(*m_booksSince);
    return *activity.at < began || (*activity.at == began && !m_hasBegun);
}

void CashFlows::noteFees(const std::vector<Fill> &fills)
{
    for (const Fill &each : fills)
        if (kindOf(each.instrument) == TradedKind::Crypto && !each.fee.isZero() && m_withFee.insert(each.id).second)
            m_unsettled.push_back({each.instrument.symbol, each.at, each.fee});
}

/// The venue books a day's fees by instrument, at its end: all of the instrument before it are meant.
Money CashFlows::settled(const AccountActivity &activity)
{
    Money sum;
    const bool isFee = activity.type == "CFEE" || activity.type == "FEE";
    if (!isFee)
        return sum;
    const std::string symbol = pairSymbol(activity.symbol);
    const auto until = activity.at ? *activity.at + (activity.isOfADay ? newYorkDay : Duration()) : Timestamp::max();
    std::erase_if(m_unsettled, [&](const Fee &each) {
        const bool isMeant = each.at <= until && (each.symbol == symbol || (activity.type == "CFEE" && symbol.empty()));
        sum += isMeant ? each.amount : Money();
        return isMeant;
    });
    return sum;
}

std::vector<CashFlow> CashFlows::take(const std::vector<AccountActivity> &activities, Timestamp now)
{
    std::vector<CashFlow> flows;
    for (const AccountActivity &each : activities) {
        const bool isMoney = each.netAmount && !each.netAmount->isZero() && each.status != "canceled";
        if (!isMoney || !m_known.insert(each.id).second || wasBefore(each))
            continue;
        const Money amount = *each.netAmount + settled(each);
        if (amount.isZero())
            continue;
        flows.push_back({.id = CashFlowId("alpaca-" + each.id),
                         .amount = amount,
                         .at = each.at.value_or(now),
                         .kind = isTransfer(each.type) ? CashFlow::Kind::Transfer : CashFlow::Kind::Charge});
    }
    m_hasBegun = true;
    return flows;
}

} // namespace core::alpaca
