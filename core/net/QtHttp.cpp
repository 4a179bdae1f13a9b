#include "core/net/QtHttp.h"

#include <utility>

namespace core::net {

QtHttp::QtHttp(const Clock &clock, Limits limits, QObject *parent)
    : QObject(parent), m_clock(clock), m_limits(limits), m_pool(limits.keepUnused, this)
{
}

/// Through the event loop: never from inside `send`, and `done` may destroy us.
void QtHttp::tell(Done done, HttpOutcome outcome)
{
    QMetaObject::invokeMethod(
        this,
        [guard = m_guard, done = std::move(done), outcome = std::move(outcome)]() mutable {
            guard->run([&] { done(std::move(outcome)); });
        },
        Qt::QueuedConnection);
}

void QtHttp::send(HttpRequest request, Done done)
{
    auto url = splitUrl(request.url, UrlKind::Http);
    if (!url)
        return tell(std::move(done), NotSent{url.error().message});
    auto bytes = requestBytes(request, *url);
    if (!bytes)
        return tell(std::move(done), NotSent{bytes.error().message});
    auto *call =
        new HttpCall({std::move(*url), std::move(*bytes), net::isRead(request), request.timeout, m_limits.maxBody},
                     m_clock, this);
    m_done.emplace(call, std::move(done));
    connect(call, &HttpCall::ended, this, [this, call] { finish(call); });
    connect(call, &HttpCall::needsFreshLink, this, [this, call] { giveFreshLink(call); });
    const std::string origin = call->url().origin();
    if (call->isRead() && m_reads[origin] >= m_limits.readsAtOnce)
        m_waiting[origin].push_back(call);
    else
        start(call);
}

void QtHttp::giveFreshLink(HttpCall *call)
{
    call->useLink(new HttpLink(call->url(), call));
}

void QtHttp::start(HttpCall *call)
{
    if (!call->isRead())
        return giveFreshLink(call);
    const std::string origin = call->url().origin();
    ++m_reads[origin];
    if (HttpLink *kept = m_pool.take(origin))
        call->useLink(kept);
    else
        giveFreshLink(call);
}

void QtHttp::finish(HttpCall *call)
{
    const std::string origin = call->url().origin();
    const bool wasWaiting = std::erase(m_waiting[origin], call) > 0;
    if (call->isRead() && !wasWaiting)
        --m_reads[origin];
    if (call->timedOut())
        m_pool.dropAll(origin); // the way may be dead, and with it every connection that is kept
    if (HttpLink *link = call->takeLink())
        m_pool.keep(link);
    auto done = m_done.extract(call);
    tell(std::move(done.mapped()), call->takeOutcome());
    call->deleteLater();
    startWaiting(origin);
}

void QtHttp::startWaiting(const std::string &origin)
{
    auto &waiting = m_waiting[origin];
    if (waiting.empty() || m_reads[origin] >= m_limits.readsAtOnce)
        return;
    HttpCall *next = waiting.front();
    waiting.pop_front();
    start(next);
}

} // namespace core::net
