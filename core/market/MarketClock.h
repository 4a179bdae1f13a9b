#pragma once

#include "core/base/Timestamp.h"

#include <cstdint>
#include <optional>

namespace core {

/// The clock of a venue's market, as its stamps tell it: the newest stamp and the real time that has gone by
/// since it was seen, so it goes on while the market is quiet. It never goes back. `steady` is real time, by
/// which ages and waits are measured whatever the market's pace.
class MarketClock final : public Clock {
public:
    enum class Pace {
        Real,   ///< A market of now. A stamp far from it and from the machine's time is a wrong one and moves nothing.
        Played, ///< A local venue may play any day at any speed: only its stamps say what time it is.
    };
    /// How far a stamp of a real market may be from what this clock or the machine's says.
    static constexpr Duration farthest = std::chrono::minutes(1);

    /// The machine's clock outlives this one. Before the first stamp its time is the machine's.
    MarketClock(const Clock &machine, Pace pace) : m_machine(machine), m_pace(pace) {}
    MarketClock(const MarketClock &) = delete;
    MarketClock &operator=(const MarketClock &) = delete;

    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] Duration steady() const override { return m_machine.steady(); }
    [[nodiscard]] Pace pace() const { return m_pace; }

    /// The market has come to this moment, at least. An older stamp than one seen before says nothing.
    /// @return false for a stamp that is not believed: what bears it is of no use either.
    bool saw(Timestamp stamp);
    /// The same, said by the venue's own clock: believed even where the machine's is wrong. Of a real market one
    /// that is far ahead of what this clock says is believed when a second answer agrees with it.
    /// @return whether it is believed.
    bool trust(Timestamp venueTime);
    /// The newest stamp, without the time since; nothing before the first.
    [[nodiscard]] const std::optional<Timestamp> &newest() const { return m_newest; }
    /// Stamps that were not believed.
    [[nodiscard]] std::int64_t refused() const { return m_refused; }

private:
    [[nodiscard]] bool isNear(Timestamp stamp) const;
    void move(Timestamp stamp);

    const Clock &m_machine;
    Pace m_pace;
    std::optional<Timestamp> m_newest;
    Duration m_seenAt{};    ///< Steady, when the newest came.
    Timestamp m_reached{};  ///< What `now` had come to just before that.
    std::optional<Timestamp> m_claimed; ///< By the venue's clock, and not believed yet.
    Duration m_claimedAt{};             ///< Steady.
    std::int64_t m_refused = 0;
};

} // namespace core
