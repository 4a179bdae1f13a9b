// The formulas of trading-rules section 1, written a second time.
#include "tests/core/engine/property/Reference.h"

#include <algorithm>
#include <cmath>

namespace property {

double Reference::markOf(const std::string &instrument) const
{
    const double held = told.of(instrument).toDouble();
    const auto quote = quotes.find(instrument);
    if (quote != quotes.end())
        return held >= 0 ? quote->second.bid : quote->second.ask;
    const auto cost = told.cost.find(instrument);
    return cost == told.cost.end() || held == 0 ? 0 : cost->second / held;
}

double Reference::equity() const
{
    double sum = told.cash.toDouble();
    for (const auto &[instrument, quantity] : told.held)
        sum += quantity.toDouble() * markOf(instrument);
    return sum;
}

double Reference::worstPrice(const RefOrder &order) const
{
    if (order.limit)
        return *order.limit;
    const auto quote = quotes.find(order.instrument);
    return quote == quotes.end() ? 0 : order.isBuy ? quote->second.ask : quote->second.bid;
}

/// Σ per instrument max(|position + buys|, |position − sells|), every envelope that may still fill counted.
double Reference::exposureWith(const RefOrder &order) const
{
    struct Side {
        double position = 0;
        double buys = 0;
        double sells = 0;
    };
    std::map<std::string, Side> sides;
    for (const auto &[instrument, quantity] : told.held)
        sides[instrument].position = quantity.toDouble() * markOf(instrument);
    const auto add = [&](const std::string &instrument, bool isBuy, double value) {
        (isBuy ? sides[instrument].buys : sides[instrument].sells) += value;
    };
    for (const auto &[id, each] : orders)
        if (!each.isEnded && each.role == "entry" && id != order.id)
            add(each.instrument, each.isBuy, each.remaining() * worstPrice(each));
    for (const auto &[id, card] : cards)
        if (isUnderWay(card) && !card.hasEntry && id != order.proposal)
            add(card.instrument, card.isBuy, card.yesQuantity.toDouble() * card.limit.value_or(card.reference));
    add(order.instrument, order.isBuy, order.quantity * worstPrice(order));
    double sum = 0;
    for (const auto &[instrument, side] : sides)
        sum += std::max(std::abs(side.position + side.buys), std::abs(side.position - side.sells));
    return sum;
}

double Reference::unitLoss(double entry, const std::optional<double> &stop) const
{
    if (!stop)
        return entry;
    return std::abs(entry - *stop) + stopSlippage * *stop + feeRate * (entry + *stop);
}

double Reference::pendingRisk(const std::string &withoutProposal) const
{
    double sum = 0;
    for (const auto &[id, order] : orders) {
        if (order.isEnded || order.role != "entry" || order.proposal == withoutProposal)
            continue;
        sum += order.remaining() * unitLoss(worstPrice(order), order.plannedStop);
    }
    for (const auto &[id, card] : cards)
        if (isUnderWay(card) && !card.hasEntry && id != withoutProposal)
            sum += card.yesQuantity.toDouble() * unitLoss(card.limit.value_or(card.reference), card.stop);
    return sum;
}

/// Lost if every stop is hit now; what no stop covers is taken to gap by a tenth.
double Reference::heat() const
{
    double sum = 0;
    for (const auto &[instrument, quantity] : told.held) {
        const double held = quantity.toDouble();
        const double mark = markOf(instrument);
        double bare = std::abs(held);
        for (const auto &[id, order] : orders) {
            if (order.isEnded || order.role != "stop" || order.instrument != instrument)
                continue;
            const double covered = std::clamp(order.least() - order.filled.toDouble(), 0.0, bare);
            bare -= covered;
            const double stop = *order.worstStop();
            const double lost = held > 0 ? mark - stop : stop - mark;
            sum += covered * (std::max(0.0, lost) + (feeRate + stopSlippage) * stop);
        }
        sum += bare * mark * 0.1;
    }
    return sum;
}

double Reference::overnightWith(const RefOrder &order) const
{
    const auto share = [](double price, const std::optional<double> &stop) {
        return std::max(0.1, stop && price > 0 ? 2 * std::abs(price - *stop) / price : 0.0);
    };
    double sum = order.quantity * worstPrice(order) * share(worstPrice(order), order.plannedStop);
    for (const auto &[instrument, quantity] : told.held) {
        const double mark = markOf(instrument);
        double most = 0.1;
        for (const auto &[id, each] : orders)
            if (!each.isEnded && each.role == "stop" && each.instrument == instrument)
                most = std::max(most, share(mark, each.worstStop()));
        sum += std::abs(quantity.toDouble()) * mark * most;
    }
    for (const auto &[id, each] : orders)
        if (!each.isEnded && each.role == "entry" && id != order.id)
            sum += each.remaining() * worstPrice(each) * share(worstPrice(each), each.plannedStop);
    for (const auto &[id, card] : cards)
        if (isUnderWay(card) && !card.hasEntry && id != order.proposal) {
            const double price = card.limit.value_or(card.reference);
            sum += card.yesQuantity.toDouble() * price * share(price, card.stop);
        }
    return sum;
}

double Reference::buyingPower(const std::string &withoutOrder) const
{
    double power = told.cash.toDouble();
    for (const auto &[id, order] : orders)
        if (!order.isEnded && order.role == "entry" && id != withoutOrder)
            power -= order.remaining() * worstPrice(order) * (1 + feeRate);
    return power;
}

int Reference::positionsWith(const std::string &instrument) const
{
    std::set<std::string> open{instrument};
    for (const auto &[each, quantity] : told.held)
        if (!quantity.isZero())
            open.insert(each);
    for (const auto &[id, order] : orders)
        if (!order.isEnded && order.role == "entry")
            open.insert(order.instrument);
    for (const auto &[id, card] : cards)
        if (isUnderWay(card))
            open.insert(card.instrument);
    return int(open.size());
}

} // namespace property
