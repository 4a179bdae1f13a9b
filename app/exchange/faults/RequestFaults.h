#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/faults/Faults.h"
#endif

#include "app/exchange/VenueFront.h"

namespace app {

/// Stands between the port and a venue's answers: loses requests before they are taken or their answers
/// after, and spoils answers on their way.
class RequestFaults final : public QObject {
    Q_OBJECT

public:
    explicit RequestFaults(Faults &faults) : m_faults(faults) {}

    void answer(const HttpRequest &request, VenueFront &front, const HttpServer::Answer &reply);

private:
    void spoil(const Fault &fault, HttpResponse response, VenueFront &front, const HttpServer::Answer &reply);

    Faults &m_faults;
};

} // namespace app
