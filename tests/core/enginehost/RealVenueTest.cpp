#include "app/support/DataLock.h" // first: moc 6.4 stumbles over <compare>
#include "core/engine/RealVenue.h"
#include "core/engine/EngineHost.h"
#include "tests/core/enginehost/DemoRun.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/FakeBroker.h"
#include "tests/support/FakeFeed.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr int longEnoughMillis = 30'000;
const Timestamp played = *parseIsoText("2024-03-04T15:00:00Z");

/// What the engine was told, in order.
class Heard final : public EngineObserver {
public:
    void barClosed(const SeriesId &, const Bar &bar) override { said.push_back("bar " + bar.close.toString()); }
    void linkChanged(bool isUp, const std::string &detail, Timestamp) override
    {
        said.push_back(std::string(isUp ? "link " : "no link ") + detail);
    }
    void noted(Severity, const std::string &kind, const std::string &text, Timestamp) override
    {
        if (kind == "feed")
            said.push_back(text);
    }
    [[nodiscard]] bool has(const std::string &text) const { return std::ranges::count(said, text) > 0; }
    std::vector<std::string> said;
};

const Lamp *lamp(const EngineSnapshot &snapshot, const std::string &name)
{
    const auto found = std::ranges::find(snapshot.lamps, name, &Lamp::name);
    return found == snapshot.lamps.end() ? nullptr : &*found;
}

} // namespace

/// Clock, broker and feed put together, with a host around them and the venue's side played by the test.
class RealVenueTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    ManualClock m_machine{played + 900 * 24h};
    std::vector<std::string> m_gone;
    MarketClock *m_clock = nullptr;
    FakeBroker *m_broker = nullptr;
    FakeFeed *m_feed = nullptr;
    std::shared_ptr<net::CallGuard> m_guard;
    Heard m_heard;
    std::unique_ptr<EngineHost> m_host;
    SeriesId m_series;

    /// The parts tell the test when they go.
    void make()
    {
        m_gone.clear();
        m_heard.said.clear();
        HostSetup setup = demoSetup(m_dir.path());
        const BotSettings &bot = setup.engine.bots.front();
        m_series = {bot.instruments.front(), bot.timeframe};
        setup.observers.push_back(&m_heard);
        setup.makeVenue = [this](EngineMonitor &monitor) {
            RealVenueParts parts;
            parts.transports = std::shared_ptr<void>(nullptr, [this](void *) { m_gone.push_back("transports"); });
            parts.clock = std::make_unique<MarketClock>(m_machine, MarketClock::Pace::Played);
            parts.broker = std::make_unique<FakeBroker>();
            parts.feed = std::make_unique<FakeFeed>();
            parts.guard = m_guard = std::make_shared<net::CallGuard>();
            parts.series = {m_series};
            parts.warmUpBars = 7;
            m_clock = parts.clock.get();
            m_broker = static_cast<FakeBroker *>(parts.broker.get());
            m_feed = static_cast<FakeFeed *>(parts.feed.get());
            return std::make_unique<RealVenue>(std::move(parts), monitor);
        };
        m_host = std::make_unique<EngineHost>(std::move(setup));
    }
    [[nodiscard]] Bar bar(int number, const char *close) const
    {
        const Timestamp open = played + number * lengthOf(m_series.timeframe);
        return {open, open + lengthOf(m_series.timeframe), px(close), px(close), px(close), px(close), 1};
    }
    void openWith(MarketFeed::Past past)
    {
        make();
        QVERIFY(m_host->start());
        m_clock->saw(played);
        m_feed->answer(std::move(past));
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine(), longEnoughMillis);
    }

