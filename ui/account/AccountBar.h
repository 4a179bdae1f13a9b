#pragma once

#include "core/engine/EngineClient.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <map>

class QBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class FigureCell;
class HaltBanner;
class LimitBar;
class MessageBanner;
class ModeBadge;
class ModeChooser;
class QuestionBar;
class ReasonDialog;
class SpeedControl;

/// The account at a glance, who decides, how fast market time runs, and the red button.
class AccountBar : public QWidget {
    Q_OBJECT

public:
    explicit AccountBar(core::EngineClient &client, QWidget *parent = nullptr);

    /// Stops new entries at once; no question.
    void halt();

    [[nodiscard]] QPushButton &haltButton() { return *m_halt; }
    [[nodiscard]] QAction &reduceOnlyAction() { return *m_reduceOnly; }
    [[nodiscard]] ModeChooser &modes() { return *m_modes; }
    [[nodiscard]] SpeedControl &speeds() { return *m_speeds; }
    [[nodiscard]] QuestionBar &question() { return *m_question; }
    [[nodiscard]] HaltBanner &haltBanner() { return *m_haltBanner; }
    [[nodiscard]] MessageBanner &cashBanner() { return *m_cashBanner; }
    [[nodiscard]] QString figure(const QString &name) const;

public Q_SLOTS:
    void askToFlatten();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void fitFigures();
    void addAccount(QBoxLayout *row);
    void addFigures(QBoxLayout *row);
    void addClock(QBoxLayout *row);
    void addDeciders(QBoxLayout *row);
    void addHalt(QBoxLayout *row);
    FigureCell *addFigure(QBoxLayout *row, const QString &name, const QString &caption,
                          const QString &explanation);
    void showSnapshot();
    void showFigures(const core::EngineSnapshot &snapshot);
    void showExposure(const core::AccountView &account);
    void showClock(const core::EngineSnapshot &snapshot);
    void showHalt(const core::EngineSnapshot &snapshot);
    void showAge();
    void showCash(const core::AccountView &account);
    void askToAcceptCash();
    void requestMode(core::DecisionMode mode);
    void ask(const QString &question, const QString &yes, const QString &no, std::function<void()> onYes);

    core::EngineClient &m_client;
    ModeBadge *m_badge;
    QLabel *m_account;
    std::map<QString, FigureCell *> m_figures;
    LimitBar *m_exposure;
    QLabel *m_clock;
    ModeChooser *m_modes;
    SpeedControl *m_speeds;
    QPushButton *m_halt;
    QToolButton *m_haltMore;
    QAction *m_reduceOnly = nullptr;
    QuestionBar *m_question;
    HaltBanner *m_haltBanner;
    MessageBanner *m_cashBanner;
    QPointer<ReasonDialog> m_cashQuestion;
    std::function<void()> m_onYes;
    QElapsedTimer m_sinceSnapshot;
    QTimer m_ageing;
};

} // namespace ui
