#pragma once

#include "core/net/Backoff.h"
#include "core/net/SilenceWatch.h"
#include "core/net/SocketPort.h"

#include <memory>
#include <string>

namespace core {

/// Keeps one stream of prices: opens its socket, looks by the age of what comes whether it lives, and opens it
/// again after a wait with jitter. What is said on it is its owner's business. Lives on the engine's thread.
class FeedLink {
public:
    struct Hooks {
        std::function<void()> opened;
        std::function<void(std::string_view)> message;
        std::function<void()> ping; ///< Say something that the venue answers; by default a ping of the protocol.
        std::function<void(const std::string &why)> lost; ///< Once for each time it was opened, even when in vain.
    };
    struct Limits {
        net::SilenceWatch::Limits silence{std::chrono::seconds(5), std::chrono::seconds(15), std::chrono::seconds(60)};
        net::Backoff::Limits backoff{std::chrono::seconds(1), std::chrono::seconds(60), std::chrono::seconds(30)};
        Duration readyWithin = std::chrono::seconds(20); ///< From the opening to `ready`.
    };

    /// The clock's `steady` is real time; it outlives the link.
    FeedLink(std::unique_ptr<net::SocketPort> socket, std::string url, const Clock &clock, SeededRandom random,
             Limits limits, Hooks hooks);
    FeedLink(const FeedLink &) = delete;
    FeedLink &operator=(const FeedLink &) = delete;

    void open();
    void send(std::string_view text) { (void)m_socket->sendText(text); } // a lost one is found by its silence
    /// The venue has confirmed what was wanted: from now on it counts as working.
    void ready();
    /// Something of what was wanted came, as against answers and pongs.
    void heard() { m_watch.received(m_clock.steady()); }
    /// It is of no use: closed, and opened again after a wait of at least so long.
    void fail(const std::string &why, Duration atLeast = {});
    /// Closed, and not opened again.
    void stop(const std::string &why);
    void tick();

    [[nodiscard]] bool isReady() const { return m_state == State::Ready; }
    [[nodiscard]] bool isStopped() const { return m_state == State::Stopped; }
    /// Nothing that was wanted has come for so long that what is shown is old.
    [[nodiscard]] bool isStale() const { return m_watch.isStale(m_clock.steady()); }
    /// Of the newest message that was wanted.
    [[nodiscard]] Duration dataAge() const { return m_watch.dataAge(m_clock.steady()); }
    /// Openings after the first.
    [[nodiscard]] std::uint64_t reconnects() const { return m_openings > 0 ? m_openings - 1 : 0; }

private:
    enum class State {
        Idle,
        Opening,
        Open,    ///< But not confirmed.
        Ready,
        Waiting, ///< For the next try.
        Stopped,
    };

    [[nodiscard]] bool isUnderWay() const { return m_state == State::Opening || m_state == State::Open || isReady(); }
    void opened();
    void message(std::string_view bytes);
    void leave(State next, const std::string &why);

    std::unique_ptr<net::SocketPort> m_socket;
    std::string m_url;
    const Clock &m_clock;
    net::Backoff m_backoff;
    Limits m_limits;
    Hooks m_hooks;
    net::SilenceWatch m_watch;
    State m_state = State::Idle;
    Duration m_since{};   ///< Steady, since when it is being opened.
    Duration m_nextTry{}; ///< Steady, while Waiting.
    std::uint64_t m_openings = 0;
};

} // namespace core
