#pragma once

#include "app/exchange/MarketPace.h"
#include "app/exchange/RequestLog.h"
#include "app/exchange/VenueFront.h"
#include "app/exchange/faults/Faults.h"

namespace app {

/// `/control/…`: what tests set while the venue runs, and its own books to compare with. It asks for no key:
/// only programs of this machine reach it.
///   GET  /control/books
///   GET  /control/time
///   POST /control/price  {"symbol":"AAPL","price":"123.45"}  a price that can be traded now
///   POST /control/halt   {"symbol":"AAPL","reason":"T1"}  no trading of a stock until it is resumed
///   POST /control/resume {"symbol":"AAPL"}
///   POST /control/speed  {"speed":10}, or "max"; 0 stops the market
///   POST /control/faults  a fault file: it takes the place of the plan in force, and its time begins now
///   POST /control/step   {"steps":3} or {"until":"2026-06-16T15:30:00Z"}  plays the market by hand
class ControlPage {
public:
    ControlPage(core::PlayedVenue &venue, MarketPace &pace, const RequestLog &log, Faults &faults,
                std::vector<const VenueFront *> fronts)
        : m_venue(venue), m_pace(pace), m_log(log), m_faults(faults), m_fronts(std::move(fronts))
    {
    }

    [[nodiscard]] static bool serves(const HttpRequest &request) { return request.path().starts_with("/control/"); }
    [[nodiscard]] HttpResponse answer(const HttpRequest &request);

private:
    [[nodiscard]] core::Result<std::string> route(const HttpRequest &request);
    [[nodiscard]] std::string books() const;
    [[nodiscard]] core::Result<std::string> setPrice(const std::string &body);
    [[nodiscard]] core::Result<std::string> setHalt(const std::string &body, bool isHalted);
    [[nodiscard]] core::Result<std::string> setSpeed(const std::string &body);
    [[nodiscard]] core::Result<std::string> step(const std::string &body);
    [[nodiscard]] core::Result<std::string> setFaults(const std::string &body);
    [[nodiscard]] std::string time(std::int64_t steps) const;

    core::PlayedVenue &m_venue;
    MarketPace &m_pace;
    const RequestLog &m_log;
    Faults &m_faults;
    std::vector<const VenueFront *> m_fronts;
};

} // namespace app
