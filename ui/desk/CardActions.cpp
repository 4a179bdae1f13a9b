#include "ui/desk/CardActions.h"

#include "ui/desk/CardRules.h"
#include "ui/desk/CardText.h"
#include "ui/desk/DeskButton.h"
#include "ui/format/DecimalInput.h"
#include "ui/format/Numbers.h"
#include "ui/theme/StyleSheet.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <array>

namespace ui {

namespace {

constexpr std::array sharePercents{25, 50, 75, 100};
constexpr int lastReason = int(core::RejectReason::Other);

/// Enabled, or disabled with the reason as tooltip and description.
void setPossible(DeskButton *button, const std::optional<QString> &whyNot, const QString &tip)
{
    button->setEnabled(!whyNot);
    button->setToolTip(whyNot.value_or(tip));
    button->setAccessibleDescription(whyNot.value_or(tip));
}

} // namespace

CardActions::CardActions(QWidget *parent)
    : QWidget(parent), m_approve(new DeskButton(tr("Approve"), DeskButton::Effect::Sending, this)),
      m_half(new DeskButton(tr("Approve 50 %"), DeskButton::Effect::Sending, this)),
      m_edit(new DeskButton(tr("Edit"), DeskButton::Effect::Harmless, this)),
      m_reject(new DeskButton(tr("Reject ▾"), DeskButton::Effect::Harmless, this)),
      m_refresh(new DeskButton(tr("Check again"), DeskButton::Effect::Harmless, this)),
      m_snooze(new DeskButton(tr("Snooze"), DeskButton::Effect::Harmless, this)),
      m_shareGroup(new QButtonGroup(this)), m_shares(makeShares()), m_reasons(makeReasons()),
      m_price(new QLineEdit(this)), m_priceRow(makePrice()),
      m_hint(new QLabel(this))
{
    m_approve->setObjectName(QStringLiteral("approve"));
    m_half->setObjectName(QStringLiteral("approveHalf"));
    m_edit->setObjectName(QStringLiteral("edit"));
    m_reject->setObjectName(QStringLiteral("reject"));
    m_snooze->setObjectName(QStringLiteral("snooze"));
    m_hint->setObjectName(QStringLiteral("hint"));
    m_hint->setWordWrap(true);
    m_approve->setProperty("kind", QStringLiteral("primary"));
    auto *sending = new QHBoxLayout; // apart from the others: a slip lands in the gap
    sending->setSpacing(8);
    sending->addWidget(m_approve, 2);
    sending->addWidget(m_half, 1);
    auto *others = new QHBoxLayout;
    others->setSpacing(8);
    for (DeskButton *button : {m_refresh, m_edit, m_snooze, m_reject})
        others->addWidget(button, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_shares);
    layout->addLayout(sending);
    layout->addWidget(m_hint);
    layout->addLayout(others);
    layout->addWidget(m_reasons);
    layout->addWidget(m_priceRow);
    connect(m_approve, &QPushButton::clicked, this, &CardActions::approveClicked);
    connect(m_half, &QPushButton::clicked, this, &CardActions::halfClicked);
    connect(m_edit, &QPushButton::clicked, this, &CardActions::editClicked);
    connect(m_reject, &QPushButton::clicked, this, &CardActions::rejectClicked);
    connect(m_refresh, &QPushButton::clicked, this, &CardActions::refreshClicked);
    connect(m_snooze, &QPushButton::clicked, this, &CardActions::snoozeClicked);
}

QWidget *CardActions::makePrice()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto *title = new QLabel(tr("Come back at the price"), box);
    title->setProperty("tone", QStringLiteral("heading"));
    auto *done = new DeskButton(tr("Snooze"), DeskButton::Effect::Harmless, box);
    auto *leave = new DeskButton(tr("Leave"), DeskButton::Effect::Harmless, box);
    m_price->setObjectName(QStringLiteral("snoozePrice"));
    m_price->setAccessibleName(tr("Price at which the card comes back"));
    row->addWidget(title);
    row->addWidget(m_price, 1);
    row->addWidget(done);
    row->addWidget(leave);
    connect(done, &QPushButton::clicked, this, &CardActions::takePrice);
    connect(leave, &QPushButton::clicked, this, &CardActions::priceLeft);
    connect(m_price, &QLineEdit::returnPressed, this, &CardActions::takePrice);
    return box;
}

void CardActions::beginPrice(const core::ProposalView &view)
{
    m_price->setText(priceText(view.proposal.referencePrice, tickOf(view)));
    setStyleProperty(m_price, "isWrong", false);
    m_price->setFocus(Qt::ShortcutFocusReason);
    m_price->selectAll();
}

void CardActions::takePrice()
{
    const auto price = parseDecimal(m_price->text(), QLocale());
    const bool isGood = price && price->sign() > 0;
    setStyleProperty(m_price, "isWrong", !isGood);
    if (isGood)
        Q_EMIT priceChosen(core::Price(*price));
}

QWidget *CardActions::makeShares()
{
    auto *box = new QWidget(this);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    auto *title = new QLabel(tr("Approve for"), box);
    title->setProperty("tone", QStringLiteral("heading"));
    row->addWidget(title);
    for (const int percent : sharePercents) {
        auto *button = new DeskButton(percentText(percent, 0), DeskButton::Effect::Harmless, box);
        button->setCheckable(true);
        button->setProperty("kind", QStringLiteral("quiet"));
        button->setAccessibleName(tr("Size: %1 of the proposal").arg(percentText(percent, 0)));
        m_shareGroup->addButton(button, percent);
        row->addWidget(button);
    }
    row->addStretch();
    m_shareGroup->setExclusive(true);
    connect(m_shareGroup, &QButtonGroup::idClicked, this, &CardActions::shareChosen);
    return box;
}

