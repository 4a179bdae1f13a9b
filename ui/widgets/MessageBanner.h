#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace ui {

/// A line inside the layout for something that lasts (halted, link lost) or an answer that must be
/// read; it never lies over what it speaks of. Hidden while it has no text.
class MessageBanner : public QFrame {
    Q_OBJECT

public:
    enum class Severity { Info, Good, Warning, Alarm };
    Q_ENUM(Severity)

    explicit MessageBanner(QWidget *parent = nullptr);

    void showMessage(Severity severity, const QString &text);
    void clear();
    [[nodiscard]] QString text() const;
    /// An empty text takes the button away.
    void setAction(const QString &text);
    void setClosable(bool isClosable);

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel *m_mark;
    QLabel *m_text;
    QPushButton *m_action;
    QPushButton *m_close;
};

} // namespace ui
