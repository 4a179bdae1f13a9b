#include "ui/settings/SettingsDialog.h"

#include "ui/settings/AccountsPage.h"
#include "ui/settings/DataPage.h"
#include "ui/settings/LimitsPage.h"
#include "ui/settings/ModePage.h"
#include "ui/settings/ProfilesPage.h"
#include "ui/widgets/ModeFrame.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

/// In characters and lines of the chosen text size.
constexpr QSize usualSize(125, 46);

} // namespace

SettingsDialog::SettingsDialog(core::EngineClient &client, const SettingsContext &context, const Look &look,
                               QWidget *parent, ConfirmButton::Times times)
    : ModeDialog(parent), m_client(client), m_sections(new QListWidget(this)), m_pages(new QStackedWidget(this)),
      m_profiles(new ProfilesPage(context.profiles, context.runningProfile, times)),
      m_mode(new ModePage(client, times)), m_limits(new LimitsPage(client, times)),
      m_accounts(new AccountsPage(context.accounts, times)), m_look(new LookPage(look)), m_data(new DataPage(context.dataDir))
{
    setTitle(tr("Settings"));
    m_sections->setAccessibleName(tr("Sections"));
    m_sections->setProperty("panel", QStringLiteral("sections"));
    addPage(tr("Profile"), m_profiles);
    addPage(tr("Mode"), m_mode);
    addPage(tr("Risk limits"), m_limits);
    addPage(tr("Accounts"), m_accounts);
    addPage(tr("Look"), m_look);
    addPage(tr("Data"), m_data);
    auto *row = new QHBoxLayout(this);
    constexpr int frame = ModeFrame::width;
    row->setContentsMargins(frame, frame, frame, frame);
    row->setSpacing(0);
    row->addWidget(m_sections);
    row->addWidget(m_pages, 1);
    m_profiles->setNext(context.nextProfile);
    connect(m_sections, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_look, &LookPage::lookChosen, this, &SettingsDialog::lookChosen);
    connect(m_profiles, &ProfilesPage::chosenForNextStart, this, [this](const QString &name) {
        m_profiles->setNext(name);
        Q_EMIT profileChosen(name);
    });
    connect(m_profiles, &ProfilesPage::startNowRequested, this, &SettingsDialog::restartRequested);
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &SettingsDialog::showMode);
    fitSections();
    openAt(Limits);
    showMode();
    const QSize usual(fontMetrics().averageCharWidth() * usualSize.width(),
                      fontMetrics().height() * usualSize.height());
    resize(usual.boundedTo(screen()->availableGeometry().size() * 0.94));
}

void SettingsDialog::addPage(const QString &title, QWidget *page)
{
    auto *framed = new QWidget(m_pages);
    auto *heading = new QLabel(title, framed);
    heading->setProperty("tone", QStringLiteral("symbol"));
    auto *layout = new QVBoxLayout(framed);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(heading);
    layout->addWidget(page, 1);
    m_pages->addWidget(framed);
    m_sections->addItem(title);
}

void SettingsDialog::openAt(Section section)
{
    m_sections->setCurrentRow(int(section));
}

void SettingsDialog::fitSections()
{
    m_sections->setFixedWidth(m_sections->sizeHintForColumn(0) + fontMetrics().averageCharWidth() * 8);
}

void SettingsDialog::changeEvent(QEvent *event)
{
    ModeDialog::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitSections();
}

void SettingsDialog::showMode()
{
    const auto snapshot = m_client.snapshot();
    wear(snapshot ? snapshot->account.destination : core::Destination::Demo);
}

} // namespace ui
