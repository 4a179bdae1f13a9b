#include "tests/exchange/ServedVenue.h"

#include "core/brokers/sim/RemoteVenueBroker.h"
#include "core/brokers/sim/RemoteVenueFeed.h"
#include "core/risk/RiskGate.h"

#include <QTcpServer>

using namespace core;
using namespace support;

namespace {

/// An exit of ten AAPL, let through by the gate: what a broker takes.
VettedOrder vetted(const char *id)
{
    ManualClock clock;
    Desk desk(clock, {}, {});
    Proposal exit = buyProposal();
    exit.orderType = OrderType::Market;
    exit.limitPrice.reset();
    return *RiskGate().vetExit(desk.issueExit(std::move(exit), OrderRole::Exit, {}), qty("-10"), {},
                               ClientOrderId(id));
}

/// The engine's end: link, feed and broker, and everything the engine would be told.
struct Client {
    explicit Client(const VenueEndpoint &endpoint, VenueLink::Timing timing = {2000, 10, 50},
                    RemoteVenueBroker::Timing answers = {})
        : link(endpoint, std::make_unique<QTcpSocket>(), timing), feed(link, clock), broker(link, answers)
    {
        broker.open([this](Event event) { events.push_back(std::move(event)); });
        link.open();
    }
    template <class T>
    [[nodiscard]] int count() const
    {
        return int(std::count_if(events.begin(), events.end(),
                                 [](const Event &each) { return std::holds_alternative<T>(each); }));
    }
    template <class T>
    [[nodiscard]] const T &last() const
    {
        for (auto it = events.rbegin(); it != events.rend(); ++it)
            if (const T *found = std::get_if<T>(&*it))
                return *found;
        throw std::runtime_error("no such event");
    }
    [[nodiscard]] bool isUp() const { return last<LinkChanged>().isUp; }

    ManualClock clock;
    VenueLink link;
    RemoteVenueFeed feed;
    RemoteVenueBroker broker;
    std::vector<Event> events;
};

int submissionsOf(const ServedVenue &, BareClient &reader, const std::string &id)
{
    reader.send(venue::AskBooks{1});
    while (const auto message = reader.next())
        if (const auto *books = std::get_if<venue::Books>(&*message))
            return int(std::count_if(books->requests.begin(), books->requests.end(), [&](const auto &taken) {
                const auto request = venue::parseRequest(taken.line);
                const auto *submit = request ? std::get_if<venue::Submit>(&*request) : nullptr;
                return submit && submit->order.clientOrderId.text() == id;
            }));
    return -1;
}

Order orderNamed(const char *id)
{
    Order order;
    order.request.clientOrderId = ClientOrderId(id);
    return order;
}

} // namespace

class RemoteVenueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endpointsAreRead()
    {
        const auto good = VenueEndpoint::parse(QStringLiteral("127.0.0.1:4711#a1"));
        QVERIFY(good);
        QCOMPARE(good->host, QStringLiteral("127.0.0.1"));
        QCOMPARE(good->port, quint16(4711));
        QCOMPARE(good->token, QStringLiteral("a1"));
        for (const char *bad : {"", "127.0.0.1", "127.0.0.1:4711", "127.0.0.1#a", ":4711#a", "h:0#a", "h:65536#a",
                                "h:x#a", "h:4711#", "#a:1"})
            QVERIFY2(!VenueEndpoint::parse(QString::fromUtf8(bad)), bad);
    }

    void beginsWithASnapshotAndMovesTheClock()
    {
        const ServedVenue served;
        Client client(served.endpoint());
        QVERIFY(!client.isUp());

        QTRY_COMPARE(client.count<VenueSnapshot>(), 1);

        QVERIFY(client.isUp());
        QCOMPARE(client.last<VenueSnapshot>().cash.value(), usd("100000"));
        QVERIFY(client.clock.now() == sessionTime());
    }

    void submitsCancelsAndAsks()
    {
        ServedVenue served;
        served.venue.playNext();
        served.venue.venue().submit(marketOrder("short", "10", Side::Sell));
        Client client(served.endpoint());
        QTRY_VERIFY(client.isUp());

        client.broker.submit(vetted("a"));
        QTRY_COMPARE(client.count<OrderFilled>(), 1);
        client.broker.cancel(orderNamed("b"));
        QTRY_COMPARE(client.count<OrderNotFound>(), 1);
        client.broker.query(orderNamed("a"));
        QTRY_COMPARE(client.count<OrderFilled>(), 2); // told again, with the same id

        QCOMPARE(client.count<OrderOutcomeUnknown>(), 0);
        QVERIFY(client.last<OrderFilled>().fill.order == ClientOrderId("a"));
        QVERIFY(served.venue.venue().held(stock()).isZero());
    }

    void refusesWhatCannotLeave()
    {
        ServedVenue served;
        served.close();
        Client client(served.endpoint());

        client.broker.submit(vetted("a"));

        QCOMPARE(client.count<OrderRejected>(), 1);
        QCOMPARE(client.last<OrderRejected>().reason, std::string("not sent: there is no connection to the venue"));
        served.open();
        QTRY_COMPARE(client.count<VenueSnapshot>(), 1);
        BareClient reader(served);
        reader.hello();
        QCOMPARE(submissionsOf(served, reader, "a"), 0);
    }

    void aLostConnectionMakesItsOrdersUnknownAndComesBack()
    {
        ServedVenue served;
        Client client(served.endpoint());
        QTRY_COMPARE(client.count<VenueSnapshot>(), 1);

        served.close(); // before it has read what follows
        client.broker.submit(vetted("a"));
        QTRY_COMPARE(client.count<OrderOutcomeUnknown>(), 1);
        QVERIFY(!client.isUp());
        const int snapshots = client.count<VenueSnapshot>();
        served.open();
        QTRY_COMPARE(client.count<VenueSnapshot>(), snapshots + 1);

        QVERIFY(client.isUp());
        QVERIFY(client.last<OrderOutcomeUnknown>().order == ClientOrderId("a"));
        BareClient reader(served);
        reader.hello();
        QVERIFY2(submissionsOf(served, reader, "a") <= 0, "nothing is ever sent again");
    }

    void noAnswerInTimeIsUnknown()
    {
        QTcpServer mute;
        QVERIFY(mute.listen(QHostAddress::LocalHost));
        Client client({QStringLiteral("127.0.0.1"), mute.serverPort(), QStringLiteral("t")}, {2000, 10, 50}, {20, 200});
        QTRY_VERIFY(mute.hasPendingConnections());
        QTcpSocket *there = mute.nextPendingConnection();
        const venue::Welcome welcome{venue::wireVersion, sessionTime(), {}};
        there->write(QByteArray::fromStdString(toLine(venue::Message(welcome))) + '\n');
        QTRY_VERIFY(client.isUp());

        client.broker.submit(vetted("a"));

        QTRY_COMPARE(client.count<OrderOutcomeUnknown>(), 1);
        QTRY_VERIFY(!client.isUp()); // nor did it answer for its books
        QTRY_VERIFY(mute.hasPendingConnections()); // and is tried anew
    }

    void aVenueThatTalksNonsenseIsLeft_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no JSON") << QByteArray("HTTP/1.1 200 OK\r\n");
        QTest::newRow("before its welcome")
            << QByteArray("{\"says\":\"event\",\"at\":1,\"event\":\"not-found\",\"order\":\"a\"}\n");
        QTest::newRow("another version") << QByteArray("{\"says\":\"welcome\",\"version\":2,\"at\":1,\"series\":[]}\n");
        QTest::newRow("a refusal") << QByteArray("{\"says\":\"refused\",\"code\":\"refused\",\"message\":\"no\"}\n");
        QTest::newRow("a line without end") << QByteArray(5 * 1024 * 1024, ' ');
    }
    void aVenueThatTalksNonsenseIsLeft()
    {
        QFETCH(QByteArray, bytes);
        QTcpServer odd;
        QVERIFY(odd.listen(QHostAddress::LocalHost));
        Client client({QStringLiteral("127.0.0.1"), odd.serverPort(), QStringLiteral("t")});
        QTRY_VERIFY(odd.hasPendingConnections());
        QTcpSocket *there = odd.nextPendingConnection();
        there->write(bytes);

        QTRY_COMPARE(there->state(), QAbstractSocket::UnconnectedState);
        QTRY_VERIFY(odd.hasPendingConnections()); // tried anew

        QCOMPARE(client.count<OrderNotFound>(), 0);
        QVERIFY(!client.isUp());
    }

    void longBooksComeWhole()
    {
        ServedVenue served;
        served.venue.playNext();
        const int many = 2 * int(venue::maxPage) + 7;
        for (int i = 0; i < many; ++i)
            served.venue.venue().submit(marketOrder(std::to_string(i).c_str(), "1", i % 2 ? Side::Sell : Side::Buy));
        Client client(served.endpoint());
        QTRY_COMPARE(client.count<VenueSnapshot>(), 1);
        QCOMPARE(int(client.last<VenueSnapshot>().fills.size()), many);

        served.venue.venue().submit(marketOrder("one more", "1"));
        client.broker.requestSnapshot();
        client.broker.requestSnapshot(); // while one is under way: one more follows
        QTRY_COMPARE(client.count<VenueSnapshot>(), 3);

        QCOMPARE(client.last<VenueSnapshot>().fills.size(), std::size_t(0)); // the second told of it
        QCOMPARE(client.last<VenueSnapshot>().holdings.size(), std::size_t(1));
    }

    /// The link was up before the engine opened its broker: the first books found no listener.
    void theBooksAreToldWholeToWhoeverOpensLater()
    {
        ServedVenue served;
        served.venue.playNext();
        served.venue.venue().submit(marketOrder("early", "1"));
        ManualClock clock;
        VenueLink link(served.endpoint(), std::make_unique<QTcpSocket>(), {2000, 10, 50});
        int pages = 0;
        RemoteVenueBroker broker(link, {});
        link.addListener({[](const venue::Welcome &) {},
                          [&](const venue::Message &message) { pages += std::holds_alternative<venue::SnapshotPage>(message); },
                          [](const std::string &) {}});
        link.open();
        QTRY_COMPARE(pages, 1);
        std::vector<VenueSnapshot> told;
        broker.open([&](Event event) {
            if (const auto *snapshot = std::get_if<VenueSnapshot>(&event))
                told.push_back(*snapshot);
        });
        broker.requestSnapshot();
        QTRY_COMPARE(told.size(), std::size_t(1));

        QCOMPARE(told.front().fills.size(), std::size_t(1));
    }

    void handsOnEachBarOnceAcrossALostConnection()
    {
        ServedVenue served;
        Client client(served.endpoint());
        QTRY_VERIFY(client.isUp());
        std::vector<Bar> past;
        std::vector<Event> told;
        client.feed.loadHistory({ServedVenue::minutes()}, [&](std::map<SeriesId, std::vector<Bar>> history) {
            past = history.at(ServedVenue::minutes());
            client.feed.start([&](Event event) { told.push_back(std::move(event)); });
        });
        QTRY_COMPARE(past.size(), std::size_t(2));
        const auto barsTold = [&] {
            std::vector<Timestamp> closes;
            for (const Event &event : told)
                if (const auto *bar = std::get_if<BarClosed>(&event))
                    closes.push_back(bar->bar.closeTime);
            return closes;
        };

        served.venue.playNext();
        served.venue.playNext(); // the first bar closes
        QTRY_COMPARE(barsTold().size(), std::size_t(1));
        served.close();
        QTRY_VERIFY(!client.isUp());
        for (int i = 0; i < 4; ++i)
            served.venue.playNext(); // two bars nobody hears of
        served.open();
        QTRY_VERIFY(client.isUp());
        served.venue.playNext();
        served.venue.playNext();
        QTRY_COMPARE(barsTold().size(), std::size_t(4));

        for (int i = 0; i < 4; ++i)
            QVERIFY(barsTold()[std::size_t(i)] == sessionTime() + std::chrono::minutes(i + 1));
        QVERIFY(client.clock.now() == served.venue.now());
    }
};

QTEST_GUILESS_MAIN(RemoteVenueTest)
#include "RemoteVenueTest.moc"
