#pragma once

#include "core/base/Decimal.h"

#include <optional>
#include <vector>

namespace core {

/// How a limit is counted; a value is in account currency, a switch is 1 or 0.
enum class LimitKind { Share, Value, Units, Count, Seconds, Minutes, Switch };

/// What the owner may choose for one limit, wherever it is chosen: in a profile, on the settings page,
/// in the file of the owner's own limits, by command.
struct LimitRange {
    std::string_view key;       ///< As under `risk:` of a profile.
    LimitKind kind = LimitKind::Share;
    Decimal least{};
    Decimal most{};
    bool isLeastAllowed = false;
    bool isLooserAbove = true;  ///< A higher value lets more pass; false: a lower one does.
};

/// All limits, in the order in which they are shown. A new limit is one line here.
[[nodiscard]] const std::vector<LimitRange> &limitRanges();
/// Null for a key that is no limit's.
[[nodiscard]] const LimitRange *findLimitRange(std::string_view key);
/// Why this cannot be the value of the limit ("must be above 0 and at most 1, not 2"); nothing if it can.
[[nodiscard]] std::optional<std::string> complaintAbout(const LimitRange &range, WideDecimal value);
/// "above 0 and at most 1"
[[nodiscard]] std::string rangeText(Decimal least, Decimal most, bool isLeastAllowed);

} // namespace core
