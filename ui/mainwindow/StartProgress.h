#pragma once

#include "ui/widgets/ModeDialog.h"

class QLabel;
class QPushButton;

namespace ui {

/// What a person sees while a venue is asked before the workstation opens. It wears the frame of where orders
/// will go. Closing it, by any way, gives the start up.
class StartProgress : public ModeDialog {
    Q_OBJECT

public:
    explicit StartProgress(core::Destination destination, QWidget *parent = nullptr);

    void showStep(const QString &sentence);
    /// What the owner should know; stays.
    void showWarning(const QString &sentence);
    [[nodiscard]] QString text() const;
    [[nodiscard]] QPushButton &cancelButton() { return *m_cancel; }

private:
    QLabel *m_step;
    QLabel *m_warning;
    QPushButton *m_cancel;
};

} // namespace ui
