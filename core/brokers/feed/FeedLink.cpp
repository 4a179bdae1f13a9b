#include "core/brokers/feed/FeedLink.h"

#include <algorithm>
#include <utility>

namespace core {

FeedLink::FeedLink(std::unique_ptr<net::SocketPort> socket, std::string url, const Clock &clock, SeededRandom random,
                   Limits limits, Hooks hooks)
    : m_socket(std::move(socket)), m_url(std::move(url)), m_clock(clock), m_backoff(limits.backoff, random),
      m_limits(limits), m_hooks(std::move(hooks)), m_watch(limits.silence, clock.steady())
{
    m_socket->setListener({[this] { opened(); }, [this](std::string_view bytes, bool) { message(bytes); },
                           [this] { m_watch.ponged(m_clock.steady()); },
                           [this](const std::string &why, int status) {
                               if (isUnderWay())
                                   fail(why + (status > 0 ? " (HTTP " + std::to_string(status) + ")" : ""));
                           }});
}

void FeedLink::open()
{
    ++m_openings;
    m_state = State::Opening;
    m_since = m_clock.steady();
    m_socket->open(m_url, {});
}

void FeedLink::opened()
{
    if (m_state != State::Opening)
        return;
    m_state = State::Open;
    m_watch = net::SilenceWatch(m_limits.silence, m_clock.steady());
    m_hooks.opened();
}

void FeedLink::message(std::string_view bytes)
{
    if (m_state != State::Open && m_state != State::Ready)
        return; // what was under way when it was given up
    m_watch.ponged(m_clock.steady()); // a sign of life
    m_hooks.message(bytes);
}

void FeedLink::ready()
{
    if (m_state != State::Open)
        return;
    m_state = State::Ready;
    m_backoff.worked(m_clock.steady());
    heard();
}

void FeedLink::fail(const std::string &why, Duration atLeast)
{
    if (!isUnderWay())
        return;
    m_nextTry = m_clock.steady() + std::max(atLeast, m_backoff.failed(m_clock.steady()));
    leave(State::Waiting, why);
}

void FeedLink::stop(const std::string &why)
{
    if (m_state != State::Stopped)
        leave(State::Stopped, why);
}

void FeedLink::leave(State next, const std::string &why)
{
    const bool wasUnderWay = isUnderWay();
    m_state = next;
    if (!wasUnderWay)
        return;
    m_socket->close(why);
    m_hooks.lost(why);
}

void FeedLink::tick()
{
    const Duration now = m_clock.steady();
    if (m_state == State::Waiting && now >= m_nextTry)
        return open();
    if ((m_state == State::Opening || m_state == State::Open) && now - m_since >= m_limits.readyWithin)
        return fail("the price stream gave no answer");
    if (m_state != State::Open && m_state != State::Ready)
        return;
    const auto advice = m_watch.advice(now);
    if (advice == net::SilenceWatch::Advice::Drop)
        return fail("the price stream is silent");
    if (advice != net::SilenceWatch::Advice::Ping)
        return;
    m_watch.pinged(now);
    if (m_hooks.ping)
        m_hooks.ping();
    else
        (void)m_socket->ping();
}

} // namespace core
