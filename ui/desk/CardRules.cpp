#include "ui/desk/CardRules.h"

#include "ui/desk/CardText.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

QString translated(const char *source)
{
    return QCoreApplication::translate("ui::CardRules", source);
}

std::optional<QString> whyNothing(const DeskSituation &situation)
{
    if (situation.isEngineLost)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "The engine does not answer."));
    return std::nullopt;
}

std::optional<QString> whyNoEntries(const DeskSituation &situation)
{
    if (const auto why = whyNothing(situation))
        return why;
    if (!situation.isReady)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Not yet reconciled with the venue."));
    if (situation.isHalted)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Trading is halted: %1"))
            .arg(situation.haltReason);
    if (situation.mode == core::DecisionMode::Manual)
        return translated(
            QT_TRANSLATE_NOOP("ui::CardRules", "Manual mode: signals are advice, nothing is sent."));
    return std::nullopt;
}

/// The state's word and its reason: "Stale: the quote is 9 s old."
std::optional<QString> whyNotInThisState(const core::ProposalView &view)
{
    switch (view.state) {
    case core::ProposalState::Pending:
    case core::ProposalState::Armed:
    case core::ProposalState::WaitingOpen: // a yes for the open
        return std::nullopt;
    case core::ProposalState::PreApproved:
        return translated(QT_TRANSLATE_NOOP("ui::CardRules",
                                            "Approved for the open, sent if the first price is near enough. "
                                            "Esc takes the yes back."));
    case core::ProposalState::Stale:
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Stale: %1. F5 checks again."))
            .arg(text(view.stateReason));
    case core::ProposalState::Blocked:
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Blocked: %1")).arg(text(view.stateReason));
    default:
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Not now: %1.")).arg(stateText(view.state));
    }
}

std::optional<QString> whyNotByGuards(const core::ProposalView &view)
{
    const auto isBad = [&view](const core::GuardResult &guard) {
        if (isAskedAtTheOpen(view, guard))
            return false;
        return guard.grade == core::GuardGrade::Stale || guard.grade == core::GuardGrade::Blocked;
    };
    const auto bad = std::find_if(view.guards.begin(), view.guards.end(), isBad);
    if (bad == view.guards.end())
        return std::nullopt;
    return translated(QT_TRANSLATE_NOOP("ui::CardRules", "%1 is %2: %3"))
        .arg(ruleText(bad->rule), gradeText(bad->grade), text(bad->detail));
}

} // namespace

std::optional<QString> whyNotApprove(const core::ProposalView &view, const DeskSituation &situation,
                                     const CardActivity &activity)
{
    if (const auto why = whyNoEntries(situation))
        return why;
    if (const auto why = whyNotInThisState(view))
        return why;
    if (const auto why = whyNotByGuards(view))
        return why;
    if (view.timeLeft.count() <= 0)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Its time is over."));
    if (activity.isEditing)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Save or leave the edit first."));
    if (activity.isAnswerDue)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Sent; waiting for the engine's answer."));
    if (activity.isSettling)
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "Settling…"));
    return std::nullopt;
}

std::optional<QString> whyNotEdit(const core::ProposalView &view, const DeskSituation &situation)
{
    if (const auto why = whyNothing(situation))
        return why;
    switch (view.state) {
    case core::ProposalState::Pending:
    case core::ProposalState::Armed:
    case core::ProposalState::Blocked: // a smaller size or another stop may clear it
    case core::ProposalState::Stale:
    case core::ProposalState::WaitingOpen:
        return std::nullopt;
    default:
        return translated(QT_TRANSLATE_NOOP("ui::CardRules", "It cannot be edited while it is %1."))
            .arg(stateText(view.state));
    }
}

std::optional<QString> whyNotReject(const DeskSituation &situation)
{
    return whyNothing(situation);
}

std::optional<QString> whyNotSnooze(const core::ProposalView &view, const DeskSituation &situation)
{
    if (const auto why = whyNothing(situation))
        return why;
    if (core::outcomeOf(view.state, core::ProposalEvent::Snooze).verdict == core::ProposalOutcome::Verdict::Moves)
        return std::nullopt;
    return translated(QT_TRANSLATE_NOOP("ui::CardRules", "It cannot be snoozed while it is %1."))
        .arg(stateText(view.state));
}

bool isAskedAtTheOpen(const core::ProposalView &view, const core::GuardResult &guard)
{
    using S = core::ProposalState;
    const bool isWaiting = view.state == S::WaitingOpen || view.state == S::PreApproved ||
                           (view.state == S::Armed && view.proposal.opensAt);
    return isWaiting && core::needsOpenMarket(guard);
}

bool needsTwoSteps(const core::ProposalView &view)
{
    return view.needsTwoSteps || view.proposal.destination == core::Destination::Live;
}

std::optional<core::Quantity> shareOf(const core::ProposalView &view, int percent)
{
    const core::Quantity whole = view.proposal.quantity;
    if (percent >= 100)
        return whole;
    const auto instrument = core::usualInstrument(view.proposal.signal.series.instrument);
    const auto factor = core::Decimal::fromNanos(core::Decimal::one / 100 * percent);
    const auto part = core::WideDecimal::product(whole.value(), factor);
    const auto floored = instrument.flooredQuantity(core::Quantity(part.narrowed(core::Rounding::Floor)));
    return floored.sign() > 0 ? std::optional(floored) : std::nullopt;
}

} // namespace ui
