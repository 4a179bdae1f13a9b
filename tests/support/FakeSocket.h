#pragma once

#include "core/net/SocketPort.h"

#include <string>
#include <utility>
#include <vector>

namespace support {

/// A socket that keeps what it is told to send; the test plays the venue.
class FakeSocket final : public core::net::SocketPort {
public:
    struct Opening {
        std::string url;
        core::net::HttpHeaders headers;
    };
    struct Sent {
        std::string bytes;
        bool isBinary = false;
    };

    void setListener(core::net::SocketListener listener) override { m_listener = std::move(listener); }
    void open(const std::string &url, const core::net::HttpHeaders &headers) override
    {
        openings.push_back({url, headers});
        m_isOpen = false;
        m_isTold = false;
    }
    bool sendText(std::string_view text) override { return send(text, false); }
    bool sendBinary(std::string_view bytes) override { return send(bytes, true); }
    bool ping() override
    {
        pings += m_isOpen ? 1 : 0;
        return m_isOpen;
    }
    void close(const std::string &why) override { closings.push_back(why); }

    // The venue's side.
    void accept()
    {
        m_isOpen = true;
        core::net::SocketListener(m_listener).opened();
    }
    void tell(std::string_view bytes, bool isBinary = false)
    {
        core::net::SocketListener(m_listener).message(bytes, isBinary);
    }
    void pong() { core::net::SocketListener(m_listener).pong(); }
    /// Ends it, as the real one does: once for each opening.
    void drop(const std::string &why, int status = 0)
    {
        m_isOpen = false;
        if (!std::exchange(m_isTold, true))
            core::net::SocketListener(m_listener).closed(why, status);
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }

    std::vector<Opening> openings;
    std::vector<Sent> sent;
    std::vector<std::string> closings; ///< Asked for by the client; `drop` then tells of it.
    int pings = 0;

private:
    bool send(std::string_view bytes, bool isBinary)
    {
        if (m_isOpen)
            sent.push_back({std::string(bytes), isBinary});
        return m_isOpen;
    }

    core::net::SocketListener m_listener;
    bool m_isOpen = false;
    bool m_isTold = true;
};

} // namespace support
