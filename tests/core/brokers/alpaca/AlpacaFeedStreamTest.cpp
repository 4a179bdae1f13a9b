#include "tests/core/brokers/alpaca/FeedFixture.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId aapl{"alpaca", "AAPL"};
const InstrumentId tsla{"alpaca", "TSLA"};
const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
const std::vector<SeriesId> twoStocks{{aapl, Timeframe::M5}, {tsla, Timeframe::M1}};
constexpr auto both = R"(["AAPL","TSLA"])";

/// Both stocks with their past, just after 15:00Z of a Monday.
struct Open : FeedFixture {
    Open()
    {
        load(twoStocks, 2, "2026-03-02T15:00:06Z");
        answer("timeframe=5Min", page(R"("AAPL":)" + wireBars("2026-03-02T14:30:00Z", 6, 5min)));
        answer("timeframe=1Min", page(R"("TSLA":)" + wireBars("2026-03-02T14:50:00Z", 10, 1min)));
        feed.open(twoStocks, [this](Event event) { events.push_back(std::move(event)); });
    }
    void comeUp()
    {
        confirm(*sockets.back(), both);
        answer("timeframe=1Min", page(""));
    }
    /// Lost, and waiting for the next confirmation.
    void loseAndReopen()
    {
        socket().drop("gone");
        const std::size_t before = socket().openings.size();
        while (socket().openings.size() == before)
            pass(1s);
    }
    void error(int code)
    {
        socket().tell(R"([{"T":"error","code":)" + std::to_string(code) + R"(,"msg":"x"}])");
    }
};

} // namespace

