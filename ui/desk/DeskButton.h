#pragma once

#include <QPushButton>

namespace ui {

/// A button of a card. Keys other than Space go on to the desk, and where pressing it sends an order
/// (`Sending`), Space does too: such a button answers the mouse and the desk's own keys only.
class DeskButton : public QPushButton {
    Q_OBJECT

public:
    enum class Effect { Harmless, Sending };

    DeskButton(const QString &text, Effect effect, QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;

private:
    Effect m_effect;
};

} // namespace ui
