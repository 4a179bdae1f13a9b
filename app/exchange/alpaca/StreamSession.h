#pragma once

#include "app/exchange/alpaca/AlpacaRest.h"
#include "app/exchange/faults/StreamFaults.h"
#include "app/exchange/stream/StreamPeer.h"
#include "core/json/Document.h"

namespace app::alpaca {

/// A client of a stream: JSON texts in and out, whatever the frames are that carry them. One whose
/// upgrade says `Content-Type: application/msgpack` gets MessagePack in binary frames, and may send it.
class StreamSession {
public:
    enum class Frames { Text, Binary, MessagePack };
    struct Listener {
        /// The bytes as they came, and the JSON text that they are (or the same, if they are none).
        std::function<void(std::string_view bytes, std::string_view text)> received;
        std::function<void()> ended; ///< Later, never while something is sent. It may destroy the session.
    };

    /// `usual` is what this stream sends to a client that asks for nothing else.
    StreamSession(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade, Frames usual, const FrontPorts &ports,
                  FaultTarget target);
    void setListener(Listener listener);

    /// An answer to the client.
    void send(const std::string &text);
    /// What nobody asked for just now: faults strike it.
    void push(const std::string &text) { m_pushes.send(text); }
    /// After what was sent.
    void close() { m_peer->close(); }
    void abort() { m_peer->abort(); }
    [[nodiscard]] std::int64_t waiting() const { return m_peer->backlog(); }
    [[nodiscard]] const AlarmOwner &alarmOwner() const { return m_owner; }

    bool isKnown = false; ///< It has shown the right keys.

private:
    std::unique_ptr<StreamPeer> m_peer;
    Frames m_frames;
    StreamFaults m_pushes;
    AlarmOwner m_owner;
};

} // namespace app::alpaca
