#pragma once

#include "core/domain/Bar.h"
#include "core/domain/Trade.h"
#include "core/market/BarBuilder.h"

#include <cstdint>
#include <map>
#include <optional>

namespace core {

/// A bar that had been closed, and as it would be with a trade that came after that.
struct BarRevision {
    Bar told;
    Bar now;
};

/// Makes closed bars of one intraday timeframe from trades. A bar is closed when a trade of a later one comes, or
/// when the market's clock has passed its end by `grace`; once handed on it never changes: a trade that comes too
/// late for it makes a revision of the newest closed bar, or is only counted when its bar is older. Within a bar
/// trades may come in any order; of those at the same moment the first opens and the last closes. A bar has to
/// have a price: trades that only add volume wait in it for one, and a bar without is none. Trades outside the
/// session are left out.
class TradeBars {
public:
    TradeBars(Timeframe timeframe, SessionKind session, Duration grace = BarBuilder::grace)
        : m_timeframe(timeframe), m_session(session), m_grace(grace)
    {
    }

    /// Returns the bar before it, if this one begins a later one.
    [[nodiscard]] std::optional<Bar> add(const Trade &trade);
    /// The market's clock has come to `now`: the bar that is over by then.
    [[nodiscard]] std::optional<Bar> closeBy(Timestamp now);
    [[nodiscard]] std::optional<Bar> forming() const;
    /// What late trades have made of the newest closed bar since this was asked last.
    [[nodiscard]] std::optional<BarRevision> takeRevision();
    /// Trades whose bar had been closed before they came.
    [[nodiscard]] std::int64_t late() const { return m_late; }
    /// Trades of no session.
    [[nodiscard]] std::int64_t outside() const { return m_outside; }

private:
    /// A bar in the making.
    struct Making {
        BarSpan span;
        std::optional<Bar> bar{};  ///< With prices; its volume stands in `volume`.
        Timestamp openedAt{};      ///< Of the trades that set open and close.
        Timestamp closedAt{};
        bool hasLast = false;      ///< Else open and close are those of the first trade with a range.
        Quantity volume{};

        void add(const Trade &trade);
        [[nodiscard]] std::optional<Bar> made() const;
    };
    [[nodiscard]] std::optional<Bar> close();
    void addLate(const Trade &trade, const BarSpan &span);
    [[nodiscard]] BarSpan spanOf(Timestamp at, bool &isInside);

    Timeframe m_timeframe;
    SessionKind m_session;
    Duration m_grace;
    std::optional<Making> m_making;
    std::optional<Making> m_closed; ///< The newest that was handed on.
    std::optional<Bar> m_told;      ///< As it was handed on, until its revision was taken.
    Timestamp m_closedUntil = Timestamp::min();
    bool m_isRevised = false;
    BarSpan m_span{Timestamp::max(), Timestamp::max()}; ///< Of the newest trade: most lie in the same.
    std::int64_t m_late = 0;
    std::int64_t m_outside = 0;
};

} // namespace core
