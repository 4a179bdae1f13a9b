#pragma once

#include "core/engine/EngineMonitor.h"

namespace core {

/// A run's figures as a Prometheus page: the `approval_` metrics of the approval desk's design (section
/// 12) and the program's own, which begin with `countersign_`. Counters begin with the run. What is not
/// known is NaN.
[[nodiscard]] std::string metricsText(const EngineMonitor &monitor, const EngineSnapshot &snapshot);

} // namespace core
