#pragma once

#include "core/brokers/bybit/BybitEndpoints.h"
#include "core/brokers/bybit/BybitMarketWire.h"
#include "core/brokers/bybit/BybitRequest.h"
#include "core/brokers/bybit/BybitSilence.h"
#include "core/net/PacedHttp.h"

#include <list>

namespace core::bybit {

/// Fetches closed bars, and the market's time, over public REST, slowly enough for the address. What fails and
/// may be asked again is asked again, a few times. Nothing here is signed.
/// Source: bybit-exchange.github.io/docs/v5/market/kline, July 2026.
class Klines {
public:
    struct Ask {
        SeriesId series;
        Timestamp from; ///< Of the openings.
        Timestamp to;
    };
    using Found = std::vector<Bar>; ///< Oldest first.

    /// All outlive it; the machine's clock is real time.
    Klines(net::HttpPort &http, const Clock &machine, const Endpoints &endpoints, std::shared_ptr<BybitSilence> silence);

    void fetch(Ask ask, std::function<void(Result<Found>)> done);
    /// As it stands in the instrument's book: the answer's own time is real time even where a market is played.
    void askMarketTime(const InstrumentId &instrument, std::function<void(Result<Timestamp>)> done);
    void tick();

private:
    static constexpr int mostTries = 5;
    static constexpr int mostPages = 200;
    using Body = std::function<void(Result<std::string>)>;

    struct Job {
        Ask ask;
        std::function<void(Result<Found>)> done;
        Found found{};
        int pages = 0;
    };
    struct Waiting {
        Duration until; ///< Steady.
        std::function<void()> again;
    };

    void send(Request request, int tries, Body done);
    void judge(const Request &request, int tries, const net::HttpOutcome &outcome, const Body &done);
    void keepSilence();
    void next(const std::shared_ptr<Job> &job);
    void take(const std::shared_ptr<Job> &job, const std::string &body);

    const Clock &m_machine;
    const Endpoints &m_endpoints;
    std::shared_ptr<BybitSilence> m_silence; ///< Of the address.
    std::list<Waiting> m_waiting;
    net::PacedHttp m_http; ///< Last: nobody calls back once it is gone.
};

} // namespace core::bybit
