#pragma once

#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitStream.h"
#include "core/net/Backoff.h"
#include "core/net/SilenceWatch.h"
#include "core/net/SocketPort.h"

#include <functional>
#include <optional>
#include <string>

namespace core::bybit {

/// The private stream of one account: opened, logged in, subscribed, kept alive, and opened again when it
/// breaks or falls silent. It is up only once every topic is confirmed. Knows no order.
class BybitPrivateLink {
public:
    struct Listener {
        std::function<std::string()> login; ///< The login message of this moment.
        std::function<void(bool isUp, const std::string &detail)> changed;
        std::function<void(const PrivateMessage &)> told; ///< Topics only.
        /// Something came that cannot be read: what it would have said is not known.
        std::function<void(const std::string &why)> unreadable;
        std::function<void(const Verdict &)> refused; ///< The login.
    };
    /// Socket and clock outlive it.
    BybitPrivateLink(net::SocketPort &socket, const Clock &clock, std::string url, std::uint64_t seed,
                     Listener listener);
    ~BybitPrivateLink();
    BybitPrivateLink(const BybitPrivateLink &) = delete;
    BybitPrivateLink &operator=(const BybitPrivateLink &) = delete;

    /// Begins; from then on it looks after itself, with `tick`.
    void start();
    void tick();
    /// It is up and of no use: opened anew. Nothing while it is down.
    void restart(const std::string &why);

    [[nodiscard]] bool isUp() const { return m_stage == Stage::Up; }
    /// Age of the newest message of a topic; nothing while it is down. A pong is no message.
    [[nodiscard]] std::optional<Duration> dataAge() const;
    [[nodiscard]] int reconnects() const { return m_openings > 0 ? m_openings - 1 : 0; }

private:
    enum class Stage { Idle, Waiting, Opening, LoggingIn, Subscribing, Up, Closing };

    void open();
    void opened();
    void take(std::string_view bytes);
    void take(const StreamReply &reply);
    void takeLogin(const StreamReply &reply);
    void takeSubscribed(const StreamReply &reply);
    void closed(const std::string &why);
    void drop(const std::string &why);
    [[nodiscard]] bool isOpen() const { return m_stage >= Stage::LoggingIn && m_stage <= Stage::Up; }

    net::SocketPort &m_socket;
    const Clock &m_clock;
    std::string m_url;
    Listener m_listener;
    net::Backoff m_backoff;
    Stage m_stage = Stage::Idle;
    Duration m_stageSince{};
    Duration m_openAt{};
    std::optional<net::SilenceWatch> m_watch;
    std::size_t m_unconfirmed = 0;
    std::uint64_t m_nextId = 1;
    int m_openings = 0;
    std::string m_whyDropped;
};

} // namespace core::bybit
