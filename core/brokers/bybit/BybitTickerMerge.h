#pragma once

#include "core/brokers/bybit/BybitMarketData.h"

namespace core::bybit {

/// One instrument's ticker, kept up to date: a snapshot sets every value, a change only those that it
/// speaks of. Pure: knows no socket and no clock.
class TickerMerge {
public:
    enum class Outcome {
        Replaced,
        Changed,
        Old,        ///< Older than what is known: dropped.
        NoSnapshot, ///< A change of something unknown: dropped, and the topic is to be asked for anew.
    };

    [[nodiscard]] Outcome apply(const TickerMessage &message);
    /// Nothing before the first snapshot.
    [[nodiscard]] const std::optional<Ticker> &ticker() const { return m_ticker; }

private:
    std::optional<Ticker> m_ticker;
    std::int64_t m_sequence = 0;
};

} // namespace core::bybit
