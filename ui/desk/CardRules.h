#pragma once

#include "core/engine/Snapshot.h"

#include <QString>

#include <optional>

namespace ui {

/// What surrounds a card and decides, together with it, what may be done.
struct DeskSituation {
    bool isEngineLost = false;
    bool isReady = false;
    bool isHalted = false;
    QString haltReason;
    core::DecisionMode mode = core::DecisionMode::Hybrid;
};

/// What the hand is doing at one card.
struct CardActivity {
    bool isSettling = false; ///< Within 400 ms of appearing, moving or changing.
    bool isEditing = false;
    bool isAnswerDue = false; ///< A decision has been sent and not answered yet.
};

/// Why it cannot be approved now, as a sentence; nothing when it can.
[[nodiscard]] std::optional<QString> whyNotApprove(const core::ProposalView &view,
                                                   const DeskSituation &situation,
                                                   const CardActivity &activity);
[[nodiscard]] std::optional<QString> whyNotEdit(const core::ProposalView &view,
                                                const DeskSituation &situation);
[[nodiscard]] std::optional<QString> whyNotReject(const DeskSituation &situation);
[[nodiscard]] std::optional<QString> whyNotSnooze(const core::ProposalView &view,
                                                  const DeskSituation &situation);

/// It waits for its session, and only an open market can answer this check.
[[nodiscard]] bool isAskedAtTheOpen(const core::ProposalView &view, const core::GuardResult &guard);

/// Arm first, then send: what the engine asks for, and always with real money.
[[nodiscard]] bool needsTwoSteps(const core::ProposalView &view);

/// A share of the size, down to the lot; nothing when no lot is left.
[[nodiscard]] std::optional<core::Quantity> shareOf(const core::ProposalView &view, int percent);

} // namespace ui
