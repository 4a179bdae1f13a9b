#pragma once

#include "core/brokers/bybit/BybitMarketData.h"

#include <optional>
#include <vector>

namespace core::bybit {

/// One instrument's order book at one depth, kept from snapshots and changes. What does not follow on
/// puts it in doubt until the next snapshot: it is not shown as good, and takes no change.
/// Pure: knows no socket and no clock. Source: bybit-exchange.github.io/docs/v5/websocket/public/orderbook,
/// July 2026.
class BybitBook {
public:
    enum class Outcome {
        Replaced,
        Changed,
        Repeated, ///< The newest message once more.
        Gap,      ///< A message is missing: ask for the topic anew.
        Crossed,  ///< A bid at or above an ask cannot stand: ask for the topic anew.
        InDoubt,  ///< A change while no book is known, or the known one is in doubt.
    };

    [[nodiscard]] Outcome apply(const BookMessage &message);
    /// The link is lost, or the topic was asked for anew.
    void doubt() { m_isGood = false; }

    [[nodiscard]] bool isGood() const { return m_isGood; }
    [[nodiscard]] const std::vector<BookLevel> &bids() const { return m_bids; } ///< The best first.
    [[nodiscard]] const std::vector<BookLevel> &asks() const { return m_asks; } ///< The best first.
    [[nodiscard]] Timestamp at() const { return m_at; }
    /// Nothing while it is in doubt or a side is empty.
    [[nodiscard]] std::optional<Quote> quote() const;

private:
    [[nodiscard]] bool isCrossed() const;
    Outcome replace(const BookMessage &message);
    Outcome change(const BookMessage &message);
    Outcome settle(const BookMessage &message, Outcome outcome);

    std::vector<BookLevel> m_bids;
    std::vector<BookLevel> m_asks;
    std::int64_t m_update = 0;
    std::int64_t m_sequence = 0;
    Timestamp m_at{};
    bool m_isGood = false;
};

} // namespace core::bybit
