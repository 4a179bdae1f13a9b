#pragma once

#include "tests/support/CoreBuilders.h"

#include "app/exchange/VenueServer.h"
#include "core/brokers/sim/VenueLink.h"
#include "core/simulation/BarTape.h"

#include <QTcpSocket>
#include <QTest>

#include <optional>

namespace support {

/// A venue of this process that trades AAPL in one-minute bars from 100 upwards, a dollar a bar.
class ServedVenue {
public:
    explicit ServedVenue(int bars = 50) : venue(market(bars), usd("100000"), {})
    {
        open();
    }

    /// Serves again after `close`, on the same port, with the same books.
    void open()
    {
        server.emplace(venue, "token");
        const auto listening = server->listen(port);
        QVERIFY2(listening, listening ? "" : describe(listening.error()).c_str());
        port = server->port();
    }
    /// As when the venue's machine goes away: every connection breaks.
    void close() { server.reset(); }

    [[nodiscard]] core::VenueEndpoint endpoint(const QString &token = QStringLiteral("token")) const
    {
        return {QStringLiteral("127.0.0.1"), port, token};
    }

    static core::SeriesId minutes() { return {stock(), core::Timeframe::M1}; }

    core::PlayedVenue venue;
    std::optional<app::VenueServer> server;
    quint16 port = 0;

private:
    static core::Bar barAt(int index)
    {
        const core::Timestamp open = sessionTime() + std::chrono::minutes(index);
        const core::Price price(core::Decimal::fromInteger(100 + index));
        return {open, open + std::chrono::minutes(1), price, price, price, price, 1000};
    }
    static core::PlayedVenue::Market market(int bars)
    {
        std::vector<core::Bar> played;
        for (int i = 0; i < bars; ++i)
            played.push_back(barAt(i));
        core::PlayedVenue::Market market;
        market.history[minutes()] = {barAt(-2), barAt(-1)};
        market.start = sessionTime();
        market.tape = std::make_unique<core::BarTape>(
            std::vector<core::BarTape::Series>{{minutes(), std::move(played)}}, core::FillAt::NextOpen);
        return market;
    }
};

/// A client that sends exactly the bytes it is told and keeps what comes back.
class BareClient {
public:
    explicit BareClient(const ServedVenue &served)
    {
        socket.connectToHost(QStringLiteral("127.0.0.1"), served.port);
    }
    void send(const QByteArray &bytes) { socket.write(bytes); }
    void send(const core::venue::Request &request)
    {
        send(QByteArray::fromStdString(core::venue::toLine(request)) + '\n');
    }
    void hello() { send(core::venue::Hello{core::venue::wireVersion, "token", true}); }
    /// Waits for the next line; nothing after five seconds, or when the venue has hung up.
    [[nodiscard]] std::optional<core::venue::Message> next()
    {
        const bool isThere = QTest::qWaitFor([this] { return socket.canReadLine() || isHungUp(); });
        if (!isThere || !socket.canReadLine())
            return std::nullopt;
        const auto message = core::venue::parseMessage(socket.readLine().toStdString());
        return message ? std::optional(*message) : std::nullopt;
    }
    template <class T>
    [[nodiscard]] std::optional<T> nextAs()
    {
        const auto message = next();
        const T *wanted = message ? std::get_if<T>(&*message) : nullptr;
        return wanted ? std::optional(*wanted) : std::nullopt;
    }
    template <class T>
    [[nodiscard]] std::optional<T> nextEvent()
    {
        const auto told = nextAs<core::venue::Told>();
        const T *wanted = told ? std::get_if<T>(&told->event) : nullptr;
        return wanted ? std::optional(*wanted) : std::nullopt;
    }
    [[nodiscard]] bool isHungUp() const { return socket.state() == QAbstractSocket::UnconnectedState; }

    QTcpSocket socket;
};

inline core::OrderRequest marketOrder(const char *id, const char *quantity = "10",
                                      core::Side side = core::Side::Buy)
{
    core::OrderRequest order;
    order.clientOrderId = core::ClientOrderId(id);
    order.instrument = stock();
    order.side = side;
    order.quantity = qty(quantity);
    return order;
}

} // namespace support
