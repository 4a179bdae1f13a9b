#pragma once

#include <optional>
#include <string_view>

namespace core {

/// Where orders go.
enum class Destination { Replay, Demo, Paper, Live };
/// Who decides. In manual mode signals are advice only.
enum class DecisionMode { Manual, Hybrid, Auto };
/// What the engine lets out, whoever decides. Durable; only the owner goes back to Running.
enum class TradingState {
    Running,
    ReduceOnly, ///< No entries; exits go.
    Halted,     ///< No entries; exits go; cards are ended.
    Flattening, ///< Halted, and every position is being closed until the venue says that nothing is left.
};

[[nodiscard]] const char *destinationName(Destination destination);
[[nodiscard]] std::optional<Destination> parseDestination(std::string_view name);
[[nodiscard]] const char *decisionModeName(DecisionMode mode);
[[nodiscard]] std::optional<DecisionMode> parseDecisionMode(std::string_view name);
[[nodiscard]] const char *tradingStateName(TradingState state);
[[nodiscard]] std::optional<TradingState> parseTradingState(std::string_view name);

} // namespace core
