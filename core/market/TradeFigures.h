#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Trade.h"

#include "core/market/UsEquityCalendar.h"

#include <deque>
#include <optional>

namespace core {

/// The session that is running by the trades seen: the core session of US equities, the UTC day of what never
/// closes.
class RunningSession {
public:
    enum class Place { Outside, Before, Within, New };

    explicit RunningSession(SessionKind kind) : m_kind(kind) {}
    /// Where a moment lies; New: in a later session than before, which is the running one from now on.
    [[nodiscard]] Place place(Timestamp at);

private:
    SessionKind m_kind;
    Session m_running{Timestamp::min(), Timestamp::min()};
};

/// The volume-weighted average price of a session, from its trades and not from bars: the sum of price x size
/// over the sum of sizes, both exact, divided once and rounded half to even at nine places. It begins anew with
/// each session; trades outside of it, and late ones of a session that is over, count for nothing.
class SessionVwap {
public:
    explicit SessionVwap(SessionKind session) : m_session(session) {}

    void add(const Trade &trade);
    /// Nothing before the session's first volume.
    [[nodiscard]] std::optional<Price> value() const;
    [[nodiscard]] Quantity volume() const { return m_volume; }

private:
    RunningSession m_session;
    Money m_turnover{};
    Quantity m_volume{};
};

/// The same of the last so long: trades later than (newest - span). Sums are exact, so nothing drifts however
/// many trades have come and gone.
class RollingVwap {
public:
    explicit RollingVwap(Duration span) : m_span(span) {}

    /// In order of time; one that is older than the newest by more than the span counts for nothing.
    void add(const Trade &trade);
    [[nodiscard]] std::optional<Price> value() const;
    [[nodiscard]] Quantity volume() const { return m_volume; }

private:
    struct Part {
        Timestamp at;
        Money turnover;
        Quantity size;
    };
    void forget();

    Duration m_span;
    std::deque<Part> m_parts; ///< By time.
    Money m_turnover{};
    Quantity m_volume{};
};

/// Bought by takers less sold by takers, in units, since the session began. What has no side is counted
/// apart, so that its share can be shown.
class VolumeDelta {
public:
    explicit VolumeDelta(SessionKind session) : m_session(session) {}

    void add(const Trade &trade);
    [[nodiscard]] Quantity bought() const { return m_bought; }
    [[nodiscard]] Quantity sold() const { return m_sold; }
    [[nodiscard]] Quantity withoutSide() const { return m_withoutSide; }
    [[nodiscard]] Quantity value() const { return m_bought - m_sold; }

private:
    RunningSession m_session;
    Quantity m_bought{};
    Quantity m_sold{};
    Quantity m_withoutSide{};
};

} // namespace core
