#pragma once

#include "core/engine/EngineHost.h"

namespace support {

/// A run of the shipped demo profile in that data directory, at the profile's own speed.
[[nodiscard]] core::HostSetup demoSetup(const QString &dataDir);

/// The first card a person can say yes to; nothing while there is none.
[[nodiscard]] const core::ProposalView *decidable(
    const std::shared_ptr<const core::EngineSnapshot> &snapshot);
/// A card by its id, waiting or decided.
[[nodiscard]] const core::ProposalView *cardOf(
    const std::shared_ptr<const core::EngineSnapshot> &snapshot, const core::ProposalId &id);
[[nodiscard]] const core::PositionView *positionOf(
    const std::shared_ptr<const core::EngineSnapshot> &snapshot,
    const core::InstrumentId &instrument);
[[nodiscard]] bool isInState(const std::shared_ptr<const core::EngineSnapshot> &snapshot,
                             const core::ProposalId &id, core::ProposalState state);

} // namespace support
