#include "core/brokers/alpaca/AlpacaOrderRules.h"

#include "core/brokers/alpaca/AlpacaRuleParts.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

using Times = std::span<const WireTimeInForce>;

constexpr std::array allTimes{WireTimeInForce::Day, WireTimeInForce::Gtc, WireTimeInForce::Ioc,
                              WireTimeInForce::Fok, WireTimeInForce::Opg, WireTimeInForce::Cls};
constexpr std::array dayOnly{WireTimeInForce::Day};
constexpr std::array dayOrGtc{WireTimeInForce::Day, WireTimeInForce::Gtc};
constexpr std::array cryptoTimes{WireTimeInForce::Gtc, WireTimeInForce::Ioc};

bool isMarketOrLimit(const NewOrder &order)
{
    return order.type == WireType::Market || order.type == WireType::Limit;
}

/// The venue's table of what goes with what.
Times timesFor(const NewOrder &order)
{
    if (order.kind == TradedKind::Crypto)
        return cryptoTimes;
    if (order.kind == TradedKind::Option || isFractional(order))
        return dayOnly;
    if (!isMarketOrLimit(order) || order.extendedHours || order.orderClass != OrderClass::Simple)
        return dayOrGtc;
    return allTimes;
}

Verdict nameRule(const NewOrder &order, const OrderContext &)
{
    if (order.id.isEmpty() || order.id.text().size() > 128)
        return no(OrderRule::Name, "An order needs an id of its own of at most 128 characters.");
    if (order.symbol.empty())
        return no(OrderRule::Name, "An order needs a symbol.");
    if (order.kind == TradedKind::Crypto && order.symbol.find('/') == std::string::npos)
        return no(OrderRule::Name, "A coin is ordered as a pair such as BTC/USD, not as " + order.symbol + ".");
    return {};
}

Verdict amountRule(const NewOrder &order, const OrderContext &)
{
    if (order.quantity.has_value() == order.notional.has_value())
        return no(OrderRule::Amount, "An order needs either a quantity or an amount of money, and not both.");
    if (order.quantity && order.quantity->sign() <= 0)
        return no(OrderRule::Amount, "The quantity must be above zero.");
    if (order.notional && order.notional->sign() <= 0)
        return no(OrderRule::Amount, "The amount of money must be above zero.");
    if (order.notional && order.kind == TradedKind::Option)
        return no(OrderRule::Amount, "Options are ordered in contracts, not for an amount of money.");
    return {};
}

Verdict typeRule(const NewOrder &order, const OrderContext &)
{
    const std::string type = wireName(order.type);
    if (order.kind == TradedKind::Crypto && (order.type == WireType::Stop || order.type == WireType::TrailingStop))
        return no(OrderRule::Type, "Alpaca has no " + type + " orders for crypto: market, limit or stop_limit.");
    if (order.kind == TradedKind::Option && order.type != WireType::Limit)
        return no(OrderRule::Type, "Options are traded with limit orders only.");
    if (!order.extendedHours)
        return {};
    if (order.kind != TradedKind::Stock)
        return no(OrderRule::Type, "Extended hours are for stocks only.");
    if (order.type != WireType::Limit)
        return no(OrderRule::Type, "Outside the core session Alpaca takes limit orders only, not " + type + ".");
    return {};
}

Verdict timeRule(const NewOrder &order, const OrderContext &)
{
    const Times allowed = timesFor(order);
    if (std::find(allowed.begin(), allowed.end(), order.timeInForce) != allowed.end())
        return {};
    std::string words;
    for (const WireTimeInForce each : allowed)
        words += (words.empty() ? "" : ", ") + std::string(wireName(each));
    return no(OrderRule::TimeInForce, "This order cannot be " + std::string(wireName(order.timeInForce)) +
                                          " at Alpaca, but: " + words + ".");
}

Verdict fractionRule(const NewOrder &order, const OrderContext &context)
{
    if (order.kind == TradedKind::Crypto || !isFractional(order))
        return {};
    if (order.kind == TradedKind::Option)
        return no(OrderRule::Fraction, "Options are ordered in whole contracts.");
    if (context.asset && !context.asset->isFractionable)
        return no(OrderRule::Fraction, order.symbol + " is traded in whole shares only.");
    if (order.type == WireType::TrailingStop || order.orderClass != OrderClass::Simple)
        return no(OrderRule::Fraction, "A part of a share can have no trailing stop, bracket, oco or oto.");
    if (order.extendedHours && context.asset && !context.asset->has("fractional_eh_enabled"))
        return no(OrderRule::Fraction, order.symbol + " is traded in whole shares only outside the core session.");
    return {};
}

Verdict intentRule(const NewOrder &order, const OrderContext &)
{
    const bool isClosing = order.intent == PositionIntent::BuyToClose || order.intent == PositionIntent::SellToClose;
    if (order.isExit && !isClosing)
        return no(OrderRule::Intent, "An exit must say that it closes, or it could open a position the other way.");
    if (!order.intent)
        return {};
    const bool isBuying = order.intent == PositionIntent::BuyToOpen || order.intent == PositionIntent::BuyToClose;
    if (isBuying != (order.side == Side::Buy))
        return no(OrderRule::Intent, std::string("A ") + wireName(order.side) + " order cannot be " +
                                         wireName(*order.intent) + ".");
    return {};
}

} // namespace

bool isWhole(Quantity quantity)
{
    return quantity.value().nanos() % Decimal::one == 0;
}

bool isFractional(const NewOrder &order)
{
    return order.notional || (order.quantity && !isWhole(*order.quantity));
}

std::optional<OrderObjection> objectionTo(const NewOrder &order, const OrderContext &context)
{
    using Rule = Verdict (*)(const NewOrder &, const OrderContext &);
    static constexpr std::array<Rule, 13> rules{nameRule,     amountRule, typeRule,    timeRule, fractionRule,
                                                pricesRule,   legsRule,   marketRule,  intentRule, windowRule,
                                                assetRule,    shortRule,  holdingRule};
    for (const Rule rule : rules)
        if (Verdict verdict = rule(order, context))
            return verdict;
    return std::nullopt;
}

} // namespace core::alpaca
