#pragma once

#include "core/base/Decimal.h"

namespace core {

/// An exact decimal that mixes only with its own kind.
template <class Kind, class Number>
class Amount {
public:
    constexpr Amount() = default;
    constexpr explicit Amount(Number value) : m_value(value) {}
    [[nodiscard]] constexpr Number value() const { return m_value; }
    [[nodiscard]] double toDouble() const { return m_value.toDouble(); }
    [[nodiscard]] std::string toString() const { return m_value.toString(); }
    [[nodiscard]] constexpr bool isZero() const { return m_value.isZero(); }
    [[nodiscard]] constexpr int sign() const { return m_value.sign(); }
    [[nodiscard]] Amount abs() const { return Amount(m_value.abs()); }

    Amount operator+(Amount other) const { return Amount(m_value + other.m_value); }
    Amount operator-(Amount other) const { return Amount(m_value - other.m_value); }
    Amount operator-() const { return Amount(-m_value); }
    Amount &operator+=(Amount other) { return *this = *this + other; }
    Amount &operator-=(Amount other) { return *this = *this - other; }
    constexpr auto operator<=>(const Amount &) const = default;

private:
    Number m_value{};
};

using Price = Amount<struct PriceKind, Decimal>;       ///< Quote currency per unit; may be negative.
using Quantity = Amount<struct QuantityKind, Decimal>; ///< Units of the instrument; positions carry a sign.
using Money = Amount<struct MoneyKind, WideDecimal>;   ///< Account currency.

/// Exact: price × quantity × multiplier.
[[nodiscard]] Money notional(Price price, Quantity quantity, Decimal multiplier = Decimal::fromInteger(1));
/// Rounded half to even at the eighteenth place.
[[nodiscard]] Money scaled(Money money, WideDecimal factor);
[[nodiscard]] Money scaled(Money money, Decimal factor);
/// part / whole as a ratio; 0 when the whole is zero.
[[nodiscard]] double ratio(Money part, Money whole);
/// price × (1 + fraction), half to even at nine places.
[[nodiscard]] Price scaledPrice(Price price, Decimal fraction);

} // namespace core
