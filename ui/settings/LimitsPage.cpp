#include "ui/settings/LimitsPage.h"

#include "core/planning/LimitTable.h"
#include "ui/settings/LimitEditor.h"
#include "ui/widgets/ErrorPanel.h"
#include "ui/widgets/MessageBanner.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

/// Scrolls up and down only: its rows are never cut at the right.
class RowsArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const int bar = verticalScrollBar()->sizeHint().width();
        return {widget() ? widget()->minimumSizeHint().width() + bar : 0, fontMetrics().height() * 8};
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

LimitsPage::LimitsPage(core::EngineClient &client, ConfirmButton::Times times, QWidget *parent)
    : QWidget(parent), m_client(client), m_message(new MessageBanner(this)), m_error(new ErrorPanel(this)),
      m_summary(new QLabel(this)), m_undo(new QPushButton(tr("Undo changes"), this)),
      m_profile(new QPushButton(tr("As in the profile"), this)), m_apply(new QPushButton(tr("Apply"), this)),
      m_confirm(new ConfirmButton(times, this))
{
    setAccessibleName(tr("Risk limits"));
    for (const core::LimitRange &range : core::limitRanges())
        m_editors.push_back(new LimitEditor(range, this));
    arrange();
    for (LimitEditor *editor : m_editors) {
        connect(editor, &LimitEditor::edited, this, &LimitsPage::showState);
        connect(editor, &LimitEditor::entered, this, &LimitsPage::enter);
    }
    connect(m_undo, &QPushButton::clicked, this, &LimitsPage::undo);
    connect(m_profile, &QPushButton::clicked, this, &LimitsPage::proposeProfile);
    connect(m_apply, &QPushButton::clicked, this, [this] { submit(false); });
    connect(m_confirm, &ConfirmButton::confirmed, this, [this] { submit(true); });
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &LimitsPage::showSnapshot);
    connect(&m_client, &core::EngineClient::refused, this, &LimitsPage::takeRefusal);
    connect(&m_client, &core::EngineClient::answered, this, &LimitsPage::takeAnswer);
    connect(&m_client, &core::EngineClient::engineLost, this, [this] {
        m_isLost = true;
        showState();
    });
    showSnapshot();
}

void LimitsPage::arrange()
{
    auto *rows = new QWidget(this);
    auto *list = new QVBoxLayout(rows);
    list->setContentsMargins(0, 0, 12, 0);
    list->setSpacing(0);
    for (LimitEditor *editor : m_editors) {
        if (list->count() > 0) {
            auto *rule = new QFrame(rows);
            rule->setProperty("panel", QStringLiteral("rule"));
            list->addWidget(rule);
        }
        list->addWidget(editor);
    }
    list->addStretch();
    auto *scroll = new RowsArea(this);
    scroll->setWidget(rows);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_summary->setWordWrap(true);
    m_error->setClosable(true);
    m_message->setClosable(true);
    m_apply->setProperty("kind", QStringLiteral("primary"));
    for (QPushButton *button : {m_undo, m_profile, m_apply})
        button->setAccessibleName(button->text());
    m_profile->setToolTip(tr("Fills the form with what the profile says; nothing counts before you apply it."));
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_profile);
    foot->addWidget(m_undo);
    foot->addStretch();
    foot->addWidget(m_apply);
    foot->addWidget(m_confirm);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_error);
    layout->addWidget(m_message);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_summary);
    layout->addLayout(foot);
}

LimitEditor *LimitsPage::editor(const QString &key) const
{
    const auto found = std::ranges::find_if(m_editors, [&](LimitEditor *each) { return each->objectName() == key; });
    return found == m_editors.end() ? nullptr : *found;
}

QString LimitsPage::message() const
{
    return m_message->text();
}

bool LimitsPage::isEdited() const
{
    return std::ranges::any_of(m_editors, [](const LimitEditor *editor) { return editor->isChanged(); });
}

core::RiskLimits LimitsPage::typed() const
{
    core::RiskLimits limits = m_seen;
    for (const core::LimitField &field : core::limitFields())
        for (const LimitEditor *editor : m_editors)
            if (editor->range().key == field.key && editor->value())
                field.write(limits, *editor->value());
    return limits;
}

void LimitsPage::takeIn(const core::RiskLimits &limits, bool isReset)
{
    m_seen = limits;
    m_hasSeen = true;
    m_isOvertaken = false;
    for (const core::LimitField &field : core::limitFields())
        for (LimitEditor *editor : m_editors)
            if (editor->range().key == field.key)
                editor->setInForce(field.read(limits).narrowed(core::Rounding::HalfEven), isReset);
}

