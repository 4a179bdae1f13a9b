#include "app/exchange/VenueServer.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace app {

using namespace core;

namespace {

/// Pushes that wait for a slow reader. Beyond the first the market waits, beyond the second he is cut off.
constexpr qint64 backlogBytes = 1024 * 1024;
constexpr qint64 lostBytes = 64 * 1024 * 1024;

template <class T>
std::vector<T> pageOf(const std::vector<T> &all, std::int64_t from)
{
    const auto first = std::min<std::size_t>(std::size_t(from), all.size());
    const auto last = std::min(first + venue::maxPage, all.size());
    return {all.begin() + std::ptrdiff_t(first), all.begin() + std::ptrdiff_t(last)};
}

} // namespace

VenueServer::VenueServer(PlayedVenue &venue, std::string token, QObject *parent)
    : QObject(parent), m_venue(venue), m_token(std::move(token)), m_server(this)
{
    m_venue.setSink([this](const Event &event) { tell(event); });
    connect(&m_server, &QTcpServer::newConnection, this, &VenueServer::accept);
}

VenueServer::~VenueServer()
{
    m_venue.setSink([](const Event &) {});
    for (const auto &[socket, session] : m_sessions)
        socket->disconnect(this); // they end with the server, and then nobody is left to note it
}

Result<> VenueServer::listen(quint16 port)
{
    if (m_server.listen(QHostAddress::LocalHost, port))
        return {};
    return failure(ErrorCode::Busy, "port " + std::to_string(port) +
                                        " cannot be opened: " + m_server.errorString().toStdString());
}

bool VenueServer::isBacklogged() const
{
    return std::any_of(m_sessions.begin(), m_sessions.end(),
                       [](const auto &each) { return each.first->bytesToWrite() > backlogBytes; });
}

void VenueServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        adopt(socket);
}

void VenueServer::adopt(QTcpSocket *socket)
{
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    Session &session = m_sessions[socket];
    session = {.socket = socket, .number = m_nextSession++};
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(m_sessions.at(socket)); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
        // Half a line is no request: whatever had not ended by then never happened.
        m_sessions.erase(socket);
        socket->deleteLater();
    });
    read(session); // what came before it was handed over
}

void VenueServer::read(Session &session)
{
    constexpr auto limit = qint64(venue::maxRequestBytes);
    QTcpSocket *const socket = session.socket;
    while (m_sessions.contains(socket) && !session.isEnded && socket->canReadLine()) {
        const QByteArray line = socket->readLine(limit + 1);
        if (!line.endsWith('\n'))
            return cutOff(session, ErrorCode::BadInput, "the line is too long");
        takeLine(session, line.chopped(1));
    }
    if (m_sessions.contains(socket) && !session.isEnded && socket->bytesAvailable() > limit)
        cutOff(session, ErrorCode::BadInput, "the line is too long");
}

void VenueServer::takeLine(Session &session, const QByteArray &line)
{
    const auto request = venue::parseRequest(std::string_view(line.constData(), std::size_t(line.size())));
    if (!request)
        return cutOff(session, request.error().code, describe(request.error()));
    const bool isHello = std::holds_alternative<venue::Hello>(*request);
    if (isHello == session.isWelcome)
        return cutOff(session, ErrorCode::Refused, isHello ? "hello was said already" : "hello comes first");
    if (!isHello) // its token is nobody's business
        m_requests.push_back({m_venue.now(), session.number, line.toStdString()});
    try {
        std::visit([&](const auto &each) { take(session, each); }, *request);
    } catch (const std::exception &error) {
        m_asker = nullptr;
        cutOff(session, ErrorCode::Internal, error.what());
    }
}

void VenueServer::say(Session &session, const venue::Message &message)
{
    session.socket->write(QByteArray::fromStdString(toLine(message)) + '\n');
}

void VenueServer::cutOff(Session &session, ErrorCode code, const std::string &why)
{
    session.isEnded = true;
    say(session, venue::Refused{code, why});
    session.socket->disconnectFromHost(); // after what is written has gone out
}

void VenueServer::tell(const Event &event)
{
    const auto known = venue::toVenueEvent(event);
    if (!known)
        return;
    const QByteArray line =
        QByteArray::fromStdString(toLine(venue::Message(venue::Told{m_venue.now(), *known}))) + '\n';
    std::vector<QTcpSocket *> lost;
    for (auto &[socket, session] : m_sessions) {
        const bool isMeant = m_asker ? &session == m_asker : session.wantsEvents;
        if (!isMeant || session.isEnded)
            continue;
        socket->write(line);
        if (socket->bytesToWrite() > lostBytes)
            lost.push_back(socket);
    }
    for (QTcpSocket *socket : lost)
        QMetaObject::invokeMethod(socket, &QTcpSocket::abort, Qt::QueuedConnection);
}

// --- requests --------------------------------------------------------------------------------------

void VenueServer::take(Session &session, const venue::Hello &hello)
{
    if (hello.version != venue::wireVersion)
        return cutOff(session, ErrorCode::Unsupported,
                      "this venue speaks version " + std::to_string(venue::wireVersion));
    if (hello.token != m_token)
        return cutOff(session, ErrorCode::Refused, "the token is not this venue's");
    session.isWelcome = true;
    session.wantsEvents = hello.wantsEvents;
    say(session, venue::Welcome{venue::wireVersion, m_venue.now(), m_venue.series()});
}

void VenueServer::take(Session &, const venue::Submit &submit)
{
    m_venue.venue().submit(submit.order);
}

void VenueServer::take(Session &, const venue::Cancel &cancel)
{
    m_venue.venue().cancel(cancel.order);
}

void VenueServer::take(Session &session, const venue::Query &query)
{
    m_asker = &session;
    m_venue.venue().query(query.order);
    m_asker = nullptr;
}

void VenueServer::take(Session &session, const venue::AskSnapshot &ask)
{
    venue::SnapshotPage page{ask.id, m_venue.now(), ask.fillsFrom, 0, m_venue.venue().snapshot()};
    page.fillsTotal = std::int64_t(page.snapshot.fills.size());
    page.snapshot.fills = pageOf(page.snapshot.fills, ask.fillsFrom);
    say(session, page);
}

void VenueServer::take(Session &session, const venue::AskBars &ask)
{
    say(session, venue::Bars{ask.id, ask.series, m_venue.bars(ask.series, ask.after)});
}

void VenueServer::take(Session &session, const venue::Advance &advance)
{
    venue::Advanced answer;
    answer.id = advance.id;
    const auto isDue = [&](Timestamp next) {
        return advance.until ? next <= *advance.until : answer.steps < advance.steps;
    };
    auto next = m_venue.nextAt();
    while (next && isDue(*next) && answer.steps < std::int64_t(venue::maxPage)) {
        m_venue.playNext();
        ++answer.steps;
        next = m_venue.nextAt();
    }
    answer.isAtEnd = !next;
    answer.at = m_venue.now();
    say(session, answer);
}

void VenueServer::take(Session &session, const venue::AskBooks &ask)
{
    const VenueSnapshot shot = m_venue.venue().snapshot();
    venue::Books books{ask.id, {}, shot.fills, shot.holdings, m_venue.venue().cash(), m_requests};
    for (const auto &[id, order] : m_venue.venue().orders())
        books.orders.push_back(order);
    say(session, books);
}

} // namespace app
