#pragma once

#include "app/exchange/bybit/Funding.h"
#include "app/exchange/bybit/MarketMemory.h"
#include "app/exchange/http/UrlText.h"
#include "core/base/Json.h"

namespace app::bybit {

/// `/v5/market/…`: the `result` of what anybody may ask.
class BybitMarket {
public:
    /// `now` is market time.
    BybitMarket(const Products &products, const MarketMemory &memory, const FundingRates &funding,
                std::function<core::Timestamp()> now)
        : m_products(products), m_memory(memory), m_funding(funding), m_now(std::move(now))
    {
    }

    [[nodiscard]] Answer<std::string> instruments(const Query &query) const;
    [[nodiscard]] Answer<std::string> kline(const Query &query) const;
    [[nodiscard]] Answer<std::string> tickers(const Query &query) const;
    [[nodiscard]] Answer<std::string> orderBook(const Query &query) const;
    [[nodiscard]] Answer<std::string> recentTrades(const Query &query) const;
    [[nodiscard]] Answer<std::string> priceLimit(const Query &query) const;
    /// Every eight hours.
    [[nodiscard]] Answer<std::string> fundingHistory(const Query &query) const;

    /// What both the REST ticker and the stream have; the stream of spot has no bid and ask.
    using TickerMembers = std::vector<std::pair<std::string, std::string>>;
    [[nodiscard]] TickerMembers tickerMembers(const Product &product, bool isStream) const;

private:
    [[nodiscard]] Answer<const Product *> productOf(const Query &query) const;
    void addBookMembers(TickerMembers &members, const Product &product) const;
    void addLinearMembers(TickerMembers &members, const Product &product, const DayFigures &day) const;

    const Products &m_products;
    const MarketMemory &m_memory;
    const FundingRates &m_funding;
    std::function<core::Timestamp()> m_now;
};

/// A number of the query within its bounds, or what counts when it is not there; nothing if it is
/// none.
[[nodiscard]] std::optional<std::int64_t> integerOf(const Query &query, const char *name,
                                                    std::int64_t fallback, std::int64_t least,
                                                    std::int64_t most);
void writeLevels(core::JsonWriter &json, const std::vector<Level> &levels, std::size_t most);

}  // namespace app::bybit
