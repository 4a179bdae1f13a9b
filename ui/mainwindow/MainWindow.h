#pragma once

#include "core/engine/EngineClient.h"
#include "ui/desk/DeskClock.h"
#include "ui/mainwindow/CloseGuard.h"
#include "ui/mainwindow/WindowSettings.h"
#include "ui/settings/SettingsDialog.h"
#include "ui/widgets/Selection.h"

#include <QMainWindow>
#include <QPointer>

#include <vector>

class QActionGroup;
class QLabel;
class QMenu;
class QPushButton;
class QTimer;

namespace ui {

class AccountBar;
class ChartPanel;
class DeskPanel;
class HelpWindow;
class ErrorPanel;
class LampRow;
class MonitorButton;
class PanelDock;

/// The workstation's window: it docks the panels, frames them in the mode's colour, and keeps the
/// layout. What the panels show and send is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    /// @param settingsPath  An INI file for layout and theme; created when missing.
    MainWindow(core::EngineClient &client, const QString &settingsPath, QWidget *parent = nullptr,
               DeskClock clock = machineClock());

    /// What the settings are about besides the engine; the next profile is read from the window's own file.
    void setContext(const SettingsContext &context) { m_context = context; }
    /// Says that the run plays the demo in the place of paper; it can be put away.
    void sayWhyDemo(const QString &reason);
    /// The profile that is to run after this window has closed, if the owner wants to go on at once.
    [[nodiscard]] const std::optional<QString> &restartProfile() const { return m_restartProfile; }

    /// Where its orders are to go; nothing: as it says itself.
    [[nodiscard]] std::optional<core::Destination> restartDestination() const { return m_restartDestination; }

    [[nodiscard]] Selection &selection() { return m_selection; }
    [[nodiscard]] PanelDock *dock(const QString &name) const;
    [[nodiscard]] QString statusText() const;
    [[nodiscard]] QString bannerText() const;
    [[nodiscard]] ErrorPanel &troublePanel() const { return *m_trouble; }
    [[nodiscard]] ErrorPanel &refusalPanel() const { return *m_refusal; }
    [[nodiscard]] QPushButton &whyButton() const { return *m_why; }
    /// The open question, if the window was asked to close over open orders or positions.
    [[nodiscard]] CloseGuard *closeGuard() const { return m_guard; }

public Q_SLOTS:
    void resetLayout();
    void openSettings();
    /// The page about what the focus is on.
    void openHelp();
    HelpWindow &openHelpAt(const QString &topic);
    SettingsDialog &openSettingsAt(ui::SettingsDialog::Section section);
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
    void openMonitor();
    void addMenus();
    void addTradingMenu();
    void addViewMenu();
    void addThemeMenu(QMenu *view);
    void addTextSizeMenu(QMenu *view);
    void wear(const Look &look);
    void checkLookMenus();
    void restartWith(const QString &profile, const QString &destination);
    void addHelpMenu();
    void addKeys();
    PanelDock *addDock(const QString &name, const QString &title, QWidget *content,
                       Qt::DockWidgetArea area);
    void restore();
    void save();
    void dress();
    void showSnapshot(const core::EngineSnapshot &snapshot);
    void showAnswer(bool isDone, const QString &message);
    void showTrouble(const core::EngineSnapshot &snapshot);
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
    ErrorPanel *m_trouble; ///< What lasts: engine lost, journal failed, limits unknown.
    ErrorPanel *m_refusal; ///< Why the last command was not done, when asked for.
    LampRow *m_lamps;
    MonitorButton *m_monitor;
    QLabel *m_answer;
    QPushButton *m_why;
    QTimer *m_answerFades;
    QAction *m_pauseForCards = nullptr;
    QActionGroup *m_themes = nullptr;
    QActionGroup *m_sizes = nullptr;
    std::vector<PanelDock *> m_docks;
    QByteArray m_defaultLayout;
    core::Destination m_destination = core::Destination::Demo;
    QPointer<CloseGuard> m_guard;
    SettingsContext m_context;
    QPointer<SettingsDialog> m_settingsDialog;
    QPointer<HelpWindow> m_help;
    std::optional<QString> m_restartProfile;
    std::optional<core::Destination> m_restartDestination;
    core::ErrorCode m_refusalCode = core::ErrorCode::Refused;
    bool m_isLost = false;
    bool m_hasBegun = false; ///< A snapshot has come.
    bool m_isCloseDecided = false;
    bool m_isWaitingForCancels = false;
};

} // namespace ui
