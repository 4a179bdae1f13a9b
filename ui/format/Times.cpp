#include "ui/format/Times.h"

#include "core/market/NewYorkTime.h"
#include "ui/format/Numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

using namespace std::chrono;

namespace {

/// The zone's wall clock, written as if it were UTC.
core::Timestamp wallClock(core::Timestamp at, MarketZone zone)
{
    return zone == MarketZone::NewYork ? at + core::newYorkOffset(at) : at;
}

/// "2026-01-30T15:30:05.000Z" of the wall clock, to cut pieces from.
QString isoText(core::Timestamp at, MarketZone zone)
{
    return QString::fromStdString(core::toIsoText(wallClock(at, zone)));
}

QString twoDigits(long long value)
{
    return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
}

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::Times", text);
}

} // namespace

MarketZone zoneOf(const core::InstrumentId &instrument)
{
    return core::usualInstrument(instrument).session == core::SessionKind::UsEquities
               ? MarketZone::NewYork
               : MarketZone::Utc;
}

QString zoneName(core::Timestamp at, MarketZone zone)
{
    if (zone == MarketZone::Utc)
        return QStringLiteral("UTC");
    return core::newYorkOffset(at) == hours(-4) ? QStringLiteral("EDT") : QStringLiteral("EST");
}

QString timeText(core::Timestamp at, MarketZone zone)
{
    return isoText(at, zone).mid(11, 8);
}

QString dateText(core::Timestamp at, MarketZone zone)
{
    return isoText(at, zone).left(10);
}

QString momentText(core::Timestamp at, MarketZone zone)
{
    const QString iso = isoText(at, zone);
    return iso.left(10) + QLatin1Char(' ') + iso.mid(11, 5) + QLatin1Char(' ') + zoneName(at, zone);
}

QString durationText(core::Duration duration)
{
    const auto total = std::max<long long>(0, floor<seconds>(duration).count());
    if (total < 60)
        return translated(QT_TRANSLATE_NOOP("ui::Times", "%1 s")).arg(total);
    if (total < 3600)
        return QStringLiteral("%1:%2").arg(total / 60).arg(twoDigits(total % 60));
    if (total < 86400)
        return translated(QT_TRANSLATE_NOOP("ui::Times", "%1 h %2 min"))
            .arg(QString::number(total / 3600), twoDigits(total % 3600 / 60));
    return translated(QT_TRANSLATE_NOOP("ui::Times", "%1 d %2 h"))
        .arg(QString::number(total / 86400), QString::number(total % 86400 / 3600));
}

QString latencyText(std::optional<core::Duration> duration, const QLocale &locale)
{
    if (!duration)
        return absentText();
    const double nanos = double(duration->count());
    const auto text = [&locale](double value, const char *unit) {
        const int places = value < 10 ? 2 : (value < 100 ? 1 : 0);
        return translated(unit).arg(locale.toString(value, 'f', places));
    };
    if (nanos < 999'500)
        return translated(QT_TRANSLATE_NOOP("ui::Times", "%1 µs")).arg(locale.toString(nanos / 1e3, 'f', nanos < 9'950 ? 1 : 0));
    if (nanos < 999.5e6)
        return text(nanos / 1e6, QT_TRANSLATE_NOOP("ui::Times", "%1 ms"));
    return text(nanos / 1e9, QT_TRANSLATE_NOOP("ui::Times", "%1 s"));
}

} // namespace ui
