#include "core/market/BookFigures.h"

#include <algorithm>

namespace core {

namespace {

Quantity sumOf(BookSide side, std::size_t levels)
{
    Quantity sum;
    for (const BookLevel &each : side.first(std::min(levels, side.size())))
        sum += each.quantity;
    return sum;
}

} // namespace

std::optional<double> bookImbalance(BookSide bids, BookSide asks, std::size_t levels)
{
    const Quantity bought = sumOf(bids, levels);
    const Quantity sold = sumOf(asks, levels);
    if ((bought + sold).sign() <= 0)
        return std::nullopt;
    return (bought - sold).toDouble() / (bought + sold).toDouble();
}

Quantity depthWithin(BookSide side, Decimal share)
{
    Quantity sum;
    if (side.empty())
        return sum;
    const WideDecimal farthest = WideDecimal::product(side.front().price.value(), share);
    for (const BookLevel &each : side) {
        const WideDecimal distance = WideDecimal(each.price.value()) - WideDecimal(side.front().price.value());
        if (distance.abs() > farthest)
            break;
        sum += each.quantity;
    }
    return sum;
}

std::optional<Price> microPrice(BookSide bids, BookSide asks)
{
    if (bids.empty() || asks.empty())
        return std::nullopt;
    const BookLevel &bid = bids.front();
    const BookLevel &ask = asks.front();
    const WideDecimal weighed = WideDecimal::product(bid.price.value(), ask.quantity.value()) +
                                WideDecimal::product(ask.price.value(), bid.quantity.value());
    return Price(weighed.over(WideDecimal((bid.quantity + ask.quantity).value())).narrowed(Rounding::HalfEven));
}

std::optional<Price> averageFill(BookSide side, Quantity quantity)
{
    WideDecimal turnover;
    Quantity left = quantity;
    for (const BookLevel &each : side) {
        const Quantity taken = std::min(left, each.quantity);
        turnover = turnover + WideDecimal::product(each.price.value(), taken.value());
        left -= taken;
        if (left.sign() <= 0)
            break;
    }
    if (left.sign() > 0 || quantity.sign() <= 0)
        return std::nullopt;
    return Price(turnover.over(WideDecimal(quantity.value())).narrowed(Rounding::HalfEven));
}

} // namespace core
