#pragma once

#include "ui/chart/BarSeries.h"
#include "ui/chart/Plotting.h"

namespace ui {

/// Ticks of an axis that counts bars: years before months before days before hours, never closer
/// than `setSpacing` bars. The series must outlive it.
class BarTicker : public QCPAxisTicker {
public:
    explicit BarTicker(const BarSeries &series) : m_series(series) {}
    /// Room one label needs, in bars.
    void setSpacing(double bars) { m_spacing = bars; }

    void generate(const QCPRange &range, const QLocale &locale, QChar formatChar, int precision,
                  QVector<double> &ticks, QVector<double> *subTicks,
                  QVector<QString> *tickLabels) override;

private:
    const BarSeries &m_series;
    double m_spacing = 10;
};

} // namespace ui
