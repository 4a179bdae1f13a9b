#include "app/exchange/alpaca/MarketMemory.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace app::alpaca {

using namespace core;
using namespace std::chrono;

namespace {

constexpr std::size_t minutesKept = 60'000;
constexpr std::size_t ticksKept = 4'000'000; ///< Of all assets together.

template <class T>
void keep(std::deque<T> &all, T one, std::size_t most)
{
    all.push_back(std::move(one));
    if (all.size() > most)
        all.pop_front();
}

template <class T>
std::vector<T> between(const std::deque<T> &all, Timestamp from, Timestamp to)
{
    std::vector<T> found;
    for (const T &each : all)
        if (each.at >= from && each.at <= to)
            found.push_back(each);
    return found;
}

sys_days beginOf(sys_days day, const BarLength &length)
{
    if (length.unit == BarLength::Unit::Week)
        return day - (weekday(day) - Monday);
    if (length.unit != BarLength::Unit::Month)
        return day;
    const year_month_day date(day);
    const unsigned month = (unsigned(date.month()) - 1) / unsigned(length.count) * unsigned(length.count) + 1;
    return date.year() / std::chrono::month(month) / 1;
}

void join(DataBar &sum, const DataBar &next)
{
    const double turnover = sum.vwap * sum.volume + next.vwap * next.volume;
    sum.high = std::max(sum.high, next.high);
    sum.low = std::min(sum.low, next.low);
    sum.close = next.close;
    sum.volume += next.volume;
    sum.trades += next.trades;
    sum.vwap = sum.volume > 0 ? turnover / sum.volume : next.vwap;
}

} // namespace

std::optional<BarLength> BarLength::parse(const std::string &text)
{
    BarLength length;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length.count);
    std::string unit(end, text.data() + text.size());
    if (unit.size() > 1 && unit.front() >= 'a' && unit.front() <= 'z')
        unit.front() = char(unit.front() - 'a' + 'A'); // ccxt asks for "1min"
    if (error != std::errc() || length.count < 1)
        return std::nullopt;
    const auto is = [&](const char *longName, const char *shortName) { return unit == longName || unit == shortName; };
    const auto as = [&](Unit which, bool isFine) {
        length.unit = which;
        return isFine ? std::optional(length) : std::nullopt;
    };
    if (is("Min", "T"))
        return as(Unit::Minute, length.count <= 59);
    if (is("Hour", "H"))
        return as(Unit::Hour, length.count <= 23);
    if (is("Day", "D"))
        return as(Unit::Day, length.count == 1);
    if (is("Week", "W"))
        return as(Unit::Week, length.count == 1);
    const bool isDivisor = 12 % length.count == 0 && length.count <= 12;
    return is("Month", "M") ? as(Unit::Month, isDivisor) : std::nullopt;
}

Duration BarLength::atMost() const
{
    return unit == Unit::Minute ? Duration(count * 1min) : unit == Unit::Hour ? Duration(count * 1h) : Duration(24h);
}

Timestamp BarLength::leftEdge(Timestamp at, bool isCrypto) const
{
    if (unit == Unit::Minute || unit == Unit::Hour) {
        const Duration length = count * (unit == Unit::Minute ? Duration(1min) : Duration(1h));
        return Timestamp(at.time_since_epoch() / length * length);
    }
    const Duration west = isCrypto ? Duration(1h) : Duration(0); // Chicago is an hour behind New York
    return fromNewYork(beginOf(newYorkDate(at - west), *this), {}) + west;
}

