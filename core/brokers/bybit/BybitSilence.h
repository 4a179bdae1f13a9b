#pragma once

#include "core/base/Timestamp.h"

#include <algorithm>
#include <memory>

namespace core::bybit {

/// What account and prices share: the venue sees one address of both, and a ban that the one is told silences the
/// other too. Moments are of Clock::steady.
class BybitSilence {
public:
    void keep(Duration until) { m_until = std::max(m_until, until); }
    /// Zero: it may be spoken.
    [[nodiscard]] Duration left(Duration now) const { return std::max(m_until - now, Duration()); }

private:
    Duration m_until{};
};

} // namespace core::bybit
