#include "ui/chart/VolumeTicker.h"

#include <array>
#include <cmath>

namespace ui {

QString shortVolumeText(double volume, const QLocale &locale)
{
    struct Unit {
        double size;
        const char *letter;
    };
    static constexpr std::array units{Unit{1e9, "B"}, Unit{1e6, "M"}, Unit{1e3, "K"}};
    for (const Unit &unit : units) {
        if (std::abs(volume) < unit.size)
            continue;
        const double figure = volume / unit.size;
        const int places = figure < 10 ? 2 : figure < 100 ? 1 : 0;
        return locale.toString(figure, 'f', places) + QChar(QChar::Nbsp) +
               QString::fromLatin1(unit.letter);
    }
    return locale.toString(volume, 'f', volume < 10 && volume != std::floor(volume) ? 2 : 0);
}

QString VolumeTicker::getTickLabel(double tick, const QLocale &locale, QChar, int)
{
    return tick == 0 ? QString() : shortVolumeText(tick, locale);
}

} // namespace ui
