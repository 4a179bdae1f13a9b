#include "core/simulation/DemoMarket.h"

#include "core/base/Sha256.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

#include <algorithm>
#include <cmath>

namespace core {

using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

constexpr auto anchorDay = sys_days(year(2026) / June / 16);
constexpr std::size_t historyBars = 300;
constexpr int seedsToTry = 20000;
// GARCH(1,1) of textbook size: shocks linger, the long-run variance stays.
constexpr double garchShock = 0.10;
constexpr double garchMemory = 0.86;
constexpr double driftMemory = 0.93;
constexpr double driftShare = 0.16;

int ticksPerBar(Timeframe timeframe)
{
    return timeframe == Timeframe::M1 ? 12 : 60;
}

/// More volume and movement at the open and the close than at midday; mean about 1.
double shape(double progress)
{
    const double fromMiddle = 2.0 * progress - 1.0;
    return 0.7 + 0.9 * fromMiddle * fromMiddle;
}

std::uint64_t seedOf(std::uint64_t seed, const SeriesId &id)
{
    const std::string hash =
        sha256Hex(std::to_string(seed) + "|" + id.instrument.text() + "|" + timeframeName(id.timeframe));
    return std::stoull(hash.substr(0, 15), nullptr, 16);
}

} // namespace

Timestamp DemoMarket::start()
{
    return fromNewYork(anchorDay, 11h + 24min);
}

