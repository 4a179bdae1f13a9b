#include "tests/support/CoreBuilders.h"

#include "app/exchange/Exchange.h"
#include "app/exchange/RecordedMarket.h"
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
