#include "app/support/VenueRun.h"

#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/brokers/alpaca/AlpacaFeed.h"
#include "core/brokers/bybit/BybitBroker.h"
#include "core/brokers/bybit/BybitFeed.h"
#include "core/engine/RealVenue.h"
#include "core/net/QtHttp.h"
#include "core/net/QtSocket.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

namespace app {

using namespace core;

namespace {

/// What broker and feed stand on; made and destroyed on the engine's thread.
struct Transports {
    Transports()
    {
        http.setGuard(guard);
        orders.setGuard(guard);
    }
    std::shared_ptr<net::CallGuard> guard = std::make_shared<net::CallGuard>();
    SystemClock machine;
    net::QtHttp http{machine};
    net::QtSocket orders;
};

std::function<std::unique_ptr<net::SocketPort>()> socketsBehind(std::shared_ptr<const net::CallGuard> guard)
{
    return [guard = std::move(guard)] {
        auto socket = std::make_unique<net::QtSocket>();
        socket->setGuard(guard);
        return socket;
    };
}

/// Without encryption it is a venue of this machine, which may play any day at any speed.
MarketClock::Pace paceOf(const std::string &marketStream)
{
    return marketStream.starts_with("ws://") ? MarketClock::Pace::Played : MarketClock::Pace::Real;
}

/// The time in the first row of what is asked about the account; nothing where there is none.
std::optional<Timestamp> storedTime(const VenueRun &run, const QString &question, QStringList parameters)
{
    parameters += QString::fromStdString(run.account.text());
    const auto rows = readRows(SqliteJournal::databasePath(run.dataDir), question, parameters);
    const auto first = rows && !rows->empty() ? rows->front().value("time") : std::nullopt;
    const auto at = first ? parseIsoText(*first) : Result<Timestamp>(failure(ErrorCode::NotFound, "no time"));
    return at ? std::optional(*at) : std::nullopt;
}

/// The opening of our books of this account, by the venue's market time. Nothing: they open with this run. What
/// cannot be read is an error: books that seemed to begin anew would leave out what was executed before.
Result<std::optional<Timestamp>> readBooksSince(const VenueRun &run)
{
    const QString path = SqliteJournal::databasePath(run.dataDir);
    const auto tables = readRows(path, QStringLiteral("SELECT name FROM sqlite_master WHERE name = 'cash_flows'"));
    if (tables && tables->empty()) // of an earlier program, which had no books of a venue
        return std::nullopt;
    const auto rows = readRows(path,
                               QStringLiteral("SELECT time FROM cash_flows WHERE id = ? AND account = ?"),
                               {QString::fromStdString(Portfolio::openingFlow().text()),
                                QString::fromStdString(run.account.text())});
    if (!rows && rows.error().code != ErrorCode::NotFound)
        return failure(rows.error());
    if (!rows || rows->empty())
        return std::nullopt;
    const auto at = parseIsoText(rows->front().value("time").value_or(""));
    if (!at)
        return failure(ErrorCode::Io, "when the books of this account began cannot be read: " + describe(at.error()));
    return *at;
}

/// When our books and the venue's agreed last, by its market time: what was before is in the store.
std::optional<Timestamp> reconciledAt(const VenueRun &run)
{
    return storedTime(run,
                      QStringLiteral("SELECT time FROM bot_state WHERE field = ? AND account = ? ORDER BY seq DESC LIMIT 1"),
                      {QStringLiteral("reconciled")});
}

RealVenueParts commonParts(const VenueRun &run, std::shared_ptr<Transports> transports, const std::string &marketStream)
{
    RealVenueParts parts;
    parts.clock = std::make_unique<MarketClock>(transports->machine, paceOf(marketStream));
    parts.series = run.series;
    parts.warmUpBars = run.warmUpBars;
    parts.guard = transports->guard;
    parts.transports = std::move(transports);
    return parts;
}

RealVenueParts alpacaParts(const VenueRun &run, const alpaca::Endpoints &endpoints)
{
    const auto transports = std::make_shared<Transports>();
    RealVenueParts parts = commonParts(run, transports, endpoints.marketStream);
    const alpaca::KeyPair keys{run.keys.key, run.keys.secret};
    bool hasCoins = false;
    for (const InstrumentId &instrument : run.instruments)
        hasCoins = hasCoins || instrument.venue == "alpaca-crypto";
    const auto halts = std::make_shared<alpaca::TradingHalts>();
    parts.broker = std::make_unique<alpaca::AlpacaBroker>(
        alpaca::AlpacaBroker::Setup{.endpoints = endpoints,
                                    .keys = keys,
                                    .environment = run.slot.isLive() ? alpaca::Environment::Live
                                                                     : alpaca::Environment::Paper,
                                    .account = run.account,
                                    .seed = run.seed,
                                    .isCryptoToo = hasCoins,
                                    .facts = run.facts,
                                    .halts = halts,
                                    .booksSince = run.booksSince,
                                    .reconciledAt = reconciledAt(run)},
        transports->http, transports->orders, transports->machine);
    parts.feed = std::make_unique<alpaca::AlpacaFeed>(alpaca::FeedSetup{.endpoints = endpoints, .keys = keys, .halts = halts},
                                                      transports->http, socketsBehind(transports->guard),
                                                      transports->machine, *parts.clock, SeededRandom(run.seed));
    return parts;
}

RealVenueParts bybitParts(const VenueRun &run, const bybit::Endpoints &endpoints)
{
    const auto transports = std::make_shared<Transports>();
    const auto silence = std::make_shared<bybit::BybitSilence>();
    RealVenueParts parts = commonParts(run, transports, endpoints.publicStream);
    parts.broker = std::make_unique<bybit::BybitBroker>(
        bybit::BybitBroker::Setup{.endpoints = endpoints,
                                  .keys = {run.keys.key, run.keys.secret},
                                  .seed = run.seed,
                                  .instruments = run.instruments,
                                  .booksSince = run.booksSince,
                                  .reconciledAt = reconciledAt(run),
                                  .silence = silence},
        transports->http, transports->orders, transports->machine);
    parts.feed = std::make_unique<bybit::BybitFeed>(endpoints, transports->http, socketsBehind(transports->guard),
                                                    transports->machine, *parts.clock, SeededRandom(run.seed), silence);
    return parts;
}

} // namespace

Result<VenueMaker> venueMaker(VenueRun run)
{
    const auto since = readBooksSince(run);
    if (!since)
        return failure(since.error());
    run.booksSince = *since;
    if (run.slot.wire == Wire::Alpaca) {
        auto endpoints = alpacaAddresses(run.slot, run.addresses);
        if (!endpoints)
            return failure(endpoints.error());
        return [run = std::move(run), endpoints = std::move(*endpoints)](EngineMonitor &monitor) {
            return std::make_unique<RealVenue>(alpacaParts(run, endpoints), monitor);
        };
    }
    auto endpoints = bybitAddresses(run.slot, run.addresses);
    if (!endpoints)
        return failure(endpoints.error());
    return [run = std::move(run), endpoints = std::move(*endpoints)](EngineMonitor &monitor) {
        return std::make_unique<RealVenue>(bybitParts(run, endpoints), monitor);
    };
}

} // namespace app