DemoMarket::Character DemoMarket::characterOf(const SeriesId &id)
{
    const double bars = std::sqrt(double(lengthOf(id.timeframe) / 1min));
    const std::string &symbol = id.instrument.symbol;
    if (symbol.starts_with("BTC"))
        return {61250, 0.0011 * bars, 14 * bars * bars};
    if (symbol.starts_with("ETH"))
        return {3380, 0.0013 * bars, 160 * bars * bars};
    if (symbol == "AAPL")
        return {228, 0.0009 * bars, 90'000 * bars * bars};
    if (symbol == "TSLA")
        return {312, 0.0017 * bars, 150'000 * bars * bars};
    // Any other name gets a price of its own, always the same.
    const double unit = double(seedOf(1, {id.instrument, Timeframe::M1}) % 1000) / 1000.0;
    return {40 + 260 * unit, (0.0009 + 0.0008 * unit) * bars, 60'000 * bars * bars};
}

void DemoMarket::makeSlots(Series &series)
{
    const sys_days day = series.nextDay;
    series.nextDay += days(1);
    const Duration length = lengthOf(series.id.timeframe);
    Timestamp open = day;
    Timestamp close = day + 24h;
    const bool hasSessions = series.instrument.session == SessionKind::UsEquities;
    if (hasSessions) {
        const auto session = sessionOf(day);
        if (!session)
            return;
        open = session->open;
        close = session->close;
    }
    for (Timestamp at = open; at < close; at += length) {
        const Timestamp end = std::min(at + length, close);
        const double middle = duration<double>(at + (end - at) / 2 - open) / duration<double>(close - open);
        series.slots.push_back({at, end, middle, hasSessions && at == open, hasSessions && end == close});
    }
}

Bar DemoMarket::playBar(Series &series, const Slot &slot, std::vector<Tick> &ticks)
{
    Walk &walk = series.walk;
    const double longRun = series.character.volatility * series.character.volatility;
    if (slot.beginsSession) // the overnight gap
        walk.price *= std::exp(1.3 * series.character.volatility * walk.random.normal());
    walk.drift = driftMemory * walk.drift +
                 driftShare * series.character.volatility * walk.random.normal();
    const int count = ticksPerBar(series.id.timeframe);
    const double width = std::sqrt(walk.variance * shape(slot.progress) / count);
    const double before = walk.price;
    const Decimal step = series.instrument.tickSize;
    Bar bar;
    bar.openTime = slot.open;
    bar.closeTime = slot.close;
    for (int i = 0; i < count; ++i) {
        if (i > 0)
            walk.price *= std::exp(walk.drift / count + width * walk.random.normal());
        const Price price(Decimal::fromDouble(walk.price).roundedTo(step, Rounding::HalfEven));
        bar.open = i == 0 ? price : bar.open;
        bar.high = i == 0 ? price : std::max(bar.high, price);
        bar.low = i == 0 ? price : std::min(bar.low, price);
        bar.close = price;
        ticks.push_back({slot.open + (slot.close - slot.open) * i / count, price});
    }
    const double moved = std::log(walk.price / before);
    walk.variance = (1 - garchShock - garchMemory) * longRun + garchShock * moved * moved +
                    garchMemory * walk.variance;
    const double activity = std::sqrt(walk.variance / longRun) * std::exp(0.3 * walk.random.normal());
    bar.volume = std::round(series.character.volume * shape(slot.progress) * activity * 1000) / 1000;
    return bar;
}

bool DemoMarket::crossesUpAt(const std::vector<Bar> &bars, std::size_t index)
{
    constexpr std::size_t slow = 30;
    constexpr std::size_t fast = 10;
    constexpr std::size_t calmBefore = 6; // below for some bars, so that the cross is no flicker
    const auto spread = [&](std::size_t end) {
        double fastSum = 0;
        double slowSum = 0;
        for (std::size_t i = end + 1 - slow; i <= end; ++i) {
            slowSum += bars[i].close.toDouble();
            fastSum += i + fast > end ? bars[i].close.toDouble() : 0.0;
        }
        return fastSum / fast - slowSum / slow;
    };
    for (std::size_t back = 1; back <= calmBefore; ++back)
        if (spread(index - back) >= 0)
            return false;
    return spread(index) > 0;
}

bool DemoMarket::findSeed(Series &series, std::uint64_t seed, Timestamp crossAt)
{
    series.walk = {SeededRandom(seed), series.character.price,
                   series.character.volatility * series.character.volatility, 0};
    std::vector<Bar> bars;
    std::vector<Tick> unused;
    for (const Slot &slot : series.slots) {
        if (slot.close > crossAt)
            break;
        bars.push_back(playBar(series, slot, unused));
        unused.clear();
    }
    return bars.size() > historyBars / 2 && crossesUpAt(bars, bars.size() - 1);
}

DemoMarket::DemoMarket(std::uint64_t seed, const std::vector<SeriesId> &wanted)
{
    int stocks = 0;
    for (const SeriesId &id : wanted) {
        Series series;
        series.id = id;
        series.instrument = usualInstrument(id.instrument);
        series.character = characterOf(id);
        // Far enough back for the history, in days of this market.
        const bool isStock = series.instrument.session == SessionKind::UsEquities;
        const Duration perDay = isStock ? Duration(6h + 30min) : Duration(24h);
        const auto barsPerDay = std::max<std::int64_t>(1, (perDay + lengthOf(id.timeframe) - 1ns) / lengthOf(id.timeframe));
        const auto daysBack = std::int64_t(historyBars) / barsPerDay * (isStock ? 15 : 10) / 10 + (isStock ? 4 : 0);
        series.nextDay = anchorDay - days(daysBack);
        while (series.nextDay <= anchorDay)
            makeSlots(series);
        // Crypto crosses two bars after the start; the first stock with the bar that ends next, the
        // others an hour apart, so that the cards do not all come at once.
        Timestamp crossAt = start() + 2 * lengthOf(id.timeframe);
        if (isStock)
            crossAt = start() + 6min + (stocks++ % 3) * 1h;
        const std::uint64_t base = seedOf(seed, id);
        std::uint64_t found = base;
        for (int i = 0; i < seedsToTry; ++i)
            if (findSeed(series, base + std::uint64_t(i), crossAt)) {
                found = base + std::uint64_t(i);
                break;
            }
        series.walk = {SeededRandom(found), series.character.price,
                       series.character.volatility * series.character.volatility, 0};
        std::vector<Tick> unused;
        while (!series.slots.empty() && series.slots.front().close <= start()) {
            series.history.push_back(playBar(series, series.slots.front(), unused));
            series.slots.pop_front();
            unused.clear();
        }
        m_series.push_back(std::move(series));
        queueBar(m_series.back(), start());
    }
}

std::vector<Bar> DemoMarket::history(const SeriesId &wanted) const
{
    for (const Series &series : m_series)
        if (series.id == wanted)
            return series.history;
    return {};
}

void DemoMarket::queueBar(Series &series, Timestamp notBefore)
{
    while (series.slots.empty())
        makeSlots(series);
    const Slot slot = series.slots.front();
    series.slots.pop_front();
    std::vector<Tick> ticks;
    const Bar bar = playBar(series, slot, ticks);
    for (const Tick &tick : ticks) {
        MarketStep step;
        step.series = series.id;
        step.at = std::max(tick.at, notBefore);
        step.price = tick.price;
        series.steps.push_back(step);
    }
    MarketStep close;
    close.kind = MarketStep::Kind::BarClose;
    close.series = series.id;
    close.at = slot.close;
    close.bar = bar;
    close.wasPlayedAsTicks = true;
    close.endsSession = slot.endsSession;
    series.steps.push_back(close);
}

DemoMarket::Series *DemoMarket::choose()
{
    Series *best = nullptr;
    for (Series &series : m_series) {
        if (series.steps.empty())
            queueBar(series, start());
        const MarketStep &step = series.steps.front();
        const bool closesFirst = best && step.at == best->steps.front().at &&
                                 step.kind == MarketStep::Kind::BarClose &&
                                 best->steps.front().kind != MarketStep::Kind::BarClose;
        if (!best || step.at < best->steps.front().at || closesFirst)
            best = &series;
    }
    return best;
}

std::optional<Timestamp> DemoMarket::nextAt()
{
    const Series *series = choose();
    return series ? std::optional(series->steps.front().at) : std::nullopt;
}

MarketStep DemoMarket::next()
{
    Series *series = choose();
    if (!series)
        bug("a demo market without instruments");
    MarketStep step = series->steps.front();
    series->steps.pop_front();
    return step;
}

} // namespace core
