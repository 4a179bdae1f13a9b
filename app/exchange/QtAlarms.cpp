#include "app/exchange/QtAlarms.h"

#include <QTimer>

namespace app {

void QtAlarms::set(core::Duration wait, const AlarmOwner &owner, std::function<void()> what)
{
    QTimer::singleShot(std::chrono::duration_cast<std::chrono::milliseconds>(wait), &m_context,
                       [life = owner.life(), what = std::move(what)] {
                           if (!life.expired())
                               what();
                       });
}

} // namespace app
