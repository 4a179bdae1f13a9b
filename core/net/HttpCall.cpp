#include "core/net/HttpCall.h"

#include "core/base/Secret.h"
#include "core/net/HttpLink.h"

#include <algorithm>
#include <utility>

namespace core::net {

namespace {

int roundedUpMillis(Duration span)
{
    const auto millis = std::chrono::ceil<std::chrono::milliseconds>(span).count();
    return static_cast<int>(std::clamp<std::int64_t>(millis, 0, 24 * 3'600'000));
}

} // namespace

HttpCall::HttpCall(Task task, const Clock &clock, QObject *parent)
    : QObject(parent), m_task(std::move(task)), m_clock(clock), m_deadline(this), m_reader(m_task.maxBody)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &HttpCall::expire);
    m_deadline.start(roundedUpMillis(m_task.timeout));
}

HttpCall::~HttpCall()
{
    wipe(m_task.bytes.data(), m_task.bytes.size());
}

void HttpCall::useLink(HttpLink *link)
{
    m_link = link;
    m_isKeptLink = link->isUp();
    link->setParent(this);
    connect(link, &HttpLink::up, this, &HttpCall::write);
    connect(link, &HttpLink::received, this, &HttpCall::read);
    connect(link, &HttpLink::down, this, &HttpCall::lose);
    if (link->isUp())
        write();
    else
        link->open();
}

void HttpCall::write()
{
    m_isWritten = true;
    m_times.sent = m_clock.now();
    m_times.steadySent = m_clock.steady();
    m_link->write(m_task.bytes);
}

void HttpCall::read(const QByteArray &bytes)
{
    if (!m_reader.hasBegun()) {
        m_times.received = m_clock.now();
        m_times.steadyReceived = m_clock.steady();
    }
    m_reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    answer();
}

void HttpCall::answer()
{
    if (m_reader.state() == HttpReader::State::Broken)
        return end(NoAnswer{m_task.url.host + ": " + m_reader.why()});
    if (m_reader.state() == HttpReader::State::Reading)
        return;
    HttpAnswer answer = m_reader.take();
    answer.times = m_times;
    end(std::move(answer));
}

void HttpCall::lose(const QString &why)
{
    std::exchange(m_link, nullptr)->drop();
    if (!m_isWritten)
        return end(NotSent{m_task.url.host + ": " + why.toStdString()});
    if (m_task.isRead && m_isKeptLink && !m_isRepeated && !m_reader.hasBegun()) {
        m_isRepeated = true; // the other end had closed before it saw the question
        Q_EMIT needsFreshLink();
        return;
    }
    m_reader.end();
    answer();
}

void HttpCall::expire()
{
    m_timedOut = true;
    const std::string why =
        m_task.url.host + ": nothing in " + std::to_string(roundedUpMillis(m_task.timeout)) + " ms";
    if (m_isWritten)
        end(NoAnswer{why});
    else
        end(NotSent{why});
}

void HttpCall::end(HttpOutcome outcome)
{
    if (std::exchange(m_hasEnded, true))
        return;
    m_deadline.stop();
    m_outcome = std::move(outcome);
    Q_EMIT ended();
}

HttpLink *HttpCall::takeLink()
{
    HttpLink *link = std::exchange(m_link, nullptr);
    if (!link)
        return nullptr;
    link->disconnect(this);
    if (link->isUp() && std::holds_alternative<HttpAnswer>(m_outcome) && m_reader.staysOpen())
        return link;
    link->drop();
    return nullptr;
}

} // namespace core::net
