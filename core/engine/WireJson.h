#pragma once

#include "core/base/Json.h"
#include "core/engine/Snapshot.h"

namespace core {

/// The JSON of design/cli.md for what a running engine shows; used by the control server and by the
/// event lines of `run`.
void writeProposal(JsonWriter &json, const ProposalView &view);
void writeOrder(JsonWriter &json, const OrderView &view);
void writePosition(JsonWriter &json, const PositionView &view);

[[nodiscard]] std::string proposalsJson(const EngineSnapshot &snapshot); ///< {"proposals":[…]}
[[nodiscard]] std::string ordersJson(const EngineSnapshot &snapshot);    ///< {"orders":[…]}
[[nodiscard]] std::string positionsJson(const EngineSnapshot &snapshot); ///< {"positions":[…]}
[[nodiscard]] std::string accountJson(const EngineSnapshot &snapshot);

} // namespace core
