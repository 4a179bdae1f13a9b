#include "ui/desk/Card.h"

#include "ui/desk/CardHead.h"
#include "ui/desk/CardMoney.h"
#include "ui/desk/CardText.h"
#include "ui/desk/CardWhy.h"
#include "ui/desk/EditForm.h"
#include "ui/theme/StyleSheet.h"

#include <QMouseEvent>
#include <QVBoxLayout>

namespace ui {

namespace {

QFrame *rule(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setProperty("panel", QStringLiteral("rule"));
    return line;
}

QString edgeOf(core::ProposalState state)
{
    switch (state) {
    case core::ProposalState::Stale: return QStringLiteral("warning");
    case core::ProposalState::Armed: return QStringLiteral("alarm");
    case core::ProposalState::PreApproved: return QStringLiteral("good");
    default: return {};
    }
}

} // namespace

Card::Card(DeskClock clock, QWidget *parent)
    : QFrame(parent), m_clock(std::move(clock)), m_unsettledAt(m_clock()), m_head(new CardHead(this)),
      m_body(new QWidget(this)), m_money(new CardMoney(m_body)), m_why(new CardWhy(m_body)),
      m_edit(new EditForm(m_body)), m_actions(new CardActions(m_body))
{
    setProperty("panel", QStringLiteral("card"));
    arrange();
    connectParts();
    m_body->hide();
    m_edit->hide();
}

void Card::arrange()
{
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(8);
    body->addWidget(m_money);
    body->addWidget(rule(m_body));
    body->addWidget(m_why);
    body->addWidget(rule(m_body));
    body->addWidget(m_edit);
    body->addWidget(m_actions);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_head);
    layout->addWidget(m_body);
}

void Card::connectParts()
{
    connect(m_actions, &CardActions::approveClicked, this, [this] { Q_EMIT approveAsked(m_sharePercent); });
    connect(m_actions, &CardActions::halfClicked, this, [this] { Q_EMIT approveAsked(50); });
    connect(m_actions, &CardActions::editClicked, this, &Card::editAsked);
    connect(m_actions, &CardActions::rejectClicked, this, &Card::reasonListAsked);
    connect(m_actions, &CardActions::refreshClicked, this, &Card::refreshAsked);
    connect(m_actions, &CardActions::snoozeClicked, this, &Card::snoozeAsked);
    connect(m_actions, &CardActions::priceChosen, this, &Card::snoozeUntilAsked);
    connect(m_actions, &CardActions::priceLeft, this, &Card::priceLeft);
    connect(m_actions, &CardActions::shareChosen, this, &Card::setShare);
    connect(m_actions, &CardActions::reasonChosen, this, &Card::rejectAsked);
    connect(m_edit, &EditForm::saved, this, &Card::editSaved);
    connect(m_edit, &EditForm::cancelled, this, &Card::editLeft);
}

/// A card that now is another one, or can do something else, must not get the press meant for before.
void Card::noticeChange(const core::ProposalView &next)
{
    const bool isOther = next.proposal.version != m_view.proposal.version || next.hash != m_view.hash;
    if (isOther || next.state != m_view.state)
        unsettle();
    if (isOther)
        m_sharePercent = 100;
    if (isOther || m_answer == Answer::SnapshotDue)
        m_answer = Answer::None;
}

void Card::setView(const core::ProposalView &view, const DeskSituation &situation)
{
    noticeChange(view);
    m_view = view;
    m_situation = situation;
    setAccessibleName(cardSummary(view));
    setStyleProperty(this, "edge", edgeOf(view.state));
    if (m_isEditing)
        m_edit->setView(view);
    showParts();
}

void Card::showParts()
{
    m_head->setView(m_view, m_isOpen, m_isPicked);
    m_wasSettling = isSettling();
    if (!m_isOpen)
        return;
    m_money->setView(m_view, m_sharePercent);
    m_why->setView(m_view);
    CardActivity settled = activity();
    settled.isSettling = false;
    m_actions->setState({.whyNotApprove = whyNotApprove(),
                         .whyNotSoon = ui::whyNotApprove(m_view, m_situation, settled),
                         .whyNotEdit = whyNotEdit(),
                         .whyNotReject = ui::whyNotReject(m_situation),
                         .whyNotSnooze = whyNotSnooze(),
                         .isArmed = isArmed(),
                         .isPreApproved = isPreApproved(),
                         .isForTheOpen = m_view.state == core::ProposalState::WaitingOpen,
                         .needsTwoSteps = needsTwoSteps(m_view),
                         .isStale = m_view.state == core::ProposalState::Stale,
                         .isEditing = m_isEditing,
                         .isChoosingReason = m_isChoosingReason,
                         .isChoosingPrice = m_isChoosingPrice,
                         .sharePercent = m_sharePercent},
                        m_view);
}

void Card::setOpen(bool isOpen)
{
    if (isOpen == m_isOpen)
        return;
    m_isOpen = isOpen;
    m_isChoosingReason = false;
    m_isChoosingPrice = false;
    if (!isOpen)
        endEdit();
    unsettle();
    showParts();
    m_body->setVisible(isOpen);
    setStyleProperty(this, "isSelected", isOpen);
}

void Card::unsettle()
{
    m_unsettledAt = m_clock();
}

void Card::decisionSent()
{
    m_answer = Answer::Due;
    showParts();
}

void Card::refresh()
{
    if (m_wasSettling != isSettling())
        showParts();
}

CardActivity Card::activity() const
{
    return {.isSettling = isSettling(),
            .isEditing = m_isEditing,
            .isAnswerDue = m_answer != Answer::None};
}

std::optional<QString> Card::whyNotApprove() const
{
    return ui::whyNotApprove(m_view, m_situation, activity());
}

std::optional<QString> Card::whyNotEdit() const
{
    return ui::whyNotEdit(m_view, m_situation);
}

bool Card::setShare(int percent)
{
    if (!shareOf(m_view, percent))
        return false;
    m_sharePercent = percent;
    showParts();
    return true;
}

void Card::beginEdit()
{
    if (m_isEditing || whyNotEdit())
        return;
    m_isEditing = true;
    m_isChoosingReason = false;
    m_isChoosingPrice = false;
    m_edit->show();
    m_edit->begin(m_view);
    showParts();
}

void Card::endEdit()
{
    if (!m_isEditing)
        return;
    m_isEditing = false;
    m_edit->hide();
    unsettle();
    showParts();
}

std::optional<QString> Card::whyNotSnooze() const
{
    return ui::whyNotSnooze(m_view, m_situation);
}

void Card::setChoosingPrice(bool isChoosing)
{
    if (isChoosing && (whyNotSnooze() || m_isEditing))
        return;
    m_isChoosingPrice = isChoosing;
    m_isChoosingReason = m_isChoosingReason && !isChoosing;
    showParts();
    if (isChoosing)
        m_actions->beginPrice(m_view);
}

void Card::setPicked(bool isPicked)
{
    m_isPicked = isPicked;
    showParts();
}

void Card::toggleWhy()
{
    m_why->setVisible(m_why->isHidden());
    unsettle();
}

void Card::setChoosingReason(bool isChoosing)
{
    m_isChoosingReason = isChoosing;
    m_isChoosingPrice = m_isChoosingPrice && !isChoosing;
    showParts();
}

void Card::mousePressEvent(QMouseEvent *event)
{
    Q_EMIT pressed();
    event->accept();
}

void Card::moveEvent(QMoveEvent *event)
{
    QFrame::moveEvent(event);
    unsettle();
    showParts();
}

} // namespace ui
