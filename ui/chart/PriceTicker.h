#pragma once

#include "ui/chart/Plotting.h"

namespace ui {

/// A price that is a statistic or a place on the axis (a double): grouped in every locale.
[[nodiscard]] QString axisPriceText(double price, int places, QLocale locale = QLocale());

/// Ticks of the price axis: grouped figures, and none where a price tag stands.
class PriceTicker : public QCPAxisTicker {
public:
    /// @param distance  In price: a label nearer to a tag than this is left out.
    void setTags(std::vector<double> prices, double distance);

protected:
    QString getTickLabel(double tick, const QLocale &locale, QChar, int precision) override;

private:
    std::vector<double> m_tags;
    double m_distance = 0;
};

} // namespace ui
