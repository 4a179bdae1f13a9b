#pragma once

#include "core/simulation/MarketTape.h"

#include <vector>

namespace core {

enum class FillAt { NextOpen, Close };

/// Stored bars of several series, played in time order. With FillAt::NextOpen every bar gives its
/// opening price and its close; with FillAt::Close the close comes as a tradable price after the bar.
class BarTape final : public MarketTape {
public:
    struct Series {
        SeriesId id;
        std::vector<Bar> bars; ///< Oldest first.
    };
    BarTape(std::vector<Series> series, FillAt fillAt);

    [[nodiscard]] std::optional<Timestamp> nextAt() override;
    [[nodiscard]] MarketStep next() override;

private:
    struct Cursor {
        std::size_t bar = 0;
        bool isOpenDone = false; ///< The first of this bar's two steps was given.
    };
    [[nodiscard]] std::optional<Timestamp> timeOf(std::size_t series) const;
    [[nodiscard]] bool givesPrice(const Cursor &cursor) const;
    [[nodiscard]] std::size_t choose() const;

    std::vector<Series> m_series;
    std::vector<bool> m_hasSessions; ///< Of each series: its market closes over night.
    std::vector<Cursor> m_cursors;
    std::size_t m_chosen = 0; ///< Whose step is next; the number of series at the end.
    FillAt m_fillAt;
};

} // namespace core
