#include "ui/mainwindow/MainWindow.h"

#include "ui/account/AccountBar.h"
#include "ui/account/LampRow.h"
#include "ui/activity/ActivityPanel.h"
#include "ui/chart/ChartPanel.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/PanelDock.h"
#include "ui/monitor/MonitorButton.h"
#include "ui/monitor/MonitorPanel.h"
#include "ui/monitor/WindowHeartbeat.h"
#include "ui/orders/OrdersPanel.h"
#include "ui/positions/PositionsPanel.h"
#include "ui/theme/StyleSheet.h"
#include "ui/widgets/ErrorPanel.h"
#include "ui/widgets/ModeFrame.h"

#include <QApplication>
#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QPainter>
#include <QPushButton>
#include <QScreen>
#include <QStatusBar>
#include <QTimer>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int layoutVersion = 1; // of the docks; a saved layout of another version is not restored
constexpr QSize usualSize(1600, 1000);
constexpr QSize leastUsefulSize{1280, 800};
constexpr std::chrono::seconds answerStays(10);

/// What a card needs to show its figures side by side.
int deskWidth(const QFontMetrics &metrics)
{
    return metrics.averageCharWidth() * 61;
}

/// The theme comes before the panels: a widget made under the old font would keep its size.
WindowSettings loadAndDress(const QString &path)
{
    const WindowSettings settings = loadWindowSettings(path);
    applyTheme(settings.look.theme, settings.look.fontScale, settings.look.pair);
    return settings;
}

} // namespace

MainWindow::MainWindow(core::EngineClient &client, const QString &settingsPath, QWidget *parent,
                       DeskClock clock)
    : QMainWindow(parent), m_client(client), m_settingsPath(settingsPath),
      m_settings(loadAndDress(settingsPath)), m_clock(std::move(clock)),
      m_account(new AccountBar(client)), m_chart(new ChartPanel(client, m_selection, this)),
      m_desk(new DeskPanel(client, m_selection, this, m_clock)), m_trouble(new ErrorPanel),
      m_refusal(new ErrorPanel), m_lamps(new LampRow(this)), m_monitor(new MonitorButton(client, this)),
      m_answer(new QLabel(this)),
      m_why(new QPushButton(tr("Why?"), this)), m_answerFades(new QTimer(this))
{
    setContentsMargins(ModeFrame::width, ModeFrame::width, ModeFrame::width, ModeFrame::width);
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks | GroupedDragging);
    setCentralWidget(m_chart);
    arrangeTop();
    arrangeDocks();
    arrangeStatusBar();
    addKeys();
    restore();
    new WindowHeartbeat(m_client, this);
    connect(&m_client, &core::EngineClient::snapshotChanged, this,
            [this](const std::shared_ptr<const core::EngineSnapshot> &snapshot) {
                if (snapshot)
                    showSnapshot(*snapshot);
            });
    connect(&m_client, &core::EngineClient::refused, this,
            [this](quint64, core::ErrorCode code, const QString &) { m_refusalCode = code; });
    connect(&m_client, &core::EngineClient::answered, this,
            [this](quint64, bool isDone, const QString &message) { showAnswer(isDone, message); });
    connect(&m_client, &core::EngineClient::engineLost, this, &MainWindow::loseEngine);
    connect(m_desk, &DeskPanel::modeWanted, this, [this] { openSettingsAt(SettingsDialog::Mode); });
    if (const auto snapshot = m_client.snapshot())
        showSnapshot(*snapshot);
}

void MainWindow::arrangeTop()
{
    auto *top = new QWidget(this);
    auto *layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *menus = new QMenuBar(top);
    menus->setObjectName(QStringLiteral("menus"));
    layout->addWidget(menus);
    layout->addWidget(m_trouble);
    layout->addWidget(m_refusal);
    m_trouble->setClosable(false);
    connect(m_trouble, &ErrorPanel::actionTriggered, this, [this] { openSettingsAt(SettingsDialog::Limits); });
    layout->addWidget(m_account);
    setMenuWidget(top);
}

PanelDock *MainWindow::addDock(const QString &name, const QString &title, QWidget *content,
                               Qt::DockWidgetArea area)
{
    auto *panel = new PanelDock(name, title, content, this);
    addDockWidget(area, panel);
    m_docks.push_back(panel);
    return panel;
}

