#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace app {

/// One client of a stream, whatever carries the messages: a WebSocket, or the same process.
class StreamPeer {
public:
    /// What it tells, later, never from inside a call to it.
    struct Listener {
        std::function<void(std::string_view bytes, bool isBinary)> message; ///< A whole one; text is UTF-8.
        std::function<void()> ended; ///< Once, whoever ended it. It may destroy the peer.
    };

    virtual ~StreamPeer() = default; ///< Ends it without a word to the listener.
    virtual void setListener(Listener listener) = 0;
    virtual void sendText(const std::string &text) = 0;
    virtual void sendBinary(const std::string &bytes) = 0;
    /// After what was sent, as the protocol ends.
    virtual void close() = 0;
    /// As a cable is cut.
    virtual void abort() = 0;
    [[nodiscard]] virtual std::int64_t backlog() const = 0; ///< Bytes that the client has not taken yet.
};

} // namespace app