MarketMemory::MarketMemory(const Assets &assets, std::uint64_t seed)
    : m_assets(assets), m_random(seed), m_ticksKept(std::min<std::size_t>(ticksKept / std::max<std::size_t>(assets.all().size(), 1), 20'000))
{
}

void MarketMemory::remember(const Asset &asset, const std::vector<Bar> &bars)
{
    for (const Bar &bar : bars) {
        // A stock's daily bar is named by its date, and data replies by the midnight of New York.
        const bool isDate = !asset.isCrypto && bar.openTime == floor<days>(bar.openTime);
        const Timestamp at = isDate ? fromNewYork(floor<days>(bar.openTime), {}) : bar.openTime;
        const double middle = (bar.high.toDouble() + bar.low.toDouble() + bar.close.toDouble()) / 3;
        keep(m_memories[asset.symbol].minutes,
             DataBar{at, bar.open, bar.high, bar.low, bar.close,
                     asset.isCrypto ? bar.volume : std::round(bar.volume), 12, middle,
                     isDate ? Duration(24h) : bar.closeTime - bar.openTime}, minutesKept);
    }
}

Decimal MarketMemory::someSize(const Asset &asset)
{
    const auto count = std::int64_t(1 + m_random.next() % 300);
    return asset.isCrypto ? Decimal::fromNanos(count * 1'000'000) : Decimal::fromInteger(count);
}

void MarketMemory::print(const Asset &asset, Timestamp at, Price price, Decimal size, std::optional<Side> taker)
{
    Memory &memory = m_memories[asset.symbol];
    const std::uint64_t base = asset.isCrypto ? 1'000'000'000'000'000'000 : 50'000'000'000'000; // beyond a double's
    const bool takerBuys = taker ? *taker == Side::Buy : m_random.next() % 2 == 0;
    const Trade trade{at, price, size, base + m_nextTrade++, takerBuys};
    memory.printed += size.toDouble();
    memory.turnover += size.toDouble() * price.toDouble();
    ++memory.count;
    keep(memory.trades, trade, m_ticksKept);
    m_sink({&asset, trade});
}

void MarketMemory::onStep(const MarketStep &step, const std::optional<Quote> &quote)
{
    const Asset *asset = m_assets.playedBy(step.series.instrument);
    if (!asset)
        return;
    if (step.kind == MarketStep::Kind::Tick)
        onTick(*asset, step, quote);
    else
        onBarEnd(*asset, step);
}

void MarketMemory::onTick(const Asset &asset, const MarketStep &step, const std::optional<Quote> &quote)
{
    if (quote) {
        const QuoteRow row{step.at, quote->bid, quote->ask, someSize(asset), someSize(asset)};
        keep(m_memories[asset.symbol].quotes, row, m_ticksKept);
        m_sink({&asset, row});
    }
    print(asset, step.at, step.price, step.size ? step.size->value() : someSize(asset), step.taker);
}

void MarketMemory::onBarEnd(const Asset &asset, const MarketStep &step)
{
    Memory &memory = m_memories[asset.symbol];
    const Bar &bar = step.bar;
    const double rest = bar.volume - memory.printed;
    const auto size = Decimal::fromDouble(asset.isCrypto ? rest : std::round(rest));
    if (size.sign() > 0) // as if it had come just before the end
        print(asset, bar.closeTime - milliseconds(1), bar.close, size);
    DataBar row{bar.openTime, bar.open, bar.high, bar.low, bar.close, memory.printed, memory.count, 0,
                std::chrono::minutes(1)};
    row.vwap = memory.printed > 0 ? memory.turnover / memory.printed : bar.close.toDouble();
    memory.printed = memory.turnover = 0;
    memory.count = 0;
    keep(memory.minutes, row, minutesKept);
    m_sink({&asset, row});
}

void MarketMemory::onHalt(const Asset &asset, const HaltChange &change)
{
    m_sink({&asset, TradingStatus{change.at, change.isHalted, change.isHalted ? change.reason : ""}});
}

const MarketMemory::Memory *MarketMemory::memory(const Asset &asset) const
{
    const auto found = m_memories.find(asset.symbol);
    return found == m_memories.end() ? nullptr : &found->second;
}

std::vector<DataBar> MarketMemory::bars(const Asset &asset, const BarLength &length, Timestamp from, Timestamp to) const
{
    std::vector<DataBar> joined;
    const Memory *here = memory(asset);
    if (!here)
        return joined;
    for (const DataBar &minute : here->minutes) {
        const Timestamp edge = length.leftEdge(minute.at, asset.isCrypto);
        if (edge < from || edge > to || minute.length > length.atMost())
            continue;
        if (!joined.empty() && joined.back().at == edge) {
            join(joined.back(), minute);
            continue;
        }
        joined.push_back(minute);
        joined.back().at = edge;
    }
    return joined;
}

std::vector<Trade> MarketMemory::trades(const Asset &asset, Timestamp from, Timestamp to) const
{
    const Memory *here = memory(asset);
    return here ? between(here->trades, from, to) : std::vector<Trade>();
}

std::vector<QuoteRow> MarketMemory::quotes(const Asset &asset, Timestamp from, Timestamp to) const
{
    const Memory *here = memory(asset);
    return here ? between(here->quotes, from, to) : std::vector<QuoteRow>();
}

std::optional<Trade> MarketMemory::lastTrade(const Asset &asset) const
{
    const Memory *here = memory(asset);
    return here && !here->trades.empty() ? std::optional(here->trades.back()) : std::nullopt;
}

std::optional<QuoteRow> MarketMemory::lastQuote(const Asset &asset) const
{
    const Memory *here = memory(asset);
    return here && !here->quotes.empty() ? std::optional(here->quotes.back()) : std::nullopt;
}

std::optional<MarketMemory::Seen> MarketMemory::lastSeen(const Asset &asset) const
{
    if (const auto trade = lastTrade(asset))
        return Seen{trade->price, trade->at};
    const Memory *here = memory(asset);
    if (!here || here->minutes.empty())
        return std::nullopt;
    const DataBar &bar = here->minutes.back();
    return Seen{bar.close, bar.at + bar.length};
}

} // namespace app::alpaca
