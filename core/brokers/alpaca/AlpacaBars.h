#pragma once

#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaMarketReader.h"
#include "core/brokers/alpaca/AlpacaMarketRequests.h"
#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/net/PacedHttp.h"

#include <list>
#include <map>

namespace core::alpaca {

/// Fetches bars of many symbols over REST: page after page, slowly enough for the data plan. What fails and
/// may be asked again is asked again, a few times.
/// Source: docs.alpaca.markets, historical bars, October 2026.
class Bars {
public:
    struct Ask {
        TradedKind kind = TradedKind::Stock; ///< Stock or crypto.
        Timeframe timeframe = Timeframe::M1;
        std::vector<std::string> symbols;
        Timestamp from;
        Timestamp to; ///< Included.
    };
    /// By symbol, ascending; with `closeTime` = opening + length, whatever the session.
    using Found = std::map<std::string, std::vector<Bar>>;
    using Done = std::function<void(Result<Found>)>;

    /// All outlive it; the machine's clock is real time.
    Bars(net::HttpPort &http, const Clock &machine, const Endpoints &endpoints, const KeyPair &keys, StockFeed feed);

    /// Stock bars are split-adjusted as of now: signals are made of them, orders are not.
    void fetch(Ask ask, Done done);
    /// One request beside the bars, under the same care: the venue's clock.
    void request(Request request, std::function<void(Result<std::string>)> done);
    using Newest = std::map<std::string, MarketQuote>;
    /// The newest quote of each symbol, as far as the venue has one.
    void latestQuotes(TradedKind kind, const std::vector<std::string> &symbols, std::function<void(Result<Newest>)> done);
    void tick();

private:
    static constexpr std::size_t symbolsAtOnce = 100;
    static constexpr int mostPages = 2000;
    static constexpr int mostTries = 5;

    struct Job {
        Ask ask;
        Done done;
        std::size_t first = 0; ///< Of the symbols that are asked for now.
        std::optional<std::string> page{};
        int pages = 0;
        Found found{};
    };
    struct Waiting {
        Duration until; ///< Steady.
        std::function<void()> again;
    };

    void send(Request request, int tries, std::function<void(Result<std::string>)> done);
    void judge(const Request &request, int tries, const net::HttpOutcome &outcome,
               std::function<void(Result<std::string>)> done);
    void next(const std::shared_ptr<Job> &job);
    void take(const std::shared_ptr<Job> &job, const std::string &body);
    [[nodiscard]] Request requestOf(const Job &job) const;

    const Clock &m_machine;
    const Endpoints &m_endpoints;
    const KeyPair &m_keys;
    StockFeed m_feed;
    std::list<Waiting> m_waiting;
    net::PacedHttp m_http; ///< Last: nobody calls back once it is gone.
};

} // namespace core::alpaca
