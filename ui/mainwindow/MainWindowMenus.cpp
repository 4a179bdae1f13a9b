// The window's menus and keys.
#include "ui/account/AccountBar.h"
#include "ui/chart/ChartPanel.h"
#include "ui/desk/DeskPanel.h"
#include "ui/mainwindow/HelpDialogs.h"
#include "ui/mainwindow/HelpTopics.h"
#include "ui/mainwindow/HelpWindow.h"
#include "ui/mainwindow/MainWindow.h"
#include "ui/mainwindow/PanelDock.h"

#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QShortcut>

#include <algorithm>
#include <array>

namespace ui {

namespace {

/// The panel itself, or the first part of it that takes keys.
QWidget *firstFocusable(QWidget *panel)
{
    if (panel->focusPolicy() != Qt::NoFocus || panel->focusProxy())
        return panel;
    for (QWidget *child : panel->findChildren<QWidget *>())
        if (child->isVisibleTo(panel) && child->isEnabled() && child->focusPolicy() & Qt::TabFocus)
            return child;
    return panel;
}

} // namespace

void MainWindow::addKeys()
{
    addMenus();
    const auto bind = [this](const QKeySequence &keys, void (MainWindow::*action)()) {
        auto *shortcut = new QShortcut(keys, this);
        shortcut->setAutoRepeat(false); // a key held down is one press
        shortcut->setContext(Qt::ApplicationShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
    };
    bind(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K), &MainWindow::pressKill);
    bind(QKeySequence(Qt::Key_F6), &MainWindow::focusNextPanel);
    bind(QKeySequence(Qt::SHIFT | Qt::Key_F6), &MainWindow::focusPreviousPanel);
    // F8 belongs to the desk, which brings the focus to itself.
}

void MainWindow::addMenus()
{
    auto *menus = findChild<QMenuBar *>(QStringLiteral("menus"));
    QMenu *file = menus->addMenu(tr("&File"));
    file->addAction(tr("&Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this, &MainWindow::openSettings);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), this, &QWidget::close);
    addTradingMenu();
    addViewMenu();
    addHelpMenu();
}

void MainWindow::addTradingMenu()
{
    QMenu *trading = findChild<QMenuBar *>(QStringLiteral("menus"))->addMenu(tr("&Trading"));
    trading->addAction(tr("&Halt new entries"), m_account, &AccountBar::halt);
    trading->addAction(tr("Halt, &cancel orders and close positions…"), m_account,
                       &AccountBar::askToFlatten);
    trading->addSeparator();
    m_pauseForCards = trading->addAction(tr("&Pause market time while a card waits"));
    m_pauseForCards->setCheckable(true);
    m_pauseForCards->setChecked(true);
    connect(m_pauseForCards, &QAction::toggled, this,
            [this](bool pauses) { m_client.send(core::SetPauseWhileCardsWait{pauses}); });
}

void MainWindow::addViewMenu()
{
    QMenu *view = findChild<QMenuBar *>(QStringLiteral("menus"))->addMenu(tr("&View"));
    for (PanelDock *panel : m_docks) {
        QAction *toggle = panel->toggleViewAction();
        toggle->setText(panel->accessibleName());
        view->addAction(toggle);
    }
    QMenu *detach = view->addMenu(tr("&Detach"));
    for (PanelDock *panel : m_docks) {
        QAction *action = detach->addAction(panel->accessibleName());
        action->setCheckable(true);
        connect(action, &QAction::triggered, panel, &QDockWidget::setFloating);
        connect(panel, &QDockWidget::topLevelChanged, action, &QAction::setChecked);
    }
    view->addSeparator();
    addThemeMenu(view);
    addTextSizeMenu(view);
    view->addSeparator();
    view->addAction(tr("&Reset layout"), this, &MainWindow::resetLayout);
}

void MainWindow::addThemeMenu(QMenu *view)
{
    QMenu *themes = view->addMenu(tr("&Theme"));
    m_themes = new QActionGroup(this);
    const std::array choices{std::pair{ThemeChoice::Dark, tr("&Dark")},
                             std::pair{ThemeChoice::Light, tr("&Light")},
                             std::pair{ThemeChoice::System, tr("As the &system")}};
    for (const auto &[choice, name] : choices) {
        QAction *action = themes->addAction(name);
        action->setCheckable(true);
        action->setData(int(choice));
        m_themes->addAction(action);
        connect(action, &QAction::triggered, this, [this, choice = choice] {
            wear({choice, m_settings.look.fontScale, m_settings.look.pair});
        });
    }
}

void MainWindow::addTextSizeMenu(QMenu *view)
{
    QMenu *sizes = view->addMenu(tr("Te&xt size"));
    m_sizes = new QActionGroup(this);
    for (const int percent : {85, 100, 115, 130, 150}) {
        QAction *action = sizes->addAction(tr("%1 %").arg(percent));
        action->setCheckable(true);
        action->setData(percent);
        m_sizes->addAction(action);
        connect(action, &QAction::triggered, this, [this, percent] {
            wear({m_settings.look.theme, percent / 100.0, m_settings.look.pair});
        });
    }
    checkLookMenus();
}

/// Menu and settings page choose the same look.
void MainWindow::wear(const Look &look)
{
    m_settings.look = look;
    dress();
    save();
    checkLookMenus();
    if (m_settingsDialog)
        m_settingsDialog->lookPage().setLook(look);
}

void MainWindow::checkLookMenus()
{
    for (QAction *action : m_themes->actions())
        action->setChecked(action->data().toInt() == int(m_settings.look.theme));
    m_sizes->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // 105 % is none of them
    for (QAction *action : m_sizes->actions())
        action->setChecked(action->data().toInt() == qRound(m_settings.look.fontScale * 100));
}

void MainWindow::openSettings()
{
    openSettingsAt(SettingsDialog::Profile);
}

SettingsDialog &MainWindow::openSettingsAt(SettingsDialog::Section section)
{
    if (!m_settingsDialog) {
        SettingsContext context = m_context;
        context.nextProfile = m_settings.profile;
        m_settingsDialog = new SettingsDialog(m_client, context, m_settings.look, this);
        connect(m_settingsDialog, &SettingsDialog::lookChosen, this, &MainWindow::wear);
        connect(m_settingsDialog, &SettingsDialog::profileChosen, this, [this](const QString &profile) {
            m_settings.profile = profile;
            save();
        });
        connect(m_settingsDialog, &SettingsDialog::restartRequested, this, &MainWindow::restartWith,
                Qt::QueuedConnection); // closing ends the dialog that asks for it
    }
    m_settingsDialog->openAt(section);
    m_settingsDialog->show();
    m_settingsDialog->raise();
    m_settingsDialog->activateWindow();
    return *m_settingsDialog;
}

/// The window closes as ever, with its question about open orders; whoever made it starts the next one.
void MainWindow::restartWith(const QString &profile, const QString &destination)
{
    m_restartProfile = profile;
    m_restartDestination = core::parseDestination(destination.toStdString());
    close();
}

void MainWindow::addHelpMenu()
{
    QMenu *help = findChild<QMenuBar *>(QStringLiteral("menus"))->addMenu(tr("&Help"));
    help->addAction(tr("&Help"), QKeySequence(Qt::Key_F1), this, &MainWindow::openHelp);
    for (const HelpTopic &topic : helpTopics())
        help->addAction(helpTitle(topic), this, [this, name = topic.name] { openHelpAt(QString::fromLatin1(name)); });
    help->addSeparator();
    help->addAction(tr("Ke&yboard"), this, [this] { showKeys(this); });
    help->addAction(tr("&About Countersign"), this, [this] { showAbout(this); });
}

void MainWindow::openHelp()
{
    struct Page {
        const char *panel;
        const char *topic;
    };
    constexpr std::array pages{Page{"positions", "differences"}, Page{"orders", "unknown"}, Page{"monitor", "clock"}};
    const QWidget *focused = QApplication::focusWidget();
    for (const Page &page : pages)
        if (focused && dock(QString::fromLatin1(page.panel))->isAncestorOf(focused)) {
            openHelpAt(QString::fromLatin1(page.topic));
            return;
        }
    openHelpAt(QStringLiteral("accounts"));
}

HelpWindow &MainWindow::openHelpAt(const QString &topic)
{
    if (!m_help)
        m_help = new HelpWindow(this);
    m_help->wear(m_destination);
    m_help->openAt(topic);
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
    return *m_help;
}

void MainWindow::pressKill()
{
    if (m_killPress.press(m_clock())) {
        m_killPress.forget();
        m_client.send(core::Halt{.cancelOrders = true, .flatten = true});
        return;
    }
    showAnswer(false, tr("Press Ctrl+Shift+K again within 2 s to halt, cancel all orders and close all "
                         "positions."));
}

void MainWindow::focusNextPanel()
{
    stepPanel(1);
}

void MainWindow::focusPreviousPanel()
{
    stepPanel(-1);
}

std::vector<QWidget *> MainWindow::openPanels()
{
    std::vector<QWidget *> panels{m_chart};
    for (PanelDock *panel : m_docks)
        if (!panel->visibleRegion().isEmpty()) // neither closed nor behind another tab
            panels.push_back(&panel->content());
    panels.push_back(m_account);
    return panels;
}

void MainWindow::stepPanel(int by)
{
    const std::vector<QWidget *> panels = openPanels();
    const QWidget *focused = QApplication::focusWidget();
    const auto holdsFocus = [focused](const QWidget *panel) {
        return focused && (focused == panel || panel->isAncestorOf(focused));
    };
    const int count = int(panels.size());
    const auto found = std::ranges::find_if(panels, holdsFocus);
    const int current = found == panels.end() ? (by > 0 ? -1 : 0) : int(found - panels.begin());
    QWidget *panel = panels[std::size_t((current + by + count) % count)];
    panel->window()->activateWindow();
    firstFocusable(panel)->setFocus(Qt::TabFocusReason);
}

} // namespace ui
