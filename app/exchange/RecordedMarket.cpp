#include "app/exchange/RecordedMarket.h"

#include "app/exchange/RecordedTrades.h"
#include "app/exchange/SyntheticMarket.h"
#include "core/history/BarFile.h"
#include "core/market/ExchangeDay.h"
#include "core/market/UsEquityCalendar.h"
#include "core/simulation/JoinedTape.h"
#include "core/simulation/TickedBars.h"
#include "core/simulation/TradeTape.h"

#include <QDir>

#include <algorithm>
#include <cmath>
#include <set>

namespace app {

using namespace core;
using namespace std::chrono;

namespace {

/// Where a file of bars lies, and how good it is: real ones before stand-ins, finer before coarser.
struct Source {
    std::string path;
    Timeframe timeframe = Timeframe::D1;
    bool isStandIn = false;

    [[nodiscard]] bool isBetterThan(const Source &other) const
    {
        return isStandIn != other.isStandIn ? !isStandIn : timeframe < other.timeframe;
    }
};
using Sources = std::map<InstrumentId, Source>;

/// Which venue a folder feeds; nothing for the others.
std::optional<std::pair<std::string, bool>> venueOf(const QString &folder)
{
    const auto fed = [](const char *venue, bool isStandIn) { return std::pair(std::string(venue), isStandIn); };
    if (folder.startsWith(QStringLiteral("us-")))
        return fed("alpaca", false);
    if (folder == QStringLiteral("bybit-linear") || folder == QStringLiteral("bybit-spot"))
        return std::pair(folder.toStdString(), false);
    if (folder == QStringLiteral("binance-usdm"))
        return fed("bybit-linear", true);
    return folder == QStringLiteral("binance-spot") ? std::optional(fed("bybit-spot", true)) : std::nullopt;
}

void lookInto(const QDir &symbol, const std::string &venue, bool isStandIn, Sources &sources)
{
    const auto names = symbol.entryList({QStringLiteral("*.csv"), QStringLiteral("*.csv.gz")}, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        const auto timeframe = parseTimeframe(name.section(u'.', 0, 0).toStdString());
        if (!timeframe || *timeframe > Timeframe::D1)
            continue;
        const Source found{symbol.filePath(name).toStdString(), *timeframe, isStandIn};
        const auto [place, isNew] = sources.try_emplace({venue, symbol.dirName().toStdString()}, found);
        if (!isNew && found.isBetterThan(place->second))
            place->second = found;
    }
}

Sources sourcesIn(const QDir &bars)
{
    Sources sources;
    for (const QString &folder : bars.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const auto venue = venueOf(folder);
        const QDir here(bars.filePath(folder));
        if (venue)
            for (const QString &symbol : here.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
                lookInto(QDir(here.filePath(symbol)), venue->first, venue->second, sources);
    }
    return sources;
}

std::vector<TickedBars::Series> readAll(const Sources &sources, std::vector<std::string> &unread)
{
    std::vector<TickedBars::Series> all;
    for (const auto &[instrument, source] : sources) {
        auto bars = readBars(source.path, {source.timeframe, usualInstrument(instrument).session});
        if (bars && !bars->empty())
            all.push_back({instrument, std::move(*bars)});
        else
            unread.push_back(bars ? source.path + ": it is empty" : describe(bars.error()));
    }
    return all;
}

/// `DIR/trades/<folder>/<SYMBOL>.csv[.gz]`, a venue's own before stand-ins.
Sources tradeSourcesIn(const QDir &trades)
{
    Sources sources;
    for (const QString &folder : trades.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const auto venue = venueOf(folder);
        const QDir here(trades.filePath(folder));
        if (!venue)
            continue;
        for (const QString &name : here.entryList({QStringLiteral("*.csv"), QStringLiteral("*.csv.gz")}, QDir::Files, QDir::Name)) {
            const Source found{here.filePath(name).toStdString(), Timeframe::M1, venue->second};
            const InstrumentId id{venue->first, name.section(u'.', 0, 0).toStdString()};
            const auto [place, isNew] = sources.try_emplace(id, found);
            if (!isNew && found.isBetterThan(place->second))
                place->second = found;
        }
    }
    return sources;
}

std::vector<TradeTape::Series> readAllTrades(const Sources &sources, std::vector<std::string> &unread)
{
    std::vector<TradeTape::Series> all;
    for (const auto &[instrument, source] : sources) {
        auto trades = readTrades(source.path);
        if (trades && !trades->empty())
            all.push_back({instrument, std::move(*trades)});
        else
            unread.push_back(trades ? source.path + ": it is empty" : describe(trades.error()));
    }
    return all;
}

/// The day to which a bar counts; a stock's daily bar is named by it.
sys_days dayOf(const Bar &bar, SessionKind session)
{
    const bool isDate = session == SessionKind::UsEquities && bar.openTime == floor<days>(bar.openTime);
    return isDate ? floor<days>(bar.openTime) : exchangeDay(bar.openTime, session);
}

/// Where there are trades, they are played and no bars.
void leaveToTrades(std::vector<TickedBars::Series> &bars, const std::vector<TradeTape::Series> &trades)
{
    for (const TradeTape::Series &traded : trades) {
        const SessionKind session = usualInstrument(traded.instrument).session;
        std::set<sys_days> taken;
        for (const Trade &trade : traded.trades)
            taken.insert(exchangeDay(trade.at, session));
        for (TickedBars::Series &each : bars)
            if (each.instrument == traded.instrument)
                std::erase_if(each.bars, [&](const Bar &bar) { return taken.contains(dayOf(bar, session)); });
    }
}

/// The first core-session minute at which most of them have bars.
Timestamp startOf(const std::vector<TickedBars::Series> &all)
{
    std::map<Timestamp, int> changes;
    for (const TickedBars::Series &series : all) {
        ++changes[series.bars.front().openTime];
        --changes[series.bars.back().openTime];
    }
    int running = 0;
    int most = 0;
    Timestamp best = changes.begin()->first;
    for (const auto &[at, change] : changes) {
        running += change;
        if (running > most)
            best = at;
        most = std::max(most, running);
    }
    return isCoreSession(best) ? ceil<minutes>(best) : nextOpen(best);
}

/// Two months before the start and two years after it, a day at a time.
std::vector<Bar> madeUpDays(const InstrumentId &id, Timestamp start, std::uint64_t seed)
{
    const Instrument instrument = usualInstrument(id);
    const bool isStock = instrument.session == SessionKind::UsEquities;
    for (const char letter : id.symbol)
        seed = seed * 31 + static_cast<unsigned char>(letter);
    SeededRandom random(seed);
    double price = id.symbol.starts_with("BTC") ? 60'000 : id.symbol.starts_with("ETH") ? 3'000 : 200;
    const auto rounded = [&](double value) {
        return instrument.roundedPrice(Price(Decimal::fromDouble(value)), Rounding::HalfEven);
    };
    std::vector<Bar> bars;
    const auto first = floor<days>(start) - days(60);
    for (auto day = first; day < first + days(790); day += days(1)) {
        if (isStock && !isTradingDay(day))
            continue;
        const double close = price * std::exp(0.015 * random.normal());
        const double reach = std::exp(0.006 * std::abs(random.normal()));
        bars.push_back({day, isStock ? sessionOf(day)->close : Timestamp(day + days(1)), rounded(price),
                        rounded(std::max(price, close) * reach), rounded(std::min(price, close) / reach), rounded(close),
                        isStock ? 3e7 : 2e4});
        price = close;
    }
    return bars;
}

} // namespace

Result<RecordedMarket> recordedMarket(const std::string &directory, std::optional<Timestamp> from, std::uint64_t seed)
{
    RecordedMarket recorded;
    const QDir here(QString::fromStdString(directory));
    const QDir bars(here.filePath(QStringLiteral("bars")));
    std::vector<TickedBars::Series> all = readAll(sourcesIn(bars), recorded.unread);
    if (all.empty())
        return failure({ErrorCode::NotFound, "there are no bars that can be read", bars.path().toStdString()});
    std::vector<TradeTape::Series> trades =
        readAllTrades(tradeSourcesIn(QDir(here.filePath(QStringLiteral("trades")))), recorded.unread);
    PlayedVenue::Market &market = recorded.market;
    market.start = from.value_or(startOf(all));
    for (const InstrumentId &id : namedInstruments())
        if (std::none_of(all.begin(), all.end(), [&](const auto &each) { return each.instrument == id; }))
            all.push_back({id, madeUpDays(id, market.start, seed)});
    for (const TickedBars::Series &series : all) {
        std::vector<Bar> &before = market.recorded[series.instrument];
        std::copy_if(series.bars.begin(), series.bars.end(), std::back_inserter(before),
                     [&](const Bar &bar) { return bar.closeTime <= market.start; });
    }
    leaveToTrades(all, trades);
    auto tape = std::make_unique<TickedBars>(all, seed, market.start);
    for (const TickedBars::Series &series : all)
        market.history[{series.instrument, Timeframe::M1}] = tape->begun(series.instrument);
    for (const TradeTape::Series &series : trades)
        market.history.try_emplace({series.instrument, Timeframe::M1});
    std::vector<std::unique_ptr<MarketTape>> tapes;
    tapes.push_back(std::move(tape));
    tapes.push_back(std::make_unique<TradeTape>(std::move(trades), market.start));
    market.tape = std::make_unique<JoinedTape>(std::move(tapes));
    return recorded;
}

} // namespace app
