#pragma once

#include "ui/chart/CandleLayer.h"

#include <vector>

namespace ui {

/// Our fills on the bars: ▲ below the bar for a purchase, ▼ above it for a sale; filled for an
/// entry, hollow with a letter (S stop, T target, X exit) for what closed a position.
class MarkerLayer final : public BarLayer {
    Q_OBJECT

public:
    using BarLayer::BarLayer;

    /// Those of the shown instrument only.
    void setMarkers(std::vector<core::TradeMarker> markers) { m_markers = std::move(markers); }
    [[nodiscard]] const std::vector<core::TradeMarker> &markers() const { return m_markers; }
    /// "Bought 12 at 101.20 (entry)" for each fill within the bar, joined.
    [[nodiscard]] QString textAt(int position) const;

protected:
    void draw(QCPPainter *painter) override;
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;

private:
    void drawMarker(QCPPainter *painter, const core::TradeMarker &marker, int position,
                    int stackedBelow) const;

    std::vector<core::TradeMarker> m_markers;
};

} // namespace ui
