#pragma once

#include "core/domain/Bar.h"

#include <vector>

namespace core {

/// An indicator fed with closed bars: what charts, tables and the command line can run by name.
/// Strategies use the indicators themselves.
class BarIndicator {
public:
    virtual ~BarIndicator() = default;
    virtual void update(const Bar &bar) = 0;
    /// Bars before the first value: that of index `warmUpBars` is the first.
    [[nodiscard]] virtual int warmUpBars() const = 0;
    [[nodiscard]] virtual bool ready() const = 0;
    /// One per output, in the catalogue's order. Asking before `ready` is a bug.
    [[nodiscard]] virtual std::vector<double> values() const = 0;
    virtual void reset() = 0;
};

} // namespace core