void LimitsPage::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    if (!snapshot)
        return showState();
    m_isLost = false;
    const bool isNew = !m_hasSeen || snapshot->limits != m_seen;
    if (isNew && (!m_hasSeen || !isEdited()))
        takeIn(snapshot->limits, true);
    else
        m_isOvertaken = isNew;
    for (LimitEditor *editor : m_editors)
        editor->showUse(snapshot);
    showState();
}

void LimitsPage::showState()
{
    const auto snapshot = m_client.snapshot();
    const bool isUnread = snapshot && !snapshot->limitsProblem.empty();
    QStringList changes;
    bool isLooser = isUnread; // they may have been stricter than any that stand here
    bool isWrong = false;
    for (const LimitEditor *editor : m_editors) {
        isWrong = isWrong || !editor->value();
        isLooser = isLooser || editor->isLooser();
        if (editor->value() && editor->isChanged())
            changes += editor->changeText();
    }
    if (isUnread)
        m_error->showError(errorText(Trouble::LimitsUnreadable, QString::fromStdString(snapshot->limitsProblem)));
    else if (m_error->error().code == errorText(Trouble::LimitsUnreadable, {}).code)
        m_error->clear();
    showButtons(changes, isLooser, isWrong);
}

void LimitsPage::showButtons(const QStringList &changes, bool isLooser, bool isWrong)
{
    const auto snapshot = m_client.snapshot();
    const bool isUnread = snapshot && !snapshot->limitsProblem.empty();
    const bool isAble = snapshot && !m_isLost && m_sent == 0 && !isWrong && !m_isOvertaken;
    m_summary->setText(m_sent != 0       ? tr("Waiting for the engine…")
                       : m_isLost        ? tr("The engine does not answer; limits cannot be changed now.")
                       : !snapshot       ? tr("The engine is starting; its limits appear in a moment.")
                       : m_isOvertaken   ? tr("Other limits are in force by now. Undo your changes to see them.")
                       : isWrong         ? tr("Correct what is marked; then all changes are applied together.")
                       : changes.empty() ? tr("These limits are in force.")
                                         : changes.join(QStringLiteral(" · ")));
    m_apply->setVisible(!isLooser);
    m_confirm->setVisible(isLooser);
    m_apply->setEnabled(isAble && !changes.empty());
    m_confirm->setEnabled(isAble && (!changes.empty() || isUnread));
    m_confirm->setTexts(tr("Apply, lets more pass…"),
                        changes.size() == 1 ? tr("%1 from now on?").arg(changes.front())
                                            : tr("Let these limits count from now on?"));
    m_undo->setEnabled(isWrong || !changes.empty());
    m_profile->setEnabled(snapshot && snapshot->profileLimits && !m_isLost);
}

void LimitsPage::enter()
{
    if (m_confirm->isVisible() && m_confirm->isEnabled())
        m_confirm->arm();
    else if (m_apply->isVisible() && m_apply->isEnabled())
        m_apply->click();
}

void LimitsPage::submit(bool confirmsLooser)
{
    m_error->clear();
    m_message->clear();
    m_sent = m_client.send(core::SetLimits{typed(), confirmsLooser, m_seen});
    showState();
}

void LimitsPage::takeRefusal(quint64 token, core::ErrorCode code, const QString &message)
{
    if (m_sent != 0 && token == m_sent)
        m_error->showError(refusalText(code, message), MessageBanner::Severity::Warning);
}

void LimitsPage::takeAnswer(quint64 token, bool isDone)
{
    if (m_sent == 0 || token != m_sent)
        return; // another panel's
    m_sent = 0;
    if (isDone) {
        takeIn(typed(), true); // the next snapshot says what is
        m_message->showMessage(MessageBanner::Severity::Good,
                               tr("The limits count. Waiting cards have been checked against them."));
    }
    showSnapshot();
}

void LimitsPage::undo()
{
    m_message->clear();
    m_error->clear();
    const auto snapshot = m_client.snapshot();
    takeIn(snapshot ? snapshot->limits : m_seen, true);
    showState();
}

void LimitsPage::proposeProfile()
{
    m_message->clear();
    const auto snapshot = m_client.snapshot();
    for (const core::LimitField &field : core::limitFields())
        for (LimitEditor *editor : m_editors)
            if (editor->range().key == field.key)
                editor->propose(field.read(*snapshot->profileLimits).narrowed(core::Rounding::HalfEven));
    showState();
}

} // namespace ui
