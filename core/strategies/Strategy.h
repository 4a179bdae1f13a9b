#pragma once

#include "core/domain/Signal.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace core {

/// Turns closed bars into ideas. Knows no clock, file, thread or broker; the same bars always give
/// the same ideas, and an idea never depends on a bar that comes later.
class Strategy {
public:
    virtual ~Strategy() = default;
    /// Bars that pass before the first idea is possible: the bar of this index may be the first to
    /// bring one.
    [[nodiscard]] virtual int warmUpBars() const = 0;
    /// Takes the next closed bar, oldest first, each one once.
    [[nodiscard]] virtual std::optional<Idea> onBar(const Bar &bar) = 0;
    /// Named values of the last bar for the chart, such as {"SMA 10", 211.53}; empty while warming
    /// up.
    [[nodiscard]] virtual std::vector<std::pair<std::string, double>> lines() const = 0;
    /// Whether a Sell while flat is meant as a short entry; else it only closes a long.
    [[nodiscard]] virtual bool mayGoShort() const { return false; }
    /// As new: the next bar is the first.
    virtual void reset() = 0;
};

} // namespace core
