#pragma once

#include "core/domain/Bar.h"
#include "core/history/Defect.h"

#include <span>
#include <vector>

namespace core {

/// Prices that are almost certainly wrong, as warnings. Crashes and rallies must not appear here,
/// so a bar is named only if
/// - its close leaves the neighbours' level more than twofold and by 20 robust deviations of the
/// log
///   returns (1.4826 × median absolute deviation), and the next close is back; or
/// - its high or low alone is three times away from all opens and closes around; or
/// - (session markets only) it opens at a whole multiple or fraction of the close before, within
///   3 %, as after a split that was not adjusted.
/// `bars` ascending with positive prices; `lines` their lines.
[[nodiscard]] std::vector<Defect> outliersIn(std::span<const Bar> bars, std::span<const int> lines,
                                             SessionKind session);

} // namespace core
