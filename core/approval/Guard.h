#pragma once

#include <string>
#include <vector>

namespace core {

/// Pass and Caution allow approval, Stale wants a refresh first, Blocked is a hard no.
enum class GuardGrade { Pass, Caution, Stale, Blocked };
[[nodiscard]] const char *guardGradeName(GuardGrade grade);

/// One check of a proposal against the present, with its figures in one English sentence.
struct GuardResult {
    std::string rule; ///< "drift", "quote-age", "exposure", …
    GuardGrade grade = GuardGrade::Pass;
    std::string detail;
    bool operator==(const GuardResult &) const = default;
};

[[nodiscard]] GuardGrade worstOf(const std::vector<GuardResult> &guards);
/// Only an open market can answer it: session, quote, drift.
[[nodiscard]] bool needsOpenMarket(const GuardResult &guard);

} // namespace core
