#pragma once

#include "core/base/Id.h"
#include "core/planning/Planner.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// A strategy with instruments, timeframe, parameters and rules.
struct BotSettings {
    BotId id;
    std::string strategy;
    std::map<std::string, std::string> parameters;
    std::vector<InstrumentId> instruments;
    Timeframe timeframe = Timeframe::H1;
    PlanningRules planning;
    bool allowsShort = false;
    bool allowsAdding = false;
    bool isOn = true;
};

/// Everything one run of the engine is told, as plain values.
struct EngineSettings {
    RunId run;
    std::string profile;
    AccountId account;
    Destination destination = Destination::Demo;
    DecisionMode mode = DecisionMode::Hybrid;
    std::vector<BotSettings> bots;
    std::vector<Instrument> instruments;
    RiskLimits limits;
    std::optional<RiskLimits> profileLimits{}; ///< What the profile alone says, where `limits` are the owner's.
    /// Why the owner's own limits could not be read; while it stands no entry leaves. Empty = all is well.
    std::string limitsProblem{};
    Money startingCash;
    Decimal feeRate{};
    Decimal stopSlippage{};
    /// Whose day the day's loss counts by.
    SessionKind daySession = SessionKind::UsEquities;
};

} // namespace core
