#pragma once

#include "ui/chart/AxisTag.h"
#include "ui/chart/ChartColours.h"
#include "ui/chart/ChartLevel.h"

#include <vector>

namespace ui {

/// Horizontal prices: the selected proposal's entry, stop and target, the position's, the live price.
class LevelLayer final : public QCPLayerable {
    Q_OBJECT

public:
    LevelLayer(QCPAxisRect *rect, const ChartColours &colours);
    void setLevels(std::vector<ChartLevel> levels) { m_levels = std::move(levels); }
    [[nodiscard]] const std::vector<ChartLevel> &levels() const { return m_levels; }
    /// Where the tags stand in the axis, as prices.
    [[nodiscard]] std::vector<double> tagPrices() const;
    [[nodiscard]] double tagHeight() const;
    /// Pixels the widest label needs; 0 without labels.
    [[nodiscard]] double labelRoom() const;

protected:
    void draw(QCPPainter *painter) override;
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    [[nodiscard]] QRect clipRect() const override;

private:
    struct Placed {
        const ChartLevel *level;
        QString label; ///< With an arrow where the price lies outside the view.
        bool isInView;
        double y;
        double labelY;
        double tagY;
    };
    [[nodiscard]] std::vector<Placed> placedLevels(double lineHeight) const;
    void drawLine(QCPPainter *painter, const Placed &placed) const;
    void drawLabel(QCPPainter *painter, const Placed &placed) const;
    [[nodiscard]] QColor colourOf(LevelKind kind) const;

    QCPAxisRect *m_rect;
    QCPAxis *m_valueAxis;
    const ChartColours &m_colours;
    std::vector<ChartLevel> m_levels;
};

} // namespace ui
