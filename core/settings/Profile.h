#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Mode.h"

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
    Account account;
    Pace pace;
    std::vector<Bot> bots;
    Risk risk;
};

/// One thing that is wrong with a profile; line is 1-based.
struct ProfileProblem {
    std::string file;
    int line = 0;
    std::string field; ///< Dotted path: bots[0].parameters.fast
    std::string message;
};

/// Reads one profile from YAML text. All problems are collected; a profile with any is not returned.
struct ProfileReading {
    std::optional<Profile> profile;
    std::vector<ProfileProblem> problems;
};
[[nodiscard]] ProfileReading readProfile(const std::string &path);
[[nodiscard]] ProfileReading parseProfile(const std::string &yaml, const std::string &path);

} // namespace core
