#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Mode.h"
#include "core/base/ProxyChoice.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// One YAML file: venue, account, mode, bots, risk. Plain values as written; what they mean for the
/// engine is decided in app/. The schema is documented in resources/profiles/README.md.
struct Profile {
    struct Sizing {
        std::string rule;     ///< all-in | share-of-equity | risk-at-stop | fixed
        Decimal amount{};     ///< Share (0.02 = 2 %) or units, by rule.
    };
    struct Bot {
        std::string id;
        std::string strategy;
        std::map<std::string, std::string> parameters;
        std::vector<std::string> instruments; ///< Symbols at `venue`.
        std::string venue;                    ///< Defaults to the profile's.
        Timeframe timeframe = Timeframe::H1;
        Sizing sizing;
        std::optional<Decimal> stopAtr;       ///< Stop distance in ATR(14).
        std::optional<Decimal> targetR;       ///< Target in multiples of the stop distance.
        int exitAfterMinutes = 0;             ///< Time exit, market time from the first fill; 0 = none.
        bool exitKeepsProfit = false;         ///< The time exit waits while the position is in profit.
        std::string orderType = "market";     ///< market | limit
        bool allowsShort = false;
        bool allowsAdding = false;
        bool isOn = true;
    };
    struct Risk {
        Decimal riskPerTrade{};
        Decimal exposure{};
        Decimal dayLoss{};
        Decimal maxOrderValue{};
        Decimal maxOrderQuantity{};
        int maxPositions = 0;
        Decimal priceCollar{};
        int maxQuoteAgeSeconds = 0;
        bool needsStop = true;
        // What a profile leaves out gets these: careful where a zero would only be senseless.
        Decimal overnight = Decimal::fromNanos(Decimal::one / 20);
        Decimal drawdown = Decimal::fromNanos(Decimal::one); ///< All of it: none is set.
        int maxOrdersPerMinute = 10;
        int duplicateWindowSeconds = 3;
        int lossStreak = 3;
        int coolDownMinutes = 30;
        int stopOutBars = 2;
        int rejectBars = 1;
        int maxAutomatedEntries = 5;
        int maxVenueFailures = 5;
    };
    struct Account {
        Decimal startingCash = Decimal::fromInteger(100'000); ///< Of demo and replay.
        Decimal fee{};       ///< Share of the notional, each side; of demo and replay.
        Decimal slippage{};  ///< Share lost on each fill; of demo and replay.
    };
    struct Pace {
        double speed = 60;             ///< Market seconds per second in demo and replay.
        bool pausesForCards = true;    ///< Market time stands while a card waits.
    };

    std::string name;
    std::string path;
    std::string description;
    std::string venue;
    Destination destination = Destination::Demo;
    DecisionMode mode = DecisionMode::Hybrid;
    int warmUpBars = 200;
    std::uint64_t seed = 1;
    ProxyChoice proxy{}; ///< On paper and live.
    Account account;
    Pace pace;
    std::vector<Bot> bots;
    Risk risk;
    /// Where each field stands in the file, by its dotted path, for problems found later.
    std::map<std::string, int> lines;
};

/// One thing that is wrong with a profile; line is 1-based.
struct ProfileProblem {
    std::string file;
    int line = 0;
    std::string field; ///< Dotted path: bots[0].parameters.fast
    std::string message;
};

/// What became of reading one profile: all problems are collected, in order of line; a profile with
/// any is not returned.
struct ProfileReading {
    std::optional<Profile> profile;
    std::vector<ProfileProblem> problems;
};

/// Files above this are no profiles.
inline constexpr std::size_t profileSizeLimit = 1024 * 1024;

/// Reads a file; `path` is UTF-8 and becomes the profile's path. No exception leaves.
[[nodiscard]] ProfileReading readProfile(const std::string &path);
/// Reads the text of a profile against the schema (resources/profiles/README.md): unknown, doubled
/// and missing keys, values of the wrong kind or out of range, and combinations that could never
/// trade are problems. Whether strategies and their parameters exist is checked by who knows them.
[[nodiscard]] ProfileReading parseProfile(const std::string &yaml, const std::string &path);

} // namespace core
