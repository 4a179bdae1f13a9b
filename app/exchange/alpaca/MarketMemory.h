#pragma once

#include "app/exchange/alpaca/Assets.h"
#include "core/domain/Bar.h"
#include "core/simulation/MarketTape.h"
#include "core/simulation/SimVenue.h"
#include "core/simulation/TradingHalts.h"

#include <deque>
#include <functional>
#include <map>
#include <variant>

namespace app::alpaca {

/// A print of the market.
struct Trade {
    core::Timestamp at;
    core::Price price;
    core::Decimal size;
    std::uint64_t id = 0;
    bool takerBuys = true;
};

struct QuoteRow {
    core::Timestamp at;
    core::Price bid;
    core::Price ask;
    core::Decimal bidSize;
    core::Decimal askSize;
};

/// Trading halted, or resumed.
struct TradingStatus {
    core::Timestamp at;
    bool isHalted = true;
    std::string reason; ///< `T1`, `LUDP`; empty when it resumes.
};

/// A bar with what data messages add to it.
struct DataBar {
    core::Timestamp at; ///< Its left edge.
    core::Price open, high, low, close;
    double volume = 0;
    std::int64_t trades = 0;
    double vwap = 0;
    core::Duration length = std::chrono::minutes(1); ///< Recorded ones may be longer.
};

/// A length of bars: so many minutes, hours, days, weeks or months.
struct BarLength {
    enum class Unit { Minute, Hour, Day, Week, Month };
    int count = 1;
    Unit unit = Unit::Minute;
    /// `5Min`, `1T`, `2Hour`, `1Day`, `1Week`, `3Month`, within the documented ranges.
    [[nodiscard]] static std::optional<BarLength> parse(const std::string &text);
    /// The longest bars of which one can be made.
    [[nodiscard]] core::Duration atMost() const;
    /// Left edge of the bar in which a moment lies. Stocks have New York days, coins those of Chicago.
    [[nodiscard]] core::Timestamp leftEdge(core::Timestamp at, bool isCrypto) const;
};

/// What happened at the market so far: minute bars, prints and quotes of every asset. The prints of a played
/// minute add up to its bar: their sizes are made up, and the last one, at its close, brings the rest.
class MarketMemory {
public:
    struct Happening {
        const Asset *asset = nullptr;
        std::variant<Trade, QuoteRow, DataBar, TradingStatus> what;
    };

    MarketMemory(const Assets &assets, std::uint64_t seed);
    void setSink(std::function<void(const Happening &)> sink) { m_sink = std::move(sink); }
    /// Bars before the start, of whatever length; they stand behind answers about bars at least as long.
    void remember(const Asset &asset, const std::vector<core::Bar> &bars);
    /// After the account has taken the step; its quote then.
    void onStep(const core::MarketStep &step, const std::optional<core::Quote> &quote);

    void onHalt(const Asset &asset, const core::HaltChange &change);

    [[nodiscard]] std::vector<DataBar> bars(const Asset &asset, const BarLength &length, core::Timestamp from,
                                            core::Timestamp to) const;
    [[nodiscard]] std::vector<Trade> trades(const Asset &asset, core::Timestamp from, core::Timestamp to) const;
    [[nodiscard]] std::vector<QuoteRow> quotes(const Asset &asset, core::Timestamp from, core::Timestamp to) const;
    [[nodiscard]] std::optional<Trade> lastTrade(const Asset &asset) const;
    [[nodiscard]] std::optional<QuoteRow> lastQuote(const Asset &asset) const;
    struct Seen {
        core::Price price;
        core::Timestamp at;
    };
    /// Its newest price: of a trade, or what the bars before the start ended with.
    [[nodiscard]] std::optional<Seen> lastSeen(const Asset &asset) const;

private:
    struct Memory {
        std::deque<DataBar> minutes;
        std::deque<Trade> trades;
        std::deque<QuoteRow> quotes;
        double printed = 0; ///< Of the running minute.
        double turnover = 0;
        std::int64_t count = 0;
    };
    void onTick(const Asset &asset, const core::MarketStep &step, const std::optional<core::Quote> &quote);
    void onBarEnd(const Asset &asset, const core::MarketStep &step);
    void print(const Asset &asset, core::Timestamp at, core::Price price, core::Decimal size,
               std::optional<core::Side> taker = {});
    [[nodiscard]] core::Decimal someSize(const Asset &asset);
    [[nodiscard]] const Memory *memory(const Asset &asset) const;

    const Assets &m_assets;
    core::SeededRandom m_random;
    std::size_t m_ticksKept; ///< Of each asset.
    std::function<void(const Happening &)> m_sink = [](const Happening &) {};
    std::map<std::string, Memory> m_memories;
    std::uint64_t m_nextTrade = 1;
};

} // namespace app::alpaca
