#pragma once

#include <optional>

namespace core {

enum class Cross { None, Up, Down };

/// Whether the fast line is above the slow one; nothing when they are equal, which is within 1e-11 of
/// the slow one.
[[nodiscard]] std::optional<bool> isAbove(double fast, double slow);

/// Tells when one line passes another. A cross needs a change of side. Two values closer than 1e-11
/// of the slow one are equal, and equality keeps the last side, so rounding makes no trades; the
/// first comparison that is not equal sets the side without a cross.
/// Source: design/cli.md, "Definitions".
class CrossDetector {
public:
    [[nodiscard]] Cross update(double fast, double slow);
    void reset() { m_wasAbove.reset(); }

private:
    std::optional<bool> m_wasAbove;
};

} // namespace core
