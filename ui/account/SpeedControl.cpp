#include "ui/account/SpeedControl.h"


#include <QHBoxLayout>
#include <QPushButton>

namespace ui {

SpeedControl::SpeedControl(QWidget *parent) : QWidget(parent)
{
    setAccessibleName(tr("Speed of market time"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    for (const double speed : {0.0, 1.0, 10.0, 60.0, 300.0}) {
        //: Speed of market time against real time, as on a player
        const QString text = speed > 0 ? tr("%1×").arg(speed) : QStringLiteral("❚❚");
        auto *button = new QPushButton(text, this);
        button->setCheckable(true);
        button->setProperty("density", QStringLiteral("tiny"));
        button->setAccessibleName(speed > 0 ? tr("%1 times real time").arg(speed) : tr("Pause market time"));
        button->setToolTip(button->accessibleName());
        layout->addWidget(button);
        m_choices.push_back({speed, button});
        connect(button, &QPushButton::clicked, this, [this, speed] {
            setSpeed(m_speed); // only the engine changes the speed
            Q_EMIT requested(speed);
        });
    }
    setSpeed(m_speed);
}

void SpeedControl::setSpeed(double speed)
{
    m_speed = speed;
    for (const Choice &choice : m_choices)
        choice.button->setChecked(choice.speed == speed);
}

QPushButton *SpeedControl::button(double speed) const
{
    for (const Choice &choice : m_choices)
        if (choice.speed == speed)
            return choice.button;
    return nullptr;
}

} // namespace ui
