#include "tests/exchange/ServedVenue.h"

using namespace core;
using namespace support;

class VenueServerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void welcomesWhoShowsTheToken()
    {
        const ServedVenue served;
        BareClient client(served);
        client.hello();

        const auto welcome = client.nextAs<venue::Welcome>();

        QVERIFY(welcome);
        QVERIFY(welcome->at == sessionTime());
        QCOMPARE(welcome->series.size(), std::size_t(1));
        QVERIFY(welcome->series.front() == ServedVenue::minutes());
    }

    void hangsUpOn_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("why");
        const auto line = [](const venue::Request &request) {
            return QByteArray::fromStdString(toLine(request)) + '\n';
        };
        const QByteArray hello = line(venue::Hello{venue::wireVersion, "token", true});
        QTest::newRow("a wrong token") << line(venue::Hello{venue::wireVersion, "wrong", true})
                                       << "the token is not this venue's";
        QTest::newRow("another version") << line(venue::Hello{2, "token", true}) << "this venue speaks version 1";
        QTest::newRow("no hello") << line(venue::AskBooks{1}) << "hello comes first";
        QTest::newRow("two hellos") << hello + hello << "hello was said already";
        QTest::newRow("no JSON") << QByteArray("GET / HTTP/1.1\r\n\r\n") << "not a JSON object";
        QTest::newRow("an empty line") << hello + "\n" << "not a JSON object";
        QTest::newRow("bad UTF-8") << hello + "{\"request\":\"cancel\",\"order\":\"\xff\"}\n" << "not a JSON object";
        QTest::newRow("a missing field") << hello + "{\"request\":\"cancel\"}\n" << "order: it is missing";
        QTest::newRow("an overlong line") << hello + QByteArray(70'000, ' ') + "\n" << "the line is too long";
        QTest::newRow("a line without end") << hello + QByteArray(70'000, ' ') << "the line is too long";
    }
    void hangsUpOn()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, why);
        ServedVenue served;
        BareClient client(served);
        client.send(bytes);

        std::optional<venue::Refused> refused;
        while (const auto message = client.next())
            if (const auto *last = std::get_if<venue::Refused>(&*message))
                refused = *last;

        QVERIFY(refused);
        QVERIFY2(QString::fromStdString(refused->message).contains(why), refused->message.c_str());
        QTRY_VERIFY(client.isHungUp());
        BareClient next(served); // and goes on serving others
        next.hello();
        QVERIFY(next.nextAs<venue::Welcome>());
    }

    void everyCutOfARequestIsNoRequest()
    {
        ServedVenue served;
        const QByteArray line =
            QByteArray::fromStdString(toLine(venue::Request(venue::Submit{marketOrder("a")}))) + '\n';
        for (qsizetype length = 0; length < line.size(); length += 7) {
            BareClient client(served);
            client.hello();
            QVERIFY(client.nextAs<venue::Welcome>());
            client.send(line.first(length));
            client.socket.disconnectFromHost();
            QTRY_VERIFY(client.isHungUp());
        }
        BareClient last(served);
        last.hello();
        last.send(venue::AskBooks{1});
        QVERIFY(last.nextAs<venue::Welcome>());

        const auto books = last.nextAs<venue::Books>();

        QVERIFY(books);
        QVERIFY(books->orders.empty());
        QCOMPARE(books->requests.size(), std::size_t(1));
    }

    void tellsOfAnOrderFromSubmitToFill()
    {
        ServedVenue served;
        BareClient client(served);
        client.hello();
        client.send(venue::Advance{7, 1, {}}); // the opening price of 100
        client.send(venue::Submit{marketOrder("a")});
        client.send(venue::AskBooks{8});

        QVERIFY(client.nextAs<venue::Welcome>());
        QCOMPARE(client.nextEvent<QuoteChanged>().value().quote.ask, px("100"));
        const auto advanced = client.nextAs<venue::Advanced>().value();
        QCOMPARE(advanced.id, 7);
        QCOMPARE(advanced.steps, 1);
        QCOMPARE(client.nextEvent<OrderAccepted>().value().order.text(), std::string("a"));
        const Fill fill = client.nextEvent<OrderFilled>().value().fill;
        QCOMPARE(fill.price, px("100"));
        const auto books = client.nextAs<venue::Books>().value();
        QCOMPARE(books.fills.size(), std::size_t(1));
        QVERIFY(books.fills.front().id == fill.id);
        QCOMPARE(books.cash, usd("99000"));
        QCOMPARE(books.holdings.front().quantity, qty("10"));
        QVERIFY(books.orders.front().status == OrderStatus::Filled);
        QCOMPARE(books.requests.size(), std::size_t(3));
        QCOMPARE(books.requests[1].line, toLine(venue::Request(venue::Submit{marketOrder("a")})));
    }

    void aRepeatedIdNeverMakesASecondOrder()
    {
        ServedVenue served;
        served.venue.playNext();
        BareClient client(served);
        client.hello();
        for (int i = 0; i < 3; ++i)
            client.send(venue::Submit{marketOrder("a")});
        client.send(venue::AskBooks{1});

        std::optional<venue::Books> books;
        while (!books) {
            const auto message = client.next();
            QVERIFY(message);
            if (const auto *found = std::get_if<venue::Books>(&*message))
                books = *found;
        }

        QCOMPARE(books->orders.size(), std::size_t(1));
        QCOMPARE(books->fills.size(), std::size_t(1));
        QCOMPARE(books->requests.size(), std::size_t(4));
    }

    void aQueryIsAnsweredToTheAskerOnly()
    {
        ServedVenue served;
        BareClient asker(served);
        BareClient other(served);
        for (BareClient *client : {&asker, &other}) {
            client->hello();
            QVERIFY(client->nextAs<venue::Welcome>());
        }
        asker.send(venue::Query{ClientOrderId("nobody's")});
        QVERIFY(asker.nextEvent<OrderNotFound>());
        other.send(venue::AskBooks{1});
        QVERIFY(other.nextAs<venue::Books>()); // nothing came before it
    }

    void marketTimeMovesUpToAMomentAndEnds()
    {
        ServedVenue served(3);
        BareClient client(served);
        client.send(venue::Hello{venue::wireVersion, "token", false});
        QVERIFY(client.nextAs<venue::Welcome>());

        client.send(venue::Advance{1, 0, sessionTime() + std::chrono::minutes(1)});
        const auto part = client.nextAs<venue::Advanced>().value();
        client.send(venue::Advance{2, 100, {}});
        const auto rest = client.nextAs<venue::Advanced>().value();

        QCOMPARE(part.steps, 3); // two openings and a close
        QVERIFY(part.at == sessionTime() + std::chrono::minutes(1) && !part.isAtEnd);
        QCOMPARE(rest.steps, 3);
        QVERIFY(rest.isAtEnd);
    }

    void fillsComeInPages()
    {
        ServedVenue served;
        served.venue.playNext();
        for (int i = 0; i < int(venue::maxPage) + 5; ++i)
            served.venue.venue().submit(marketOrder(std::to_string(i).c_str(), "1", i % 2 ? Side::Sell : Side::Buy));
        BareClient client(served);
        client.hello();
        client.send(venue::AskSnapshot{1, 3});
        QVERIFY(client.nextAs<venue::Welcome>());

        const auto page = client.nextAs<venue::SnapshotPage>().value();

        QCOMPARE(page.snapshot.fills.size(), venue::maxPage);
        QCOMPARE(page.fillsTotal, std::int64_t(venue::maxPage) + 5);
        QCOMPARE(page.snapshot.fills.front().id.text(), std::string("F4"));
    }
};

QTEST_GUILESS_MAIN(VenueServerTest)
#include "VenueServerTest.moc"