private Q_SLOTS:
    void cleanup() { m_host.reset(); }

    /// Thrown in an adapter's callback, under Qt's event loop, where it would end the program.
    void aBugInACallbackHaltsTradingAndEndsNothing()
    {
        openWith({});
        m_guard->run([] { bug("a price that does not fit"); });
        QTRY_VERIFY_WITH_TIMEOUT(m_host->snapshot()->isHalted, longEnoughMillis);
        QVERIFY(m_host->snapshot()->haltReason.find("a price that does not fit") != std::string::npos);
    }

    void aBugWhileItOpensIsWhyItDoesNot()
    {
        make();
        const QSignalSpy failed(m_host.get(), &EngineHost::failed);
        QVERIFY(m_host->start());
        m_guard->run([] { bug("a bar that does not fit"); });
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, longEnoughMillis);
        QVERIFY(failed.front().front().toString().contains(QStringLiteral("a bar that does not fit")));
        QVERIFY(!m_host->engine());
    }

    void itOpensWithThePastAndThenListens()
    {
        make();
        QVERIFY(m_host->start());
        QVERIFY(m_feed->pastOf == std::vector{m_series});
        QCOMPARE(m_feed->pastBars, 7);
        QTRY_VERIFY_WITH_TIMEOUT(m_feed->ticks > 2, longEnoughMillis); // time goes on while it waits
        QVERIFY(!m_host->engine() && !m_feed->openedFor);
        m_clock->saw(played);

        m_feed->answer(MarketFeed::Past{{m_series, {bar(-2, "100"), bar(-1, "101")}}});

        QVERIFY(!m_host->engine()); // not from inside the feed
        QTRY_VERIFY_WITH_TIMEOUT(m_host->engine(), longEnoughMillis);
        QVERIFY(m_feed->openedFor == std::vector{m_series});
        QVERIFY(m_heard.has("link fake")); // the broker was opened
        QVERIFY(m_host->snapshot()->marketTime >= played && m_host->snapshot()->marketTime < played + 1h);
    }

    void whatItTellsReachesTheEngineInOrder()
    {
        openWith({});
        m_heard.said.clear();

        m_feed->tell(FeedChanged{false, "connecting"});
        m_feed->tell(BarClosed{m_series, bar(0, "100")});
        m_feed->tell(FeedChanged{true, "prices arrive"});
        m_feed->tell(BarClosed{m_series, bar(1, "102")});
        m_feed->tell(QuoteChanged{m_series.instrument, {px("102.1"), px("102.2"), played + 1h}});
        QVERIFY(m_heard.said.empty()); // each waits its turn

        const std::vector<std::string> expected{"Prices come no more: connecting.", "bar 100", "Prices come again.",
                                                "bar 102"};
        QTRY_COMPARE_WITH_TIMEOUT(m_heard.said, expected, longEnoughMillis);
        QVERIFY(m_host->engine()->parts().portfolio.quote(m_series.instrument)->ask == px("102.2"));
    }

    void aFeedOrALinkThatIsDownIsShown()
    {
        openWith({});
        m_feed->tell(QuoteChanged{m_series.instrument, {px("102.1"), px("102.2"), played}});
        m_feed->tell(FeedChanged{true, "prices arrive"});
        QTRY_VERIFY_WITH_TIMEOUT(lamp(*m_host->snapshot(), "feed")->isGood, longEnoughMillis);

        m_feed->tell(FeedChanged{false, "no prices for a minute"});
        m_feed->tell(LinkChanged{false, "the order stream is lost"});

        QTRY_VERIFY_WITH_TIMEOUT(!lamp(*m_host->snapshot(), "feed")->isGood, longEnoughMillis);
        QCOMPARE(lamp(*m_host->snapshot(), "feed")->detail, std::string("no prices for a minute"));
        QVERIFY(!lamp(*m_host->snapshot(), "broker")->isGood);
        QVERIFY(!m_host->snapshot()->isReady);
    }

    void aVenueThatDoesNotAnswerIsGivenUpWithAReason()
    {
        make();
        QSignalSpy failed(m_host.get(), &EngineHost::failed);
        QVERIFY(m_host->start());
        m_feed->now.detail = "connecting";
        m_machine.advance(RealVenue::openWithin - 1s);
        const int ticks = m_feed->ticks;
        QTRY_VERIFY_WITH_TIMEOUT(m_feed->ticks > ticks + 1, longEnoughMillis);
        QVERIFY(failed.isEmpty());

        m_machine.advance(1s);

        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longEnoughMillis);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("90 seconds: connecting")));
        m_feed->answer(MarketFeed::Past{}); // too late
        QVERIFY(!m_host->engine());
    }

    void whyThereIsNoPastIsSaid()
    {
        make();
        QSignalSpy failed(m_host.get(), &EngineHost::failed);
        QVERIFY(m_host->start());

        m_feed->answer(failure(ErrorCode::Refused, "the plan has no such feed"));

        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longEnoughMillis);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("the plan has no such feed")));
    }

    void afterTheEndNothingMovesAnyMore()
    {
        openWith({});
        m_heard.said.clear();
        m_feed->tell(BarClosed{m_series, bar(0, "100")});

        m_host->stop(QStringLiteral("enough"));

        m_feed->tell(BarClosed{m_series, bar(1, "101")});
        QCoreApplication::sendPostedEvents();
        QVERIFY(m_heard.said.empty());
    }

    void itsTimeIsTheVenues()
    {
        openWith({});

        QVERIFY(!m_host->command(SetSpeed{10}, {"owner", "cli"}).isDone);
        QVERIFY(!m_host->command(SetPauseWhileCardsWait{true}, {"owner", "cli"}).isDone);
        QCOMPARE(m_host->snapshot()->speed, 1.0);
    }

    void transportsGoLast()
    {
        openWith({});
        QVERIFY(m_gone.empty());

        m_host.reset();

        QCOMPARE(m_gone, std::vector<std::string>{"transports"});
    }
};

QTEST_GUILESS_MAIN(RealVenueTest)
#include "RealVenueTest.moc"
