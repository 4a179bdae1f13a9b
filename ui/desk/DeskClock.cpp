#include "ui/desk/DeskClock.h"

#include <QElapsedTimer>

namespace ui {

DeskClock machineClock()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return timer.elapsed(); };
}

bool DoublePress::press(qint64 now)
{
    const bool isSecond = isArmed(now);
    m_first = isSecond ? never : now;
    return isSecond;
}

} // namespace ui
