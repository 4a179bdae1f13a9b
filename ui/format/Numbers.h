#pragma once

#include "core/domain/Amount.h"

#include <QLocale>
#include <QString>

#include <optional>

namespace ui {

/// What stands for a value that is not there.
[[nodiscard]] QString absentText();

/// Grouped, with at least the decimals of the tick ("0.01" → two) and never fewer than the exact
/// value needs: a price off its tick shows that it is.
[[nodiscard]] QString priceText(std::optional<core::Price> price, core::Decimal tick,
                                const QLocale &locale = QLocale());
/// Cents.
[[nodiscard]] QString priceText(std::optional<core::Price> price, const QLocale &locale = QLocale());

/// Exact, no trailing zeros.
[[nodiscard]] QString quantityText(std::optional<core::Quantity> quantity,
                                   const QLocale &locale = QLocale());

/// Two places, half to even; `currency` is put behind the figure when it is not empty.
[[nodiscard]] QString moneyText(std::optional<core::Money> money, const QString &currency = {},
                                const QLocale &locale = QLocale());
/// As `moneyText`, with a plus sign on gains.
[[nodiscard]] QString signedMoneyText(std::optional<core::Money> money, const QString &currency = {},
                                      const QLocale &locale = QLocale());

/// `percent` is already in percent: 12.5 → "12.5 %". NaN and infinity are absent.
[[nodiscard]] QString percentText(std::optional<double> percent, int places = 1,
                                  const QLocale &locale = QLocale());
/// Decimal units, one place: "18.9 MB".
[[nodiscard]] QString bytesText(std::optional<std::int64_t> bytes, const QLocale &locale = QLocale());
/// Multiples of the risk, signed: "+0.12 R".
[[nodiscard]] QString riskMultipleText(std::optional<double> multiple,
                                       const QLocale &locale = QLocale());
/// Reward to risk: "2.1 : 1".
[[nodiscard]] QString rewardToRiskText(std::optional<double> ratio, const QLocale &locale = QLocale());

/// For an edit field: the locale's decimal point, no grouping, decimals of the tick.
[[nodiscard]] QString editText(core::Decimal value, core::Decimal tick,
                               const QLocale &locale = QLocale());

/// How many decimals a step has: 0.01 → 2, 1 → 0.
[[nodiscard]] int placesOf(core::Decimal step);

} // namespace ui
