#pragma once

#include "core/domain/Bar.h"

#include <cstdint>
#include <map>
#include <optional>

namespace core {

/// From when to when a bar lasts.
struct BarSpan {
    Timestamp open;
    Timestamp close;
    bool operator==(const BarSpan &) const = default;
};

/// The bar of an intraday timeframe in which a moment lies. US equities: counted from 09:30 New York, the last
/// one ends with the session (15:30–16:00, on half days 12:30–13:00 of hours), nothing outside the core session.
/// What never closes: counted from midnight UTC. The conventions are those of `setCloseTimes` of core/history.
[[nodiscard]] std::optional<BarSpan> barSpanAt(Timestamp at, Timeframe timeframe, SessionKind session);

/// Makes closed bars of one intraday timeframe from finer closed ones. A bar is closed when a finer one begins
/// after its end, or when the market's clock has passed its end by `grace`; once handed on it never changes, and
/// what comes too late for it is counted and left out. Within a bar the finer ones may come in any order, and
/// twice: the first of a time counts. Days and weeks are the venue's own and not built.
class BarBuilder {
public:
    /// For the last finer bar to arrive, which the venue makes only after it has ended.
    static constexpr Duration grace = std::chrono::seconds(5);

    BarBuilder(Timeframe timeframe, SessionKind session) : m_timeframe(timeframe), m_session(session) {}

    /// A finer bar that has closed. It lies within one bar of the timeframe, or outside the session and is left
    /// out. Returns the bar before it, if this one begins after its end.
    [[nodiscard]] std::optional<Bar> add(const Bar &finer);
    /// The market's clock has come to `now`: the bar that is over by then.
    [[nodiscard]] std::optional<Bar> closeBy(Timestamp now);
    /// When the running bar ends.
    [[nodiscard]] std::optional<Timestamp> runningEnd() const
    {
        return m_span ? std::optional(m_span->close) : std::nullopt;
    }
    /// What the running bar looks like; nothing before its first finer bar.
    [[nodiscard]] std::optional<Bar> forming() const;
    /// Finer bars whose bar had been handed on before they came.
    [[nodiscard]] std::int64_t late() const { return m_late; }

private:
    [[nodiscard]] std::optional<Bar> close();

    Timeframe m_timeframe;
    SessionKind m_session;
    std::optional<BarSpan> m_span;       ///< Of the running bar.
    std::map<Timestamp, Bar> m_parts;    ///< Its finer bars, by their opening.
    Timestamp m_closedUntil = Timestamp::min();
    std::int64_t m_late = 0;
};

} // namespace core
