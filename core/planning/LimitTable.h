#pragma once

#include "core/domain/LimitRange.h"
#include "core/planning/Limits.h"

namespace core {

/// One limit as a number, so that all of them can be checked, compared, stored and shown alike.
/// Seconds count as such, a switch as 1 or 0.
struct LimitField {
    std::string_view key;
    WideDecimal (*read)(const RiskLimits &);
    void (*write)(RiskLimits &, Decimal); ///< A value that `complaintAbout` has nothing against.
};

/// One line per limit, in the order of `limitRanges`.
[[nodiscard]] const std::vector<LimitField> &limitFields();

/// Refuses what a profile could not say either: BadInput with the limit's key as its field.
[[nodiscard]] Result<> checkLimits(const RiskLimits &limits);

struct LimitChange {
    std::string_view key;
    WideDecimal before{};
    WideDecimal after{};
    bool isLooser = false; ///< More passes than before.
};

[[nodiscard]] std::vector<LimitChange> changesBetween(const RiskLimits &before, const RiskLimits &after);
/// "exposure 0.4 → 0.6, needs-stop on → off"
[[nodiscard]] std::string changesText(const std::vector<LimitChange> &changes);
/// "0.4", "on", "off"
[[nodiscard]] std::string limitText(std::string_view key, WideDecimal value);
/// `value` lets more pass than `than`.
[[nodiscard]] bool isLooser(const LimitRange &range, WideDecimal value, WideDecimal than);

} // namespace core