void MainWindow::arrangeDocks()
{
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    addDock(QStringLiteral("desk"), tr("Desk"), m_desk, Qt::RightDockWidgetArea);
    auto *positions = addDock(QStringLiteral("positions"), tr("Positions"),
                              new PositionsPanel(m_client, m_selection), Qt::BottomDockWidgetArea);
    auto *orders = addDock(QStringLiteral("orders"), tr("Orders"),
                           new OrdersPanel(m_client, m_selection), Qt::BottomDockWidgetArea);
    auto *activity = addDock(QStringLiteral("activity"), tr("Activity"), new ActivityPanel(m_client),
                             Qt::BottomDockWidgetArea);
    connect(m_desk, &DeskPanel::ordersAsked, orders, [orders] {
        orders->show();
        orders->raise();
        orders->setFocus(Qt::ShortcutFocusReason);
    });
    tabifyDockWidget(positions, orders);
    auto *monitor = addDock(QStringLiteral("monitor"), tr("Monitor"), new MonitorPanel(m_client),
                            Qt::BottomDockWidgetArea);
    tabifyDockWidget(orders, activity);
    tabifyDockWidget(activity, monitor);
    m_defaultLayout = saveState(layoutVersion);
}

void MainWindow::arrangeStatusBar()
{
    m_answer->setAccessibleName(tr("Answer to the last command"));
    m_why->setProperty("density", QStringLiteral("tiny"));
    m_why->setAccessibleName(tr("Why was it not done, and what can I do?"));
    m_why->setToolTip(m_why->accessibleName());
    m_why->hide();
    statusBar()->addWidget(m_answer);
    statusBar()->addWidget(m_why);
    statusBar()->addPermanentWidget(m_monitor);
    statusBar()->addPermanentWidget(m_lamps);
    connect(m_monitor, &QToolButton::clicked, this, &MainWindow::openMonitor);
    statusBar()->setSizeGripEnabled(false);
    m_answerFades->setSingleShot(true);
    m_answerFades->setInterval(answerStays);
    connect(m_answerFades, &QTimer::timeout, this, [this] {
        m_answer->clear();
        m_why->hide();
    });
    connect(m_why, &QPushButton::clicked, this, [this] {
        m_refusal->showError(refusalText(m_refusalCode, m_why->property("reason").toString()),
                             MessageBanner::Severity::Warning);
    });
}

void MainWindow::sayWhyDemo(const QString &reason)
{
    m_refusal->showError(errorText(Trouble::PlaysDemo, reason), MessageBanner::Severity::Info);
}

void MainWindow::openMonitor()
{
    PanelDock *panel = dock(QStringLiteral("monitor"));
    panel->show();
    panel->raise();
}

PanelDock *MainWindow::dock(const QString &name) const
{
    for (PanelDock *panel : m_docks)
        if (panel->objectName() == name)
            return panel;
    return nullptr;
}

QString MainWindow::statusText() const
{
    return m_answer->text();
}

QString MainWindow::bannerText() const
{
    return m_trouble->error().happened;
}

void MainWindow::resetLayout()
{
    for (PanelDock *panel : m_docks)
        panel->setFloating(false);
    restoreState(m_defaultLayout, layoutVersion);
    for (PanelDock *panel : m_docks)
        panel->show();
    dock(QStringLiteral("positions"))->raise();
    resizeDocks({dock(QStringLiteral("desk"))}, {std::max(width() * 3 / 10, deskWidth(fontMetrics()))},
                Qt::Horizontal);
    resizeDocks({dock(QStringLiteral("positions"))}, {height() / 4}, Qt::Vertical);
}

void MainWindow::restore()
{
    if (!restoreGeometry(m_settings.geometry)) {
        // The frame and a task bar want room too: never larger than the screen can show.
        const QSize room = screen()->availableGeometry().size() * 0.94;
        resize(usualSize.boundedTo(room).expandedTo(leastUsefulSize));
    }
    if (!restoreState(m_settings.layout, layoutVersion))
        resetLayout();
}

void MainWindow::save()
{
    m_settings.geometry = saveGeometry();
    m_settings.layout = saveState(layoutVersion);
    saveWindowSettings(m_settingsPath, m_settings);
}

void MainWindow::dress()
{
    applyTheme(m_settings.look.theme, m_settings.look.fontScale, m_settings.look.pair);
}

