#include "ui/confirm/ConfirmButton.h"

#include "ui/theme/StyleSheet.h"

#include <QKeyEvent>
#include <QVariant>

namespace ui {

ConfirmButton::ConfirmButton(Times times, QWidget *parent) : QPushButton(parent)
{
    m_armed.setSingleShot(true);
    m_armed.setInterval(times.armedFor);
    m_guard.setSingleShot(true);
    m_guard.setInterval(times.guard);
    connect(this, &QPushButton::clicked, this, &ConfirmButton::takeClick);
    connect(&m_armed, &QTimer::timeout, this, &ConfirmButton::showFace);
}

void ConfirmButton::setTexts(const QString &text, const QString &question)
{
    if (text == m_text && question == m_question)
        return;
    m_text = text;
    m_question = question;
    disarm(); // what was asked is no longer what would happen
    showFace();
}

void ConfirmButton::arm()
{
    m_armed.start();
    m_guard.start();
    setFocus();
    showFace();
}

void ConfirmButton::disarm()
{
    if (!isArmed())
        return;
    m_armed.stop();
    m_guard.stop();
    showFace();
}

void ConfirmButton::takeClick()
{
    if (!isArmed()) {
        arm();
        return;
    }
    if (!isListening())
        return;
    disarm();
    Q_EMIT confirmed();
}

void ConfirmButton::showFace()
{
    setText(isArmed() ? m_question : m_text);
    setAccessibleName(text());
    setStyleProperty(this, "kind", isArmed() ? QVariant(QStringLiteral("danger")) : QVariant());
}

void ConfirmButton::focusOutEvent(QFocusEvent *event)
{
    disarm();
    QPushButton::focusOutEvent(event);
}

void ConfirmButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isArmed()) {
        disarm();
        return;
    }
    if (event->isAutoRepeat())
        return; // a key held down is one press
    QPushButton::keyPressEvent(event);
}

void ConfirmButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::EnabledChange && !isEnabled())
        disarm();
    QPushButton::changeEvent(event);
}

} // namespace ui
