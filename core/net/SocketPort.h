#pragma once

#include "core/net/HttpPort.h"

#include <functional>
#include <string>
#include <string_view>

namespace core::net {

/// What a socket tells its owner, later, on the same thread, never from inside a call to the socket.
/// Each of them may call the socket again, and may destroy it.
struct SocketListener {
    std::function<void()> opened;
    /// A whole message. Text is valid UTF-8; binary may well be text too (Alpaca's paper stream).
    std::function<void(std::string_view bytes, bool isBinary)> message;
    std::function<void()> pong;
    /// Once for each `open`, whoever ended it; also when it never opened. `status` is the venue's HTTP
    /// status when it refused the upgrade, else 0.
    std::function<void(const std::string &why, int status)> closed;
};

/// One WebSocket. Lives on one thread, the engine's. Whether a stream is alive is not asked here: that
/// is for the age of its data to say (SilenceWatch).
class SocketPort {
public:
    virtual ~SocketPort() = default; ///< Closes without a word to the listener.
    virtual void setListener(SocketListener listener) = 0;
    /// `url` is absolute (`wss://host/path`); `headers` go on the upgrade request. No sub-protocol. An
    /// open socket is dropped first, without a word to the listener.
    virtual void open(const std::string &url, const HttpHeaders &headers) = 0;
    /// False when it is not open: then nothing was sent. True promises no arrival.
    virtual bool sendText(std::string_view text) = 0;
    virtual bool sendBinary(std::string_view bytes) = 0;
    virtual bool ping() = 0; ///< A ping frame of the protocol; `pong` tells of its answer.
    /// Says goodbye, and is gone at once: `closed` follows, and nothing else.
    virtual void close(const std::string &why) = 0;
};

} // namespace core::net
