#pragma once

#include "app/exchange/ControlPage.h"
#include "app/exchange/FrontDoor.h"
#include "app/exchange/VenueServer.h"
#include "app/exchange/alpaca/AlpacaFront.h"
#include "app/exchange/bybit/BybitFront.h"
#include "app/exchange/faults/RequestFaults.h"

namespace app {

/// Everything behind the one port: the played market, the venues that trade on it, the control page and
/// the line protocol.
class Exchange {
public:
    struct Setup {
        core::Money cash;
        std::uint64_t seed = 1;
        core::Quantity fillAtMost{};
        double speed = 1;
        core::Decimal partialShare = core::Decimal::fromNanos(core::Decimal::one / 10); ///< How often a fill is a part.
        int authWithinMillis = 10'000; ///< On data streams.
        std::vector<FaultRow> faults{};
        std::string token;           ///< Of the line protocol.
        alpaca::KeyPair alpacaKeys;
        alpaca::AlpacaRest::Limits alpacaLimits{};
        bybit::KeyPair bybitKeys{};
        bybit::BybitRest::Limits bybitLimits{};
    };
    /// `clock` is real time.
    Exchange(core::PlayedVenue::Market market, const Setup &setup, const core::Clock &clock);

    [[nodiscard]] core::Result<> listen(quint16 port) { return m_door.listen(port); }
    [[nodiscard]] quint16 port() const { return m_door.port(); }
    void start() { m_pace.start(); }
    /// What a client needs to know: the contract's line, with `sim` for the line protocol.
    [[nodiscard]] std::string readyLine() const;

    [[nodiscard]] core::PlayedVenue &venue() { return m_venue; }
    [[nodiscard]] alpaca::AlpacaFront &alpaca() { return m_alpaca; }
    [[nodiscard]] bybit::BybitFront &bybit() { return m_bybit; }

private:
    void answer(const HttpRequest &request, const HttpServer::Answer &reply);
    [[nodiscard]] VenueFront *frontFor(const HttpRequest &request, bool isStream);

    Setup m_setup;
    core::PlayedVenue m_venue;
    RequestLog m_log;
    Faults m_faults;
    RequestFaults m_requestFaults;
    alpaca::AlpacaFront m_alpaca;
    bybit::BybitFront m_bybit;
    std::vector<VenueFront *> m_fronts;
    VenueServer m_lines;
    MarketPace m_pace;
    ControlPage m_control;
    HttpServer m_http;
    FrontDoor m_door;
};

} // namespace app
