#pragma once

#include "core/engine/Snapshot.h"

#include "ui/widgets/ModeDialog.h"

#include <memory>

class QLabel;
class QPushButton;

namespace ui {

/// What a closing window would leave behind at the venue.
struct LeftBehind {
    QStringList orders;    ///< One sentence each.
    QStringList positions;
    std::vector<core::ClientOrderId> entries; ///< Open orders that can add risk.

    [[nodiscard]] bool isEmpty() const { return orders.isEmpty() && positions.isEmpty(); }
};

/// Demo and replay leave nothing: their orders exist in this program only.
[[nodiscard]] LeftBehind leftBehind(const core::EngineSnapshot &snapshot);

/// Asked before the window closes over open orders or positions: keep, cancel, or stay.
class CloseGuard : public ModeDialog {
    Q_OBJECT

public:
    explicit CloseGuard(const LeftBehind &left, QWidget *parent = nullptr);

    /// Cancels are on their way; the window closes when the venue has confirmed them.
    void showWaiting();
    [[nodiscard]] QPushButton &keepButton() { return *m_keep; }
    [[nodiscard]] QPushButton &cancelButton() { return *m_cancel; }
    [[nodiscard]] QPushButton &stayButton() { return *m_stay; }

Q_SIGNALS:
    void keepChosen();
    void cancelChosen();

private:
    QLabel *m_text;
    QPushButton *m_keep;
    QPushButton *m_cancel;
    QPushButton *m_stay;
};

} // namespace ui
