#pragma once

#include "core/base/Decimal.h"

#include <QLocale>
#include <QString>

namespace ui {

/// Reads what a person typed, exactly. Point and comma are both taken, but only where the text has one
/// meaning: the locale's own decimal sign is always a decimal sign; the other one is taken when
/// its place rules out grouping ("1,5"), and refused where it does not ("1,000").
/// Spaces and apostrophes may group. Digits of other scripts than the locale's, exponents and
/// anything else are refused. The error message is one translated sentence.
[[nodiscard]] core::Result<core::Decimal> parseDecimal(const QString &text,
                                                       const QLocale &locale = QLocale());

} // namespace ui
