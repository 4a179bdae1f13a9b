#pragma once

#include "core/base/Decimal.h"
#include "core/settings/Profile.h"

namespace core {

/// A limit the owner has set otherwise than the profile. It was chosen against what the profile said
/// then; when the profile says something else now, the stricter of the two counts.
struct ChosenLimit {
    Decimal value{};
    Decimal profile{};

    bool operator==(const ChosenLimit &) const = default;
};

/// The owner's own limits for one profile and destination, above what the profile says.
struct OwnersLimits {
    std::string profile;
    Destination destination = Destination::Demo;
    std::string changedAt;   ///< ISO text, for the reader only.
    std::string changedBy;   ///< "owner (desk)", for the reader only.
    std::map<std::string, ChosenLimit> limits; ///< By key; what is absent is as the profile says.
};

/// A file with any problem gives nothing: half of somebody's limits are nobody's.
struct LimitsReading {
    std::optional<OwnersLimits> limits;
    std::vector<ProfileProblem> problems;
};

[[nodiscard]] LimitsReading parseOwnersLimits(const std::string &yaml, const std::string &path);
[[nodiscard]] std::string ownersLimitsText(const OwnersLimits &limits);

} // namespace core
