#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "tests/exchange/AlpacaStreams.h"

#include "app/exchange/SyntheticMarket.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#endif

#include <QObject>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

void control(AlpacaDesk &desk, const char *path, const QByteArray &body)
{
    QCOMPARE(desk.call("POST", QStringLiteral("/control/") + QLatin1String(path), body).status, 200);
}
void halt(AlpacaDesk &desk)
{
    control(desk, "halt", "{\"symbol\":\"AAPL\"}");
}
void resume(AlpacaDesk &desk)
{
    control(desk, "resume", "{\"symbol\":\"AAPL\"}");
}

/// One message of a stream, as our own client reads it.
template <class T>
std::optional<T> readAs(const QJsonValue &message)
{
    const auto frame =
        alpaca::parseMarketFrame(QJsonDocument(QJsonArray{message}).toJson(QJsonDocument::Compact).toStdString());
    if (!frame || frame->messages.size() != 1 || !std::holds_alternative<T>(frame->messages.front()))
        return std::nullopt;
    return std::get<T>(frame->messages.front());
}

} // namespace

class HaltsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHaltIsToldAndReadByOurClient()
    {
        AlpacaDesk desk;
        Listener stream(desk, QStringLiteral("/v2/iex"));
        QTRY_COMPARE(stream.heard.size(), 1);
        stream.say("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"secret\"}");
        stream.say("{\"action\":\"subscribe\",\"statuses\":[\"*\"],\"trades\":[\"AAPL\"]}");
        QTRY_COMPARE(stream.heard.size(), 3);
        stream.heard = {};
        desk.price("AAPL", "100");
        QTRY_COMPARE(stream.heard.size(), 1);
        halt(desk);
        halt(desk); // it is already
        desk.price("AAPL", "101");
        resume(desk);
        desk.price("AAPL", "102");
        QTRY_COMPARE(stream.heard.size(), 4); // trade, halt, resumption, trade: none between

        const auto halted = readAs<alpaca::StatusMessage>(stream.heard[1]);
        const auto resumed = readAs<alpaca::StatusMessage>(stream.heard[2]);
        QVERIFY(halted && resumed);
        QVERIFY(halted->isHalt() && !halted->isResumption());
        QVERIFY(resumed->isResumption() && !resumed->isHalt());
        QCOMPARE(halted->symbol, std::string("AAPL"));
        QCOMPARE(halted->reason, std::string("T1: News Pending"));
        QCOMPARE(stream.heard[3].toObject()[QStringLiteral("p")].toInt(), 102);
    }

    void whatIsHaltedFillsNothing()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QString resting = desk.order("\"type\":\"limit\",\"limit_price\":\"98\"").text("id");
        QTRY_COMPARE(desk.status(resting), QStringLiteral("new"));
        halt(desk);
        const QString parked = desk.order("\"side\":\"buy\",\"qty\":\"3\"").text("id");
        desk.price("AAPL", "97");
        QCOMPARE(desk.status(resting), QStringLiteral("new"));
        QCOMPARE(desk.status(parked), QStringLiteral("accepted"));
        QCOMPARE(desk.order("\"symbol\":\"TSLA\",\"qty\":\"1\"").status, 200); // others trade on
        desk.price("TSLA", "100");
        QCOMPARE(desk.get("/v2/positions").array().size(), 1);

        resume(desk);
        QCOMPARE(desk.status(parked), QStringLiteral("accepted"));
        desk.price("AAPL", "97");
        QCOMPARE(desk.status(resting), QStringLiteral("filled"));
        QCOMPARE(desk.status(parked), QStringLiteral("filled"));
    }

    void theOptionsOfAHaltedStockAreHaltedToo()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        halt(desk);
        const Reply placed = desk.order("\"symbol\":\"AAPL260717C00100000\",\"qty\":\"1\",\"type\":\"limit\",\"limit_price\":\"50\"");
        QCOMPARE(placed.status, 200);
        QCOMPARE(desk.status(placed.text("id")), QStringLiteral("accepted"));
        resume(desk);
        desk.price("AAPL", "100");
        QCOMPARE(desk.status(placed.text("id")), QStringLiteral("filled"));
    }

    void bandsComeEveryFiveMinutes()
    {
        AlpacaDesk desk;
        Listener stream(desk, QStringLiteral("/v2/iex"));
        QTRY_COMPARE(stream.heard.size(), 1);
        stream.say("{\"action\":\"auth\",\"key\":\"PKTEST\",\"secret\":\"secret\"}");
        stream.say("{\"action\":\"subscribe\",\"lulds\":[\"AAPL\"]}");
        QTRY_COMPARE(stream.heard.size(), 3);
        stream.heard = {};
        for (int minute = 0; minute < 5; ++minute) {
            desk.price("AAPL", "100");
            desk.barEnd("AAPL", "100");
        }
        QTRY_COMPARE(stream.heard.size(), 1);
        const auto band = readAs<alpaca::BandMessage>(stream.heard.first());
        QVERIFY(band && band->up == px("105") && band->down == px("95"));
        QCOMPARE(toIsoText(band->at), std::string("2026-06-16T15:05:00.000Z"));
    }

    void whoIsNotThereCannotBeHalted()
    {
        AlpacaDesk desk;
        QCOMPARE(desk.call("POST", QStringLiteral("/control/halt"), "{\"symbol\":\"BTCUSDT\"}").status, 404);
    }

    // --- the made-up market ------------------------------------------------------------------------------

    void aSyntheticMarketHaltsAStockSeldomAndNeverOnItsFirstDay()
    {
        const auto market = app::syntheticMarket(6, 1);
        const auto again = app::syntheticMarket(6, 1);
        const auto other = app::syntheticMarket(6, 2);

        QVERIFY2(market.halts.size() >= 10 && market.halts.size() <= 50, qPrintable(QString::number(market.halts.size())));
        for (const PlannedHalt &each : market.halts)
            QVERIFY(each.instrument.venue == "alpaca" && each.from > market.start + 12h && each.until - each.from <= 10min);
        QCOMPARE(again.halts.size(), market.halts.size());
        QCOMPARE(again.halts.front().from, market.halts.front().from);
        QVERIFY(other.halts.front().from != market.halts.front().from);
    }

    void aPlannedHaltTakesThePricesOfItsMinutes()
    {
        auto market = app::syntheticMarket(6, 1);
        const InstrumentId apple{"alpaca", "AAPL"};
        const Timestamp from = market.start + 10min;
        market.halts = {{apple, from, from + 5min, "LUDP"}};
        PlayedVenue venue(std::move(market), usd("1000"), {});
        std::vector<HaltChange> changes;
        int pricesWithin = 0;
        std::vector<Bar> bars;
        venue.watchHalts([&](const HaltChange &change) { changes.push_back(change); });
        venue.watchMarket([&](const MarketStep &step) {
            if (step.series.instrument != apple)
                return;
            if (step.kind == MarketStep::Kind::BarClose)
                bars.push_back(step.bar);
            else if (step.at >= from && step.at < from + 5min)
                ++pricesWithin;
        });
        while (*venue.nextAt() <= from + 15min)
            QVERIFY(venue.playNext());

        QCOMPARE(changes.size(), std::size_t(2));
        QCOMPARE(changes[0].at, from);
        QCOMPARE(changes[1].at, from + 5min);
        QCOMPARE(pricesWithin, 0);
        QCOMPARE(bars.size(), std::size_t(20)); // 25 minutes without five
        for (const Bar &bar : bars)
            QVERIFY(bar.closeTime <= from || bar.openTime >= from + 5min);
    }

    void aBarIsCutWhereTradingStops()
    {
        TradingHalts halts;
        const SeriesId apple{{"alpaca", "AAPL"}, Timeframe::M1};
        const auto tick = [&](const char *price) {
            MarketStep step;
            step.series = apple;
            step.price = px(price);
            return step;
        };
        MarketStep close;
        close.kind = MarketStep::Kind::BarClose;
        close.series = apple;
        close.bar = {sessionTime(), sessionTime() + 1min, px("100"), px("110"), px("90"), px("95"), 1000};
        close.wasPlayedAsTicks = true;
        QVERIFY(halts.seen(tick("100")) && halts.seen(tick("102")) && halts.seen(tick("101")));
        QVERIFY(halts.change({apple.instrument, sessionTime(), true, "T1"}));
        QVERIFY(!halts.seen(tick("110")) && !halts.seen(tick("90")) && !halts.seen(tick("95")));
        const auto cut = halts.seen(close);

        QVERIFY(cut.has_value());
        QCOMPARE(cut->bar.high, px("102"));
        QCOMPARE(cut->bar.low, px("100"));
        QCOMPARE(cut->bar.close, px("101"));
        QCOMPARE(cut->bar.volume, 500.0); // three of its six prices were seen
        QVERIFY(!halts.seen(tick("99")));
        QVERIFY(!halts.seen(close)); // nobody traded in it
    }
};

QTEST_GUILESS_MAIN(HaltsTest)
#include "HaltsTest.moc"
