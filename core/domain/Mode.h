#pragma once

#include <optional>
#include <string_view>

namespace core {

/// Where orders go.
enum class Destination { Replay, Demo, Paper, Live };
/// Who decides. In manual mode signals are advice only.
enum class DecisionMode { Manual, Hybrid, Auto };

[[nodiscard]] const char *destinationName(Destination destination);
[[nodiscard]] std::optional<Destination> parseDestination(std::string_view name);
[[nodiscard]] const char *decisionModeName(DecisionMode mode);
[[nodiscard]] std::optional<DecisionMode> parseDecisionMode(std::string_view name);

} // namespace core
