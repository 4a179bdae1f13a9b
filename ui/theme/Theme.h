#pragma once

#include "ui/theme/Colours.h"

#include <QFont>
#include <QString>

#include <optional>

namespace ui {

enum class ThemeChoice { System, Dark, Light };

/// The words of a settings file: "system", "dark", "light".
[[nodiscard]] QString themeChoiceName(ThemeChoice choice);
[[nodiscard]] std::optional<ThemeChoice> parseThemeChoice(const QString &name);
/// The words of a settings file: "blue-orange", "green-red", "red-green".
[[nodiscard]] QString pricePairName(PricePair pair);
[[nodiscard]] std::optional<PricePair> parsePricePair(const QString &name);

inline constexpr double smallestFontScale = 0.85;
inline constexpr double largestFontScale = 1.5;

/// Dresses the whole application: style, palette, style sheet. May be called again at any time; every
/// widget then gets QEvent::PaletteChange. `System` asks the system anew on each call.
/// @param fontScale 0.85 to 1.5 of the normal text size; clamped.
void applyTheme(ThemeChoice choice, double fontScale = 1.0, PricePair pair = PricePair::BlueOrange);

/// What is on now; dark before the first `applyTheme`.
[[nodiscard]] ThemeKind currentTheme();
/// A colour of the theme that is on now. Ask when painting, never keep it.
[[nodiscard]] QColor colour(Role role);

/// The application's font with figures of equal width, so that changing numbers do not dance.
[[nodiscard]] QFont figureFont(double scale = 1.0, bool isBold = false);

} // namespace ui
