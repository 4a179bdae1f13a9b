#include "ui/desk/CardText.h"

#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

#include <QCoreApplication>

#include <array>

namespace ui {

namespace {

QString translated(const char *source)
{
    return QCoreApplication::translate("ui::CardText", source);
}

template <class Enum>
struct Word {
    Enum value;
    const char *text;
};

using S = core::ProposalState;
constexpr std::array states{
    Word<S>{S::Created, QT_TRANSLATE_NOOP("ui::CardText", "being checked")},
    Word<S>{S::Blocked, QT_TRANSLATE_NOOP("ui::CardText", "blocked")},
    Word<S>{S::Pending, QT_TRANSLATE_NOOP("ui::CardText", "waiting")},
    Word<S>{S::Stale, QT_TRANSLATE_NOOP("ui::CardText", "stale")},
    Word<S>{S::Armed, QT_TRANSLATE_NOOP("ui::CardText", "armed")},
    Word<S>{S::Snoozed, QT_TRANSLATE_NOOP("ui::CardText", "snoozed")},
    Word<S>{S::WaitingOpen, QT_TRANSLATE_NOOP("ui::CardText", "waits for the open")},
    Word<S>{S::PreApproved, QT_TRANSLATE_NOOP("ui::CardText", "approved for the open")},
    Word<S>{S::Approved, QT_TRANSLATE_NOOP("ui::CardText", "approved")},
    Word<S>{S::Revalidating, QT_TRANSLATE_NOOP("ui::CardText", "checked again")},
    Word<S>{S::Requote, QT_TRANSLATE_NOOP("ui::CardText", "new figures")},
    Word<S>{S::Submitting, QT_TRANSLATE_NOOP("ui::CardText", "being sent")},
    Word<S>{S::Unknown, QT_TRANSLATE_NOOP("ui::CardText", "outcome unknown")},
    Word<S>{S::Working, QT_TRANSLATE_NOOP("ui::CardText", "working")},
    Word<S>{S::Partial, QT_TRANSLATE_NOOP("ui::CardText", "partly filled")},
    Word<S>{S::Filled, QT_TRANSLATE_NOOP("ui::CardText", "filled")},
    Word<S>{S::Refused, QT_TRANSLATE_NOOP("ui::CardText", "refused")},
    Word<S>{S::Rejected, QT_TRANSLATE_NOOP("ui::CardText", "rejected")},
    Word<S>{S::Expired, QT_TRANSLATE_NOOP("ui::CardText", "expired")},
    Word<S>{S::Superseded, QT_TRANSLATE_NOOP("ui::CardText", "superseded")},
    Word<S>{S::Withdrawn, QT_TRANSLATE_NOOP("ui::CardText", "withdrawn")},
    Word<S>{S::Killed, QT_TRANSLATE_NOOP("ui::CardText", "killed")},
    Word<S>{S::BrokerRejected, QT_TRANSLATE_NOOP("ui::CardText", "rejected by the venue")},
    Word<S>{S::Cancelled, QT_TRANSLATE_NOOP("ui::CardText", "cancelled")},
};
static_assert(states.size() == core::proposalStateCount);

using R = core::RejectReason;
constexpr std::array rejectReasons{
    Word<R>{R::PriceGone, QT_TRANSLATE_NOOP("ui::CardText", "Price gone")},
    Word<R>{R::WeakChart, QT_TRANSLATE_NOOP("ui::CardText", "Weak chart")},
    Word<R>{R::News, QT_TRANSLATE_NOOP("ui::CardText", "News")},
    Word<R>{R::TooMuchRisk, QT_TRANSLATE_NOOP("ui::CardText", "Too much risk")},
    Word<R>{R::AlreadyExposed, QT_TRANSLATE_NOOP("ui::CardText", "Already exposed")},
    Word<R>{R::DistrustStrategy, QT_TRANSLATE_NOOP("ui::CardText", "Distrust strategy")},
    Word<R>{R::Other, QT_TRANSLATE_NOOP("ui::CardText", "Other")},
};

using T = core::TimeInForce;
constexpr std::array times{
    Word<T>{T::Day, QT_TRANSLATE_NOOP("ui::CardText", "day")},
    Word<T>{T::GoodTillCancelled, QT_TRANSLATE_NOOP("ui::CardText", "until cancelled")},
    Word<T>{T::ImmediateOrCancel, QT_TRANSLATE_NOOP("ui::CardText", "at once or not at all")},
};

template <class Enum, std::size_t N>
QString wordOf(const std::array<Word<Enum>, N> &words, Enum value)
{
    for (const auto &word : words)
        if (word.value == value)
            return translated(word.text);
    return {};
}

const core::InstrumentId &instrumentOf(const core::Proposal &plan)
{
    return plan.signal.series.instrument;
}

QString planPrice(const core::Proposal &plan, const std::optional<core::Price> &price)
{
    return priceText(price, core::usualInstrument(instrumentOf(plan)).tickSize);
}

} // namespace

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QString symbolText(const core::ProposalView &view)
{
    return text(instrumentOf(view.proposal).symbol);
}

QString sideText(core::Side side)
{
    return side == core::Side::Buy ? translated(QT_TRANSLATE_NOOP("ui::CardText", "BUY ▲"))
                                   : translated(QT_TRANSLATE_NOOP("ui::CardText", "SELL ▼"));
}

QString strategyText(const core::ProposalView &view)
{
    const core::Signal &signal = view.proposal.signal;
    return translated(QT_TRANSLATE_NOOP("ui::CardText", "%1 on %2"))
        .arg(text(signal.strategy), QString::fromLatin1(core::timeframeName(signal.series.timeframe)));
}

QString stateText(core::ProposalState state)
{
    return wordOf(states, state);
}

QString stateMark(core::ProposalState state)
{
    switch (state) {
    case S::Blocked: return QStringLiteral("✖ ");
    case S::Stale: return QStringLiteral("◌ ");
    case S::Armed: return QStringLiteral("! ");
    case S::Snoozed: return QStringLiteral("☾ ");
    case S::WaitingOpen: return QStringLiteral("◷ ");
    case S::PreApproved: return QStringLiteral("✓ ");
    default: return {};
    }
}

QString openingText(const core::ProposalView &view)
{
    if (!view.proposal.opensAt)
        return {};
    return momentText(*view.proposal.opensAt, zoneOf(instrumentOf(view.proposal)));
}

QString deciderText(const core::ProposalView &view)
{
    if (!view.decidedBy)
        return {};
    const core::Decision &said = *view.decidedBy;
    return QStringLiteral("%1 (%2) %3").arg(text(said.person), text(said.channel),
                                            timeText(said.at, zoneOf(instrumentOf(view.proposal))));
}

QString rejectReasonText(core::RejectReason reason)
{
    return wordOf(rejectReasons, reason);
}

QString gradeText(core::GuardGrade grade)
{
    switch (grade) {
    case core::GuardGrade::Pass: return translated(QT_TRANSLATE_NOOP("ui::CardText", "pass"));
    case core::GuardGrade::Caution: return translated(QT_TRANSLATE_NOOP("ui::CardText", "caution"));
    case core::GuardGrade::Stale: return translated(QT_TRANSLATE_NOOP("ui::CardText", "stale"));
    case core::GuardGrade::Blocked: return translated(QT_TRANSLATE_NOOP("ui::CardText", "blocked"));
    }
    return {};
}

QChar gradeMark(core::GuardGrade grade)
{
    switch (grade) {
    case core::GuardGrade::Pass: return QChar(0x2713);    // check mark
    case core::GuardGrade::Caution: return QChar(0x25B2); // triangle
    case core::GuardGrade::Stale: return QChar(0x25CC);   // dotted circle
    case core::GuardGrade::Blocked: return QChar(0x2716); // heavy cross
    }
    return {};
}

QString gradeTone(core::GuardGrade grade)
{
    switch (grade) {
    case core::GuardGrade::Pass: return QStringLiteral("good");
    case core::GuardGrade::Caution:
    case core::GuardGrade::Stale: return QStringLiteral("warning");
    case core::GuardGrade::Blocked: return QStringLiteral("alarm");
    }
    return {};
}

QString ruleText(const std::string &rule)
{
    QString words = text(rule).replace(QLatin1Char('-'), QLatin1Char(' '));
    if (!words.isEmpty())
        words[0] = words[0].toUpper();
    return words;
}

QString orderText(const core::Proposal &plan)
{
    const QString limit = planPrice(plan, plan.limitPrice);
    const QString timeInForce = wordOf(times, plan.timeInForce);
    if (plan.orderType == core::OrderType::Limit)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "Limit %1 · %2")).arg(limit, timeInForce);
    if (plan.limitPrice)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "Market, not beyond %1 · %2"))
            .arg(limit, timeInForce);
    return translated(QT_TRANSLATE_NOOP("ui::CardText", "Market · %1")).arg(timeInForce);
}

