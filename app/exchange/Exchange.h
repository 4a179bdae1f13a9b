#pragma once

#include "app/exchange/ControlPage.h"
#include "app/exchange/FrontDoor.h"
#include "app/exchange/QtAlarms.h"
#include "app/exchange/VenueServer.h"
#include "app/exchange/Venues.h"
#include "app/exchange/http/HttpServer.h"

namespace app {

/// Everything behind the one port: the venues on their played market, the control page and the line protocol.
class Exchange {
public:
    struct Setup : Venues::Setup {
        double speed = 1;
        std::string token; ///< Of the line protocol.
    };
    /// `clock` is real time.
    Exchange(core::PlayedVenue::Market market, const Setup &setup, const core::Clock &clock);

    [[nodiscard]] core::Result<> listen(quint16 port) { return m_door.listen(port); }
    [[nodiscard]] quint16 port() const { return m_door.port(); }
    void start() { m_pace.start(); }
    /// What a client needs to know: the contract's line, with `sim` for the line protocol.
    [[nodiscard]] std::string readyLine() const;

    [[nodiscard]] core::PlayedVenue &venue() { return m_venues.played(); }
    [[nodiscard]] alpaca::AlpacaFront &alpaca() { return m_venues.alpaca(); }
    [[nodiscard]] bybit::BybitFront &bybit() { return m_venues.bybit(); }

private:
    void answer(const HttpRequest &request, const HttpReply &reply);

    Setup m_setup;
    QtAlarms m_alarms;
    Venues m_venues;
    VenueServer m_lines;
    MarketPace m_pace;
    ControlPage m_control;
    HttpServer m_http;
    FrontDoor m_door;
};

} // namespace app
