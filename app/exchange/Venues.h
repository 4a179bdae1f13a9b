#pragma once

#include "app/exchange/alpaca/AlpacaFront.h"
#include "app/exchange/bybit/BybitFront.h"
#include "app/exchange/faults/RequestFaults.h"

namespace app {

/// The played market, the venues that trade on it and what goes wrong with them: the exchange without a
/// port. Who brings requests and messages here is the port's business, or that of a test in this process.
class Venues {
public:
    struct Setup {
        core::Money cash;
        std::uint64_t seed = 1;
        core::Quantity fillAtMost{};
        core::Decimal partialShare = core::Decimal::fromNanos(core::Decimal::one / 10); ///< How often a fill is a part.
        core::Duration authWithin = std::chrono::seconds(10); ///< On data streams.
        std::vector<FaultRow> faults{};
        alpaca::KeyPair alpacaKeys;
        alpaca::AlpacaRest::Limits alpacaLimits{};
        bybit::KeyPair bybitKeys{};
        bybit::BybitRest::Limits bybitLimits{};
    };
    /// Both are real time.
    Venues(core::PlayedVenue::Market market, const Setup &setup, const core::Clock &clock, Alarms &alarms);
    Venues(const Venues &) = delete;
    Venues &operator=(const Venues &) = delete;

    void answer(const HttpRequest &request, const HttpReply &reply);
    /// Why there is no such stream; nothing if there is: then `takeStream` is next.
    [[nodiscard]] std::optional<HttpResponse> refuseStream(const HttpRequest &request);
    void takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request);
    /// Somebody is slow to read what was pushed: the market had better wait for him.
    [[nodiscard]] bool isBacklogged() const;

    [[nodiscard]] core::PlayedVenue &played() { return m_played; }
    [[nodiscard]] const RequestLog &log() const { return m_log; }
    [[nodiscard]] Faults &faults() { return m_faults; }
    [[nodiscard]] alpaca::AlpacaFront &alpaca() { return m_alpaca; }
    [[nodiscard]] bybit::BybitFront &bybit() { return m_bybit; }
    [[nodiscard]] std::vector<const VenueFront *> fronts() const { return {m_fronts.begin(), m_fronts.end()}; }

private:
    [[nodiscard]] VenueFront *frontFor(const HttpRequest &request, bool isStream) const;
    [[nodiscard]] FrontPorts ports(const core::Clock &clock, Alarms &alarms) { return {clock, alarms, m_log, m_faults}; }

    core::PlayedVenue m_played;
    RequestLog m_log;
    Faults m_faults;
    RequestFaults m_requestFaults;
    alpaca::AlpacaFront m_alpaca;
    bybit::BybitFront m_bybit;
    std::vector<VenueFront *> m_fronts;
};

} // namespace app
