#include "core/brokers/bybit/BybitPriceSocket.h"

#include <utility>

namespace core::bybit {

namespace {

constexpr Duration renewAtMostEvery = std::chrono::seconds(2);
constexpr Duration askMissingEvery = std::chrono::seconds(30);

} // namespace

PriceSocket::PriceSocket(Category category, std::unique_ptr<net::SocketPort> socket, std::string url,
                         std::vector<std::string> topics, const Clock &clock, SeededRandom random, Hooks hooks)
    : m_category(category), m_topics(std::move(topics)), m_clock(clock), m_hooks(std::move(hooks)),
      m_link(std::move(socket), std::move(url), clock, random, linkLimits(), linkHooks())
{
}

FeedLink::Limits PriceSocket::linkLimits()
{
    FeedLink::Limits limits;
    limits.silence = {std::chrono::seconds(20), std::chrono::seconds(35), silentAfter};
    return limits;
}

FeedLink::Hooks PriceSocket::linkHooks()
{
    return {[this] { subscribe(); }, [this](std::string_view bytes) { read(bytes); },
            [this] { m_link.send(pingMessage(m_nextId++)); },
            [this](const std::string &why) {
                m_asked.clear();
                m_askedAt.reset();
                m_hooks.lost();
                say(why);
            }};
}

void PriceSocket::open()
{
    say("connecting");
    m_link.open();
}

void PriceSocket::tick()
{
    m_link.tick();
    if (m_askedAt && m_clock.steady() - *m_askedAt >= confirmWithin)
        confirm();
    if (m_link.isReady() && !m_missing.empty() && m_clock.steady() >= m_askMissingAt)
        askForMissing();
    if (m_link.isReady() && m_link.isStale())
        m_link.fail("no prices for 15 seconds");
}

void PriceSocket::say(std::string detail)
{
    m_detail = std::move(detail);
    m_hooks.changed();
}

void PriceSocket::subscribe()
{
    m_missing = {m_topics.begin(), m_topics.end()};
    m_askedAt = m_clock.steady();
    m_renewedAt.clear();
    ask(m_topics);
}

void PriceSocket::ask(std::span<const std::string> topics)
{
    for (const SubscribeMessage &message : subscribeMessages(Subscribing::Begin, topics, m_nextId)) {
        ++m_nextId;
        m_asked[message.requestId] = message.topics;
        m_link.send(message.text);
    }
}

void PriceSocket::renew(const std::string &topic)
{
    const Duration now = m_clock.steady();
    const auto [at, isNew] = m_renewedAt.try_emplace(topic, now);
    if (!isNew && now - at->second < renewAtMostEvery)
        return;
    at->second = now;
    const std::vector<std::string> one{topic};
    for (const SubscribeMessage &message : subscribeMessages(Subscribing::End, one, m_nextId++))
        m_link.send(message.text);
    ask(one);
}

void PriceSocket::read(std::string_view bytes)
{
    const auto message = readPublicMessage(m_category, bytes);
    if (!message) {
        ++m_unreadable;
        return;
    }
    if (const auto *reply = std::get_if<StreamReply>(&*message))
        return take(*reply);
    if (std::holds_alternative<OtherTold>(*message))
        return;
    ++m_messages;
    m_link.heard();
    m_hooks.told(*message);
}

void PriceSocket::take(const StreamReply &reply)
{
    if (reply.to != StreamReply::To::Subscribe)
        return;
    const auto found = reply.requestId.empty() ? m_asked.begin() : m_asked.find(reply.requestId);
    if (found == m_asked.end())
        return;
    const std::vector<std::string> topics = std::move(found->second);
    m_asked.erase(found);
    const bool isThere = reply.isGood || reply.text.find("already subscribed") != std::string::npos;
    if (isThere)
        for (const std::string &topic : topics)
            m_missing.erase(topic);
    else if (topics.size() > 1)
        for (const std::string &topic : topics)
            ask({&topic, 1});
    else
        m_missing.insert(topics.begin(), topics.end()); // one that was there may be refused when it is renewed
    if (m_asked.empty() && m_askedAt)
        return confirm();
    if (m_link.isReady() && !m_askedAt)
        say(missingNames());
}

/// Each by itself, since a bad one fails its group.
void PriceSocket::askForMissing()
{
    m_askMissingAt = m_clock.steady() + askMissingEvery;
    for (const std::string &topic : m_missing) {
        std::erase_if(m_asked, [&](const auto &each) { return each.second == std::vector{topic}; });
        ask({&topic, 1});
    }
}

std::string PriceSocket::missingNames() const
{
    std::string names;
    for (const std::string &topic : m_missing)
        names += (names.empty() ? "" : ", ") + topic;
    return names.empty() ? "prices arrive" : "nothing of " + names + ": the venue has not confirmed it";
}

void PriceSocket::confirm()
{
    m_askedAt.reset();
    if (m_missing.size() == m_topics.size())
        return m_link.fail("the venue confirmed none of the topics", confirmWithin);
    m_link.ready();
    m_askMissingAt = m_clock.steady() + askMissingEvery;
    m_detail = missingNames();
    m_hooks.subscribed(); // first: it is not up before what was missed has been asked for
    m_hooks.changed();
}

} // namespace core::bybit
