#pragma once

#include "core/base/Timestamp.h"
#include "core/domain/Instrument.h"

#include <QLocale>
#include <QString>

#include <optional>

namespace ui {

/// The wall clock a moment is shown on: the exchange's for US equities, UTC for everything else.
enum class MarketZone { NewYork, Utc };

[[nodiscard]] MarketZone zoneOf(const core::InstrumentId &instrument);
/// "EST" or "EDT" (by the date), or "UTC".
[[nodiscard]] QString zoneName(core::Timestamp at, MarketZone zone);

/// "15:30:05", on the zone's clock; no zone name.
[[nodiscard]] QString timeText(core::Timestamp at, MarketZone zone);
/// "2026-01-30"
[[nodiscard]] QString dateText(core::Timestamp at, MarketZone zone);
/// "2026-01-30 15:30 EST": whole for a status line or a tooltip.
[[nodiscard]] QString momentText(core::Timestamp at, MarketZone zone);

/// Rounded down: "45 s", "4:05", "1 h 05 min", "2 d 3 h". Negative is "0 s".
[[nodiscard]] QString durationText(core::Duration duration);

/// How long a machine takes, about three figures: "45 µs", "3.2 ms", "1.25 s"; an absent one as everywhere.
[[nodiscard]] QString latencyText(std::optional<core::Duration> duration, const QLocale &locale = QLocale());

} // namespace ui
