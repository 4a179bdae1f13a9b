#pragma once

#include "core/brokers/MarketFeed.h"
#include "core/brokers/alpaca/AlpacaDays.h"
#include "core/brokers/alpaca/AlpacaHalts.h"
#include "core/brokers/alpaca/AlpacaPriceStream.h"
#include "core/brokers/feed/QuoteCheck.h"
#include "core/brokers/feed/SeriesMaker.h"

namespace core::alpaca {

/// One of Alpaca's two markets, stocks or crypto: its past, its stream, its series. After each confirmed
/// subscription the minutes that were missed are fetched, and newer ones are held back until they are there;
/// quotes go on, because what is held must be valued. A minute that did not come may have been quiet or lost:
/// the venue is asked which before anything that lies after it goes on.
class Lane {
public:
    struct Parts {
        Bars &bars;
        MarketClock &clock;
        QuoteCheck &quotes;
        const KeyPair &keys;
        TradingHalts &halts;
    };
    struct Hooks {
        std::function<void(Event)> tell;
        std::function<void()> changed; ///< Whether it is up, and why not.
    };

    Lane(TradedKind kind, Parts parts, Hooks hooks);
    [[nodiscard]] static bool isOf(TradedKind kind, const InstrumentId &instrument);

    void loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<MarketFeed::Past>)> done);
    void open(const std::vector<SeriesId> &series, std::unique_ptr<net::SocketPort> socket, std::string url,
              SeededRandom random);
    void tick();

    [[nodiscard]] bool isOpen() const { return m_stream != nullptr; }
    [[nodiscard]] bool isUp() const { return m_stream && m_stream->isUp() && !m_isBehind; }
    [[nodiscard]] std::string detail() const;
    [[nodiscard]] Duration dataAge() const;
    void addTo(FeedState &state) const;

private:
    struct Loading;

    [[nodiscard]] SessionKind session() const;
    [[nodiscard]] SeriesMaker makerFor(const SeriesId &series) const;
    [[nodiscard]] Timeframe stepOf(Timeframe timeframe) const;
    void ask(const std::shared_ptr<Loading> &loading, Timeframe timeframe, const std::set<std::string> &symbols,
             Timestamp from);
    [[nodiscard]] MarketFeed::Past assemble(Loading &loading);
    [[nodiscard]] std::vector<Bar> pastOf(const SeriesId &series, Loading &loading);
    void told(const MarketMessage &message);
    void onQuote(const QuoteMessage &message);
    void onBar(const BarMessage &message);
    void onStatus(const StatusMessage &message);
    [[nodiscard]] InstrumentId instrumentOf(const std::string &symbol) const;
    void take(const std::string &symbol, const Bar &minute);
    void closeByClock();
    void reconnectIfSilent();
    void askWhetherQuiet();
    [[nodiscard]] bool hasMissed(const Bars::Newest &quotes) const;
    [[nodiscard]] bool hasHoleBefore(const std::string &symbol, Timestamp open) const;
    [[nodiscard]] bool mayHaveMore(const SeriesId &series, const SeriesMaker &maker) const;
    void catchUp();
    void fill(std::set<std::string> symbols);
    void filled(const std::set<std::string> &symbols, Timestamp until, Result<Bars::Found> found);
    void release();
    void takeFilled(const Bars::Found &found, Timestamp until);
    [[nodiscard]] Timestamp &nextMinute(const std::string &symbol);

    TradedKind m_kind;
    Parts m_parts;
    Hooks m_hooks;
    Days m_days;
    std::map<SeriesId, SeriesMaker> m_makers;
    std::map<SeriesId, Timestamp> m_lastDays;      ///< End of the newest daily bar of the past.
    std::map<std::string, Timestamp> m_nextMinute; ///< By symbol: what there was before has come.
    std::set<std::string> m_symbols;
    std::unique_ptr<PriceStream> m_stream;
    bool m_isBehind = false;            ///< After a loss: not up until everything is there.
    bool m_isFilling = false;           ///< Minutes are being asked for, and newer ones are held.
    std::uint64_t m_fill = 0;           ///< Number of the filling; an answer to an older one is late.
    std::optional<Duration> m_fillAt{}; ///< Steady: the filling failed and is tried again.
    std::string m_fillProblem;
    std::vector<std::pair<std::string, Bar>> m_held; ///< Minutes that came while it is being filled.
    Duration m_closedAt{};              ///< Steady, when the market was last seen closed.
    Duration m_quietAt{};               ///< Steady, when the venue last had nothing newer than we.
    bool m_isAskingQuotes = false;
    Timestamp m_confirmedAt{};          ///< What was quoted before, the stream did not owe us.
    std::map<std::string, Timestamp> m_lastQuotes; ///< By symbol, of the stream.
    std::uint64_t m_filledBars = 0;
    std::uint64_t m_refusedBars = 0;
};

} // namespace core::alpaca
