#pragma once

#include "tests/support/Wire.h"

#include "app/exchange/Venues.h"
#include "core/net/SocketPort.h"

#include <memory>

namespace support {

/// A WebSocket to venues in this process, in virtual time: messages arrive whole and, each way, in order.
class InProcessSocket final : public core::net::SocketPort {
public:
    /// Wire and venues outlive the virtual time's last event.
    InProcessSocket(Wire &wire, app::Venues &venues) : m_wire(wire), m_venues(venues) {}
    ~InProcessSocket() override;

    void setListener(core::net::SocketListener listener) override;
    void open(const std::string &url, const core::net::HttpHeaders &headers) override;
    bool sendText(std::string_view text) override { return send(text, false); }
    bool sendBinary(std::string_view bytes) override { return send(bytes, true); }
    bool ping() override;
    void close(const std::string &why) override;

    struct Connection;

private:
    bool send(std::string_view bytes, bool isBinary);
    void letGo();

    Wire &m_wire;
    app::Venues &m_venues;
    std::shared_ptr<core::net::SocketListener> m_listener = std::make_shared<core::net::SocketListener>();
    std::shared_ptr<Connection> m_connection;
};

} // namespace support
