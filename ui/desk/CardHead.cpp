#include "ui/desk/CardHead.h"

#include "ui/desk/Bars.h"
#include "ui/desk/CardText.h"
#include "ui/format/Numbers.h"
#include "ui/format/Times.h"
#include "ui/theme/StyleSheet.h"
#include "ui/widgets/ModeBadge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

namespace {

QLabel *label(QWidget *parent, const char *tone)
{
    auto *made = new QLabel(parent);
    made->setProperty("tone", QString::fromLatin1(tone));
    made->setTextFormat(Qt::PlainText);
    return made;
}

/// The end of a long account name: what tells accounts apart.
QString accountTail(const core::AccountId &account)
{
    constexpr qsizetype longest = 12;
    const QString name = text(account.text());
    return name.size() <= longest ? name : QStringLiteral("…") + name.right(longest - 1);
}

QString stateTone(core::ProposalState state)
{
    switch (state) {
    case core::ProposalState::Stale: return QStringLiteral("warning");
    case core::ProposalState::PreApproved: return QStringLiteral("good");
    case core::ProposalState::Blocked:
    case core::ProposalState::Armed: return QStringLiteral("alarm");
    default: return QStringLiteral("muted");
    }
}

} // namespace

CardHead::CardHead(QWidget *parent)
    : QWidget(parent), m_badge(new ModeBadge(this)), m_picked(label(this, "title")),
      m_symbol(label(this, "symbol")),
      m_side(label(this, "up")), m_timeLeft(label(this, "title")), m_origin(label(this, "muted")),
      m_state(label(this, "muted")), m_brief(label(this, "muted")), m_bar(new TimeLeftBar(this))
{
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    m_picked->setText(QStringLiteral("☑"));
    m_picked->setAccessibleName(tr("Picked"));
    m_picked->hide();
    top->addWidget(m_picked);
    top->addWidget(m_symbol);
    top->addWidget(m_side);
    top->addWidget(m_badge);
    top->addStretch();
    top->addWidget(m_timeLeft);
    auto *below = new QHBoxLayout;
    below->setSpacing(8);
    below->addWidget(m_origin, 1);
    below->addWidget(m_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(top);
    layout->addLayout(below);
    layout->addWidget(m_brief);
    layout->addWidget(m_bar);
    m_timeLeft->setObjectName(QStringLiteral("timeLeft"));
    m_origin->setWordWrap(true);
}

void CardHead::setView(const core::ProposalView &view, bool isOpen, bool isPicked)
{
    const core::Proposal &plan = view.proposal;
    m_badge->setMode(plan.destination, accountTail(plan.account));
    m_symbol->setText(symbolText(view));
    m_side->setText(sideText(plan.side));
    setStyleProperty(m_side, "tone",
                     plan.side == core::Side::Buy ? QStringLiteral("up") : QStringLiteral("down"));
    QString origin = tr("%1 · %2 old · version %3")
                         .arg(strategyText(view), durationText(view.age), QString::number(plan.version));
    if (view.voices.size() > 1)
        origin += QStringLiteral(" · ") + tr("%n strategies want it", nullptr, int(view.voices.size()));
    m_origin->setText(origin);
    m_picked->setVisible(isPicked);
    m_state->setText(stateMark(view.state) + stateText(view.state));
    setStyleProperty(m_state, "tone", stateTone(view.state));
    m_brief->setVisible(!isOpen);
    m_brief->setText(tr("%1 · loss at stop %2 · R:R %3")
                         .arg(quantityText(plan.quantity), moneyText(plan.lossAtStop, currencyOf(view)),
                              rewardToRiskText(view.rewardToRisk)));
    setTime(view);
}

void CardHead::setTime(const core::ProposalView &view)
{
    m_bar->setTimes(view.timeLeft, view.life);
    m_timeLeft->setText(durationText(view.timeLeft));
    m_timeLeft->setAccessibleName(tr("%1 left").arg(durationText(view.timeLeft)));
    const Urgency urgency = m_bar->urgency();
    setStyleProperty(m_timeLeft, "tone",
                     urgency == Urgency::Red     ? QStringLiteral("timeRed")
                     : urgency == Urgency::Amber ? QStringLiteral("timeAmber")
                                                 : QStringLiteral("title"));
}

} // namespace ui
