#pragma once

#include "app/exchange/Alarms.h"

#include <QObject>

namespace app {

/// By the event loop of this thread.
class QtAlarms final : public Alarms {
public:
    void set(core::Duration wait, const AlarmOwner &owner, std::function<void()> what) override;

private:
    QObject m_context; ///< What is due after its end does not happen.
};

} // namespace app
