#pragma once

#include "app/exchange/bybit/Products.h"
#include "core/base/SeededRandom.h"
#include "core/simulation/MarketTape.h"

#include <deque>
#include <functional>
#include <map>

namespace app::bybit {

/// `1 3 5 15 30 60 120 240 360 720 D W M`; days begin at 00:00 UTC, weeks on Monday.
class Interval {
public:
    [[nodiscard]] static std::optional<Interval> parse(std::string_view text);
    [[nodiscard]] core::Timestamp leftEdge(core::Timestamp at) const;
    [[nodiscard]] core::Timestamp rightEdge(
        core::Timestamp left) const;  ///< Where the next one begins.
    [[nodiscard]] const std::string &text() const { return m_text; }

private:
    std::string m_text = "1";
    int m_minutes = 1;  ///< 0 for a month.
};

struct Candle {
    core::Timestamp start;
    core::Price open, high, low, close;
    double volume = 0;
    double turnover = 0;
    core::Duration length = std::chrono::minutes(1); ///< Recorded ones may be longer.
};

struct Print {
    core::Timestamp at;
    core::Price price;
    core::Quantity size;
    std::string id;
    bool takerBuys = true;
    std::int64_t sequence = 0;
};

struct Level {
    core::Price price;
    core::Quantity size;
    bool operator==(const Level &) const = default;
};

/// Made up around the quote: fifty levels to a side, a tick apart. Deeper ones are `deepened`.
struct OrderBook {
    std::vector<Level> bids;  ///< High to low.
    std::vector<Level> asks;  ///< Low to high.
    std::int64_t update = 0;
    std::int64_t sequence = 0;
    core::Timestamp at;
};

/// The same with so many levels to a side: those behind the fiftieth have a size of their own, by their
/// price alone, so that they stay as they are.
[[nodiscard]] OrderBook deepened(OrderBook book, const Product &product, std::size_t levels);

struct DayFigures {
    core::Price last, dayBefore, hourBefore, high, low;
    double volume = 0;
    double turnover = 0;
};

/// What happened at the market so far: minutes, prints and the book of every product. The prints of
/// a played minute add up to its bar: their sizes are made up, and the last one, at its close,
/// brings the rest.
class MarketMemory {
public:
    static constexpr std::size_t depth = 50;

    explicit MarketMemory(std::uint64_t seed) : m_random(seed + 11) {}
    void setPrintSink(std::function<void(const Product &, const Print &)> sink)
    {
        m_sink = std::move(sink);
    }
    /// Minutes before the start.
    void remember(const Product &product, const std::vector<core::Bar> &bars,
                  const std::optional<core::Quote> &quote);
    /// After the account has taken the step; its quote then.
    void onStep(const Product &product, const core::MarketStep &step,
                const std::optional<core::Quote> &quote);

    /// Oldest first; the last one may still run.
    [[nodiscard]] std::vector<Candle> candles(const Product &product,
                                              const Interval &interval) const;
    /// The newest, which may still run.
    [[nodiscard]] std::optional<Candle> lastCandle(const Product &product,
                                                   const Interval &interval) const;
    [[nodiscard]] const std::deque<Print> &prints(const Product &product) const
    {
        return at(product).prints;
    }
    [[nodiscard]] const OrderBook &book(const Product &product) const { return at(product).book; }
    [[nodiscard]] DayFigures figures(const Product &product, core::Timestamp now) const;

private:
    struct Memory {
        std::deque<Candle> minutes;
        std::optional<Candle> running;
        std::deque<Print> prints;
        OrderBook book;
    };
    [[nodiscard]] const Memory &at(const Product &product) const;
    void print(const Product &product, core::Timestamp at, core::Price price, core::Quantity size,
               std::optional<core::Side> taker = {});
    void rebuild(const Product &product, const core::Quote &quote, core::Timestamp at);
    [[nodiscard]] core::Quantity someSize(const Product &product);

    std::map<core::InstrumentId, Memory> m_memories;
    std::function<void(const Product &, const Print &)> m_sink = [](const Product &,
                                                                    const Print &) {};
    core::SeededRandom m_random;
    std::int64_t m_sequence = 50'000'000'000;
};

}  // namespace app::bybit
