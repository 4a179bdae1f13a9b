#pragma once

#include "app/exchange/Alarms.h"
#include "app/exchange/RequestLog.h"
#include "app/exchange/faults/Faults.h"

namespace app {

/// What every venue of the exchange is given; all of it outlives the venues.
struct FrontPorts {
    const core::Clock &clock; ///< Real time.
    Alarms &alarms;
    RequestLog &log;
    Faults &faults;
};

} // namespace app
