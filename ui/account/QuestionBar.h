#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace ui {

/// One question inside the layout, with a verb on each button; nothing is chosen by Enter or Escape
/// except to leave things as they are. Hidden while nothing is asked.
class QuestionBar : public QFrame {
    Q_OBJECT

public:
    explicit QuestionBar(QWidget *parent = nullptr);

    /// A new question replaces the old one, which counts as declined.
    void ask(const QString &question, const QString &yes, const QString &no);
    void close();
    [[nodiscard]] QPushButton &yesButton() { return *m_yes; }
    [[nodiscard]] QPushButton &noButton() { return *m_no; }

Q_SIGNALS:
    void accepted();
    void declined();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QLabel *m_question;
    QPushButton *m_yes;
    QPushButton *m_no;
};

} // namespace ui
