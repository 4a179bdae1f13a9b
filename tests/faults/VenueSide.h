#pragma once

#include "tests/faults/Cell.h"
#include "tests/support/InProcessVenue.h"
#include "tests/support/VenueBooks.h"

#include "core/brokers/Broker.h"
#include "core/domain/Instrument.h"

#include <memory>

namespace faults {

/// One of the two venues as a run needs it: its market, its facts and its broker.
class VenueSide {
public:
    explicit VenueSide(const Cell &cell);
    VenueSide(const VenueSide &) = delete;
    VenueSide &operator=(const VenueSide &) = delete;

    [[nodiscard]] support::InProcessVenue &venue() { return m_venue; }
    [[nodiscard]] const core::Instrument &instrument() const { return m_instrument; }
    [[nodiscard]] const std::vector<core::Bar> &past() const { return m_past; }
    [[nodiscard]] core::Timestamp start() const { return m_start; }
    [[nodiscard]] support::VenueBooks books();
    /// A program's own, on its own ports.
    [[nodiscard]] std::unique_ptr<core::Broker> makeBroker(core::net::HttpPort &http, core::net::SocketPort &socket);
    /// The client id of a request that places an order; nothing for any other.
    [[nodiscard]] static std::optional<std::string> placedBy(const core::net::HttpRequest &request);
    /// It asks for a change of an order.
    [[nodiscard]] static bool isChange(const core::net::HttpRequest &request);
    /// What perpetuals cost is not taken off the venue's cash.
    [[nodiscard]] bool holdsOnMargin() const { return m_cell.venue == Venue::Bybit; }

    /// Half of the runs have a target beside the stop: as one order, two, or watched, as the venue and engine have it.
    [[nodiscard]] bool hasTargets() const { return m_cell.seed / 2 % 2 == 0; }

    /// In half of the runs a person moves the stop again and again, so that changes are struck as well; not where
    /// Alpaca names wrong orders, since there the successor of a change is known by its name alone.
    [[nodiscard]] bool movesStops() const
    {
        const bool isMisnamed = m_cell.venue == Venue::Alpaca && m_cell.kind == app::FaultKind::WrongId;
        return m_cell.seed / 4 % 2 == 0 && !isMisnamed;
    }

    static constexpr const char *startingCash = "100000";

private:
    [[nodiscard]] core::PlayedVenue::Market market();
    [[nodiscard]] support::InProcessVenue::Setup setup() const;

    Cell m_cell;
    core::Instrument m_instrument;
    core::Timestamp m_start;
    std::vector<core::Bar> m_past;
    support::InProcessVenue m_venue;
};

} // namespace faults
