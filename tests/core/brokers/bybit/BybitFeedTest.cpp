#include "tests/core/brokers/bybit/BybitFeedDesk.h"

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

using Strings = std::vector<std::string>;
const InstrumentId perpetual{"bybit-linear", "BTCUSDT"};
const InstrumentId pair{"bybit-spot", "BTCUSDT"};
const SeriesId fives{perpetual, Timeframe::M5};
const Timestamp noon = at("2026-03-02T12:00:00Z");

/// One series with its past until 12:00, at 12:01:30.
struct Open : BybitFeedDesk {
    Open()
    {
        load({fives}, 2);
        answerTime(noon + 90s);
        answerKlines("interval=5", rows(noon - 20min, 5, 5min, -4)); // the last one, number 0, runs
        feed.open({fives}, [this](Event event) { events.push_back(std::move(event)); });
    }
    void subscribe()
    {
        socket().accept();
        confirmAll(socket());
    }
    void comeUp()
    {
        subscribe();
        book(socket(), noon + 91s);
        answerKlines("interval=5", rows(noon, 1, 5min));
        events.clear();
    }
    void loseAndReopen()
    {
        socket().drop("gone");
        const std::size_t before = socket().openings.size();
        while (socket().openings.size() == before)
            pass(1s);
    }
};

} // namespace

class BybitFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- the past --------------------------------------------------------------------------------

    /// The venue's answers carry real time, by which the running bar of a played market ended long ago.
    void whatRunsInThePlayedMarketIsNotClosed()
    {
        Open f;

        QVERIFY(f.past && *f.past);
        const auto &bars = (**f.past).at(fives);
        QCOMPARE(bars.size(), std::size_t(2));
        QVERIFY(bars.back().closeTime == noon && bars.back().close.toString() == "99");
        const auto &asked = f.http.requests[1].url;
        QVERIFY(asked.starts_with("https://api.bybit.com/v5/market/kline?category=linear&symbol=BTCUSDT&interval=5&start="));
        QVERIFY(f.http.requests[1].headers.lines().empty()); // no key goes along
    }

    void aLongPastIsReadPageByPageFromTheNewest()
    {
        BybitFeedDesk f;
        f.load({fives}, 1500);
        f.answerTime(noon + 90s);
        const Timestamp last = noon - 5min;
        f.answerKlines("interval=5", rows(last - 999 * 5min, 1000, 5min, 501));
        QVERIFY(!f.past);
        f.answerKlines("end=" + millis(last - 999 * 5min - 1ms), rows(last - 1500 * 5min, 501, 5min));

        const auto &bars = (**f.past).at(fives);
        QCOMPARE(bars.size(), std::size_t(1500));
        QVERIFY(bars.back().openTime == last);
        for (std::size_t i = 1; i < bars.size(); ++i)
            QVERIFY(bars[i].openTime == bars[i - 1].closeTime);
    }

    void aMarketThatHasNotBegunIsWaitedFor()
    {
        BybitFeedDesk f;
        f.load({fives}, 2);
        f.answerTime(Timestamp());
        QVERIFY(!f.past && f.feed.state().detail == "the market has not begun");
        f.pass(1s);
        f.answerTime(noon + 90s);
        f.answerKlines("interval=5", rows(noon - 20min, 4, 5min));

        QVERIFY(f.past && *f.past);
    }

    void whatFailsIsAskedAgainAndARefusalIsFinal()
    {
        BybitFeedDesk f;
        f.load({fives}, 2);
        f.answer("orderbook", "<html>", 502);
        QVERIFY(!f.waitingFor("orderbook"));
        f.pass(1s);
        f.answerTime(noon);
        f.answer("interval=5", R"({"retCode":10001,"retMsg":"Not supported symbols","result":{},"time":1})");

        QVERIFY(f.past && !*f.past && !f.past->error().message.empty());
    }

    void aBanOfTheAddressSilencesTheAccountToo()
    {
        BybitFeedDesk f;
        f.load({fives}, 2);
        f.answer("orderbook", "access too frequent", 403);
        f.pass(2s);
        QVERIFY(f.silence->left(f.machine.steady()) > 9min);
        QVERIFY(!f.waitingFor("orderbook"));
    }

    void aBanThatTheAccountWasToldSilencesThePricesToo()
    {
        BybitFeedDesk f;
        f.silence->keep(f.machine.steady() + 10min);
        f.load({fives}, 2);
        f.pass(590s);
        QCOMPARE(f.http.requests.size(), std::size_t(0));
        f.pass(20s);
        QCOMPARE(f.http.requests.size(), std::size_t(1));
    }

    // --- the streams -----------------------------------------------------------------------------

    void isUpOnceAllIsConfirmedAndWhatWasMissedIsThere()
    {
        Open f;
        QCOMPARE(f.socket().openings[0].url, std::string("wss://stream.bybit.com/v5/public/linear"));
        f.socket().accept();
        QCOMPARE(f.socket().sent.size(), std::size_t(1));
        QVERIFY(f.socket().sent[0].bytes.find(R"("args":["orderbook.1.BTCUSDT","kline.5.BTCUSDT"])") != std::string::npos);
        f.confirmAll(f.socket());
        QVERIFY(!f.feed.state().isUp && !f.waitingFor("interval=5")); // what time is it there?

        f.book(f.socket(), noon + 5min + 2s);
        QVERIFY(f.http.requests.back().url.find("start=" + millis(noon)) != std::string::npos);
        QCOMPARE(f.lastDetail(), std::string("down: the bars that were missed are being fetched"));
        f.answerKlines("interval=5", rows(noon, 2, 5min)); // one has closed since, one runs

        QCOMPARE(f.closes(), Strings{"100"});
        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        QVERIFY(f.clock.now() == noon + 5min + 2s);
    }

    void eachClosedBarGoesOnOnce()
    {
        Open f;
        f.comeUp();
        f.kline(f.socket(), noon, 0, false);
        QVERIFY(f.closes().empty());
        f.kline(f.socket(), noon, 0, true);
        f.kline(f.socket(), noon, 7, true); // once more, and different
        f.kline(f.socket(), noon + 5min, 1, true);

        QCOMPARE(f.closes(), (Strings{"100", "101"}));
        QVERIFY(f.all<BarClosed>()[0].series == fives && f.all<BarClosed>()[0].bar.closeTime == noon + 5min);
        QVERIFY(f.feed.state().isUp);
    }

    void afterALossWhatWasMissedComesBeforeAnythingNewer()
    {
        Open f;
        f.comeUp();
        f.kline(f.socket(), noon, 0, true);
        f.loseAndReopen();
        QCOMPARE(f.lastDetail(), std::string("down: gone"));
        f.subscribe();
        f.kline(f.socket(), noon + 15min, 3, true);
        QCOMPARE(f.closes(), Strings{"100"});
        f.answer("interval=5", "<html>", 502); // and it is asked for again
        f.pass(1s);
        QCOMPARE(f.closes(), Strings{"100"});
        f.answerKlines("interval=5", rows(noon + 5min, 2, 5min, 1));

        QCOMPARE(f.closes(), (Strings{"100", "101", "102", "103"}));
        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        QVERIFY(f.feed.state().reconnects == 1 && f.feed.state().gapsFilled == 2);
    }

    void aBarWhoseEndWasNotHeardIsFetched()
    {
        Open f;
        f.comeUp();
        f.pass(6s);
        f.kline(f.socket(), noon + 5min, 1, false); // the one of noon must have closed
        f.kline(f.socket(), noon + 5min, 1, true);
        QVERIFY(f.closes().empty());
        QVERIFY(f.feed.state().isUp); // prices go on
        f.answerKlines("interval=5", rows(noon, 2, 5min));

        QCOMPARE(f.closes(), (Strings{"100", "101"}));
        f.kline(f.socket(), noon + 10min, 2, true);
        QCOMPARE(f.closes().size(), std::size_t(3));
    }

    void aBarThatTheVenueItselfLacksIsNotWaitedForForEver()
    {
        Open f;
        f.comeUp();
        f.pass(6s);
        f.kline(f.socket(), noon + 5min, 1, true);
        f.answerKlines("interval=5", "[]");
        QCOMPARE(f.closes(), Strings{"101"});
        f.kline(f.socket(), noon + 15min, 3, false);
        f.kline(f.socket(), noon + 15min, 3, false);
        QVERIFY(!f.waitingFor("interval=5")); // not with every message
    }

    void bestPricesBecomeQuotes()
    {
        Open f;
        f.comeUp();
        f.book(f.socket(), noon + 100s, "100.3", "100.4");
        f.book(f.socket(), noon + 101s, "100.5", "100.4"); // crossed
        f.book(f.socket(), noon + 102s, "100.4", "100.6");

        const auto quotes = f.all<QuoteChanged>();
        QCOMPARE(quotes.size(), std::size_t(2));
        QVERIFY(quotes[0].instrument == perpetual && quotes[0].quote.bid.toString() == "100.3");
        QVERIFY(quotes[1].quote.ask.toString() == "100.6" && quotes[1].quote.at == noon + 102s);
        QCOMPARE(f.feed.state().refused, std::uint64_t(1));
    }

    void aBookWithAGapIsAskedForAnewAndShowsNothingMeanwhile()
    {
        Open f;
        f.comeUp();
        f.socket().sent.clear();
        f.book(f.socket(), noon + 100s, "100.3", "100.4", "delta", 2); // one is missing
        QCOMPARE(f.socket().sent.size(), std::size_t(2));
        QVERIFY(f.socket().sent[0].bytes.find(R"("op":"unsubscribe")") != std::string::npos);
        QVERIFY(f.socket().sent[1].bytes.find(R"("args":["orderbook.1.BTCUSDT"])") != std::string::npos);
        f.book(f.socket(), noon + 101s, "100.3", "100.4", "delta");
        QVERIFY(f.all<QuoteChanged>().empty());
        QCOMPARE(f.socket().sent.size(), std::size_t(2)); // not with every message
        f.book(f.socket(), noon + 102s, "100.3", "100.4");

        QCOMPARE(f.all<QuoteChanged>().size(), std::size_t(1));
    }

    void oneBadTopicDoesNotCostTheRest()
    {
        Open f;
        f.socket().accept();
        const std::string together = BybitFeedDesk::idOf(f.socket().sent[0].bytes);
        f.reply(f.socket(), together, false, "error:handler not found,topic:kline.5.BTCUSDT");
        QCOMPARE(f.socket().sent.size(), std::size_t(3)); // each by itself
        f.reply(f.socket(), BybitFeedDesk::idOf(f.socket().sent[1].bytes), true);
        f.reply(f.socket(), BybitFeedDesk::idOf(f.socket().sent[2].bytes), false, "error:handler not found");
        f.book(f.socket(), noon + 91s);
        f.answerKlines("interval=5", "[]");

        QCOMPARE(f.lastDetail(), std::string("up: nothing of kline.5.BTCUSDT: the venue has not confirmed it"));
        QCOMPARE(f.all<QuoteChanged>().size(), std::size_t(1));
    }

    void aTopicThatWasRefusedIsAskedForAgain()
    {
        Open f;
        f.comeUp();
        f.socket().sent.clear();
        f.book(f.socket(), noon + 100s, "100.3", "100.4", "delta", 2); // one is missing: it is renewed
        f.reply(f.socket(), BybitFeedDesk::idOf(f.socket().sent[1].bytes), false, "error:handler not found");
        QCOMPARE(f.lastDetail(), std::string("up: nothing of orderbook.1.BTCUSDT: the venue has not confirmed it"));
        f.socket().sent.clear();
        const auto live = [&f](int seconds) {
            for (int i = 0; i < seconds; ++i) {
                f.pass(1s);
                f.kline(f.socket(), noon, 0, false);
                f.socket().tell(R"({"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"})");
            }
        };
        live(31);
        const auto asked = std::find_if(f.socket().sent.begin(), f.socket().sent.end(), [](const auto &each) {
            return each.bytes.find(R"("args":["orderbook.1.BTCUSDT"])") != std::string::npos;
        });
        QVERIFY(asked != f.socket().sent.end());
        f.reply(f.socket(), BybitFeedDesk::idOf(asked->bytes), true);
        QCOMPARE(f.lastDetail(), std::string("up: prices arrive"));
        f.socket().sent.clear();
        live(31);
        for (const auto &each : f.socket().sent)
            QVERIFY(each.bytes.find("subscribe") == std::string::npos);
    }

    void aSeriesThatDiesAloneIsFetched()
    {
        Open f;
        f.comeUp();
        f.book(f.socket(), noon + 5min + 1s); // the market is past the end of the bar of noon, and nobody says so
        f.pass(9s);
        QVERIFY(!f.waitingFor("interval=5"));
        f.pass(3s);
        f.answerKlines("interval=5", rows(noon, 2, 5min));

        QCOMPARE(f.closes(), Strings{"100"});
        QVERIFY(f.feed.state().isUp);
    }

    void aTopicThatIsNotAnsweredIsNamedAfterAWhile()
    {
        Open f;
        f.socket().accept();
        f.pass(5s);
        QVERIFY(!f.feed.state().isUp);
        QVERIFY(f.lastDetail().starts_with("down: the venue confirmed none"));
        QCOMPARE(f.socket().closings.size(), std::size_t(1));
    }

    void itsOwnPingKeepsItAliveAndSilenceEndsIt()
    {
        Open f;
        f.comeUp();
        f.socket().sent.clear();
        for (int i = 0; i < 25; ++i) {
            f.pass(1s);
            f.book(f.socket(), noon + 92s + i * 1s);
        }
        QCOMPARE(f.socket().sent.size(), std::size_t(1));
        QVERIFY(f.socket().sent[0].bytes.starts_with(R"({"op":"ping")"));
        f.socket().tell(R"({"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"})");
        f.pass(14s);
        QVERIFY(f.feed.state().isUp);
        f.pass(1s);

        QVERIFY(!f.feed.state().isUp);
        QCOMPARE(f.feed.state().detail, std::string("no prices for 15 seconds"));
    }

    void aBarThatCannotBeReadIsMissedLikeOneThatNeverCame()
    {
        Open f;
        f.comeUp();
        f.pass(6s);
        f.socket().tell(R"({"topic":"kline.5.BTCUSDT","type":"snap)");
        QVERIFY(f.feed.state().isUp && f.feed.state().refused == 1);
        f.kline(f.socket(), noon + 5min, 1, false);
        f.answerKlines("interval=5", rows(noon, 2, 5min));

        QCOMPARE(f.closes(), Strings{"100"});
    }

    void spotAndContractsHaveSocketsOfTheirOwn()
    {
        BybitFeedDesk f;
        f.open({fives, {pair, Timeframe::H1}});
        QCOMPARE(f.sockets.size(), std::size_t(2));
        QCOMPARE(f.sockets[0]->openings[0].url, std::string("wss://stream.bybit.com/v5/public/spot"));
        QCOMPARE(f.sockets[1]->openings[0].url, std::string("wss://stream.bybit.com/v5/public/linear"));
        f.sockets[1]->accept();
        f.confirmAll(*f.sockets[1]);
        f.book(*f.sockets[1], noon);
        f.answerKlines("category=linear", "[]");
        QVERIFY(!f.feed.state().isUp); // one of the two is not enough
    }

    void manyTopicsAreSharedOutAmongSockets()
    {
        BybitFeedDesk f;
        std::vector<SeriesId> series;
        for (int i = 0; i < 550; ++i)
            series.push_back({{"bybit-linear", "COIN" + std::to_string(i) + "USDT"}, Timeframe::M1});
        f.open(series);

        QCOMPARE(f.sockets.size(), std::size_t(2));
        std::size_t messages = 0;
        for (FakeSocket *each : f.sockets) {
            each->accept();
            messages += each->sent.size();
        }
        QVERIFY(messages >= 110 && messages <= 112); // ten topics each
    }
};

QTEST_GUILESS_MAIN(BybitFeedTest)
#include "BybitFeedTest.moc"
