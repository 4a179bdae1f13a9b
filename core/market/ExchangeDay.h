#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Instrument.h"

#include <chrono>

namespace core {

/// The day a moment counts to: the New York date for US equities, the UTC date for what never
/// closes.
[[nodiscard]] std::chrono::sys_days exchangeDay(Timestamp at, SessionKind session);

} // namespace core
