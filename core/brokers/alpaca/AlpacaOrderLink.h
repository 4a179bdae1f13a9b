#pragma once

#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaOrderStream.h"
#include "core/net/Backoff.h"
#include "core/net/SilenceWatch.h"
#include "core/net/SocketPort.h"

#include <functional>
#include <optional>
#include <string>

namespace core::alpaca {

/// The socket of order events: opened, authorised, listening, watched, and opened again when it is lost.
/// It is up only once the venue has said that it listens. Nothing is replayed by the venue, so whoever
/// hears that it is up asks what happened meanwhile.
class OrderLink {
public:
    struct Hooks {
        std::function<void(bool isUp, const std::string &detail)> changed; ///< Or it is down for another reason.
        std::function<void(const TradeUpdate &)> happened;
        /// A frame that cannot be read: something happened that we do not know.
        std::function<void(const std::string &why)> unreadable;
        std::function<void()> keysRefused; ///< Perhaps; the trading host is the proof.
        std::function<void(const std::string &)> crowdedOut; ///< Again and again: another session has the place.
    };

    /// Socket and clock outlive it; the clock runs in real time.
    OrderLink(std::string url, KeyPair keys, std::uint64_t seed, net::SocketPort &socket, const Clock &clock, Hooks hooks);
    ~OrderLink();
    OrderLink(const OrderLink &) = delete;
    OrderLink &operator=(const OrderLink &) = delete;

    void open();
    /// Until `open`.
    void stop(const std::string &why);
    void tick();
    [[nodiscard]] bool isUp() const { return m_state == State::Up; }

private:
    enum class State { Off, Waiting, Opening, Authorising, Subscribing, Up };

    void connect();
    void opened();
    void take(std::string_view bytes);
    void take(const StreamAuthorization &message);
    void take(const StreamListening &message);
    void take(const StreamTrouble &message);
    void say(const std::string &text, State next);
    void drop(const std::string &why);
    void lost(const std::string &why, int status);
    void watchSilence(Duration now);
    void tellDown(const std::string &why);

    std::string m_url;
    KeyPair m_keys;
    net::SocketPort &m_socket;
    const Clock &m_clock;
    Hooks m_hooks;
    net::Backoff m_backoff;
    std::optional<net::SilenceWatch> m_silence;
    State m_state = State::Off;
    Duration m_due{}; ///< Waiting: the next try; before it is up: the end of our patience.
    int m_crowdings = 0;
    std::string m_told; ///< Why it is down, as told last.
};

} // namespace core::alpaca
