#pragma once

#include "app/exchange/bybit/BybitRest.h"
#include "app/exchange/faults/StreamFaults.h"
#include "app/exchange/stream/StreamPeer.h"

#include <set>

namespace app::bybit {

/// A client of a stream: JSON texts in and out. Whoever says nothing for ten minutes (or for what
/// `max_active_time` of the upgrade asks) is hung up on; frames of the WebSocket itself do not
/// count.
class StreamSession {
public:
    struct Listener {
        std::function<void(std::string_view text)> received;
        /// Later, never while something is sent. It may destroy the session.
        std::function<void()> ended;
    };

    StreamSession(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade, const FrontPorts &ports,
                  FaultTarget target);
    void setListener(Listener listener);

    /// An answer to the client.
    void send(const std::string &text) { m_peer->sendText(text); }
    /// What nobody asked for just now: faults strike it.
    void push(const std::string &text) { m_pushes.send(text); }
    [[nodiscard]] std::int64_t waiting() const { return m_peer->backlog(); }
    [[nodiscard]] const std::string &id() const { return m_id; }

    bool isKnown = false;  ///< It has shown the right keys.
    std::set<std::string> topics;

private:
    void watchIdle();

    std::unique_ptr<StreamPeer> m_peer;
    StreamFaults m_pushes;
    Alarms &m_alarms;
    AlarmOwner m_owner;
    core::Duration m_idleAfter;
    std::int64_t m_heard = 0;  ///< Messages of the client.
    std::string m_id;          ///< `conn_id`.
};

/// What `success`, `ret_msg`, `conn_id`, `req_id` and `op` say together.
[[nodiscard]] std::string streamAnswer(const StreamSession &session, std::string_view op,
                                       const std::string &requestId, const std::string &problem,
                                       const char *fine);
/// Seconds of `max_active_time`: `30s` to `600s`, or minutes; 600 for anything else.
[[nodiscard]] int activeSeconds(const HttpRequest &upgrade);

}  // namespace app::bybit
