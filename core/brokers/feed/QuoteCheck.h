#pragma once

#include "core/domain/Bar.h"

#include <cstdint>
#include <map>

namespace core {

/// Keeps quotes that cannot be from everybody: prices that are not above zero, a bid above the ask, a spread
/// of more than a tenth of the price. What is far from the quote before it, or older, waits for two more that
/// agree with it: one bad print moves nothing, a real jump does.
class QuoteCheck {
public:
    static constexpr double widest = 0.1;  ///< Of the middle: the spread.
    static constexpr double farthest = 0.1; ///< Of the middle before: the jump.
    static constexpr int agreeing = 3;      ///< So many quotes in a row make a jump true.

    [[nodiscard]] bool accepts(const InstrumentId &instrument, const Quote &quote);
    [[nodiscard]] std::uint64_t refused() const { return m_refused; }
    /// What never was a quote: a side nobody quotes.
    void refuse() { ++m_refused; }

private:
    struct Known {
        Quote last;        ///< That was good.
        Quote doubtful{};
        int doubts = 0;    ///< In a row that agree with one another.
    };
    [[nodiscard]] static bool isPossible(const Quote &quote);
    /// Near it, and not older.
    [[nodiscard]] static bool follows(const Quote &quote, const Quote &before);

    std::map<InstrumentId, Known> m_known;
    std::uint64_t m_refused = 0;
};

} // namespace core
