#pragma once

#include "core/engine/Snapshot.h"
#include "core/planning/LimitTable.h"

#include <QLocale>
#include <QString>

namespace ui {

/// How much of a limit is in use now.
struct LimitUse {
    double share = 0; ///< 1 is the limit.
    QString text;     ///< "12.3 % of 60 %"
};

/// The words of one limit.
struct LimitWords {
    std::string_view key;
    const char *title; ///< QT_TRANSLATE_NOOP in the context "ui::LimitTexts".
    /// What it is, with an example in account currency for this value; empty value = without example.
    QString (*explanation)(core::Decimal value, const core::EngineSnapshot &now, const QLocale &locale);
    /// Null where nothing now can be held against it.
    std::optional<LimitUse> (*use)(core::Decimal value, const core::EngineSnapshot &now, const QLocale &locale) = nullptr;
};

/// Of every limit; one that has no words yet is shown by its key.
[[nodiscard]] const LimitWords &limitWords(std::string_view key);
[[nodiscard]] QString limitTitle(const LimitWords &words);

/// As it is typed: a share in percent, seconds and counts as they are.
[[nodiscard]] QString limitEditText(const core::LimitRange &range, core::Decimal value, const QLocale &locale = QLocale());
/// As it is read: "60 %", "30,000.00", "on".
[[nodiscard]] QString limitValueText(const core::LimitRange &range, core::Decimal value, const QLocale &locale = QLocale());
/// What stands behind the field: "%", "s".
[[nodiscard]] QString limitUnit(const core::LimitRange &range, const QLocale &locale = QLocale());
/// Reads what was typed and holds it against the limit's range; the error is one translated sentence.
[[nodiscard]] core::Result<core::Decimal> parseLimit(const core::LimitRange &range, const QString &text,
                                                     const QLocale &locale = QLocale());

} // namespace ui
