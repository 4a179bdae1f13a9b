#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

/// Says across the window that trading is halted and why; going on needs a typed reason.
class HaltBanner : public QFrame {
    Q_OBJECT

public:
    explicit HaltBanner(QWidget *parent = nullptr);

    void showHalt(const QString &reason);
    /// The kill is not done yet: positions are still being closed.
    void showFlattening(const QString &reason);
    /// Between running and halted. What lifts itself (the day's loss, tomorrow) has no resume button.
    void showReduceOnly(const QString &reason, bool canBeLifted);
    void clear();
    [[nodiscard]] QLineEdit &reasonField() { return *m_reason; }
    [[nodiscard]] QPushButton &openButton() { return *m_open; }
    [[nodiscard]] QPushButton &resumeButton() { return *m_resume; }

Q_SIGNALS:
    void resumeRequested(const QString &reason);

private:
    void arrange();
    void say(const QString &text, bool canBeLifted);
    void setAsking(bool isAsking);
    void submit();
    [[nodiscard]] bool hasReason() const;

    QLabel *m_text;
    QPushButton *m_open;
    QWidget *m_form;
    QLineEdit *m_reason;
    QPushButton *m_resume;
    QPushButton *m_stay;
};

} // namespace ui
