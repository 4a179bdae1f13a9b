#pragma once

#include "core/brokers/alpaca/AlpacaLane.h"

namespace core::alpaca {

struct FeedSetup {
    Endpoints endpoints;
    KeyPair keys;
    StockFeed feed = StockFeed::Iex; ///< One series keeps to one.
    std::shared_ptr<TradingHalts> halts = std::make_shared<TradingHalts>(); ///< Kept by the feed, for the account.
};

/// Alpaca's prices: the past over REST, quotes and minutes from one stream each for stocks and crypto. Stock
/// bars are made of the core session's minutes and half hours; days and weeks are the venue's. The market's clock
/// goes by the stamps of what comes and, in a closed market, by the venue's own clock, asked for again and again.
/// Lives on the engine's thread.
class AlpacaFeed final : public MarketFeed {
public:
    using MakeSocket = std::function<std::unique_ptr<net::SocketPort>()>;

    /// Transport and clocks outlive it; `machine` is real time.
    AlpacaFeed(FeedSetup setup, net::HttpPort &http, MakeSocket makeSocket, const Clock &machine, MarketClock &clock,
               SeededRandom random);

    void loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<Past>)> done) override;
    void open(std::vector<SeriesId> series, Sink sink) override;
    void tick() override;
    [[nodiscard]] FeedState state() const override;

private:
    [[nodiscard]] std::vector<Lane *> lanes() { return {&m_stocks, &m_coins}; }
    [[nodiscard]] Lane::Hooks laneHooks();
    /// Once more where it is far from what is known.
    void askClock(std::function<void(Result<>)> done, bool isSecond = false);
    void loadLane(std::size_t index, std::vector<SeriesId> series, int bars, Past past,
                  std::function<void(Result<Past>)> done);
    void tellIfChanged();

    FeedSetup m_setup;
    MakeSocket m_makeSocket;
    MarketClock &m_clock;
    SeededRandom m_random;
    QuoteCheck m_quotes;
    Bars m_bars;
    Lane m_stocks;
    Lane m_coins;
    Sink m_sink;
    std::optional<std::pair<bool, std::string>> m_told; ///< What FeedChanged said last.
    Duration m_clockAskedAt{};                          ///< Steady.
};

} // namespace core::alpaca
