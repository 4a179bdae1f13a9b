#pragma once

#include "core/base/SeededRandom.h"
#include "core/domain/Instrument.h"
#include "core/simulation/MarketTape.h"

#include <deque>

namespace faults {

/// A market that walks at random, a price every second or two and a bar a minute, restless enough that a
/// strategy on minutes trades all the time. The first bar rises.
class WalkTape final : public core::MarketTape {
public:
    WalkTape(const core::Instrument &instrument, core::Price first, core::Timestamp start, std::uint64_t seed);

    [[nodiscard]] std::optional<core::Timestamp> nextAt() override;
    [[nodiscard]] core::MarketStep next() override;

private:
    void makeMinute();

    core::Instrument m_instrument;
    core::SeriesId m_series;
    core::SeededRandom m_random;
    std::int64_t m_nanos; ///< The price.
    core::Timestamp m_minute;
    bool m_isFirst = true;
    std::deque<core::MarketStep> m_steps;
};

} // namespace faults
