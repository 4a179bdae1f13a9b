#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Order.h"

#include <optional>

namespace core {

/// One thing that happens in a played market.
struct MarketStep {
    enum class Kind {
        Tick,     ///< A price that can be traded: an opening price or a tick.
        BarClose, ///< A bar of the series is over.
    };
    Kind kind = Kind::Tick;
    Timestamp at;
    SeriesId series;
    Price price;               ///< Of a Tick.
    /// Of a Tick that is a recorded trade: how much it was, and who took. Otherwise somebody makes it up.
    std::optional<Quantity> size{};
    std::optional<Side> taker{};
    Bar bar;                   ///< Of a BarClose.
    bool wasPlayedAsTicks = false; ///< BarClose: its range has been seen as prices already.
    bool endsSession = false;      ///< BarClose: nothing trades until the next price.
};

/// A market that is played: stored bars, or the synthetic demo. Steps come in order of time; of
/// one moment, bars close before new prices open.
class MarketTape {
public:
    virtual ~MarketTape() = default;
    /// Moment of the next step; nothing at the end.
    [[nodiscard]] virtual std::optional<Timestamp> nextAt() = 0;
    [[nodiscard]] virtual MarketStep next() = 0;
};

} // namespace core
