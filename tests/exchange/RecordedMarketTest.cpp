#include "tests/support/CoreBuilders.h"
#include "tests/support/SharedData.h"

#include "app/exchange/Exchange.h"
#include "app/exchange/RecordedMarket.h"
#include "app/exchange/RecordedTrades.h"
#include "core/history/BarFile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const auto monday = std::chrono::sys_days(std::chrono::year(2026) / 6 / 15);

/// A directory of bars, written as the program's own are.
struct Recorded {
    void write(const char *folder, const char *symbol, const char *file, Timestamp first, Duration length, int count,
               const char *price)
    {
        const QString place = QStringLiteral("bars/%1/%2").arg(QLatin1String(folder), QLatin1String(symbol));
        QVERIFY(QDir(dir.path()).mkpath(place));
        std::vector<Bar> bars;
        for (int i = 0; i < count; ++i)
            bars.push_back({first + i * length, first + (i + 1) * length, px(price), px(price), px(price), px(price), 100});
        QVERIFY(writeBars(dir.filePath(place + u'/' + QLatin1String(file)).toStdString(), bars));
    }
    void writeTrades(const char *folder, const char *symbol, const QByteArray &rows)
    {
        const QString place = QStringLiteral("trades/") + QLatin1String(folder);
        QVERIFY(QDir(dir.path()).mkpath(place));
        QFile file(dir.filePath(place + u'/' + QLatin1String(symbol) + QStringLiteral(".csv")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("timestamp_utc_ms,price,size,side\n" + rows) > 0);
    }
    [[nodiscard]] Result<app::RecordedMarket> read(std::optional<Timestamp> from = {}) const
    {
        return app::recordedMarket(dir.path().toStdString(), from, 1);
    }
    QTemporaryDir dir;
};

/// The first price of each instrument that is played.
std::map<std::string, std::string> firstPrices(PlayedVenue::Market &market)
{
    std::map<std::string, std::string> prices;
    for (int i = 0; i < 20'000 && market.tape->nextAt(); ++i) {
        const MarketStep step = market.tape->next();
        if (step.kind == MarketStep::Kind::Tick)
            prices.try_emplace(step.series.instrument.text(), step.price.toString());
    }
    return prices;
}

} // namespace

class RecordedMarketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFinestFileWinsAndStandInsOnlyFillIn()
    {
        Recorded recorded;
        recorded.write("us-daily", "AAPL", "1d.csv", monday, 24h, 1, "100");
        recorded.write("us-intraday", "AAPL", "5m.csv.gz", monday + 13h + 30min, 5min, 78, "200");
        recorded.write("bybit-linear", "BTCUSDT", "1h.csv", monday, 1h, 24, "50000");
        recorded.write("binance-usdm", "BTCUSDT", "1m.csv", monday, 1min, 1440, "60000");
        recorded.write("binance-usdm", "SOLUSDT", "1m.csv", monday, 1min, 1440, "150");
        recorded.write("binance-spot", "ETHUSDT", "1w.csv", monday, 168h, 1, "1"); // longer than a day
        recorded.write("elsewhere", "XYZ", "1m.csv", monday, 1min, 10, "1");
        auto read = recorded.read(monday + 13h + 30min);
        QVERIFY(read && read->unread.empty());

        const auto prices = firstPrices(read->market);

        QCOMPARE(prices.at("alpaca:AAPL"), std::string("200"));
        QCOMPARE(prices.at("bybit-linear:BTCUSDT"), std::string("50000"));
        QCOMPARE(prices.at("bybit-linear:SOLUSDT"), std::string("150"));
        QVERIFY(!prices.contains("bybit-spot:ETHUSDT") && !prices.contains("elsewhere:XYZ"));
        for (const char *made : {"alpaca:TSLA", "alpaca:PLTR", "alpaca:SPY", "bybit-linear:ETHUSDT"})
            QVERIFY2(prices.contains(made), made); // the contract's six always exist
        QCOMPARE(read->market.recorded.at({"bybit-linear", "BTCUSDT"}).size(), std::size_t(13));
    }

    void itStartsWhereMostBegin()
    {
        Recorded recorded;
        recorded.write("us-daily", "AAPL", "1d.csv", monday - 72h, 24h, 1, "100"); // Friday
        recorded.write("bybit-linear", "BTCUSDT", "1h.csv", monday, 1h, 48, "50000");
        recorded.write("bybit-linear", "ETHUSDT", "1h.csv", monday + 2h, 1h, 48, "3000");
        QCOMPARE(toIsoText(recorded.read()->market.start), std::string("2026-06-15T13:30:00.000Z"));
    }

    void whatCannotBeReadIsLeftOutAndSaid()
    {
        Recorded recorded;
        QVERIFY(!recorded.read());
        recorded.write("us-daily", "AAPL", "1d.csv", monday, 24h, 1, "100");
        recorded.write("us-daily", "BAD", "1d.csv", monday, 24h, 1, "100");
        QFile bad(recorded.dir.filePath(QStringLiteral("bars/us-daily/BAD/1d.csv")));
        QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("nonsense\n") > 0);
        bad.close();
        const auto read = recorded.read();
        QVERIFY(read);
        QCOMPARE(read->unread.size(), std::size_t(1));
        QVERIFY(read->unread.front().find("BAD") != std::string::npos);
    }

    // --- recorded trades ---------------------------------------------------------------------------------

    void aDayWithTradesIsPlayedByThemAndOthersByBars()
    {
        Recorded recorded;
        recorded.write("bybit-linear", "BTCUSDT", "1h.csv", monday, 1h, 72, "50000");
        const auto row = [](Timestamp at, const char *rest) { return QByteArray::number(toMillis(at)) + rest; };
        recorded.writeTrades("binance-usdm", "BTCUSDT",
                             row(monday + 26h, ",51000,0.5,buy\n") + row(monday + 26h + 5s, ",51001.5,0.25,sell\n") +
                                 row(monday + 27h, ",51002,1,\n"));
        auto read = recorded.read(monday + 22h);
        QVERIFY2(read && read->unread.empty(), read ? "" : describe(read.error()).c_str());
        std::map<int, std::vector<MarketStep>> days; // of BTCUSDT
        while (read->market.tape->nextAt() && *read->market.tape->nextAt() < monday + 72h) {
            const MarketStep step = read->market.tape->next();
            if (step.series.instrument.symbol == "BTCUSDT" && step.kind == MarketStep::Kind::Tick)
                days[int((step.at - monday) / 24h)].push_back(step);
        }

        QCOMPARE(days[0].size(), std::size_t(2 * 60 * 12));
        QVERIFY(!days[0].front().size);
        QCOMPARE(days[1].size(), std::size_t(3));
        QCOMPARE(days[1][1].price, px("51001.5"));
        QCOMPARE(*days[1][1].size, qty("0.25"));
        QCOMPARE(*days[1][1].taker, Side::Sell);
        QVERIFY(!days[1][2].taker);
        QCOMPARE(days[2].size(), std::size_t(24 * 60 * 12));
    }

    void tradesThatCannotBeReadAreLeftOutAndSaid_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::newRow("no number") << QByteArray("1,x,1,buy\n");
        QTest::newRow("no price") << QByteArray("1,0,1,buy\n");
        QTest::newRow("no size") << QByteArray("1,1,-1,buy\n");
        QTest::newRow("a side of its own") << QByteArray("1,1,1,both\n");
        QTest::newRow("too few cells") << QByteArray("1,1,1\n");
        QTest::newRow("too many cells") << QByteArray("1,1,1,buy,2\n");
        QTest::newRow("out of order") << QByteArray("2,1,1,buy\n1,1,1,buy\n");
        QTest::newRow("empty") << QByteArray();
    }
    void tradesThatCannotBeReadAreLeftOutAndSaid()
    {
        QFETCH(QByteArray, rows);
        Recorded recorded;
        recorded.write("us-daily", "AAPL", "1d.csv", monday, 24h, 1, "100");
        recorded.writeTrades("us-lean", "AAPL", rows);
        const auto read = recorded.read();
        QVERIFY(read);
        QCOMPARE(read->unread.size(), std::size_t(1));
        QVERIFY(read->unread.front().find("AAPL") != std::string::npos);
    }

    /// The prints of both venues are the recorded ones, and their bars add up to them.
    void realTradesComeOutAsTheyWere()
    {
        REQUIRE_SHARED_DATA();
        const auto trades = app::readTrades(sharedFile("trades/binance-usdm/BTCUSDT.csv.gz"));
        QVERIFY(trades && trades->size() == 44'948);
        const Timestamp from = trades->front().at - 1s;
        auto read = app::recordedMarket(sharedDataDir().toStdString(), from, 1);
        QVERIFY(read);
        app::Exchange::Setup setup;
        setup.cash = usd("1000");
        setup.speed = 0;
        ManualClock clock;
        app::Exchange exchange(std::move(read->market), setup, clock);
        std::vector<MarketStep> played;
        exchange.venue().watchMarket([&](const MarketStep &step) {
            if (step.series.instrument == InstrumentId{"bybit-linear", "BTCUSDT"})
                played.push_back(step);
        });
        while (*exchange.venue().nextAt() < from + 2min)
            QVERIFY(exchange.venue().playNext());
        std::size_t next = 0;
        double volume = 0;
        double inBars = 0;
        for (const MarketStep &step : played) {
            if (step.kind == MarketStep::Kind::BarClose) {
                inBars += step.bar.volume;
                QVERIFY(std::abs(inBars - volume) < 1e-6);
                continue;
            }
            const Trade &trade = (*trades)[next++];
            QVERIFY(step.at == trade.at && step.price == trade.price && *step.size == trade.size && step.taker == trade.taker);
            volume += trade.size.toDouble();
        }
        QVERIFY(next > 500 && inBars > 0);
        app::HttpRequest request;
        request.method = "GET";
        request.target = "/v5/market/recent-trade?category=linear&symbol=BTCUSDT&limit=1";
        std::string body;
        exchange.bybit().answer(request, [&](const app::HttpResponse &response) { body = response.body; });
        const Trade &last = (*trades)[next - 1];
        const auto has = [&](const char *name, const std::string &value) {
            return body.find('"' + std::string(name) + "\":\"" + value + '"') != std::string::npos;
        };
        QVERIFY2(has("price", last.price.toString()) && has("size", last.size.toString()) &&
                     has("side", last.taker == Side::Buy ? "Buy" : "Sell"), body.c_str());
    }

    void historyIsAnsweredByBarsAtLeastAsLong()
    {
        Recorded recorded;
        recorded.write("us-daily", "AAPL", "1d.csv", monday - 96h, 24h, 5, "100");
        auto read = recorded.read(monday + 14h + 30min);
        QVERIFY(read);
        ManualClock clock;
        app::Exchange::Setup setup;
        setup.cash = usd("1000");
        setup.speed = 0;
        setup.alpacaKeys = {"k", "s"};
        app::Exchange exchange(std::move(read->market), setup, clock);
        const auto rows = [&](const char *timeframe) {
            app::HttpRequest request;
            request.method = "GET";
            request.target = std::string("/v2/stocks/AAPL/bars?start=2026-01-01&timeframe=") + timeframe;
            request.headers = {{"APCA-API-KEY-ID", "k"}, {"APCA-API-SECRET-KEY", "s"}};
            std::size_t count = 0;
            exchange.alpaca().answer(request, [&](const app::HttpResponse &response) {
                for (auto at = response.body.find("\"t\":"); at != std::string::npos; at = response.body.find("\"t\":", at + 1))
                    ++count;
            });
            return count;
        };
        QCOMPARE(rows("1Day"), std::size_t(5));   // four recorded, and the one that has begun
        QCOMPARE(rows("1Min"), std::size_t(60));  // of the day that has begun, nothing older
        QCOMPARE(rows("1Hour"), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(RecordedMarketTest)
#include "RecordedMarketTest.moc"
