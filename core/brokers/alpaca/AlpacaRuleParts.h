#pragma once

#include "core/brokers/alpaca/AlpacaOrderRules.h"

#include <optional>
#include <string>
#include <utility>

/// The rules that `objectionTo` asks one after the other; inside this folder only.
namespace core::alpaca {

using Verdict = std::optional<OrderObjection>;

[[nodiscard]] inline Verdict no(OrderRule rule, std::string sentence)
{
    return OrderObjection{rule, std::move(sentence)};
}

/// By notional, or a part of a share, coin or contract.
[[nodiscard]] bool isFractional(const NewOrder &order);
/// It opens or adds to a short position, as far as is known.
[[nodiscard]] bool isShortSale(const NewOrder &order, const OrderContext &context);
/// A price that the venue would take.
[[nodiscard]] Verdict priceRule(const std::string &name, Price price, TradedKind kind, const Asset *asset);

[[nodiscard]] Verdict pricesRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict legsRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict marketRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict windowRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict assetRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict shortRule(const NewOrder &order, const OrderContext &context);
[[nodiscard]] Verdict holdingRule(const NewOrder &order, const OrderContext &context);

} // namespace core::alpaca
