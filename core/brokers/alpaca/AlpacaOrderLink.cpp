#include "core/brokers/alpaca/AlpacaOrderLink.h"

#include "core/domain/Event.h"

#include <algorithm>
#include <utility>

namespace core::alpaca {

namespace {

using namespace std::chrono_literals;

/// Of opening, authorising and listening together.
constexpr Duration handshakeWithin = 15s;
/// The server counts a session for some time after it broke: coming back at once is refused again.
constexpr Duration crowdedPause = 10s;
constexpr int crowdingsBeforeWord = 2;

} // namespace

OrderLink::OrderLink(std::string url, KeyPair keys, std::uint64_t seed, net::SocketPort &socket, const Clock &clock,
                     Hooks hooks)
    : m_url(std::move(url)), m_keys(std::move(keys)), m_socket(socket), m_clock(clock), m_hooks(std::move(hooks)),
      m_backoff(net::Backoff::Limits(), SeededRandom(seed))
{
    m_socket.setListener({[this] { opened(); }, [this](std::string_view bytes, bool) { take(bytes); },
                          [this] {
                              if (m_silence)
                                  m_silence->ponged(m_clock.steady());
                          },
                          [this](const std::string &why, int status) { lost(why, status); }});
}

OrderLink::~OrderLink()
{
    m_socket.setListener({});
    if (m_state != State::Off)
        m_socket.close("the program lets go of it");
}

void OrderLink::open()
{
    if (m_state == State::Off)
        connect();
}

void OrderLink::connect()
{
    m_state = State::Opening;
    m_due = m_clock.steady() + handshakeWithin;
    m_socket.open(m_url, {});
}

void OrderLink::stop(const std::string &why)
{
    if (m_state != State::Off && m_state != State::Waiting)
        m_socket.close(why);
    m_state = State::Off;
    m_silence.reset();
    tellDown(why);
}

void OrderLink::tellDown(const std::string &why)
{
    if (std::exchange(m_told, why) != why)
        m_hooks.changed(false, why);
}

void OrderLink::opened()
{
    if (m_state != State::Opening)
        return;
    m_silence.emplace(net::SilenceWatch::Limits{5s, 15s, 30s}, m_clock.steady());
    say(authMessage(m_keys), State::Authorising);
}

void OrderLink::say(const std::string &text, State next)
{
    m_state = next;
    if (!m_socket.sendText(text))
        drop("nothing could be sent");
}

/// Text and binary frames alike: paper accounts get JSON in binary frames.
void OrderLink::take(std::string_view bytes)
{
    if (!m_silence)
        return;
    m_silence->received(m_clock.steady());
    auto message = parseOrderStream(bytes);
    if (!message)
        return isUp() ? m_hooks.unreadable(describe(message.error())) : drop("its words cannot be read");
    std::visit(match{[this](TradeUpdate &update) {
                         if (auto *refused = std::get_if<OrderRefused>(&update.what))
                             refused->reason = withoutKeys(std::move(refused->reason), m_keys);
                         m_hooks.happened(update);
                     },
                     [this](const StreamAuthorization &each) { take(each); },
                     [this](const StreamListening &each) { take(each); },
                     [this](const StreamTrouble &each) { take(each); }, [](const OtherMessage &) {}},
               *message);
}

void OrderLink::take(const StreamAuthorization &message)
{
    if (message.isAuthorized && m_state == State::Authorising)
        return say(listenMessage(), State::Subscribing);
    if (message.isAuthorized)
        return;
    drop("Alpaca does not accept the key for order events");
    m_hooks.keysRefused();
}

void OrderLink::take(const StreamListening &message)
{
    if (!message.hears("trade_updates"))
        return drop("Alpaca does not let us listen to order events");
    if (m_state != State::Subscribing)
        return;
    m_state = State::Up;
    m_crowdings = 0;
    m_told.clear();
    m_backoff.worked(m_clock.steady());
    m_hooks.changed(true, "order events of Alpaca");
}

void OrderLink::take(const StreamTrouble &trouble)
{
    const StreamTrouble message{withoutKeys(trouble.message, m_keys)};
    drop(message.message.empty() ? "Alpaca ends the order events" : message.message);
    if (message.message.find("connection limit") == std::string::npos)
        return;
    m_due = std::max(m_due, m_clock.steady() + crowdedPause);
    if (++m_crowdings == crowdingsBeforeWord)
        m_hooks.crowdedOut(message.message);
}

void OrderLink::drop(const std::string &why)
{
    m_socket.close(why);
    lost(why, 0);
}

/// The socket's own word of its end comes later, and finds us waiting.
void OrderLink::lost(const std::string &why, int status)
{
    if (m_state == State::Off || m_state == State::Waiting)
        return;
    m_state = State::Waiting;
    m_silence.reset();
    m_due = m_clock.steady() + m_backoff.failed(m_clock.steady());
    tellDown(withoutKeys(why, m_keys));
    if (status == 401 || status == 403)
        m_hooks.keysRefused();
}

void OrderLink::tick()
{
    const Duration now = m_clock.steady();
    if (m_state == State::Off)
        return;
    if (m_state == State::Waiting)
        return now >= m_due ? connect() : void();
    if (!isUp() && now >= m_due)
        return drop("Alpaca did not answer in time");
    if (m_silence)
        watchSilence(now);
}

/// By what was heard, not by the socket's own word.
void OrderLink::watchSilence(Duration now)
{
    const auto advice = m_silence->advice(now);
    if (advice == net::SilenceWatch::Advice::Drop)
        return drop("nothing was heard for too long");
    if (advice == net::SilenceWatch::Advice::Ping && m_socket.ping())
        m_silence->pinged(now);
}

} // namespace core::alpaca
