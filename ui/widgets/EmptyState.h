#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace ui {

/// What a panel shows while it has nothing to show: what will appear, why it is empty, and, where
/// there is one, the button that changes it.
class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(const QString &title, const QString &why, QWidget *parent = nullptr);

    void setTexts(const QString &title, const QString &why);
    /// An empty text takes the button away.
    void setAction(const QString &text);
    [[nodiscard]] QPushButton &actionButton() { return *m_action; }
    [[nodiscard]] QString why() const;

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel *m_title;
    QLabel *m_why;
    QPushButton *m_action;
};

} // namespace ui
