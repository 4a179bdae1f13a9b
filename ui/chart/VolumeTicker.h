#pragma once

#include "ui/chart/Plotting.h"

namespace ui {

/// Two or three ticks with short figures: 250 K, 1.2 M.
class VolumeTicker : public QCPAxisTicker {
public:
    VolumeTicker() { setTickCount(2); }

protected:
    QString getTickLabel(double tick, const QLocale &locale, QChar, int) override;
};

/// "850", "12.3 K", "4.56 M": three figures.
[[nodiscard]] QString shortVolumeText(double volume, const QLocale &locale = QLocale());

} // namespace ui
