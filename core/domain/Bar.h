#pragma once

#include "core/domain/Amount.h"
#include "core/domain/Instrument.h"
#include "core/domain/Timeframe.h"

namespace core {

/// One closed bar. A strategy sees it only once `closeTime` has passed; it never changes after.
struct Bar {
    Timestamp openTime;
    Timestamp closeTime;
    Price open;
    Price high;
    Price low;
    Price close;
    double volume = 0; ///< Units of the instrument.
    bool isRepaired = false; ///< Filled or corrected after the fact; the mark follows it everywhere.

    bool operator==(const Bar &) const = default;
};

/// Best prices now. For venues that give one price only, bid = ask.
struct Quote {
    Price bid;
    Price ask;
    Timestamp at; ///< The venue's stamp (market time).

    [[nodiscard]] Price middle() const
    {
        const Decimal half = (ask.value() - bid.value());
        return Price(Decimal::fromNanos(bid.value().nanos() + half.nanos() / 2));
    }
    bool operator==(const Quote &) const = default;
};

/// One instrument at one timeframe.
struct SeriesId {
    InstrumentId instrument;
    Timeframe timeframe = Timeframe::H1;
    auto operator<=>(const SeriesId &) const = default;
};

} // namespace core
