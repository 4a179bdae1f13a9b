#include "app/exchange/faults/FaultPlan.h"
#include "core/settings/LimitsFile.h"
#include "core/settings/Profile.h"
#include "tests/fuzz/Feed.h"

#include <cstdlib>

using namespace core;

namespace fuzz {

namespace {

/// A profile with a problem is not returned, and a problem has its sentence.
bool readsProfile(const std::string &bytes)
{
    const ProfileReading reading = parseProfile(bytes, "p.yaml");
    if (reading.profile.has_value() != reading.problems.empty())
        std::abort();
    for (const ProfileProblem &problem : reading.problems)
        if (problem.message.empty())
            std::abort();
    return reading.profile.has_value();
}

constexpr Reader all[] = {
    {"profile", readsProfile},
    {"limits", [](const std::string &bytes) { return parseOwnersLimits(bytes, "l.yaml").limits.has_value(); }},
    {"faults", [](const std::string &bytes) { return app::FaultPlan::parse(bytes, "f.yaml").has_value(); }},
};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
