#include "app/exchange/faults/FaultPlan.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace app {

using namespace core;

namespace {

constexpr std::array kindNames{
    "drop",           "delay",        "duplicate",  "reorder",
    "truncate",       "wrong-id",     "rate-limit", "server-error-before-acceptance",
    "server-error-after-acceptance",  "timeout-before-acceptance", "timeout-after-acceptance", "socket-reset",
    "silent-socket",  "stale-data",   "clock-skew", "slow",
    "maintenance",    "revoked-key"};
constexpr std::array targetNames{"order", "cancel", "query", "stream", "market", "any"};

template <class Enum, std::size_t Size>
std::optional<Enum> parseWord(const std::array<const char *, Size> &names, std::string_view name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Enum>(found - names.begin()));
}

bool isLasting(FaultKind kind)
{
    switch (kind) {
    case FaultKind::SilentSocket:
    case FaultKind::StaleData:
    case FaultKind::ClockSkew:
    case FaultKind::Maintenance:
    case FaultKind::RevokedKey: return true;
    default: return false;
    }
}

Duration fromSeconds(double seconds)
{
    return Duration(static_cast<std::int64_t>(std::llround(seconds * 1e9)));
}

} // namespace

const char *faultKindName(FaultKind kind)
{
    return kindNames[std::size_t(kind)];
}

std::optional<FaultKind> parseFaultKind(std::string_view name)
{
    return parseWord<FaultKind>(kindNames, name);
}

std::optional<FaultTarget> parseFaultTarget(std::string_view name)
{
    return parseWord<FaultTarget>(targetNames, name);
}

FaultPlan::FaultPlan(std::vector<FaultRow> rows, std::uint64_t seed) : m_random(seed)
{
    for (FaultRow &row : rows)
        m_rows.push_back({std::move(row), 0, std::nullopt});
}

bool FaultPlan::strikes(State &state, Duration sinceStart)
{
    const FaultRow &row = state.row;
    if (state.until && sinceStart < *state.until)
        return true;
    if (state.until && !row.probability)
        return false; // a state that is over
    if (row.at) {
        const Duration from = fromSeconds(*row.at);
        const bool isOnce = row.seconds == 0 && !isLasting(row.kind);
        return sinceStart >= from && (isOnce ? state.struck == 0 : row.seconds == 0 || sinceStart < from + fromSeconds(row.seconds));
    }
    return row.count ? state.struck < *row.count : m_random.uniform() < row.probability.value_or(0);
}

std::optional<Fault> FaultPlan::strike(FaultTarget target, const std::vector<FaultKind> &possible, Duration sinceStart)
{
    for (State &state : m_rows) {
        const bool isMeant = state.row.on == FaultTarget::Any || state.row.on == target;
        if (!isMeant || std::find(possible.begin(), possible.end(), state.row.kind) == possible.end() ||
            !strikes(state, sinceStart))
            continue;
        ++state.struck;
        const bool begins = !state.until || sinceStart >= *state.until;
        if (isLasting(state.row.kind) && !state.row.at && begins)
            state.until = state.row.seconds > 0 ? sinceStart + fromSeconds(state.row.seconds) : Duration::max();
        return Fault{state.row.kind, fromSeconds(state.row.seconds), m_random.next() % 2 == 0};
    }
    return std::nullopt;
}

} // namespace app
