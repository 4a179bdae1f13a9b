#pragma once

#include "core/engine/Snapshot.h"

#include <QString>
#include <QStringList>

namespace ui {

/// The words of a card, translated; the figures through ui/format.

[[nodiscard]] QString symbolText(const core::ProposalView &view);
/// "BUY ▲", "SELL ▼"
[[nodiscard]] QString sideText(core::Side side);
[[nodiscard]] QString strategyText(const core::ProposalView &view);
[[nodiscard]] QString stateText(core::ProposalState state);
/// A sign of its own for a state that is not simply waiting, so that colour is never the only one.
[[nodiscard]] QString stateMark(core::ProposalState state);
/// When the market opens that an envelope waits for, with its zone; empty for others.
[[nodiscard]] QString openingText(const core::ProposalView &view);
/// "owner (desk) 10:31:02", who said the yes or no that counted; empty when nobody has decided.
[[nodiscard]] QString deciderText(const core::ProposalView &view);
[[nodiscard]] QString rejectReasonText(core::RejectReason reason);

/// "pass", "caution", "stale", "blocked"
[[nodiscard]] QString gradeText(core::GuardGrade grade);
/// A sign of its own per grade, so that colour is never the only one.
[[nodiscard]] QChar gradeMark(core::GuardGrade grade);
/// The `tone` of the style sheet.
[[nodiscard]] QString gradeTone(core::GuardGrade grade);
/// "Quote age" for "quote-age".
[[nodiscard]] QString ruleText(const std::string &rule);

/// "Market, not beyond 258.95 · day"
[[nodiscard]] QString orderText(const core::Proposal &plan);
/// "Stop 255.50 and target 264.00 at the venue", or what is missing.
/// @param isTargetWatched  The target is not at the venue: this program watches it.
[[nodiscard]] QString protectionText(const core::Proposal &plan, bool isTargetWatched = false);
/// The currency its money is in.
[[nodiscard]] QString currencyOf(const core::ProposalView &view);
[[nodiscard]] core::Decimal tickOf(const core::ProposalView &view);
/// One sentence for screen readers.
[[nodiscard]] QString cardSummary(const core::ProposalView &view);

[[nodiscard]] QString text(const std::string &utf8);

} // namespace ui
