#include "ui/settings/ModePage.h"

#include "ui/account/ModeChooser.h"
#include "ui/theme/StyleSheet.h"
#include "ui/widgets/ErrorPanel.h"
#include "ui/widgets/ModeBadge.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr std::array modes{core::DecisionMode::Manual, core::DecisionMode::Hybrid, core::DecisionMode::Auto};

QString meaning(core::DecisionMode mode)
{
    switch (mode) {
    case core::DecisionMode::Manual:
        return ModePage::tr("Signals are advice and are listed under Activity; nothing is proposed and no entry "
                            "leaves. Stops, targets and closing go on as before.");
    case core::DecisionMode::Hybrid:
        return ModePage::tr("Each signal becomes a card on the desk with its size and its risk. No entry leaves "
                            "without your yes to exactly what the card shows.");
    case core::DecisionMode::Auto:
        return ModePage::tr("Entries within your limits leave without asking you. Cards that need a person still "
                            "wait on the desk. A day that reaches its loss limit goes back to Hybrid.");
    }
    return {};
}

} // namespace

ModePage::ModePage(core::EngineClient &client, ConfirmButton::Times times, QWidget *parent)
    : QWidget(parent), m_client(client), m_destination(new QLabel(this)), m_error(new ErrorPanel(this))
{
    setAccessibleName(tr("Mode"));
    m_destination->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_destination);
    for (const core::DecisionMode mode : modes)
        layout->addWidget(madeChoice(mode, times));
    auto *note = new QLabel(tr("The mode counts until the program ends; each start begins with the profile's."), this);
    note->setWordWrap(true);
    note->setProperty("tone", QStringLiteral("muted"));
    layout->addWidget(note);
    layout->addStretch();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, [this] {
        m_isLost = false;
        showSnapshot();
    });
    connect(&m_client, &core::EngineClient::refused, this,
            [this](quint64 token, core::ErrorCode code, const QString &message) {
                if (m_sent != 0 && token == m_sent)
                    m_error->showError(refusalText(code, message), MessageBanner::Severity::Warning);
            });
    connect(&m_client, &core::EngineClient::engineLost, this, [this] {
        m_isLost = true;
        showSnapshot();
    });
    showSnapshot();
}

QFrame *ModePage::madeChoice(core::DecisionMode mode, ConfirmButton::Times times)
{
    auto *frame = new QFrame(this);
    frame->setProperty("panel", QStringLiteral("card"));
    const QString name = decisionModeText(mode);
    auto *title = new QLabel(name, frame);
    title->setProperty("tone", QStringLiteral("title"));
    auto *words = new QLabel(meaning(mode), frame);
    words->setWordWrap(true);
    auto *mark = new QLabel(tr("● On now"), frame);
    mark->setProperty("tone", QStringLiteral("good"));
    auto *less = new QPushButton(tr("Switch to %1").arg(name), frame);
    less->setAccessibleName(less->text());
    auto *more = new ConfirmButton(times, frame);
    more->setTexts(tr("Switch to %1…").arg(name), mode == core::DecisionMode::Auto
                                                      ? tr("Let entries leave without asking me?")
                                                      : tr("Let signals become cards?"));
    connect(less, &QPushButton::clicked, this, [this, mode] { request(mode); });
    connect(more, &ConfirmButton::confirmed, this, [this, mode] { request(mode); });
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(title);
    column->addWidget(words);
    auto *row = new QHBoxLayout(frame);
    row->setContentsMargins(14, 12, 14, 12);
    row->setSpacing(16);
    row->addLayout(column, 1);
    for (QWidget *part : {static_cast<QWidget *>(mark), static_cast<QWidget *>(less), static_cast<QWidget *>(more)})
        row->addWidget(part, 0, Qt::AlignVCenter);
    m_choices[std::size_t(mode)] = {frame, mark, less, more};
    return frame;
}

QPushButton *ModePage::buttonFor(core::DecisionMode mode)
{
    const Choice &choice = m_choices[std::size_t(mode)];
    if (!choice.less->isHidden())
        return choice.less;
    return choice.more->isHidden() ? nullptr : choice.more;
}

QString ModePage::inForceText() const
{
    return m_mode ? decisionModeText(*m_mode) : QString();
}

void ModePage::request(core::DecisionMode mode)
{
    m_error->clear();
    m_sent = m_client.send(core::SetMode{mode});
}

void ModePage::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    const bool isNew = snapshot && snapshot->account.mode != m_mode;
    if (snapshot) {
        m_mode = snapshot->account.mode;
        m_destination->setText(modeLook(snapshot->account.destination).sentence);
    } else {
        m_destination->setText(tr("The engine is starting; its mode appears in a moment."));
    }
    for (const core::DecisionMode mode : modes) {
        Choice &choice = m_choices[std::size_t(mode)];
        const bool isOn = m_mode == mode;
        setStyleProperty(choice.frame, "isSelected", isOn);
        choice.mark->setVisible(isOn);
        choice.less->setVisible(m_mode && mode < *m_mode);
        choice.more->setVisible(m_mode && mode > *m_mode);
        choice.less->setEnabled(!m_isLost);
        choice.more->setEnabled(!m_isLost);
        if (isNew)
            choice.more->disarm(); // what was asked was about another mode
    }
}

} // namespace ui
