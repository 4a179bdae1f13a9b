#include "ui/chart/PriceTicker.h"

#include <algorithm>
#include <cmath>

namespace ui {

QString axisPriceText(double price, int places, QLocale locale)
{
    locale.setNumberOptions(QLocale::DefaultNumberOptions); // the C locale leaves grouping out
    return locale.toString(price, 'f', places);
}

void PriceTicker::setTags(std::vector<double> prices, double distance)
{
    m_tags = std::move(prices);
    m_distance = distance;
}

QString PriceTicker::getTickLabel(double tick, const QLocale &locale, QChar, int precision)
{
    const bool isCovered = std::ranges::any_of(
        m_tags, [this, tick](double tag) { return std::abs(tag - tick) < m_distance; });
    return isCovered ? QString() : axisPriceText(tick, precision, locale);
}

} // namespace ui
