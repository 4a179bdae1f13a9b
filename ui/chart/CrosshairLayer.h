#pragma once

#include "ui/chart/AxisTag.h"
#include "ui/chart/BarSeries.h"
#include "ui/chart/ChartColours.h"

namespace ui {

/// Where a person points: snaps to a bar in time, free in price.
struct ChartCursor {
    int position = 0;
    double price = 0;
    bool operator==(const ChartCursor &) const = default;
};

/// Draws the cursor through both panes with its tags on the axes. It has a paint buffer of its own,
/// so that moving it repaints nothing else.
class CrosshairLayer final : public QCPLayerable {
    Q_OBJECT

public:
    CrosshairLayer(QCPAxisRect *priceRect, QCPAxisRect *volumeRect, const BarSeries &series,
                   const ChartColours &colours);
    void setCursor(std::optional<ChartCursor> cursor) { m_cursor = cursor; }
    void setPricePlaces(int places) { m_pricePlaces = places; }

protected:
    void draw(QCPPainter *painter) override;
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    [[nodiscard]] QRect clipRect() const override;

private:
    QCPAxisRect *m_priceRect;
    QCPAxisRect *m_volumeRect;
    const BarSeries &m_series;
    const ChartColours &m_colours;
    std::optional<ChartCursor> m_cursor;
    int m_pricePlaces = 2;
};

} // namespace ui
