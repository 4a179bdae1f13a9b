#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "tests/support/CoreBuilders.h"

#include "core/simulation/JoinedTape.h"
#include "core/simulation/TradeTape.h"
#endif

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId apple{"alpaca", "AAPL"};
const InstrumentId coin{"bybit-linear", "BTCUSDT"};

Trade trade(Timestamp at, const char *price, const char *size, std::optional<Side> taker = {})
{
    return {.at = at, .price = px(price), .size = qty(size), .taker = taker};
}

std::vector<MarketStep> all(MarketTape &tape)
{
    std::vector<MarketStep> steps;
    while (tape.nextAt()) {
        const Timestamp at = *tape.nextAt();
        steps.push_back(tape.next());
        if (steps.back().at != at)
            bug("a step came at another time than said");
    }
    return steps;
}

} // namespace

class TradeTapeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tradesComeAsTheyWereAndMakeTheirMinutes()
    {
        const Timestamp at = sessionTime();
        TradeTape tape({{coin, {trade(at + 1s, "100", "0.5", Side::Buy), trade(at + 20s, "103", "0.25", Side::Sell),
                                trade(at + 20s, "99", "0.125"), trade(at + 125s, "101", "2", Side::Buy)}}},
                       at);
        const auto steps = all(tape);

        QCOMPARE(steps.size(), std::size_t(6)); // four trades, two minutes; the one between has none
        QCOMPARE(*steps[0].size, qty("0.5"));
        QCOMPARE(*steps[1].taker, Side::Sell);
        QVERIFY(!steps[2].taker);
        const Bar &first = steps[3].bar;
        QCOMPARE(steps[3].kind, MarketStep::Kind::BarClose);
        QCOMPARE(first.openTime, at);
        QCOMPARE(first.open, px("100"));
        QCOMPARE(first.high, px("103"));
        QCOMPARE(first.low, px("99"));
        QCOMPARE(first.close, px("99"));
        QCOMPARE(first.volume, 0.875);
        QVERIFY(steps[3].wasPlayedAsTicks && !steps[3].endsSession);
        QCOMPARE(steps[5].bar.openTime, at + 2min);
        QCOMPARE(steps[5].bar.volume, 2.0);
    }

    void ofStocksOnlyTheSessionIsPlayedAndItEnds()
    {
        const Timestamp close = sessionTime() + 5h; // 16:00 in New York
        TradeTape tape({{apple, {trade(close - 8h, "90", "1"), trade(close - 90s, "100", "10"), trade(close - 30s, "101", "20"),
                                 trade(close + 10s, "99", "5"), trade(close + 18h, "102", "7")}}},
                       sessionTime() - 24h);
        const auto steps = all(tape);

        QCOMPARE(steps.size(), std::size_t(6));
        QVERIFY(!steps[1].endsSession); // 15:58, and there is more
        QVERIFY(steps[3].endsSession);
        QCOMPARE(steps[3].bar.volume, 20.0);
        QCOMPARE(steps[4].price, px("102"));
        QVERIFY(steps[5].endsSession);
    }

    void whatIsBeforeTheStartIsLeftOut()
    {
        TradeTape tape({{coin, {trade(sessionTime(), "100", "1"), trade(sessionTime() + 2min, "101", "1")}}},
                       sessionTime() + 1min);
        QCOMPARE(*tape.nextAt(), sessionTime() + 2min);
    }

    void twoTapesAreOneInOrderOfTime()
    {
        std::vector<std::unique_ptr<MarketTape>> tapes;
        const Timestamp at = sessionTime();
        tapes.push_back(std::make_unique<TradeTape>(
            std::vector<TradeTape::Series>{{coin, {trade(at + 3s, "1", "1"), trade(at + 90s, "2", "1")}}}, at));
        tapes.push_back(std::make_unique<TradeTape>(
            std::vector<TradeTape::Series>{{apple, {trade(at + 1s, "3", "1"), trade(at + 30s, "4", "1")}}}, at));
        JoinedTape joined(std::move(tapes));
        const auto steps = all(joined);

        QCOMPARE(steps.size(), std::size_t(7));
        for (std::size_t i = 1; i < steps.size(); ++i)
            QVERIFY(steps[i - 1].at <= steps[i].at);
    }
};

QTEST_GUILESS_MAIN(TradeTapeTest)
#include "TradeTapeTest.moc"
