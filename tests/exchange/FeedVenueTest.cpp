#include "app/exchange/SyntheticMarket.h"
#include "tests/support/InProcessVenue.h"

#include "core/brokers/alpaca/AlpacaFeed.h"
#include "core/brokers/bybit/BybitFeed.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <QTest>

#include <algorithm>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const InstrumentId apple{"alpaca", "AAPL"};
const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
const InstrumentId contract{"bybit-linear", "BTCUSDT"};
const InstrumentId pair{"bybit-spot", "BTCUSDT"};

using Bars = std::vector<Bar>;

/// Plays another tape and keeps the bars that it closes.
class KeepingTape final : public MarketTape {
public:
    KeepingTape(std::unique_ptr<MarketTape> inner, std::map<InstrumentId, Bars> &closed)
        : m_inner(std::move(inner)), m_closed(closed)
    {
    }
    [[nodiscard]] std::optional<Timestamp> nextAt() override { return m_inner->nextAt(); }
    [[nodiscard]] MarketStep next() override
    {
        const MarketStep step = m_inner->next();
        if (step.kind == MarketStep::Kind::BarClose)
            m_closed[step.series.instrument].push_back(step.bar);
        return step;
    }

private:
    std::unique_ptr<MarketTape> m_inner;
    std::map<InstrumentId, Bars> &m_closed;
};

/// Coarser bars of minutes, as simply as it can be said. Stocks are only played in their session.
Bars folded(const Bars &minutes, Timeframe timeframe, bool isStock)
{
    std::map<Timestamp, Bar> bars;
    for (const Bar &minute : minutes) {
        const Timestamp origin = isStock ? sessionOf(newYorkDate(minute.openTime))->open
                                         : Timestamp(std::chrono::floor<std::chrono::days>(minute.openTime));
        const Timestamp open = origin + (minute.openTime - origin) / lengthOf(timeframe) * lengthOf(timeframe);
        const auto [at, isNew] = bars.try_emplace(open, minute);
        at->second.openTime = open;
        at->second.closeTime = minute.closeTime;
        at->second.high = std::max(at->second.high, minute.high);
        at->second.low = std::min(at->second.low, minute.low);
        at->second.close = minute.close;
    }
    Bars list;
    for (const auto &[open, bar] : bars)
        list.push_back(bar);
    return list;
}

QString shown(const Bar &bar)
{
    return QString::fromStdString(toIsoText(bar.openTime) + " " + toIsoText(bar.closeTime) + " " + bar.open.toString() +
                                  " " + bar.high.toString() + " " + bar.low.toString() + " " + bar.close.toString());
}

InProcessVenue::Setup setupOf(std::uint64_t seed)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = Money(Decimal::fromInteger(100'000));
    setup.venues.seed = seed;
    setup.venues.alpacaKeys = {"PKTEST", "secret"};
    setup.venues.bybitKeys = {"KEY", "secret"};
    setup.wireSeed = seed;
    setup.realStart = *parseIsoText("2026-11-20T12:00:00Z");
    setup.marketSpeed = 60;
    return setup;
}

/// A program that listens to both venues of a played market, an hour of it in a minute.
struct Program {
    explicit Program(std::uint64_t seed) : venue(market(seed), setupOf(seed))
    {
        venue.every(20ms, beat, [this] {
            alpacaFeed.tick();
            bybitFeed.tick();
        });
    }
    [[nodiscard]] PlayedVenue::Market market(std::uint64_t seed)
    {
        auto made = app::syntheticMarket(6, seed);
        for (const auto &[series, bars] : made.history)
            played[series.instrument] = bars;
        made.tape = std::make_unique<KeepingTape>(std::move(made.tape), played);
        return made;
    }
    void load(MarketFeed &feed, const std::vector<SeriesId> &series)
    {
        std::optional<Result<MarketFeed::Past>> past;
        feed.loadPast(series, 40, [&past](Result<MarketFeed::Past> loaded) { past = std::move(loaded); });
        QVERIFY(venue.playUntil([&] { return past.has_value(); }, 60s));
        QVERIFY2(*past, past->has_value() ? "" : describe(past->error()).c_str());
        for (const auto &[each, bars] : **past)
            got[each] = bars;
        feed.open(series, [this](const Event &event) { take(event); });
    }
    void take(const Event &event)
    {
        if (const auto *bar = std::get_if<BarClosed>(&event))
            got[bar->series].push_back(bar->bar);
        else if (const auto *quote = std::get_if<QuoteChanged>(&event))
            ++quotes[quote->instrument];
        else if (const auto *change = std::get_if<FeedChanged>(&event))
            downs += change->isUp ? 0 : 1;
    }
    void begin(const char *rows)
    {
        const auto plan = app::FaultPlan::parse(rows, "test");
        QVERIFY(plan.has_value());
        venue.venues().faults().begin(*plan);
    }
    /// What came is what was played: each bar once, oldest first, none missing up to the newest.
    void compare(const SeriesId &series, const InstrumentId &playedAs)
    {
        const Bars expected = folded(played[playedAs], series.timeframe, series.instrument == apple);
        const Bars &bars = got[series];
        QVERIFY2(bars.size() >= (series.timeframe == Timeframe::M1 ? 300 : 5), qPrintable(QString::number(bars.size())));
        auto first = std::find_if(expected.begin(), expected.end(),
                                  [&](const Bar &each) { return each.openTime == bars.front().openTime; });
        QVERIFY(first != expected.end());
        for (const Bar &bar : bars) {
            QVERIFY2(first != expected.end(), qPrintable(QStringLiteral("more than was played: ") + shown(bar)));
            QCOMPARE(shown(bar), shown(*first));
            ++first;
        }
        const auto left = expected.end() - first; // what runs, and what has only just closed
        QVERIFY2(left <= 4, qPrintable(QString::number(left) + QStringLiteral(" bars are missing at the end")));
    }
    void compareAll()
    {
        for (const SeriesId &series : stocksAndCoins)
            compare(series, series.instrument == apple ? apple : contract);
        for (const SeriesId &series : contracts)
            compare(series, contract);
    }

    const std::vector<SeriesId> stocksAndCoins{{apple, Timeframe::M1}, {apple, Timeframe::M5}, {apple, Timeframe::H1},
                                               {coin, Timeframe::M1},  {coin, Timeframe::M15}};
    const std::vector<SeriesId> contracts{{contract, Timeframe::M1}, {contract, Timeframe::H1}, {pair, Timeframe::M5}};
    std::map<InstrumentId, Bars> played;
    std::map<SeriesId, Bars> got;
    std::map<InstrumentId, int> quotes;
    int downs = 0;
    InProcessVenue venue;
    std::unique_ptr<net::HttpPort> http = venue.http();
    MarketClock clock{venue.clock(), MarketClock::Pace::Played};
    alpaca::AlpacaFeed alpacaFeed{{alpaca::usualEndpoints(alpaca::Environment::Paper),
                                   {Secret(std::string("PKTEST")), Secret(std::string("secret"))},
                                   alpaca::StockFeed::Iex},
                                  *http,
                                  [this] { return venue.socket(); },
                                  venue.clock(),
                                  clock,
                                  SeededRandom(11)};
    bybit::BybitFeed bybitFeed{bybit::usualEndpoints(bybit::Environment::Live),
                               *http,
                               [this] { return venue.socket(); },
                               venue.clock(),
                               clock,
                               SeededRandom(12)};
    app::AlarmOwner beat; ///< First to go: nothing ticks what is gone.
};

} // namespace

