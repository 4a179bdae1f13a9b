#pragma once

#include "tests/support/InProcessHttp.h"
#include "tests/support/InProcessSocket.h"

namespace support {

/// The exchange's venues in this process, without a socket, in virtual time: Alpaca and Bybit with all their
/// rules, streams and faults, on a market that moves with the same time. The same seeds give the same run.
class InProcessVenue {
public:
    struct Setup {
        app::Venues::Setup venues;
        Wire::Latency latency{};
        std::uint64_t wireSeed = 1;
        core::Timestamp realStart{};  ///< Of real time; the market begins at its own.
        std::int64_t marketSpeed = 1; ///< Market seconds per second of real time; 0: only steps played by hand.
    };
    InProcessVenue(core::PlayedVenue::Market market, const Setup &setup)
        : m_time(setup.realStart), m_wire(m_time, setup.latency, setup.wireSeed),
          m_marketStart(market.start), m_speed(setup.marketSpeed),
          m_venues(std::move(market), setup.venues, m_time.clock(), m_time)
    {
    }

    // What a program of that machine gets. Any host will do: the path tells the venue.
    [[nodiscard]] std::unique_ptr<core::net::HttpPort> http(InProcessHttp::Watch watch = {})
    {
        return std::make_unique<InProcessHttp>(m_wire, m_venues, std::move(watch));
    }
    [[nodiscard]] std::unique_ptr<core::net::SocketPort> socket()
    {
        return std::make_unique<InProcessSocket>(m_wire, m_venues);
    }
    [[nodiscard]] const core::Clock &clock() const { return m_time.clock(); } ///< Real time.

    [[nodiscard]] app::Venues &venues() { return m_venues; }
    [[nodiscard]] VirtualTime &time() { return m_time; }
    [[nodiscard]] Wire &wire() { return m_wire; }

    /// Market time stands from now on, and with it all prices; real time goes on.
    void stopMarket() { m_speed = 0; }
    /// Calls it so often from now on, as an engine's beat, for as long as this lives.
    void every(core::Duration beat, const app::AlarmOwner &owner, std::function<void()> what);
    void play(core::Duration length) { (void)playUntil([] { return false; }, length); }
    /// Until it holds, which is looked at after everything that happens; false if it never did.
    [[nodiscard]] bool playUntil(const std::function<bool()> &holds, core::Duration atMost);

private:
    [[nodiscard]] std::optional<core::Duration> nextStepAt();
    void passMarketTime();
    [[nodiscard]] bool playNext(core::Duration end);

    VirtualTime m_time;
    Wire m_wire;
    core::Timestamp m_marketStart;
    std::int64_t m_speed;
    app::Venues m_venues;
};

} // namespace support
