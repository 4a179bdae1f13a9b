#include "core/history/BarFile.h"
#include "core/market/BarBuilder.h"
#include "tests/support/SharedData.h"

#include <QTest>

#include <cmath>
#include <map>
#include <string>

using namespace core;

namespace {

std::vector<Bar> barsOf(const std::string &file, Timeframe timeframe, SessionKind session)
{
    const auto bars = readBars(support::sharedFile(("bars/" + file).c_str()), {timeframe, session});
    return bars ? *bars : std::vector<Bar>();
}

/// What the builder hands on, minute by minute as it would come.
std::map<Timestamp, Bar> built(const std::vector<Bar> &finer, Timeframe timeframe, SessionKind session)
{
    BarBuilder builder(timeframe, session);
    std::map<Timestamp, Bar> bars;
    const auto keep = [&](const std::optional<Bar> &bar) {
        if (bar)
            bars.emplace(bar->openTime, *bar);
    };
    for (const Bar &bar : finer) {
        keep(builder.add(bar));
        keep(builder.closeBy(bar.closeTime));
    }
    return bars;
}

/// In PLTR's hours the last one of 2025-11-28 holds a print of 13:00, when the session had closed.
bool isAfterHalfDaysClose(const std::string &folder, const Bar &bar)
{
    return folder.ends_with("PLTR") && bar.openTime == *parseIsoText("2025-11-28T17:30:00Z");
}

} // namespace

/// Bars built of recorded finer ones against the coarser ones that were recorded, or derived by others.
class RealBarsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void builtBarsAreTheRecordedOnes_data()
    {
        QTest::addColumn<std::string>("folder");
        QTest::addColumn<std::string>("finer");
        QTest::addColumn<std::string>("coarser");
        QTest::addColumn<bool>("isStock");
        QTest::addColumn<int>("least"); ///< So many are compared, at least.
        for (const char *stock : {"AAPL", "TSLA", "PLTR"})
            QTest::addRow("%s 5m to 1h", stock) << "us-intraday/" + std::string(stock) << std::string("5m.csv")
                                                << std::string("1h.csv") << true << 1400;
        for (const char *coin : {"BTCUSDT", "ETHUSDT"}) {
            const std::string folder = "bybit-linear/" + std::string(coin);
            QTest::addRow("%s 1m to 15m", coin) << folder << std::string("1m.csv.gz") << std::string("15m.csv.gz") << false << 150;
            QTest::addRow("%s 1m to 1h", coin) << folder << std::string("1m.csv.gz") << std::string("1h.csv") << false << 40;
            QTest::addRow("%s 5m to 4h", coin) << folder << std::string("5m.csv.gz") << std::string("4h.csv") << false << 40;
        }
    }
    void builtBarsAreTheRecordedOnes()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(std::string, folder);
        QFETCH(std::string, finer);
        QFETCH(std::string, coarser);
        QFETCH(bool, isStock);
        QFETCH(int, least);
        const auto session = isStock ? SessionKind::UsEquities : SessionKind::AlwaysOpen;
        const auto timeframeOf = [](const std::string &file) { return *parseTimeframe(file.substr(0, file.find('.'))); };
        const auto parts = barsOf(folder + "/" + finer, timeframeOf(finer), session);
        const auto expected = barsOf(folder + "/" + coarser, timeframeOf(coarser), session);
        QVERIFY(!parts.empty() && !expected.empty());

        const auto bars = built(parts, timeframeOf(coarser), session);

        int compared = 0;
        int alike = 0;
        for (const Bar &bar : expected) {
            const auto found = bars.find(bar.openTime);
            if (isAfterHalfDaysClose(folder, bar))
                continue;
            if (found == bars.end() || bar.openTime < parts.front().openTime || bar.closeTime > parts.back().closeTime)
                continue;
            ++compared;
            const Bar &made = found->second;
            const bool isAlike = made.closeTime == bar.closeTime && made.open == bar.open && made.high == bar.high &&
                                 made.low == bar.low && made.close == bar.close &&
                                 std::abs(made.volume - bar.volume) <= 1e-6 * std::max(1.0, bar.volume);
            alike += isAlike ? 1 : 0;
            if (!isAlike && compared - alike <= 3)
                qInfo("%s: %s %s %s %s %g against %s %s %s %s %g", toIsoText(bar.openTime).c_str(),
                      made.open.toString().c_str(), made.high.toString().c_str(), made.low.toString().c_str(),
                      made.close.toString().c_str(), made.volume, bar.open.toString().c_str(), bar.high.toString().c_str(),
                      bar.low.toString().c_str(), bar.close.toString().c_str(), bar.volume);
        }
        qInfo("%d compared, %d alike", compared, alike);
        QVERIFY(compared >= least);
        QCOMPARE(alike, compared);
    }
};

QTEST_GUILESS_MAIN(RealBarsTest)
#include "RealBarsTest.moc"
