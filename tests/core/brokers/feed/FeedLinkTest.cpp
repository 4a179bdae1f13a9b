#include "core/brokers/feed/FeedLink.h"
#include "tests/support/FakeSocket.h"

#include <QTest>

using namespace core;
using namespace std::chrono_literals;

namespace {

struct Fixture {
    ManualClock clock{timestampFromMillis(1'772'461'800'000)};
    support::FakeSocket *socket = new support::FakeSocket;
    int opened = 0;
    std::vector<std::string> messages;
    std::vector<std::string> lost;
    FeedLink link{std::unique_ptr<net::SocketPort>(socket),
                  "wss://venue/prices",
                  clock,
                  SeededRandom(7),
                  FeedLink::Limits(),
                  {[this] { ++opened; }, [this](std::string_view text) { messages.emplace_back(text); }, {},
                   [this](const std::string &why) { lost.push_back(why); }}};

    void pass(Duration time)
    {
        for (; time > 0s; time -= 1s) {
            clock.advance(1s);
            link.tick();
        }
    }
    void comeUp()
    {
        socket->accept();
        link.ready();
    }
};

} // namespace

class FeedLinkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensSpeaksAndIsReadyWhenItsOwnerSaysSo()
    {
        Fixture f;
        f.link.open();
        QCOMPARE(f.socket->openings.back().url, std::string("wss://venue/prices"));
        f.socket->accept();
        f.link.send("hello");
        f.socket->tell("welcome");

        QVERIFY(f.opened == 1 && !f.link.isReady());
        f.link.ready();
        QVERIFY(f.link.isReady());
        QCOMPARE(f.socket->sent.back().bytes, std::string("hello"));
        QCOMPARE(f.messages, std::vector<std::string>{"welcome"});
    }

    void aLinkThatIsLostIsOpenedAgainAfterAWait()
    {
        Fixture f;
        f.link.open();
        f.comeUp();
        f.socket->drop("gone");
        QCOMPARE(f.lost, std::vector<std::string>{"gone"});
        QVERIFY(!f.link.isReady());
        QCOMPARE(f.socket->openings.size(), std::size_t(1)); // not at once, with everybody else

        f.pass(2s);

        QCOMPARE(f.socket->openings.size(), std::size_t(2));
        QCOMPARE(f.link.reconnects(), std::uint64_t(1));
    }

    void aSilentLinkIsPingedAndThenGivenUpWithinFifteenSeconds()
    {
        Fixture f;
        f.link.open();
        f.comeUp();
        f.pass(6s);
        QVERIFY(f.socket->pings >= 1 && f.link.isReady());
        f.socket->pong();
        f.pass(14s);
        QVERIFY(f.link.isReady());
        QVERIFY(f.link.dataAge() == 20s);

        f.pass(1s);

        QVERIFY(!f.link.isReady());
        QCOMPARE(f.lost, std::vector<std::string>{"the price stream is silent"});
        QCOMPARE(f.socket->closings.size(), std::size_t(1));
    }

    void pongsAreNoPrices()
    {
        Fixture f;
        f.link.open();
        f.comeUp();
        for (int i = 0; i < 12; ++i) {
            f.pass(5s);
            f.socket->pong();
        }

        QVERIFY(f.link.isReady() && f.link.isStale());
        f.link.heard();
        QVERIFY(!f.link.isStale());
    }

    void onePatientlyOpenedThatIsNeverConfirmedIsGivenUp()
    {
        Fixture f;
        f.link.open();
        f.pass(FeedLink::Limits().readyWithin); // nobody accepts

        QCOMPARE(f.lost, std::vector<std::string>{"the price stream gave no answer"});
    }

    void waitsAtLeastAsLongAsItIsTold()
    {
        Fixture f;
        f.link.open();
        f.comeUp();
        f.link.fail("somebody else", 30s);
        f.socket->tell("late"); // what was on its way
        f.pass(29s);
        QCOMPARE(f.socket->openings.size(), std::size_t(1));
        f.pass(2s);
        QCOMPARE(f.socket->openings.size(), std::size_t(2));
        QVERIFY(f.messages.empty());
    }

    void waitsGrowWhileItFails()
    {
        Fixture f;
        f.link.open();
        Duration spent{};
        while (f.socket->openings.size() < 12) {
            f.socket->drop("refused", 429);
            f.clock.advance(1s);
            spent += 1s;
            f.link.tick();
        }

        QVERIFY(spent > 60s); // twelve tries in a row would be a storm
        QVERIFY(f.lost.front() == "refused (HTTP 429)");
    }

    void stoppedMeansStopped()
    {
        Fixture f;
        f.link.open();
        f.comeUp();
        f.link.stop("wrong keys");
        f.socket->drop("closed");
        f.pass(200s);

        QVERIFY(f.link.isStopped());
        QCOMPARE(f.socket->openings.size(), std::size_t(1));
        QCOMPARE(f.lost, std::vector<std::string>{"wrong keys"});
    }
};

QTEST_GUILESS_MAIN(FeedLinkTest)
#include "FeedLinkTest.moc"
