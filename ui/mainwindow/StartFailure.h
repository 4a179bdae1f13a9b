#pragma once

#include "ui/widgets/ErrorText.h"

#include <QDialog>

class QPushButton;

namespace ui {

class ErrorPanel;

/// The window of a start that failed: what is wrong, and the ways on from there. It never closes by
/// itself; closing it means quitting.
class StartFailure : public QDialog {
    Q_OBJECT

public:
    enum class Choice { Quit, Retry, Demo };

    /// @param offersDemo  Whether another profile than the failed one is worth a try.
    StartFailure(const core::Error &error, bool offersDemo, QWidget *parent = nullptr);

    [[nodiscard]] Choice choice() const { return m_choice; }
    [[nodiscard]] ErrorPanel &errorPanel() { return *m_panel; }
    [[nodiscard]] QPushButton &retryButton() { return *m_retry; }
    [[nodiscard]] QPushButton &demoButton() { return *m_demo; }
    [[nodiscard]] QPushButton &quitButton() { return *m_quit; }

private:
    void choose(Choice choice);

    Choice m_choice = Choice::Quit;
    ErrorPanel *m_panel;
    QPushButton *m_retry;
    QPushButton *m_demo;
    QPushButton *m_quit;
};

} // namespace ui