void MainWindow::showSnapshot(const core::EngineSnapshot &snapshot)
{
    const ModeLook look = modeLook(snapshot.account.destination);
    const QString title =
        QStringLiteral("[%1] Countersign — %2").arg(look.word, QString::fromStdString(snapshot.profile));
    if (windowTitle() != title || m_destination != snapshot.account.destination) {
        m_destination = snapshot.account.destination;
        setWindowTitle(title);
        setAccessibleName(title);
        setAccessibleDescription(look.sentence);
        update();
    }
    for (PanelDock *panel : m_docks)
        panel->setMode(m_destination);
    m_lamps->showLamps(snapshot.lamps, snapshot.clock);
    m_pauseForCards->setEnabled(m_destination == core::Destination::Demo ||
                                m_destination == core::Destination::Replay);
    if (std::exchange(m_isLost, false))
        setVouchedFor(true);
    showTrouble(snapshot);
    if (!std::exchange(m_hasBegun, true))
        m_chart->setFocus(); // keys that only look around; the desk is F8 away
    if (m_isWaitingForCancels && leftBehind(snapshot).entries.empty())
        closeAnyway();
}

void MainWindow::showAnswer(bool isDone, const QString &message)
{
    setStyleProperty(m_answer, "tone", isDone ? QStringLiteral("good") : QStringLiteral("warning"));
    m_why->setVisible(!isDone);
    m_why->setProperty("reason", message);
    if (isDone)
        m_refusal->clear();
    m_answer->setText((isDone ? QStringLiteral("✓ ") : QStringLiteral("▲ ")) + message);
    m_answerFades->start();
}

void MainWindow::loseEngine(const QString &reason)
{
    m_isLost = true;
    m_trouble->setAction({});
    m_trouble->showError(errorText(troubleOf(reason, m_hasBegun ? Trouble::EngineLost : Trouble::NotStarted), reason));
    setVouchedFor(false);
}

void MainWindow::showTrouble(const core::EngineSnapshot &snapshot)
{
    const QString journal = QString::fromStdString(snapshot.journalProblem);
    const QString limits = QString::fromStdString(snapshot.limitsProblem);
    m_trouble->setAction(journal.isEmpty() && !limits.isEmpty() ? tr("Open risk limits") : QString());
    if (!journal.isEmpty())
        m_trouble->showError(errorText(troubleOf(journal, Trouble::JournalFailed), journal));
    else if (!limits.isEmpty())
        m_trouble->showError(errorText(Trouble::LimitsUnreadable, limits));
    else
        m_trouble->clear();
}

void MainWindow::setVouchedFor(bool isVouchedFor)
{
    m_account->setEnabled(isVouchedFor);
    for (PanelDock *panel : m_docks)
        if (panel->objectName() != QStringLiteral("activity")) // the log may still be searched
            panel->content().setEnabled(isVouchedFor);
}

void MainWindow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setClipRegion(QRegion(rect()) - QRegion(contentsRect()));
    paintMode(painter, rect(), modeLook(m_destination));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    const auto snapshot = m_client.snapshot();
    if (!m_isCloseDecided && snapshot && !leftBehind(*snapshot).isEmpty()) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    save();
    if (m_settingsDialog)
        m_settingsDialog->close();
    QMainWindow::closeEvent(event);
}

void MainWindow::askBeforeClosing()
{
    if (m_guard) {
        m_guard->raise();
        return;
    }
    const LeftBehind left = leftBehind(*m_client.snapshot());
    m_guard = new CloseGuard(left, this);
    m_guard->wear(m_destination);
    connect(m_guard, &CloseGuard::keepChosen, this, &MainWindow::closeAnyway);
    connect(m_guard, &CloseGuard::cancelChosen, this, [this, left] {
        for (const core::ClientOrderId &order : left.entries)
            m_client.send(core::CancelOrder{order});
        m_isWaitingForCancels = true;
        m_guard->showWaiting();
    });
    connect(m_guard, &QDialog::rejected, this, [this] {
        m_isWaitingForCancels = false;
        m_restartProfile.reset(); // staying means staying with what runs
    });
    m_guard->open();
}

void MainWindow::closeAnyway()
{
    m_isCloseDecided = true;
    m_isWaitingForCancels = false;
    if (m_guard)
        m_guard->accept();
    close();
}

} // namespace ui
