#pragma once

#include <QJsonObject>
#include <QString>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace support {

/// How one run of kill_trader is made, and how it ended.
struct TraderRun {
    QString dataDir;
    QString venue;
    QString run;
    std::uint64_t seed = 1;
    std::int64_t steps = 400;
    QString killAt{};                              ///< NAME:K; empty = nowhere.
    std::optional<std::int64_t> killAfterStep{};   ///< From outside, at whatever it does just then.
    bool settles = false;
};
struct TraderEnd {
    std::string killedAt;  ///< The point, "any moment", or empty when it ended by itself.
    std::string broken;    ///< Why it is no good: what it said, a crash, silence.
    std::map<std::string, std::int64_t> passes;
    std::optional<QJsonObject> rest;
};

/// Runs it to its end, one way or another.
[[nodiscard]] TraderEnd runTrader(const TraderRun &run);

} // namespace support
