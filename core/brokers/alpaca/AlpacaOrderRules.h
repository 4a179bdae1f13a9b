#pragma once

#include "core/brokers/alpaca/AlpacaAsset.h"
#include "core/brokers/alpaca/AlpacaOrder.h"

#include <optional>
#include <span>
#include <string>

namespace core::alpaca {

/// Which of the venue's rules an order would break.
enum class OrderRule {
    Name,        ///< Client order id or symbol.
    Amount,      ///< Quantity or notional.
    Prices,      ///< A price that is missing, too many, not positive or on the wrong side.
    Decimals,    ///< A price between the venue's steps.
    Type,        ///< Not for this kind of instrument, or not in these hours.
    TimeInForce,
    Window,      ///< Auction orders at this hour.
    Fraction,
    Legs,        ///< Bracket, oco, oto.
    Intent,
    ShortSale,
    Holding,     ///< More than what may be sold or bought back.
    Asset,       ///< Not tradable, minimum, step, value.
    WashTrade,
    Change,      ///< What cannot be changed of a working order.
};

/// Why an order does not leave. The sentence is for the trader.
struct OrderObjection {
    OrderRule rule = OrderRule::Name;
    std::string sentence;
};

/// What is known beside the order. What is none is not checked: the venue decides then.
struct OrderContext {
    Timestamp now{};
    const Asset *asset = nullptr;
    std::optional<Quantity> held{};      ///< Signed.
    std::optional<Quantity> available{}; ///< Of what is held, not bound by working orders; never negative.
    std::optional<Price> market{};       ///< The newest price.
    std::optional<bool> isShortingEnabled{};
};

/// The first documented rule of the venue that a new order would break; nothing if it may be sent. Asked
/// before an order is recorded as sent, so that a refusal by rule never looks like one by the venue.
/// Source: docs.alpaca.markets, orders, fractional trading, extended hours, crypto and options, October 2026.
[[nodiscard]] std::optional<OrderObjection> objectionTo(const NewOrder &order, const OrderContext &context);

/// The same for changing a working order.
[[nodiscard]] std::optional<OrderObjection> objectionTo(const OrderChange &change, const VenueOrder &order);

/// Working orders on the other side that the venue's guard against trades with oneself would not let this
/// one pass. Brackets, ocos, otos and trailing stops are exempt.
[[nodiscard]] std::optional<OrderObjection> washTradeObjection(const NewOrder &order,
                                                               std::span<const VenueOrder> working);

/// A short sale beside a working buy of the same stock, or the reverse: the venue takes no such pair.
[[nodiscard]] std::optional<OrderObjection> pairObjection(const NewOrder &order, const OrderContext &context,
                                                          std::span<const VenueOrder> working);

[[nodiscard]] bool isWhole(Quantity quantity);
/// The step of a price at the venue: stocks 0.01 from one dollar, else 0.0001; options 0.01; crypto by the
/// asset, nothing when that is not known.
[[nodiscard]] std::optional<Decimal> priceStep(TradedKind kind, Price price, const Asset *asset);

} // namespace core::alpaca
