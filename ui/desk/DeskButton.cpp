#include "ui/desk/DeskButton.h"

#include <QKeyEvent>

namespace ui {

DeskButton::DeskButton(const QString &text, Effect effect, QWidget *parent)
    : QPushButton(text, parent), m_effect(effect)
{
    setAutoDefault(false);
    setFocusPolicy(Qt::TabFocus); // a click leaves the keys with the desk
}

void DeskButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && m_effect == Effect::Harmless)
        QPushButton::keyPressEvent(event);
    else
        event->ignore();
}

void DeskButton::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && m_effect == Effect::Harmless)
        QPushButton::keyReleaseEvent(event);
    else
        event->ignore();
}

} // namespace ui
