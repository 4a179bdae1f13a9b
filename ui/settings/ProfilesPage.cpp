#include "ui/settings/ProfilesPage.h"

#include "ui/tables/RowProxy.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/ErrorPanel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace ui {

namespace {

QString problemText(const core::ProfileProblem &problem)
{
    QString place;
    if (problem.line > 0)
        place = ProfilesPage::tr("Line %1: ").arg(problem.line);
    if (!problem.field.empty())
        place += QString::fromStdString(problem.field) + QLatin1Char(' ');
    return place + QString::fromStdString(problem.message);
}

} // namespace

ProfilesPage::ProfilesPage(ProfileSource *source, const QString &runningPath, ConfirmButton::Times times,
                           QWidget *parent)
    : QWidget(parent), m_source(source), m_runningPath(runningPath), m_proxy(new RowProxy(m_model, this)),
      m_view(new RowView(*m_proxy, this)), m_pages(new QStackedLayout),
      m_empty(new EmptyState(tr("Profiles are being read"),
                             tr("Shipped profiles and those in the folder “profiles” of your data directory appear "
                                "here, each with what is wrong with it."),
                             this)),
      m_error(new ErrorPanel(this)), m_message(new MessageBanner(this)), m_detail(new QLabel(this)),
      m_destination(new QComboBox(this)), m_refresh(new QPushButton(tr("Read again"), this)),
      m_nextStart(new QPushButton(tr("Use at the next start"), this)), m_startNow(new ConfirmButton(times, this))
{
    setAccessibleName(tr("Profiles"));
    arrange();
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ProfilesPage::showChoice);
    connect(m_nextStart, &QPushButton::clicked, this, [this] {
        if (const ProfileChoice *profile = chosen())
            Q_EMIT chosenForNextStart(profile->name);
    });
    connect(m_startNow, &ConfirmButton::confirmed, this, [this] {
        if (const ProfileChoice *profile = chosen())
            Q_EMIT startNowRequested(profile->name, m_destination->currentData().toString());
    });
    if (m_source) {
        connect(m_source, &ProfileSource::listed, this, &ProfilesPage::takeIn);
        connect(m_refresh, &QPushButton::clicked, m_source, &ProfileSource::refresh);
        connect(m_empty, &EmptyState::actionTriggered, m_source, &ProfileSource::refresh);
    }
    connect(m_destination, &QComboBox::currentIndexChanged, this, &ProfilesPage::showChoice);
    m_refresh->setEnabled(m_source != nullptr);
    showChoice();
}

void ProfilesPage::arrange()
{
    m_view->setAccessibleName(tr("Profiles"));
    m_view->setContextMenuPolicy(Qt::NoContextMenu);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_error->setClosable(false);
    for (QPushButton *button : {m_refresh, m_nextStart})
        button->setAccessibleName(button->text());
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    m_destination->setAccessibleName(tr("Where orders go"));
    m_destination->addItem(tr("Orders go where the profile says"), QString());
    m_destination->addItem(tr("Orders go to the demo market"), QStringLiteral("demo"));
    m_destination->addItem(tr("Orders go to the replay of stored bars"), QStringLiteral("replay"));
    m_destination->addItem(tr("PAPER: orders go to the venue's practice account"), QStringLiteral("paper"));
    m_destination->addItem(tr("LIVE: orders go to the venue's real account"), QStringLiteral("live"));
    auto *foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addWidget(m_refresh);
    foot->addStretch();
    foot->addWidget(m_destination);
    foot->addWidget(m_nextStart);
    foot->addWidget(m_startNow);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_message);
    layout->addLayout(m_pages, 1);
    layout->addWidget(m_detail);
    layout->addWidget(m_error);
    layout->addLayout(foot);
}

void ProfilesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_source && m_profiles.empty())
        m_source->refresh();
}

void ProfilesPage::takeIn(const std::vector<ProfileChoice> &profiles)
{
    m_profiles = profiles;
    std::vector<ProfileRow> rows;
    for (const ProfileChoice &profile : m_profiles)
        rows.push_back({profile.name, profile.path, profile.description, profile.isShipped,
                        profile.path == m_runningPath, int(profile.problems.size())});
    m_model.setRows(std::move(rows));
    m_pages->setCurrentWidget(m_profiles.empty() ? static_cast<QWidget *>(m_empty) : m_view);
    if (m_profiles.empty()) {
        m_empty->setTexts(tr("No profiles"), tr("Not even the shipped ones could be read."));
        m_empty->setAction(tr("Read again"));
    }
    if (!chosen())
        for (int row = 0; row < m_proxy->rowCount(); ++row)
            if (m_model.row(m_proxy->mapToSource(m_proxy->index(row, 0)).row()).isRunning)
                m_view->selectRow(row);
    showChoice();
}

const ProfileChoice *ProfilesPage::chosen() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return nullptr;
    const QString path = m_model.row(m_proxy->mapToSource(rows.front()).row()).path;
    for (const ProfileChoice &profile : m_profiles)
        if (profile.path == path)
            return &profile;
    return nullptr;
}

void ProfilesPage::showChoice()
{
    const ProfileChoice *profile = chosen();
    const bool isRunning = profile && profile->path == m_runningPath;
    m_nextStart->setEnabled(profile && profile->canStart() && profile->name != m_next);
    m_startNow->setEnabled(profile && profile->canStart());
    const QString name = profile ? profile->name : QString();
    m_startNow->setTexts(isRunning ? tr("Start anew…") : tr("Start now…"), startQuestion(name, isRunning));
    if (!profile) {
        m_detail->setText(m_profiles.empty() ? QString() : tr("Choose a profile to see what it does."));
        m_error->clear();
        return;
    }
    const QString where = profile->isShipped ? tr("Comes with the program.") : profile->path;
    m_detail->setText(QStringList({profile->description, profile->facts, where}).filter(QRegularExpression(QStringLiteral("."))).join(QLatin1Char('\n')));
    showProblems(*profile);
}

QString ProfilesPage::startQuestion(const QString &name, bool isRunning) const
{
    const QString where = m_destination->currentData().toString();
    if (where == QStringLiteral("live"))
        return tr("Stop what runs and start %1 with REAL MONEY?").arg(name);
    if (where == QStringLiteral("paper"))
        return tr("Stop what runs and start %1 on PAPER?").arg(name);
    return isRunning ? tr("Stop and start %1 from the beginning?").arg(name)
                     : tr("Stop what runs and start %1?").arg(name);
}

void ProfilesPage::showProblems(const ProfileChoice &profile)
{
    if (profile.canStart())
        return m_error->clear();
    constexpr std::size_t shown = 6;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(shown, profile.problems.size()); ++i)
        lines += problemText(profile.problems[i]);
    if (profile.problems.size() > shown)
        lines += tr("… and %1 more").arg(profile.problems.size() - shown);
    ErrorText error = errorText(Trouble::ProfileProblem, profile.name);
    error.happened = tr("%1 cannot be used:").arg(profile.name) + QLatin1Char('\n') + lines.join(QLatin1Char('\n'));
    error.detail = profile.path + QLatin1Char('\n') + lines.join(QLatin1Char('\n'));
    m_error->showError(error, MessageBanner::Severity::Warning);
}

QString ProfilesPage::detailText() const
{
    return m_detail->text();
}

void ProfilesPage::setNext(const QString &name)
{
    if (!m_next.isEmpty() && m_next != name)
        m_message->showMessage(MessageBanner::Severity::Good, tr("%1 is used from the next start on.").arg(name));
    m_next = name;
    showChoice();
}

} // namespace ui
