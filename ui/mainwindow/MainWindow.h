#pragma once

#include "core/engine/EngineClient.h"
#include "ui/desk/DeskClock.h"
#include "ui/mainwindow/CloseGuard.h"
#include "ui/mainwindow/WindowSettings.h"
#include "ui/widgets/Selection.h"

#include <QMainWindow>
#include <QPointer>

#include <vector>

class QLabel;
class QMenu;
class QTimer;

namespace ui {

class AccountBar;
class ChartPanel;
class DeskPanel;
class LampRow;
class MessageBanner;
class PanelDock;

/// The workstation's window: it docks the panels, frames them in the mode's colour, and keeps the
/// layout. What the panels show and send is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// @param settingsPath  An INI file for layout and theme; created when missing.
    MainWindow(core::EngineClient &client, const QString &settingsPath, QWidget *parent = nullptr,
               DeskClock clock = machineClock());

    [[nodiscard]] Selection &selection() { return m_selection; }
    [[nodiscard]] PanelDock *dock(const QString &name) const;
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] QString bannerText() const;
    /// The open question, if the window was asked to close over open orders or positions.
    [[nodiscard]] CloseGuard *closeGuard() const { return m_guard; }

public Q_SLOTS:
    void resetLayout();
    /// First press announces, the second within two seconds halts, cancels and closes everything.
    void pressKill();
    void focusNextPanel();
    void focusPreviousPanel();

protected:
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrangeTop();
    void arrangeDocks();
    void arrangeStatusBar();
    void addMenus();
    void addTradingMenu();
    void addViewMenu();
    void addThemeMenu(QMenu *view);
    void addTextSizeMenu(QMenu *view);
    void addHelpMenu();
    void addKeys();
    PanelDock *addDock(const QString &name, const QString &title, QWidget *content,
                       Qt::DockWidgetArea area);
    void restore();
    void save();
    void dress();
    void showSnapshot(const core::EngineSnapshot &snapshot);
    void showAnswer(bool isDone, const QString &message);
    void loseEngine(const QString &reason);
    void setVouchedFor(bool isVouchedFor);
    void stepPanel(int by);
    [[nodiscard]] std::vector<QWidget *> openPanels();
    void askBeforeClosing();
    void closeAnyway();

    core::EngineClient &m_client;
    QString m_settingsPath;
    WindowSettings m_settings;
    DoublePress m_killPress;
    DeskClock m_clock;
    Selection m_selection;
    AccountBar *m_account;
    ChartPanel *m_chart;
    DeskPanel *m_desk;
    MessageBanner *m_lost;
    LampRow *m_lamps;
    QLabel *m_answer;
    QTimer *m_answerFades;
    QAction *m_pauseForCards = nullptr;
    std::vector<PanelDock *> m_docks;
    QByteArray m_defaultLayout;
    core::Destination m_destination = core::Destination::Demo;
    QPointer<CloseGuard> m_guard;
    bool m_hasBegun = false; ///< A snapshot has come.
    bool m_isCloseDecided = false;
    bool m_isWaitingForCancels = false;
};

} // namespace ui
