#pragma once

#include "ui/widgets/ErrorText.h"
#include "ui/widgets/MessageBanner.h"

class QLabel;
class QPushButton;

namespace ui {

/// An error as everywhere in the program: what happened, what was done, what you can do, a code, and
/// the details for the clipboard without what is private. Stands inside the layout, above what it
/// speaks of; hidden while it has nothing to say.
class ErrorPanel : public QFrame {
    Q_OBJECT

public:
    explicit ErrorPanel(QWidget *parent = nullptr);

    void showError(const ErrorText &error, MessageBanner::Severity severity = MessageBanner::Severity::Alarm);
    void clear();
    [[nodiscard]] bool isClear() const { return m_error.code.isEmpty(); }
    [[nodiscard]] const ErrorText &error() const { return m_error; }
    /// Whether a person may put it away; a state that lasts stays until it is over.
    void setClosable(bool isClosable);
    /// The button that solves it; an empty text takes it away.
    void setAction(const QString &text);
    [[nodiscard]] QPushButton &actionButton() { return *m_action; }
    [[nodiscard]] QPushButton &copyButton() { return *m_copy; }
    [[nodiscard]] QPushButton &closeButton() { return *m_close; }

Q_SIGNALS:
    void actionTriggered();

private:
    void arrange();
    void copyDetails();

    ErrorText m_error;
    QLabel *m_mark;
    QLabel *m_happened;
    QLabel *m_rest;
    QLabel *m_code;
    QPushButton *m_action;
    QPushButton *m_copy;
    QPushButton *m_close;
};

} // namespace ui
