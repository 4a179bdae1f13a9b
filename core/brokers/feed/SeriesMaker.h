#pragma once

#include "core/market/BarBuilder.h"

#include <vector>

namespace core {

/// Makes the closed bars of one intraday series from minutes and hands each on once, oldest first. Minutes
/// themselves go on as they are. Knows where it began: earlier minutes are in its past already.
class SeriesMaker {
public:
    SeriesMaker(SeriesId series, SessionKind session, Timestamp from);

    [[nodiscard]] const SeriesId &series() const { return m_series; }
    [[nodiscard]] SessionKind session() const { return m_session; }
    /// Minutes before are not wanted: the opening of the bar that ran when it began.
    [[nodiscard]] Timestamp from() const { return m_from; }

    /// The past: bars of the series' own length or parts of it, oldest first, and the minutes since `from`.
    /// Returns what has closed by `now`.
    [[nodiscard]] std::vector<Bar> begin(const std::vector<Bar> &older, const std::vector<Bar> &minutes, Timestamp now);
    [[nodiscard]] std::optional<Bar> onMinute(const Bar &minute);
    [[nodiscard]] std::optional<Bar> closeBy(Timestamp now);
    /// The end of the bar that `closeBy` would close.
    [[nodiscard]] std::optional<Timestamp> dueBy(Timestamp now) const;

private:
    [[nodiscard]] std::optional<Bar> add(const Bar &finer);
    [[nodiscard]] std::optional<Bar> ifNew(std::optional<Bar> bar);

    SeriesId m_series;
    SessionKind m_session;
    Timestamp m_from;
    BarBuilder m_builder;
    Timestamp m_last = Timestamp::min(); ///< End of the newest bar handed on.
};

/// Where a past of so many closed bars before `now` begins, at the latest; by the exchange's calendar for US
/// equities, with a session to spare.
[[nodiscard]] Timestamp pastBegin(Timestamp now, Timeframe timeframe, SessionKind session, int bars);

} // namespace core
