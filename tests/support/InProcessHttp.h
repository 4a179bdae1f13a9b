#pragma once

#include "tests/support/Wire.h"

#include "app/exchange/Venues.h"
#include "core/net/HttpPort.h"

#include <memory>

namespace support {

/// A transport to venues in this process: the same bytes as on a socket, written and read by the same code,
/// in virtual time. A request that has left arrives even if the port is gone by then.
class InProcessHttp final : public core::net::HttpPort {
public:
    /// Sees each request as it leaves.
    using Watch = std::function<void(const core::net::HttpRequest &)>;

    /// Wire and venues outlive the virtual time's last event.
    InProcessHttp(Wire &wire, app::Venues &venues, Watch watch)
        : m_wire(wire), m_venues(venues), m_watch(std::move(watch))
    {
    }
    void send(core::net::HttpRequest request, Done done) override;

private:
    struct Call;
    static void arrive(const std::shared_ptr<Call> &call);
    static void answer(const std::shared_ptr<Call> &call, const app::HttpResponse &response);
    static void read(const std::shared_ptr<Call> &call, const app::HttpResponse &response);
    static void finish(const std::shared_ptr<Call> &call, core::net::HttpOutcome outcome);

    Wire &m_wire;
    app::Venues &m_venues;
    Watch m_watch;
    app::AlarmOwner m_owner;
};

} // namespace support
