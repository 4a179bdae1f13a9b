#include "app/exchange/bybit/MarketMemory.h"

#include "app/exchange/bybit/Text.h"

#include <algorithm>

namespace app::bybit {

using namespace core;
using namespace std::chrono;

namespace {

constexpr std::size_t minutesKept = 14 * 24 * 60;
constexpr std::size_t printsKept = 1000;

struct Known {
    const char *text;
    int minutes;
};
constexpr Known lengths[] = {{"1", 1},    {"3", 3},     {"5", 5},     {"15", 15},   {"30", 30},
                             {"60", 60},  {"120", 120}, {"240", 240}, {"360", 360}, {"720", 720},
                             {"D", 1440}, {"W", 10080}, {"M", 0}};

void join(Candle &into, const Candle &next)
{
    into.high = std::max(into.high, next.high);
    into.low = std::min(into.low, next.low);
    into.close = next.close;
    into.volume += next.volume;
    into.turnover += next.turnover;
}

template <class Row>
void keep(std::deque<Row> &rows, Row row, std::size_t most)
{
    rows.push_back(std::move(row));
    if (rows.size() > most)
        rows.pop_front();
}

}  // namespace

OrderBook deepened(OrderBook book, const Product &product, std::size_t levels)
{
    const std::int64_t tick = product.instrument.tickSize.nanos();
    const auto extend = [&](std::vector<Level> &side, std::int64_t step) {
        while (!side.empty() && side.size() < levels) {
            const Price price(Decimal::fromNanos(side.back().price.value().nanos() + step));
            if (price.sign() <= 0)
                return;
            const auto lots = std::int64_t(
                1 + SeededRandom(std::uint64_t(price.value().nanos())).next() % 2000);
            side.push_back(
                {price, Quantity(Decimal::fromNanos(lots * product.instrument.lotSize.nanos()))});
        }
    };
    extend(book.bids, -tick);
    extend(book.asks, tick);
    return book;
}

std::optional<Interval> Interval::parse(std::string_view text)
{
    for (const Known &each : lengths)
        if (text == each.text) {
            Interval found;
            found.m_text = each.text;
            found.m_minutes = each.minutes;
            return found;
        }
    return std::nullopt;
}

Timestamp Interval::leftEdge(Timestamp at) const
{
    if (m_minutes == 0) {
        const year_month_day date(floor<days>(at));
        return sys_days(date.year() / date.month() / 1);
    }
    const Timestamp monday{days(4)};  // 1970-01-05
    const Timestamp anchor = m_minutes == 10080 ? monday : Timestamp();
    const auto length = minutes(m_minutes);
    return anchor + floor<minutes>(at - anchor) / length * length;
}

Timestamp Interval::rightEdge(Timestamp left) const
{
    if (m_minutes != 0)
        return left + minutes(m_minutes);
    const year_month_day date(floor<days>(left));
    return sys_days((date.year() / date.month() + months(1)) / 1);
}

const MarketMemory::Memory &MarketMemory::at(const Product &product) const
{
    static const Memory nothing;
    const auto found = m_memories.find(product.instrument.id);
    return found == m_memories.end() ? nothing : found->second;
}

void MarketMemory::remember(const Product &product, const std::vector<Bar> &bars,
                            const std::optional<Quote> &quote)
{
    Memory &memory = m_memories[product.instrument.id];
    for (const Bar &bar : bars)
        memory.minutes.push_back({bar.openTime, bar.open, bar.high, bar.low, bar.close, bar.volume,
                                  bar.volume * bar.close.toDouble(), bar.closeTime - bar.openTime});
    if (bars.empty())
        return;
    if (quote)
        rebuild(product, *quote, bars.back().closeTime);
    print(product, bars.back().closeTime - milliseconds(1), bars.back().close, someSize(product));
    memory.running.reset();  // that print belongs to the last minute
}

Quantity MarketMemory::someSize(const Product &product)
{
    const auto steps = std::int64_t(1 + m_random.next() % 500);
    return Quantity(Decimal::fromNanos(steps * product.instrument.lotSize.nanos()));
}

void MarketMemory::print(const Product &product, Timestamp at, Price price, Quantity size,
                         std::optional<Side> taker)
{
    Memory &memory = m_memories[product.instrument.id];
    const Price rounded = product.instrument.roundedPrice(price, Rounding::HalfEven);
    const bool isUp = taker ? *taker == Side::Buy
                            : memory.prints.empty() || rounded >= memory.prints.back().price;
    const std::string id = product.isSpot()
                               ? std::to_string(2'290'000'000'000'000'000 + ++m_sequence)
                               : uuid(m_random);
    Print made{at, rounded, size, id, isUp, ++m_sequence};
    const double value = size.toDouble() * rounded.toDouble();
    const Candle part{floor<minutes>(at), rounded, rounded, rounded, rounded,
                      size.toDouble(),    value};
    if (memory.running && memory.running->start == part.start)
        join(*memory.running, part);
    else
        memory.running = part;
    keep(memory.prints, made, printsKept);
    m_sink(product, made);
}

void MarketMemory::onStep(const Product &product, const MarketStep &step,
                          const std::optional<Quote> &quote)
{
    if (quote)
        rebuild(product, *quote, step.at);
    if (step.kind == MarketStep::Kind::Tick)
        return step.size ? print(product, step.at, step.price, *step.size, step.taker)
                         : print(product, step.at, step.price, someSize(product));
    Memory &memory = m_memories[product.instrument.id];
    const Bar &bar = step.bar;
    const bool isRunning = memory.running && memory.running->start == bar.openTime;
    const double printed = isRunning ? memory.running->volume : 0;
    const auto rest = std::int64_t(
        std::min((bar.volume - printed) / product.instrument.lotSize.toDouble(), 1e11));
    if (rest > 0)  // as if it had come just before the end
        print(product, bar.closeTime - milliseconds(1), bar.close,
              Quantity(Decimal::fromNanos(rest * product.instrument.lotSize.nanos())));
    const Candle whole = memory.running.value_or(Candle{});
    keep(memory.minutes,
         Candle{bar.openTime, bar.open, bar.high, bar.low, bar.close, whole.volume, whole.turnover},
         minutesKept);
    memory.running.reset();
}

std::vector<Candle> MarketMemory::candles(const Product &product, const Interval &interval) const
{
    std::vector<Candle> joined;
    const auto add = [&](const Candle &minute) {
        const Timestamp edge = interval.leftEdge(minute.start);
        if (minute.start + minute.length > interval.rightEdge(edge))
            return; // it cannot be divided
        if (!joined.empty() && joined.back().start == edge)
            return join(joined.back(), minute);
        joined.push_back(minute);
        joined.back().start = edge;
    };
    const Memory &here = at(product);
    for (const Candle &minute : here.minutes)
        add(minute);
    if (here.running)
        add(*here.running);
    return joined;
}

std::optional<Candle> MarketMemory::lastCandle(const Product &product,
                                               const Interval &interval) const
{
    const Memory &here = at(product);
    std::optional<Candle> joined = here.running;
    for (auto it = here.minutes.rbegin(); it != here.minutes.rend(); ++it) {
        if (joined && interval.leftEdge(it->start) != interval.leftEdge(joined->start))
            break;
        Candle earlier = *it;
        if (joined)
            join(earlier, *joined);
        joined = earlier;
    }
    if (joined)
        joined->start = interval.leftEdge(joined->start);
    return joined;
}

DayFigures MarketMemory::figures(const Product &product, Timestamp now) const
{
    const Memory &here = at(product);
    DayFigures day;
    day.last = here.prints.empty() ? Price() : here.prints.back().price;
    day.dayBefore = day.hourBefore = day.high = day.low = day.last;
    const auto add = [&](const Candle &minute) {
        day.high = std::max(day.high, minute.high);
        day.low = std::min(day.low, minute.low);
        day.volume += minute.volume;
        day.turnover += minute.turnover;
        day.dayBefore = minute.open;
        if (minute.start > now - hours(1))
            day.hourBefore = minute.open;
    };
    if (here.running)
        add(*here.running);
    for (auto it = here.minutes.rbegin(); it != here.minutes.rend() && it->start > now - hours(24);
         ++it)
        add(*it);
    return day;
}

/// The sizes of a price stay as they are while it is in the book; those nearest to the quote
/// change.
void MarketMemory::rebuild(const Product &product, const Quote &quote, Timestamp at)
{
    OrderBook &book = m_memories[product.instrument.id].book;
    const Decimal tick = product.instrument.tickSize;
    const auto side = [&](const std::vector<Level> &before, Price best, int direction) {
        std::map<Price, Quantity> sizes;
        for (const Level &level : before)
            sizes[level.price] = level.size;
        std::vector<Level> levels;
        for (std::size_t i = 0; i < depth; ++i) {
            const Price price(best.value() +
                              Decimal::fromNanos(direction * std::int64_t(i) * tick.nanos()));
            if (price.sign() <= 0)
                break;
            const auto known = sizes.find(price);
            levels.push_back(
                {price, i < 3 || known == sizes.end() ? someSize(product) : known->second});
        }
        return levels;
    };
    book.bids = side(book.bids, quote.bid, -1);
    book.asks = side(book.asks, quote.ask, 1);
    ++book.update;
    book.sequence = ++m_sequence;
    book.at = at;
}

}  // namespace app::bybit
