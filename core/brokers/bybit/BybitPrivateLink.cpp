#include "core/brokers/bybit/BybitPrivateLink.h"
#include "core/brokers/bybit/BybitTopics.h"

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

/// The venue asks for one ping in 20 s; a cable that was pulled is to be noticed sooner.
constexpr net::SilenceWatch::Limits patience{.pingEvery = 5s, .dropAfter = 12s, .staleAfter = 30s};
/// For the opening, the login and the subscription together.
constexpr Duration longestOpening = 15s;

} // namespace

BybitPrivateLink::BybitPrivateLink(net::SocketPort &socket, const Clock &clock, std::string url,
                                   std::uint64_t seed, Listener listener)
    : m_socket(socket), m_clock(clock), m_url(std::move(url)), m_listener(std::move(listener)),
      m_backoff(net::Backoff::Limits{}, SeededRandom(seed))
{
    m_socket.setListener({[this] { opened(); },
                          [this](std::string_view bytes, bool) { take(bytes); },
                          [] {}, // a pong of the protocol is no life: the venue's own ping is JSON
                          [this](const std::string &why, int) { closed(why); }});
}

BybitPrivateLink::~BybitPrivateLink()
{
    m_socket.setListener({[] {}, [](std::string_view, bool) {}, [] {}, [](const std::string &, int) {}});
}

void BybitPrivateLink::start()
{
    if (m_stage == Stage::Idle)
        open();
}

void BybitPrivateLink::open()
{
    m_stage = Stage::Opening;
    m_stageSince = m_clock.steady();
    m_whyDropped.clear();
    ++m_openings;
    m_socket.open(m_url, {});
}

void BybitPrivateLink::opened()
{
    m_stage = Stage::LoggingIn;
    m_watch.emplace(patience, m_clock.steady());
    (void)m_socket.sendText(m_listener.login());
}

void BybitPrivateLink::take(std::string_view bytes)
{
    if (!isOpen())
        return;
    const auto message = readPrivateMessage(bytes);
    if (!message) {
        m_watch->received(m_clock.steady());
        return m_listener.unreadable(describe(message.error()));
    }
    if (const auto *reply = std::get_if<StreamReply>(&*message))
        return take(*reply);
    m_watch->received(m_clock.steady());
    m_listener.told(*message);
}

void BybitPrivateLink::take(const StreamReply &reply)
{
    m_watch->ponged(m_clock.steady()); // whatever it answers, somebody is there
    if (reply.to == StreamReply::To::Login && m_stage == Stage::LoggingIn)
        takeLogin(reply);
    else if (reply.to == StreamReply::To::Subscribe && m_stage == Stage::Subscribing)
        takeSubscribed(reply);
}

void BybitPrivateLink::takeLogin(const StreamReply &reply)
{
    if (!reply.isGood) {
        const std::int64_t code = reply.code;
        m_listener.refused(code != 0 ? judgeCode(code, reply.text, RequestKind::Setting) : Verdict{
            .reason = Reason::LoginFailed, .sentence = "Bybit refused the login to its private stream."});
        return drop("Bybit refused the login");
    }
    m_stage = Stage::Subscribing;
    m_unconfirmed = 0;
    for (const std::string &topic : privateTopics()) // one by one: a refusal is then of one topic
        for (const SubscribeMessage &message : subscribeMessages(Subscribing::Begin, {&topic, 1}, m_nextId++)) {
            ++m_unconfirmed;
            (void)m_socket.sendText(message.text);
        }
}

void BybitPrivateLink::takeSubscribed(const StreamReply &reply)
{
    if (!reply.isGood)
        return drop("Bybit refused a topic: " + reply.text);
    if (--m_unconfirmed > 0)
        return;
    m_stage = Stage::Up;
    m_backoff.worked(m_clock.steady());
    m_listener.changed(true, "Bybit's private stream");
}

void BybitPrivateLink::drop(const std::string &why)
{
    m_whyDropped = why;
    const bool wasUp = m_stage == Stage::Up;
    m_stage = Stage::Closing;
    if (wasUp)
        m_listener.changed(false, why);
    m_socket.close(why); // `closed` follows
}

void BybitPrivateLink::restart(const std::string &why)
{
    if (isUp())
        drop(why);
}

void BybitPrivateLink::closed(const std::string &why)
{
    const bool wasUp = m_stage == Stage::Up;
    const bool wasDropped = m_stage == Stage::Closing;
    m_stage = Stage::Waiting;
    m_watch.reset();
    m_openAt = m_clock.steady() + m_backoff.failed(m_clock.steady());
    if (!wasDropped)
        m_whyDropped = why;
    if (wasUp || (!wasDropped && m_openings == 1))
        m_listener.changed(false, m_whyDropped);
}

void BybitPrivateLink::tick()
{
    const Duration now = m_clock.steady();
    if (m_stage == Stage::Waiting && now >= m_openAt)
        return open();
    const bool isOpening =
        m_stage == Stage::Opening || m_stage == Stage::LoggingIn || m_stage == Stage::Subscribing;
    if (isOpening && now - m_stageSince >= longestOpening)
        return drop("the private stream did not come up");
    if (!isOpen())
        return;
    switch (m_watch->advice(now)) {
    case net::SilenceWatch::Advice::Wait: return;
    case net::SilenceWatch::Advice::Ping:
        m_watch->pinged(now);
        (void)m_socket.sendText(pingMessage(m_nextId++));
        return;
    case net::SilenceWatch::Advice::Drop: return drop("the private stream fell silent");
    }
}

std::optional<Duration> BybitPrivateLink::dataAge() const
{
    return isUp() ? std::optional(m_watch->dataAge(m_clock.steady())) : std::nullopt;
}

} // namespace core::bybit
