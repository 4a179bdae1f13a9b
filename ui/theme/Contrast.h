#pragma once

#include <QColor>

namespace ui {

/// Contrast ratio of two opaque colours, 1 to 21.
/// Source: WCAG 2.1, definitions of relative luminance and contrast ratio.
[[nodiscard]] double contrastRatio(const QColor &one, const QColor &other);

} // namespace ui