QWidget *CardActions::makeReasons()
{
    auto *box = new QWidget(this);
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(4);
    auto *title = new QLabel(tr("Reject because (1–7, Esc goes back):"), box);
    title->setProperty("tone", QStringLiteral("heading"));
    grid->addWidget(title, 0, 0, 1, 2);
    for (int number = 1; number <= lastReason; ++number) {
        const auto reason = core::RejectReason(number);
        auto *button = new DeskButton(QStringLiteral("%1  %2").arg(number).arg(rejectReasonText(reason)),
                                      DeskButton::Effect::Harmless, box);
        button->setObjectName(QStringLiteral("reason%1").arg(number));
        button->setAccessibleName(tr("Reject: %1").arg(rejectReasonText(reason)));
        grid->addWidget(button, 1 + (number - 1) / 2, (number - 1) % 2);
        connect(button, &QPushButton::clicked, this, [this, reason] { Q_EMIT reasonChosen(reason); });
    }
    return box;
}

void CardActions::setState(const State &state, const core::ProposalView &view)
{
    setApprove(state, view);
    setPossible(m_edit, state.whyNotEdit, tr("Change size, limit, stop or target (E)"));
    setPossible(m_reject, state.whyNotReject, tr("Say no, with a reason (R, then 1–7)"));
    setPossible(m_snooze, state.whyNotSnooze, tr("Put it aside for 30 s (S), or until a price (Shift+S)"));
    m_shares->setVisible(!state.isEditing && !state.isPreApproved);
    m_half->setVisible(!state.isStale && !state.isArmed && !state.isPreApproved);
    m_priceRow->setVisible(state.isChoosingPrice);
    m_refresh->setVisible(state.isStale);
    m_refresh->setToolTip(tr("Run the checks again on fresh data (F5)"));
    m_reasons->setVisible(state.isChoosingReason);
    for (const int percent : sharePercents)
        m_shareGroup->button(percent)->setEnabled(shareOf(view, percent).has_value());
    m_shareGroup->button(state.sharePercent)->setChecked(true);
    setHint(state, view);
}

void CardActions::setApprove(const State &state, const core::ProposalView &view)
{
    const QString size = quantityText(shareOf(view, state.sharePercent));
    const QString word = sideText(view.proposal.side);
    if (state.isPreApproved)
        m_approve->setText(tr("Take the yes back"));
    else if (state.isArmed)
        m_approve->setText(state.isForTheOpen ? tr("Approve %1 %2 for the open").arg(word, size)
                                              : tr("Send %1 %2").arg(word, size));
    else if (state.needsTwoSteps)
        m_approve->setText(tr("Arm %1 %2").arg(word, size));
    else
        m_approve->setText(state.isForTheOpen ? tr("Approve %1 %2 for the open").arg(word, size)
                                              : tr("Approve %1 %2").arg(word, size));
    m_approve->setAccessibleName(m_approve->text());
    setStyleProperty(m_approve, "kind",
                     state.isArmed ? QStringLiteral("danger") : QStringLiteral("primary"));
    if (state.isPreApproved)
        setPossible(m_approve, std::nullopt, tr("Nothing is sent at the open then (Esc)"));
    else
        setPossible(m_approve, state.whyNotApprove, state.isArmed ? tr("Send (Enter)") : tr("Approve (A)"));
    auto whyNotHalf = state.whyNotApprove;
    if (!whyNotHalf && !shareOf(view, 50))
        whyNotHalf = tr("Half of this size is less than one lot.");
    setPossible(m_half, whyNotHalf, tr("Approve half of the size"));
}

void CardActions::setHint(const State &state, const core::ProposalView &view)
{
    QString hint = tr("A approves · E edits · R rejects · F1 shows all keys");
    QString tone = QStringLiteral("muted");
    if (state.isPreApproved) {
        hint = tr("Approved by %1. The first price after %2 decides: near enough it is sent, else you are "
                  "asked again or it is refused.")
                   .arg(deciderText(view), openingText(view));
        tone = QStringLiteral("good");
    } else if (state.whyNotSoon) {
        hint = *state.whyNotSoon;
        tone = state.isStale ? QStringLiteral("warning") : QStringLiteral("muted");
    } else if (state.isArmed) {
        hint = tr("Armed: Enter sends, Esc steps back.");
        tone = QStringLiteral("alarm");
    } else if (state.isForTheOpen) {
        hint = tr("The market opens %1. A yes now is kept and measured on the first price there; nothing is "
                  "sent before.")
                   .arg(openingText(view));
    } else if (state.needsTwoSteps) {
        hint = tr("Two steps: A arms, then Enter sends; or hold A.");
    }
    setStyleProperty(m_hint, "tone", tone);
    if (m_hint->text() == hint)
        return;
    m_hint->setText(hint);
    // Another number of lines is another height for the whole card; nested layouts do not pass that on.
    for (QWidget *each = m_hint; each && !each->inherits("QAbstractScrollArea"); each = each->parentWidget()) {
        if (each->layout())
            each->layout()->invalidate();
        each->updateGeometry();
    }
}

} // namespace ui