/// The feeds at the local venue, in virtual time: what they hand on against what was played.
class FeedVenueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBarOfADayComesOnceAndAsItWasPlayed()
    {
        Program program(1);
        program.load(program.alpacaFeed, program.stocksAndCoins);
        program.load(program.bybitFeed, program.contracts);

        program.venue.play(26min); // a close and an opening of the exchange are in it

        program.compareAll();
        QVERIFY(program.alpacaFeed.state().isUp && program.bybitFeed.state().isUp);
        for (const InstrumentId &instrument : {apple, coin, contract, pair})
            QVERIFY(program.quotes[instrument] > 100);
        QVERIFY(program.alpacaFeed.state().reconnects == 0 && program.bybitFeed.state().reconnects == 0);
    }

    void noFaultCostsABarOrDoublesIt_data()
    {
        QTest::addColumn<int>("seed");
        QTest::addColumn<QByteArray>("rows");
        const QByteArray losses = "faults:\n- {kind: drop, on: market, probability: 0.01}\n"
                                  "- {kind: duplicate, on: market, probability: 0.01}\n"
                                  "- {kind: reorder, on: market, probability: 0.01}\n";
        const QByteArray breaks = "faults:\n- {kind: truncate, on: market, probability: 0.001}\n"
                                  "- {kind: socket-reset, on: market, probability: 0.0005}\n"
                                  "- {kind: server-error-before-acceptance, on: market, probability: 0.1}\n";
        const QByteArray silence = "faults:\n- {kind: silent-socket, on: market, at: 60, seconds: 100}\n"
                                   "- {kind: slow, on: market, probability: 0.1, seconds: 1}\n"
                                   "- {kind: rate-limit, on: market, probability: 0.05}\n";
        for (const int seed : {2, 3}) {
            QTest::addRow("lost, doubled, swapped %d", seed) << seed << losses;
            QTest::addRow("cut and broken off %d", seed) << seed << breaks;
            QTest::addRow("silent and slow %d", seed) << seed << silence;
        }
    }
    void noFaultCostsABarOrDoublesIt()
    {
        QFETCH(int, seed);
        QFETCH(QByteArray, rows);
        Program program{std::uint64_t(seed)};
        program.load(program.alpacaFeed, program.stocksAndCoins);
        program.load(program.bybitFeed, program.contracts);
        program.venue.play(5s);
        program.begin(rows.constData());

        program.venue.play(5min);
        program.begin("faults: []\n");
        program.venue.play(3min);

        program.compareAll();
        QVERIFY(program.alpacaFeed.state().isUp && program.bybitFeed.state().isUp);
        QVERIFY(program.alpacaFeed.state().gapsFilled > 0);
    }
};

QTEST_GUILESS_MAIN(FeedVenueTest)
#include "FeedVenueTest.moc"
