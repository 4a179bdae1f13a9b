#pragma once

#include <QColor>

namespace ui {

enum class ThemeKind { Dark, Light };

/// The colours of up and down. The usual pair is told apart by every kind of colour vision.
enum class PricePair { BlueOrange, GreenRed, RedGreen };

/// What a colour is for. The values differ per theme; code names roles only.
enum class Role {
    WindowBackground, ///< Behind the panels.
    PanelBackground,  ///< Of a panel; chart background too.
    CardBackground,
    CardBorder,
    CardSelectedBorder,
    HoverBackground,
    InputBackground,
    InputBorder,
    Text,
    Muted,        ///< Secondary text.
    DisabledText,
    Primary,      ///< Background of the main button.
    PrimaryText,
    Accent,       ///< Links, focus ring, selection.
    SelectionBackground,
    SelectionText,
    Up,
    Down,
    Good,
    Warning,
    Alarm,
    WarningBackground,
    AlarmBackground,
    GoodBackground,
    InfoBackground,
    Grid,      ///< Chart grid: deliberately faint.
    Crosshair,
    Line1,     ///< Indicator lines, in order.
    Line2,
    Line3,
    DemoFrame,
    PaperFrame,
    LiveFrame,
    FrameText, ///< On any of the three frames.
    FrameHatch, ///< The stripes of the live frame.
};

inline constexpr int roleCount = int(Role::FrameHatch) + 1;

[[nodiscard]] QColor colourOf(Role role, ThemeKind theme, PricePair pair = PricePair::BlueOrange);

} // namespace ui
