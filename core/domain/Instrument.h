#pragma once

#include "core/domain/Amount.h"

#include <compare>
#include <functional>
#include <string>

namespace core {

/// What is traded and where: venue name (`alpaca`, `bybit-linear`, …) and the venue's symbol.
struct InstrumentId {
    std::string venue;
    std::string symbol;
    auto operator<=>(const InstrumentId &) const = default;
    /// "alpaca:AAPL"
    [[nodiscard]] std::string text() const { return venue + ":" + symbol; }
};

enum class AssetClass { Stock, Crypto, Perpetual };
enum class SessionKind { UsEquities, AlwaysOpen };

[[nodiscard]] const char *assetClassName(AssetClass kind);

/// Static facts of an instrument. Steps and minimums are the venue's.
struct Instrument {
    InstrumentId id;
    AssetClass assetClass = AssetClass::Stock;
    SessionKind session = SessionKind::UsEquities;
    Decimal tickSize = Decimal::fromNanos(10'000'000); ///< 0.01
    Decimal lotSize = Decimal::fromNanos(Decimal::one);
    Quantity minQuantity{};
    Money minNotional{};
    Decimal multiplier = Decimal::fromNanos(Decimal::one);
    std::string currency = "USD";
    bool shortable = false;

    [[nodiscard]] Price roundedPrice(Price price, Rounding rounding) const
    {
        return Price(price.value().roundedTo(tickSize, rounding));
    }
    [[nodiscard]] Quantity flooredQuantity(Quantity quantity) const
    {
        return Quantity(quantity.value().roundedTo(lotSize, Rounding::Floor));
    }
};

/// The usual facts for a venue's symbol when the venue has not been asked: US stocks in cents and
/// whole shares; spot and perpetual crypto in fine steps around the clock.
[[nodiscard]] Instrument usualInstrument(const InstrumentId &id);

} // namespace core

template <>
struct std::hash<core::InstrumentId> {
    std::size_t operator()(const core::InstrumentId &id) const noexcept
    {
        return std::hash<std::string>()(id.symbol) * 31 + std::hash<std::string>()(id.venue);
    }
};
