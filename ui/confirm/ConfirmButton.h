#pragma once

#include <QPushButton>
#include <QTimer>

#include <chrono>

namespace ui {

/// A button that asks back on its own face: the first click turns its text into the question, a
/// second click within `armedFor` means it. A double click is one click: the second one counts only
/// after `guard`. Losing the focus, Escape or a changed question takes the first click back.
class ConfirmButton : public QPushButton {
    Q_OBJECT

public:
    struct Times {
        std::chrono::milliseconds armedFor{5000};
        std::chrono::milliseconds guard{400};
    };

    explicit ConfirmButton(QWidget *parent = nullptr) : ConfirmButton(Times{}, parent) {}
    explicit ConfirmButton(Times times, QWidget *parent = nullptr);

    /// @param question  A whole sentence that names what will happen: "Close 12 AAPL at market?"
    void setTexts(const QString &text, const QString &question);
    [[nodiscard]] QString question() const { return m_question; }
    [[nodiscard]] bool isArmed() const { return m_armed.isActive(); }
    /// The guard is over: a click now confirms.
    [[nodiscard]] bool isListening() const { return isArmed() && !m_guard.isActive(); }

public Q_SLOTS:
    /// As a first click; for a menu entry that leads here.
    void arm();
    void disarm();

Q_SIGNALS:
    void confirmed();

protected:
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void takeClick();
    void showFace();

    QTimer m_armed;
    QTimer m_guard;
    QString m_text;
    QString m_question;
};

} // namespace ui
