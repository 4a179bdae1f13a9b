#include "tests/support/InProcessSocket.h"

#include "core/net/HttpUrl.h"

namespace support {

using namespace core;
using namespace core::net;

/// Both ends of one connection. Whatever it tells comes by the virtual time, never from inside a call.
struct InProcessSocket::Connection : std::enable_shared_from_this<Connection> {
    explicit Connection(Wire &way) : wire(way) {}

    Wire &wire;
    std::shared_ptr<SocketListener> client; ///< Nobody once it has let go.
    app::StreamPeer::Listener server;
    bool isOpenHere = false;
    bool isOpenThere = false;
    bool isCut = false; ///< What is on its way never arrives.
    Duration toClientAt{};
    Duration toServerAt{};

    /// Not before what was sent the same way earlier.
    void later(Duration &last, std::function<void()> what)
    {
        last = std::max(last, wire.time().now() + wire.delay());
        wire.time().at(last, std::move(what));
    }
    void toClient(std::function<void(const SocketListener &)> what)
    {
        later(toClientAt, [self = shared_from_this(), what = std::move(what)] {
            if (const auto listener = self->client; listener && !self->isCut)
                what(*listener);
        });
    }
    void toServer(std::function<void(const app::StreamPeer::Listener &)> what)
    {
        later(toServerAt, [self = shared_from_this(), what = std::move(what)] {
            if (self->isOpenThere && !self->isCut)
                what(app::StreamPeer::Listener(self->server));
        });
    }
    /// The client is told that it is over, unless it knows.
    void endHere(const std::string &why, int status = 0)
    {
        isOpenHere = false;
        if (const auto listener = std::exchange(client, nullptr); listener && listener->closed)
            listener->closed(why, status);
    }
    void endThere()
    {
        if (!std::exchange(isOpenThere, false))
            return;
        const auto ended = std::exchange(server, {}).ended;
        ended();
    }
    /// Both ends hear of it, and nothing that is on its way arrives.
    void cut(const std::string &why)
    {
        if (std::exchange(isCut, true))
            return;
        wire.time().after(wire.delay(), [self = shared_from_this(), why] { self->endHere(why); });
        wire.time().after(wire.delay(), [self = shared_from_this()] { self->endThere(); });
    }
};

namespace {

using Connection = InProcessSocket::Connection;

/// The venue's end.
class Peer final : public app::StreamPeer {
public:
    explicit Peer(std::shared_ptr<Connection> connection) : m_connection(std::move(connection)) {}
    ~Peer() override
    {
        if (std::exchange(m_connection->isOpenThere, false))
            m_connection->cut("the venue hung up");
    }
    void setListener(Listener listener) override { m_connection->server = std::move(listener); }
    void sendText(const std::string &text) override { send(text, false); }
    void sendBinary(const std::string &bytes) override { send(bytes, true); }
    void close() override
    {
        m_connection->toClient([there = m_connection](const SocketListener &) { there->endHere("closed with code 1000"); });
        m_connection->wire.time().after(m_connection->wire.delay(), [there = m_connection] { there->endThere(); });
    }
    void abort() override { m_connection->cut("the connection broke"); }
    [[nodiscard]] std::int64_t backlog() const override { return 0; }

private:
    void send(const std::string &bytes, bool isBinary)
    {
        m_connection->toClient([bytes, isBinary](const SocketListener &listener) {
            if (listener.message)
                listener.message(bytes, isBinary);
        });
    }

    std::shared_ptr<Connection> m_connection;
};

app::HttpRequest upgradeOf(const HttpUrl &url, const HttpHeaders &headers)
{
    app::HttpRequest request;
    request.method = "GET";
    request.target = url.target;
    request.headers = {{"Host", url.authority}, {"Upgrade", "websocket"}, {"Connection", "Upgrade"}};
    for (const auto &[name, value] : headers.lines())
        request.headers.push_back({name, value});
    return request;
}

/// The upgrade has arrived at the venue.
void welcome(const std::shared_ptr<Connection> &connection, app::Venues &venues, const app::HttpRequest &request)
{
    if (connection->isCut || !connection->client)
        return;
    const auto refusal = venues.refuseStream(request);
    if (refusal)
        return connection->toClient([connection, status = refusal->status](const SocketListener &) {
            connection->endHere("the venue refused the upgrade", status);
        });
    connection->isOpenThere = true;
    connection->toClient([connection](const SocketListener &listener) {
        connection->isOpenHere = true;
        if (listener.opened)
            listener.opened();
    });
    venues.takeStream(std::make_unique<Peer>(connection), request);
}

} // namespace

InProcessSocket::~InProcessSocket()
{
    letGo();
}

void InProcessSocket::letGo()
{
    if (const auto connection = std::exchange(m_connection, nullptr)) {
        connection->client = nullptr;
        connection->isOpenHere = false;
        connection->toServer([connection](const auto &) { connection->endThere(); });
    }
}

void InProcessSocket::setListener(SocketListener listener)
{
    m_listener = std::make_shared<SocketListener>(std::move(listener));
    if (m_connection && m_connection->client)
        m_connection->client = m_listener;
}

void InProcessSocket::open(const std::string &url, const HttpHeaders &headers)
{
    letGo();
    m_connection = std::make_shared<Connection>(m_wire);
    m_connection->client = m_listener;
    const auto address = splitUrl(url, UrlKind::Socket);
    m_wire.time().after(m_wire.delay(), [there = m_connection, address, headers, &venues = m_venues] {
        if (!address || !there->wire.isUp())
            return there->endHere(address ? "no connection" : address.error().message);
        there->wire.onCut([weak = std::weak_ptr(there)] {
            if (const auto connection = weak.lock())
                connection->cut("the connection broke");
        });
        there->wire.time().after(there->wire.delay(),
                                 [there, request = upgradeOf(*address, headers), &venues] { welcome(there, venues, request); });
    });
}

bool InProcessSocket::send(std::string_view bytes, bool isBinary)
{
    if (!m_connection || !m_connection->isOpenHere)
        return false;
    m_connection->toServer([text = std::string(bytes), isBinary](const app::StreamPeer::Listener &listener) {
        if (listener.message)
            listener.message(text, isBinary);
    });
    return true;
}

bool InProcessSocket::ping()
{
    if (!m_connection || !m_connection->isOpenHere)
        return false;
    m_connection->toServer([there = m_connection](const auto &) {
        there->toClient([](const SocketListener &listener) {
            if (listener.pong)
                listener.pong();
        });
    });
    return true;
}

void InProcessSocket::close(const std::string &why)
{
    const auto connection = std::exchange(m_connection, nullptr);
    if (!connection)
        return;
    connection->isOpenHere = false;
    if (const auto listener = std::exchange(connection->client, nullptr))
        connection->wire.time().after({}, [listener, why] {
            if (listener->closed)
                listener->closed(why, 0);
        });
    connection->toServer([connection](const auto &) { connection->endThere(); });
}

} // namespace support
