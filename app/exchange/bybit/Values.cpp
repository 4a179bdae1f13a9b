#include "app/exchange/bybit/Values.h"

namespace app::bybit {

using namespace core;

namespace {

constexpr Decimal maintenanceRate = Decimal::fromNanos(5'000'000);  // 0.5 %

}  // namespace

const char *categoryName(Category category)
{
    return category == Category::Spot ? "spot" : "linear";
}

const char *statusName(Status status)
{
    switch (status) {
        case Status::New:
            return "New";
        case Status::PartiallyFilled:
            return "PartiallyFilled";
        case Status::Untriggered:
            return "Untriggered";
        case Status::Triggered:
            return "Triggered";
        case Status::Filled:
            return "Filled";
        case Status::PartiallyFilledCanceled:
            return "PartiallyFilledCanceled";
        case Status::Cancelled:
            return "Cancelled";
        case Status::Rejected:
            return "Rejected";
        case Status::Deactivated:
            return "Deactivated";
    }
    return "New";
}

const char *forceName(Force force)
{
    switch (force) {
        case Force::Gtc:
            return "GTC";
        case Force::Ioc:
            return "IOC";
        case Force::Fok:
            return "FOK";
        case Force::PostOnly:
            return "PostOnly";
    }
    return "GTC";
}

const char *sideWord(Side side)
{
    return side == Side::Buy ? "Buy" : "Sell";
}

std::optional<Category> parseCategory(std::string_view name)
{
    if (name == "spot")
        return Category::Spot;
    return name == "linear" ? std::optional(Category::Linear) : std::nullopt;
}

std::optional<Force> parseForce(std::string_view name)
{
    for (const Force force : {Force::Gtc, Force::Ioc, Force::Fok, Force::PostOnly})
        if (name == forceName(force))
            return force;
    return std::nullopt;
}

bool isOver(Status status)
{
    switch (status) {
        case Status::New:
        case Status::PartiallyFilled:
        case Status::Untriggered:
        case Status::Triggered:
            return false;
        default:
            return true;
    }
}

Decimal feeRateOf(const Product &product, bool isMaker)
{
    if (product.isSpot())
        return Decimal::fromNanos(1'000'000);
    return Decimal::fromNanos(isMaker ? 200'000 : 550'000);
}

/// A purchase on spot is charged in what it brings.
std::string Order::feeCoin() const
{
    const bool isInBase = terms.product->isSpot() && terms.side == Side::Buy;
    return isInBase ? terms.product->base : terms.product->instrument.currency;
}

std::optional<WideDecimal> Order::averagePrice() const
{
    if (filled.isZero())
        return std::nullopt;
    return filledValue.value().over(filled.value());
}

Money Position::unrealised(Price mark) const
{
    return notional(mark, quantity) - cost;
}

/// What the taker pays at the price of liquidation: positionValue × (1 ∓ 1 / leverage) × rate.
Money Position::closingFee() const
{
    const WideDecimal share = WideDecimal(Decimal::fromInteger(1)).over(leverage);
    const WideDecimal one = Decimal::fromInteger(1);
    const WideDecimal factor = quantity.sign() > 0 ? one - share : one + share;
    return scaled(scaled(cost.abs(), factor), feeRateOf(*product, false));
}

Money Position::initialMargin(Price mark) const
{
    if (isFlat())
        return {};
    return Money(notional(mark, quantity).abs().value().over(leverage)) + closingFee();
}

Money Position::maintenanceMargin(Price mark) const
{
    if (isFlat())
        return {};
    return scaled(notional(mark, quantity).abs(), maintenanceRate) + closingFee();
}

}  // namespace app::bybit
