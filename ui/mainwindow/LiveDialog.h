#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/domain/Amount.h"
#include "core/planning/Limits.h"
#endif
#include "ui/widgets/ModeDialog.h"

#include <QTimer>

#include <chrono>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

/// What a run with real money would be, before it begins.
struct LiveQuestion {
    QString account;                         ///< "Alpaca live"
    QString number;                          ///< As the venue shows it to its owner.
    std::optional<core::Money> equity{};     ///< Nothing: the venue did not say.
    core::RiskLimits limits{};
    QString limitsProblem{};                 ///< Why the owner's limits are not known; empty = they are.
    QStringList strategies{};                ///< One line for each that will run.
    core::DecisionMode mode = core::DecisionMode::Hybrid;
    bool isModeLowered = false;              ///< The profile or the start asked for more freedom than that.
};

/// Asked at every start with real money, and by nothing else answered: the end of the account's number has to be
/// typed. Enter does nothing before it is, and the button sleeps for a while whatever is typed, so that no habit
/// of the fingers starts it.
class LiveDialog : public ModeDialog {
    Q_OBJECT

public:
    explicit LiveDialog(LiveQuestion question, QWidget *parent = nullptr,
                        std::chrono::milliseconds sleeps = std::chrono::seconds(3));

    [[nodiscard]] QString typed() const;
    [[nodiscard]] QString text() const; ///< Everything it says, line by line.
    [[nodiscard]] QLineEdit &field() { return *m_field; }
    [[nodiscard]] QPushButton &startButton() { return *m_start; }
    [[nodiscard]] QPushButton &leaveButton() { return *m_leave; }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void addFacts(QGridLayout &grid);
    void addFact(QGridLayout &grid, const QString &name, const QString &value, const char *tone = "figure");
    [[nodiscard]] QString tail() const;
    [[nodiscard]] QString lossText() const;
    [[nodiscard]] bool isReady() const;
    void showReadiness();
    void start();

    LiveQuestion m_question;
    QLabel *m_explanation;
    QLineEdit *m_field;
    QPushButton *m_leave;
    QPushButton *m_start;
    QTimer m_sleep;
};

} // namespace ui
