#pragma once

#include "core/brokers/bybit/BybitLane.h"

namespace core::bybit {

/// Bybit's prices: klines over REST for the past, public sockets for spot and for linear contracts. Bars are the
/// venue's own of every timeframe; best prices come from the book of depth one. No key is needed and none is
/// sent. The market's clock goes by the stamps of what comes. Lives on the engine's thread.
class BybitFeed final : public MarketFeed {
public:
    using MakeSocket = std::function<std::unique_ptr<net::SocketPort>()>;

    /// Transport and clocks outlive it; `machine` is real time. The account shares `silence`.
    BybitFeed(Endpoints endpoints, net::HttpPort &http, MakeSocket makeSocket, const Clock &machine, MarketClock &clock,
              SeededRandom random, std::shared_ptr<BybitSilence> silence = std::make_shared<BybitSilence>());

    void loadPast(const std::vector<SeriesId> &series, int bars, std::function<void(Result<Past>)> done) override;
    void open(std::vector<SeriesId> series, Sink sink) override;
    void tick() override;
    [[nodiscard]] FeedState state() const override;

private:
    struct Loading;
    void askTime(std::shared_ptr<Loading> loading);
    void loadAll(const std::shared_ptr<Loading> &loading);
    void loaded(const std::shared_ptr<Loading> &loading, const SeriesId &series, Timestamp until,
                Result<Klines::Found> found);
    void openCategory(Category category, const std::vector<SeriesId> &series);
    void addLane(Category category, std::vector<std::string> topics, const std::vector<SeriesId> &series);
    [[nodiscard]] Timestamp knownUntil(const SeriesId &series) const;
    void tellIfChanged();

    Endpoints m_endpoints;
    MakeSocket m_makeSocket;
    MarketClock &m_clock;
    SeededRandom m_random;
    QuoteCheck m_quotes;
    Klines m_klines;
    std::vector<std::unique_ptr<Lane>> m_lanes;
    std::map<SeriesId, Timestamp> m_known; ///< End of the newest bar of the past.
    std::shared_ptr<Loading> m_asksAgain;  ///< The market has no time yet: it has not begun.
    Duration m_askAgainAt{};               ///< Steady.
    Sink m_sink;
    std::optional<std::pair<bool, std::string>> m_told; ///< What FeedChanged said last.
};

} // namespace core::bybit
