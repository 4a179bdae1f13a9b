#pragma once

#include "app/exchange/bybit/StreamServer.h"

namespace app::bybit {

/// `/v5/public/spot` or `/v5/public/linear`: klines, prints, tickers and books of depth 1, 50, 200 and 1000.
class PublicStream final : public StreamServer {
public:
    /// `now` is market time.
    PublicStream(Category category, const Products &products, const MarketMemory &memory,
                 const BybitMarket &market, std::function<core::Timestamp()> now, const FrontPorts &ports);

    /// The memory has taken the step.
    void onStep(const Product &product, const core::MarketStep &step);
    void onPrint(const Product &product, const Print &print);

protected:
    void hear(StreamSession &session, std::string_view op, const core::json::Value &message,
              const std::string &requestId) override;
    [[nodiscard]] std::string objectionTo(const StreamSession &session,
                                          const std::vector<std::string> &topics) const override;
    [[nodiscard]] const char *subscribedText() const override
    {
        return m_category == Category::Spot ? "subscribe" : "";
    }
    void onSubscribed(StreamSession &session, const std::string &topic) override;

private:
    struct Topic {
        std::string kind;    ///< `orderbook`, `publicTrade`, `tickers`, `kline`.
        std::string detail;  ///< Depth or interval.
        const Product *product = nullptr;
    };
    [[nodiscard]] std::string messageFor(const std::string &name, const Topic &topic,
                                         const core::MarketStep &step) const;
    void keepAsTold(const Product &product);
    [[nodiscard]] std::optional<Topic> topicOf(const std::string &text) const;
    [[nodiscard]] std::string kline(const std::string &name, const Topic &topic,
                                    core::Timestamp closedAt) const;
    [[nodiscard]] std::string bookSnapshot(const std::string &name, const Topic &topic) const;
    [[nodiscard]] std::string bookDelta(const std::string &name, const Topic &topic) const;
    [[nodiscard]] std::string ticker(const std::string &name, const Topic &topic,
                                     bool isSnapshot) const;

    Category m_category;
    const Products &m_products;
    const MarketMemory &m_memory;
    const BybitMarket &m_market;
    std::function<core::Timestamp()> m_now;
    std::map<const Product *, OrderBook> m_lastBooks;  ///< As all have been told.
    std::map<const Product *, BybitMarket::TickerMembers> m_lastTickers;  ///< The same.
    std::int64_t m_changes = 500'000;                                     ///< `cs`.
};

}  // namespace app::bybit
