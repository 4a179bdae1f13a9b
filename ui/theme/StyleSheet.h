#pragma once

#include "ui/theme/Colours.h"

#include <QString>

class QWidget;

namespace ui {

/// The one style sheet, made from the colour roles. Rhythm of 8 px.
/// Dynamic properties it knows:
/// - on a QLabel, `tone`: muted, good, warning, alarm, up, down, title, timeAmber,
///   timeRed, heading, symbol, figure
/// - on a QFrame, `panel`: card (with `isSelected`, `edge`: warning, alarm), panel, banner (with
///   `severity`: info, good, warning, alarm), overlay, rule, column-rule
/// - on a QPushButton or QToolButton, `kind`: primary, danger, quiet; `density`: compact, tiny
/// - on a QLineEdit, `isWrong`; on a QListWidget, `panel`: sections
[[nodiscard]] QString styleSheet(ThemeKind theme, double pointSize, PricePair pair = PricePair::BlueOrange);

/// Sets a dynamic property and lets the style sheet look again, only if it changed.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace ui