QString protectionText(const core::Proposal &plan, bool isTargetWatched)
{
    const QString stop = planPrice(plan, plan.stopPrice);
    const QString target = planPrice(plan, plan.targetPrice);
    if (plan.stopPrice && plan.targetPrice && isTargetWatched)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "Stop %1 at the venue, target %2 held here: this "
                                                            "program watches it"))
            .arg(stop, target);
    if (plan.stopPrice && plan.targetPrice)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "Stop %1 and target %2, both at the venue"))
            .arg(stop, target);
    if (plan.stopPrice)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "Stop %1 at the venue, no target")).arg(stop);
    if (plan.targetPrice)
        return translated(QT_TRANSLATE_NOOP("ui::CardText", "No stop! Target %1 at the venue"))
            .arg(target);
    return translated(QT_TRANSLATE_NOOP("ui::CardText", "No stop and no target"));
}

QString currencyOf(const core::ProposalView &view)
{
    return text(core::usualInstrument(instrumentOf(view.proposal)).currency);
}

core::Decimal tickOf(const core::ProposalView &view)
{
    return core::usualInstrument(instrumentOf(view.proposal)).tickSize;
}

QString cardSummary(const core::ProposalView &view)
{
    return translated(QT_TRANSLATE_NOOP("ui::CardText", "%1 %2 %3, %4, %5, %6 left"))
        .arg(sideText(view.proposal.side), quantityText(view.proposal.quantity), symbolText(view),
             strategyText(view), stateText(view.state), durationText(view.timeLeft));
}

} // namespace ui
