#include "app/exchange/SyntheticMarket.h"
#include "tests/support/EngineFixture.h"
#include "tests/support/InProcessVenue.h"

#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/brokers/alpaca/AlpacaFeed.h"
#include "core/brokers/bybit/BybitBroker.h"
#include "core/brokers/bybit/BybitFeed.h"
#include "core/engine/RealVenue.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

InProcessVenue::Setup setupOf(std::uint64_t seed)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd("100000");
    setup.venues.seed = seed;
    setup.venues.alpacaKeys = {"PKTEST", "secret"};
    setup.venues.bybitKeys = {"KEY", "secret"};
    setup.wireSeed = seed;
    setup.realStart = *parseIsoText("2026-11-20T12:00:00Z");
    setup.marketSpeed = 10;
    return setup;
}

/// As the local venue lists them: Bybit's contracts have steps of their own.
Instrument factsOf(const InstrumentId &id)
{
    Instrument instrument = usualInstrument(id);
    if (id.symbol == "BTCUSDT") {
        instrument.lotSize = dec("0.001");
        instrument.tickSize = dec("0.1");
    } else if (id.symbol == "ETHUSDT") {
        instrument.lotSize = dec("0.01");
    }
    return instrument;
}

/// The engine at a real venue's adapters, as the programs put them together, at the local venue in virtual time.
struct Run {
    Run(std::vector<InstrumentId> instruments, std::uint64_t seed)
        : venue(app::syntheticMarket(6, seed), setupOf(seed)), real(partsFor(instruments), monitor)
    {
        EngineOptions options;
        options.mode = DecisionMode::Auto;
        options.destination = Destination::Paper;
        options.instruments = instruments;
        settings = EngineFixture::settings(options);
        settings.bots[0].parameters = {{"fast", "3"}, {"slow", "8"}};
        settings.bots[0].timeframe = Timeframe::M1;
        for (Instrument &each : settings.instruments)
            each = factsOf(each.id);
        venue.every(20ms, beat, [this] { real.beat(20ms); });
        venue.every(30s, beat, [this] {
            if (engine)
                engine->requestVenueSnapshot();
        });
        real.open([this](Result<VenueAccess::Past> past) { begin(std::move(past)); });
    }
    [[nodiscard]] RealVenueParts partsFor(const std::vector<InstrumentId> &instruments)
    {
        RealVenueParts parts;
        parts.clock = std::make_unique<MarketClock>(venue.clock(), MarketClock::Pace::Played);
        for (const InstrumentId &each : instruments)
            parts.series.push_back({each, Timeframe::M1});
        parts.warmUpBars = 60;
        const auto makeSocket = [this] { return venue.socket(); };
        if (instruments.front().venue == "alpaca") {
            const alpaca::KeyPair keys{Secret(std::string("PKTEST")), Secret(std::string("secret"))};
            const auto endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper);
            parts.broker = std::make_unique<alpaca::AlpacaBroker>(
                alpaca::AlpacaBroker::Setup{.endpoints = endpoints, .keys = keys}, *http, *orders, venue.clock());
            parts.feed = std::make_unique<alpaca::AlpacaFeed>(alpaca::FeedSetup{.endpoints = endpoints, .keys = keys},
                                                              *http, makeSocket, venue.clock(), *parts.clock,
                                                              SeededRandom(1));
        } else {
            const auto endpoints = bybit::usualEndpoints(bybit::Environment::Demo);
            parts.broker = std::make_unique<bybit::BybitBroker>(
                bybit::BybitBroker::Setup{.endpoints = endpoints,
                                          .keys = {Secret(std::string("KEY")), Secret(std::string("secret"))},
                                          .instruments = instruments},
                *http, *orders, venue.clock());
            parts.feed = std::make_unique<bybit::BybitFeed>(endpoints, *http, makeSocket, venue.clock(), *parts.clock,
                                                            SeededRandom(1));
        }
        return parts;
    }
    void begin(Result<VenueAccess::Past> past)
    {
        QVERIFY2(past, past ? "" : describe(past.error()).c_str());
        engine = *TradingEngine::create(settings, real.marketClock(), real.broker(), journal);
        engine->addObserver(log);
        real.begin(*engine, {[] {}, [this](std::function<void()> work) { venue.time().after(0s, std::move(work)); }});
        for (const auto &[series, bars] : *past)
            engine->warmUp(series, bars);
        engine->start({});
    }
    /// Why there were fewer trades than hoped for, in what the engine said.
    [[nodiscard]] QByteArray story() const
    {
        QByteArray text;
        std::map<std::string, int> counts;
        for (const std::string &outcome : log.outcomes)
            ++counts[outcome];
        for (const auto &[outcome, count] : counts)
            text += QByteArray::number(count) + " " + outcome.c_str() + "; ";
        for (const auto *list : {&log.alarms, &log.notes})
            for (std::size_t i = 0; i < std::min<std::size_t>(list->size(), 5); ++i)
                text += QByteArray("\n  ") + list->at(i).c_str();
        for (const DeskEntry &card : engine->parts().desk.decided())
            text += QByteArray("\n  ") + proposalStateName(card.state) + ": " + card.stateReason.c_str();
        return text + engine->parts().health.haltReason.c_str();
    }

    EngineSettings settings;
    FakeJournal journal;
    EngineLog log;
    InProcessVenue venue;
    std::unique_ptr<net::HttpPort> http = venue.http();
    std::unique_ptr<net::SocketPort> orders = venue.socket();
    EngineMonitor monitor{venue.clock()};
    std::unique_ptr<TradingEngine> engine;
    RealVenue real;
    app::AlarmOwner beat; ///< First to go.
};

} // namespace

/// From the venue's prices to its fills and back, through everything: feed, strategy, desk, gate, broker.
class RealVenueRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itTradesAndItsBooksAreTheVenues_data()
    {
        QTest::addColumn<std::vector<InstrumentId>>("instruments");
        QTest::newRow("alpaca") << std::vector<InstrumentId>{{"alpaca", "AAPL"}, {"alpaca", "TSLA"}};
        QTest::newRow("bybit") << std::vector<InstrumentId>{{"bybit-linear", "BTCUSDT"}, {"bybit-linear", "ETHUSDT"}};
    }
    void itTradesAndItsBooksAreTheVenues()
    {
        QFETCH(std::vector<InstrumentId>, instruments);
        Run run(instruments, 5);
        QVERIFY(run.venue.playUntil([&] { return run.engine != nullptr; }, 60s));
        QVERIFY(run.venue.playUntil([&] { return run.engine->parts().health.isReady; }, 60s));

        run.venue.play(20min);
        run.engine->requestVenueSnapshot();
        run.venue.play(30s);

        const EngineParts &parts = run.engine->parts();
        qInfo("%zu round trips", parts.portfolio.closedTrips().size());
        QVERIFY2(parts.portfolio.closedTrips().size() >= 3, run.story().constData());
        QVERIFY(parts.health.isReady && parts.health.isFeedUp && !parts.health.isHalted());
        QVERIFY2(parts.mismatched.empty(), run.story().constData());
        QVERIFY2(parts.external.empty(), run.story().constData());
        if (instruments.front().venue == "alpaca") // the venue takes what contracts cost from no cash
            QVERIFY2(!parts.health.isCashDifferent, run.story().constData());
    }
};

QTEST_GUILESS_MAIN(RealVenueRunTest)
#include "RealVenueRunTest.moc"
