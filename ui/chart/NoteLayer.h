#pragma once

#include "ui/chart/ChartColours.h"
#include "ui/chart/Plotting.h"

namespace ui {

/// What is written on the paper itself: "DEMO DATA" behind the bars, and the time zone where the
/// axes meet.
class NoteLayer final : public QCPLayerable {
    Q_OBJECT

public:
    NoteLayer(QCPAxisRect *priceRect, QCPAxisRect *volumeRect, const ChartColours &colours);
    void setWatermark(const QString &text) { m_watermark = text; }
    void setZone(const QString &name) { m_zone = name; }

protected:
    void draw(QCPPainter *painter) override;
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override;
    [[nodiscard]] QRect clipRect() const override;

private:
    void drawWatermark(QCPPainter *painter) const;

    QCPAxisRect *m_priceRect;
    QCPAxisRect *m_volumeRect;
    const ChartColours &m_colours;
    QString m_watermark;
    QString m_zone;
};

} // namespace ui
