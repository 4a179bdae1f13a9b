#pragma once

#include "core/base/Timestamp.h"
#include "core/simulation/SimVenue.h"

#include <string>

namespace app::alpaca {

/// `2026-03-02T14:31:07.391204518Z`, the fraction without trailing zeros.
[[nodiscard]] std::string utcText(core::Timestamp at);
/// `2026-03-02T09:31:07.391204518-05:00`.
[[nodiscard]] std::string newYorkText(core::Timestamp at);
/// The same with all nine digits; a client in use (ccxt) counts on them in the clock.
[[nodiscard]] std::string newYorkNanosText(core::Timestamp at);
/// `2026-03-02`.
[[nodiscard]] std::string dateText(std::chrono::sys_days day);
/// `hh:mm`, or `hhmm` without the colon.
[[nodiscard]] std::string hourText(core::Duration sinceMidnight, bool hasColon);
/// A time (RFC 3339) or a date; a date is midnight in New York.
[[nodiscard]] std::optional<core::Timestamp> parseTime(const std::string &text);

/// Names that no two things share, the same for the same seed.
class Names {
public:
    explicit Names(std::uint64_t seed) : m_random(seed) {}
    [[nodiscard]] std::string uuid(); ///< Version 4.
    /// Begins with its millisecond; of one millisecond they ascend as well.
    [[nodiscard]] std::string ulid(core::Timestamp at);
    /// `yyyymmddHHMMSSmmm::uuid`.
    [[nodiscard]] std::string activityId(core::Timestamp at);

private:
    core::SeededRandom m_random;
    std::uint64_t m_ordinal = 0;
};

} // namespace app::alpaca