/// What comes and goes on the streams of prices.
class AlpacaFeedStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClockThatIsFarAheadIsAskedOnceMore()
    {
        FeedFixture f(MarketClock::Pace::Real); // the machine is at 15:00 of 20 November
        f.load(twoStocks, 2, "2026-11-23T10:00:00-05:00");
        f.answerClock("2026-11-20T10:00:00-05:00");
        QVERIFY(!f.waitingFor("timeframe=5Min").empty());
        QVERIFY(f.clock.now() == at("2026-11-20T15:00:00Z"));
    }

    void aHaltIsKnownToTheAccountUntilItEnds_data()
    {
        QTest::addColumn<QString>("end");
        QTest::newRow("told") << R"([{"T":"s","S":"AAPL","sc":"T","sm":"Trading Resumed","rc":"","rm":"","z":"C","t":"2026-03-02T15:03:00Z"}])";
        QTest::newRow("traded again") << QStringLiteral("[") + QString::fromStdString(
            R"({"T":"b","S":"AAPL",)" + wireBar(at("2026-03-02T15:02:00Z"), 2).substr(1)) + QStringLiteral("]");
    }
    void aHaltIsKnownToTheAccountUntilItEnds()
    {
        QFETCH(QString, end);
        Open f;
        f.comeUp();
        QCOMPARE(f.socket().sent.back().bytes, std::string(R"({"action":"subscribe","statuses":["AAPL","TSLA"]})"));
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:00:00Z"), 0);
        f.socket().tell(R"([{"T":"s","S":"AAPL","sc":"H","sm":"Trading Halt","rc":"T1","rm":"News Pending","z":"C","t":"2026-03-02T15:01:20Z"}])");
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:01:00Z"), 1); // of what was traded before it
        QVERIFY(f.halts->reasonOf(aapl).value_or("").starts_with("Trading Halt"));
        QVERIFY(!f.halts->reasonOf(tsla));
        QCOMPARE(f.all<VenueTrouble>().size(), std::size_t(1));
        f.socket().tell(end.toStdString());
        QVERIFY(!f.halts->reasonOf(aapl));
    }

    void aThinMarketMayBeQuiet()
    {
        Open f;
        f.comeUp();
        f.quote(f.socket(), "AAPL", "100", "100.1", "2026-03-02T15:00:07Z");
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 60; ++i) {
                f.socket().pong();
                f.pass(1s);
            }
            f.answer("quotes/latest", R"({"quotes":{"AAPL":{"t":"2026-03-02T15:00:07Z","bp":100,"bs":1,"ap":100.1,"as":1},)"
                                      R"("TSLA":{"t":"2026-03-02T14:10:00Z","bp":9,"bs":1,"ap":9.1,"as":1}}})");
        }
        QVERIFY(f.feed.state().isUp);
        QCOMPARE(f.socket().openings.size(), std::size_t(1));
    }

    void aPriceOfAnotherTimeThanTheMarketsIsNoPrice()
    {
        FeedFixture f(MarketClock::Pace::Real);
        f.open({{aapl, Timeframe::M1}});
        f.confirm(f.socket(), R"(["AAPL"])");
        f.quote(f.socket(), "AAPL", "100", "100.1", "2026-11-20T15:00:00.5Z");
        f.quote(f.socket(), "AAPL", "100", "100.1", "2026-11-21T15:00:01Z"); // a day ahead: not ours
        f.quote(f.socket(), "AAPL", "100", "100.1", "1700-01-01T00:00:00Z");
        QCOMPARE(f.all<QuoteChanged>().size(), std::size_t(1));
        QCOMPARE(f.feed.state().refused, std::uint64_t(2));
        QVERIFY(f.clock.now() < at("2026-11-20T15:01:00Z"));
    }

    void saysItsKeyAndWhatItWantsAndIsUpOnceWhatWasMissedIsThere()
    {
        Open f;
        QCOMPARE(f.socket().openings.back().url, std::string("wss://stream.data.alpaca.markets/v2/iex"));
        f.socket().accept();
        QVERIFY(f.socket().sent.empty()); // the venue speaks first
        f.socket().tell(R"([{"T":"success","msg":"connected"}])");
        QCOMPARE(f.socket().sent.back().bytes, std::string(R"({"action":"auth","key":"PKTEST","secret":"hush"})"));
        f.socket().tell(R"([{"T":"success","msg":"authenticated"}])");
        QCOMPARE(f.socket().sent.size(), std::size_t(3));
        QCOMPARE(f.socket().sent[1].bytes, std::string(R"({"action":"subscribe","quotes":["AAPL","TSLA"]})"));
        f.socket().tell(R"([{"T":"subscription","quotes":["AAPL","TSLA"]}])"); // half of it
        QVERIFY(f.waitingFor("1Min").empty());
        f.socket().tell(R"([{"T":"subscription","quotes":["AAPL","TSLA"],"bars":["AAPL","TSLA"]}])");

        QCOMPARE(f.lastDetail(), std::string("down: the bars that were missed are being fetched"));
        f.answer("timeframe=1Min", page(""));
        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        QVERIFY(f.feed.state().isUp);
    }

    void quotesAreToldAndMoveTheMarketsClock()
    {
        Open f;
        f.comeUp();
        f.quote(f.socket(), "AAPL", "100.1", "100.2", "2026-03-02T15:00:07.5Z");
        f.quote(f.socket(), "AAPL", "100.3", "100.2", "2026-03-02T15:00:08Z"); // crossed
        f.quote(f.socket(), "AAPL", "0", "100.2", "2026-03-02T15:00:08Z");     // nobody bids
        f.quote(f.socket(), "OTHER", "1", "2", "2026-03-02T15:00:09Z");        // not ours

        const auto quotes = f.all<QuoteChanged>();
        QCOMPARE(quotes.size(), std::size_t(1));
        QVERIFY(quotes[0].instrument == aapl && quotes[0].quote.ask.toString() == "100.2");
        QVERIFY(f.clock.now() == at("2026-03-02T15:00:08Z"));
        QCOMPARE(f.feed.state().refused, std::uint64_t(2));
        QCOMPARE(f.feed.state().messages, std::uint64_t(4));
    }

    void minutesGoOnAtOnceAndCoarserBarsWhenTheyAreOver()
    {
        Open f;
        f.comeUp();
        for (int i = 0; i < 5; ++i) {
            f.minute(f.socket(), "AAPL", at("2026-03-02T15:00Z") + i * 1min, i);
            f.minute(f.socket(), "TSLA", at("2026-03-02T15:00Z") + i * 1min, i);
            f.minute(f.socket(), "TSLA", at("2026-03-02T15:00Z") + i * 1min, 70); // once more, different
        }
        QCOMPARE(f.bars().size(), std::size_t(5));
        QVERIFY(f.bars()[4].series == (SeriesId{tsla, Timeframe::M1}));
        QVERIFY(f.bars()[4].bar.closeTime == at("2026-03-02T15:05Z"));
        QCOMPARE(f.bars()[4].bar.open.toString(), std::string("104.5"));

        f.pass(4s);
        QCOMPARE(f.bars().size(), std::size_t(5));
        f.pass(1s); // a quiet market: the clock closes it

        QCOMPARE(f.bars().size(), std::size_t(6));
        QVERIFY(f.bars()[5].series == (SeriesId{aapl, Timeframe::M5}) && f.bars()[5].bar.volume == 50);
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:02Z"), 9); // too late
        f.pass(10s);
        QCOMPARE(f.bars().size(), std::size_t(6));
    }

    void afterALossWhatWasMissedComesBeforeAnythingNewer()
    {
        Open f;
        f.comeUp();
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:00Z"), 0);
        f.minute(f.socket(), "TSLA", at("2026-03-02T15:00Z"), 0);
        f.events.clear();
        f.loseAndReopen();
        QCOMPARE(f.lastDetail(), std::string("down: gone"));
        QVERIFY(!f.feed.state().isUp);

        f.clock.saw(at("2026-03-02T15:03:30Z"));
        f.confirm(f.socket(), both);
        f.minute(f.socket(), "TSLA", at("2026-03-02T15:03Z"), 3); // newer than the gap
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:03Z"), 3);
        f.pass(3s);
        QVERIFY(f.bars().empty());
        const std::string asked = f.waitingFor("timeframe=1Min");
        QVERIFY(asked.find("start=2026-03-02T15%3A01%3A00") != std::string::npos);
        f.answer("timeframe=1Min", page(R"("TSLA":)" + wireBars("2026-03-02T15:00:00Z", 3, 1min) + R"(,"AAPL":)" +
                                        wireBars("2026-03-02T15:01:00Z", 2, 1min, 1)));

        QCOMPARE(f.bars().size(), std::size_t(3)); // 15:01, 15:02, then 15:03; 15:00 was told before
        for (int i = 0; i < 3; ++i)
            QVERIFY(f.bars()[std::size_t(i)].bar.openTime == at("2026-03-02T15:01Z") + i * 1min);
        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        QVERIFY(f.feed.state().reconnects == 1 && f.feed.state().gapsFilled == 4);
    }

    /// Quiet or lost: the venue knows, and the feed stays up meanwhile.
    void aMinuteThatDidNotComeIsAskedForBeforeTheNextGoesOn()
    {
        Open f;
        f.comeUp();
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:00Z"), 0);
        f.minute(f.socket(), "TSLA", at("2026-03-02T15:01Z"), 1); // and 15:00?
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:03Z"), 3); // and 15:01, 15:02?
        QVERIFY(f.bars().empty() && f.feed.state().isUp);
        f.answer("symbols=TSLA", page(R"("TSLA":)" + wireBars("2026-03-02T15:00:00Z", 1, 1min)));
        QCOMPARE(f.bars().size(), std::size_t(2)); // the lost one first
        QCOMPARE(f.bars()[0].bar.open.toString(), std::string("100.5"));
        f.answer("symbols=AAPL", page(R"("AAPL":)" + wireBars("2026-03-02T15:02:00Z", 1, 1min, 2))); // one was quiet
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:04Z"), 4);
        f.minute(f.socket(), "AAPL", at("2026-03-02T15:05Z"), 5);

        QCOMPARE(f.bars().size(), std::size_t(3));
        QCOMPARE(f.bars()[2].bar.volume, 40.0);
        QVERIFY(f.http.waiting() == 0);
    }

    void theLastMinutesOfABarAreAskedForBeforeItCloses()
    {
        Open f;
        f.comeUp();
        for (int i = 0; i < 4; ++i)
            f.minute(f.socket(), "AAPL", at("2026-03-02T15:00Z") + i * 1min, i);
        f.clock.saw(at("2026-03-02T15:05:05Z"));
        f.pass(1s);
        QVERIFY(f.bars().empty());
        f.answer("symbols=AAPL", page(R"("AAPL":)" + wireBars("2026-03-02T15:04:00Z", 1, 1min, 4)));
        f.pass(1s);

        QCOMPARE(f.bars().size(), std::size_t(1));
        QCOMPARE(f.bars()[0].bar.close.toString(), std::string("104.51"));
    }

    void itStaysDownWhileWhatWasMissedCannotBeFetched()
    {
        Open f;
        f.confirm(f.socket(), both);
        f.answer("timeframe=1Min", R"({"message":"no"})", 403);
        QVERIFY(f.lastDetail().starts_with("down: the bars that were missed cannot be fetched"));
        f.minute(f.socket(), "TSLA", at("2026-03-02T15:00Z"), 0);
        QVERIFY(f.bars().empty());

        f.socket().pong();
        f.pass(5s);
        f.answer("timeframe=1Min", page(""));

        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        QCOMPARE(f.bars().size(), std::size_t(1));
    }

    void anInstrumentThatIsNotConfirmedIsNamedAndTheRestGoesOn()
    {
        Open f;
        f.confirm(f.socket(), R"(["TSLA"])");
        QVERIFY(f.waitingFor("timeframe=1Min").empty());
        f.pass(5s);
        f.answer("timeframe=1Min", page(""));

        QCOMPARE(f.lastDetail(), std::string("up: no prices of AAPL: the venue has not confirmed it"));
        f.minute(f.socket(), "TSLA", at("2026-03-02T15:00Z"), 0);
        QCOMPARE(f.bars().size(), std::size_t(1));
    }

    void oneBadSymbolOrOneTooManyDoesNotCostTheRest_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("a symbol that is none") << 400;
        QTest::newRow("more than the plan allows") << 405;
    }
    void oneBadSymbolOrOneTooManyDoesNotCostTheRest()
    {
        QFETCH(int, code);
        Open f;
        f.socket().accept();
        f.socket().tell(R"([{"T":"success","msg":"connected"}])");
        f.socket().tell(R"([{"T":"success","msg":"authenticated"}])");
        const std::size_t before = f.socket().sent.size();
        f.error(code);
        QCOMPARE(f.socket().sent.size(), before + 4); // quotes and bars of each alone
        QCOMPARE(f.socket().sent[before].bytes, std::string(R"({"action":"subscribe","quotes":["AAPL"]})"));
        f.error(code); // of the bad one
        f.socket().tell(R"([{"T":"subscription","quotes":["TSLA"],"bars":["TSLA"]}])");
        QCOMPARE(f.socket().sent.size(), before + 4);
        f.pass(5s);

        QVERIFY(!f.waitingFor("timeframe=1Min").empty());
    }

    void eachErrorHasItsRemedy_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("soonest"); ///< Seconds until it is opened again; -1 = never, 0 = it stays open.
        QTest::newRow("auth failed") << 402 << -1;
        QTest::newRow("already authenticated") << 403 << 0;
        QTest::newRow("auth timeout") << 404 << 1;
        QTest::newRow("symbol limit") << 405 << 0;
        QTest::newRow("another session") << 406 << 10;
        QTest::newRow("slow client") << 407 << 1;
        QTest::newRow("not in the plan") << 409 << -1;
        QTest::newRow("scope") << 411 << -1;
        QTest::newRow("their own") << 500 << 1;
    }
    void eachErrorHasItsRemedy()
    {
        QFETCH(int, code);
        QFETCH(int, soonest);
        Open f;
        f.comeUp();

        f.error(code);

        if (soonest == 0) {
            f.socket().pong();
            f.pass(10s);
            QVERIFY(f.feed.state().isUp && f.socket().openings.size() == 1);
            return;
        }
        QVERIFY(!f.feed.state().isUp && !f.feed.state().detail.empty());
        QCOMPARE(f.socket().closings.size(), std::size_t(1));
        f.pass((soonest < 0 ? 600 : soonest - 1) * 1s);
        QCOMPARE(f.socket().openings.size(), std::size_t(1));
        if (soonest > 0)
            f.pass(62s);
        QVERIFY((f.socket().openings.size() > 1) == (soonest > 0));
    }

    void aKeyThatIsAskedForIsSaidOnceMoreAndNotForEver()
    {
        Open f;
        f.socket().accept();
        f.socket().tell(R"([{"T":"success","msg":"connected"}])");
        f.error(401);
        QCOMPARE(f.socket().sent.size(), std::size_t(2));
        QVERIFY(f.socket().closings.empty());
        f.error(401);
        QCOMPARE(f.socket().closings.size(), std::size_t(1));
    }

    void anOpenMarketThatIsSilentIsNoMarket_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("quotes");
        QTest::newRow("the venue has newer ones")
            << 200 << R"({"quotes":{"TSLA":{"t":"2026-03-02T15:00:40Z","bp":9,"bs":1,"ap":9.1,"as":1}}})";
        QTest::newRow("the venue does not say") << 403 << "{}";
    }
    void anOpenMarketThatIsSilentIsNoMarket()
    {
        Open f;
        f.comeUp();
        for (int i = 0; i < 59; ++i) {
            f.socket().pong(); // the socket lives
            f.pass(1s);
        }
        QVERIFY(f.feed.state().isUp);
        f.pass(1s);
        QFETCH(int, status);
        QFETCH(QString, quotes);
        f.answer("quotes/latest", quotes.toStdString(), status);

        QVERIFY(!f.feed.state().isUp);
        QVERIFY(f.feed.state().detail.starts_with("no prices for a minute"));
    }

    void aClosedMarketMayBeSilent()
    {
        FeedFixture f;
        f.load(twoStocks, 2, "2026-03-02T21:30:00Z");
        f.answer("timeframe=5Min", page(""));
        f.answer("timeframe=1Min", page(""));
        f.open(twoStocks);
        f.confirm(f.socket(), both);
        f.answer("timeframe=1Min", page(""));
        for (int i = 0; i < 300; ++i) {
            f.socket().pong();
            f.pass(1s);
        }

        QVERIFY(f.feed.state().isUp);
        QVERIFY(!f.waitingFor("/v2/clock").empty()); // the venue's clock moves ours meanwhile
        f.answerClock("2026-03-03T08:00:00-05:00");
        QVERIFY(f.clock.now() == at("2026-03-03T13:00:00Z"));
    }

    void aBarThatCannotBeReadIsMissedLikeOneThatNeverCame()
    {
        Open f;
        f.comeUp();
        f.socket().tell(R"([{"T":"b","S":"TSLA","o":)");
        f.socket().tell(R"([{"T":"b","S":"TSLA","o":"much"}])");
        QVERIFY(f.feed.state().isUp && f.feed.state().refused == 2);

        f.minute(f.socket(), "TSLA", at("2026-03-02T15:01Z"), 1);
        f.answer("symbols=TSLA", page(R"("TSLA":)" + wireBars("2026-03-02T15:00:00Z", 1, 1min)));

        QCOMPARE(f.bars().size(), std::size_t(2));
    }

    void coinsHaveAStreamOfTheirOwnAndHoursByTheClock()
    {
        FeedFixture f;
        const std::vector<SeriesId> series{{coin, Timeframe::H1}, {aapl, Timeframe::M1}};
        f.load(series, 2, "2026-03-02T15:58:30Z");
        f.answer("/v2/stocks/bars", page(""));
        f.answer("timeframe=1Hour", page(R"("BTC/USD":)" + wireBars("2026-03-02T12:00:00Z", 4, 1h)));
        f.answer("timeframe=1Min", page(R"("BTC/USD":)" + wireBars("2026-03-02T15:00:00Z", 58, 1min)));
        QCOMPARE((**f.past).at(series[0]).size(), std::size_t(2));
        f.open(series);
        QCOMPARE(f.sockets.size(), std::size_t(2));
        QCOMPARE(f.sockets[1]->openings.back().url, std::string("wss://stream.data.alpaca.markets/v1beta3/crypto/us"));
        f.confirm(*f.sockets[0], R"(["AAPL"])");
        f.answer("/v2/stocks/bars", page(""));
        QVERIFY(!f.feed.state().isUp); // one of the two is not enough
        f.confirm(*f.sockets[1], R"(["BTC/USD"])");
        f.answer("/v1beta3/crypto/us/bars", page(""));
        QVERIFY(f.feed.state().isUp);

        f.minute(*f.sockets[1], "BTC/USD", at("2026-03-02T15:58Z"), 58);
        f.minute(*f.sockets[1], "BTC/USD", at("2026-03-02T15:59Z"), 59);
        f.minute(*f.sockets[1], "BTC/USD", at("2026-03-02T16:00Z"), 60);
        QCOMPARE(f.bars().size(), std::size_t(1));
        QVERIFY(f.bars()[0].series == series[0] && f.bars()[0].bar.volume == 600);
        QVERIFY(f.bars()[0].bar.openTime == at("2026-03-02T15:00Z"));
    }
};

QTEST_GUILESS_MAIN(AlpacaFeedStreamTest)
#include "AlpacaFeedStreamTest.moc"
