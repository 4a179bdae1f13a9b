#pragma once

#include "app/exchange/Alarms.h"
#include "app/exchange/VenueFront.h"
#include "app/exchange/faults/Faults.h"

namespace app {

/// Stands between the port and a venue's answers: loses requests before they are taken or their answers
/// after, and spoils answers on their way.
class RequestFaults {
public:
    RequestFaults(Faults &faults, Alarms &alarms) : m_faults(faults), m_alarms(alarms) {}

    void answer(const HttpRequest &request, VenueFront &front, const HttpReply &reply);

private:
    void spoil(const Fault &fault, HttpResponse response, VenueFront &front, const HttpReply &reply);

    Faults &m_faults;
    Alarms &m_alarms;
    AlarmOwner m_owner;
};

} // namespace app
