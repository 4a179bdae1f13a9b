#pragma once

#include <string>

namespace cli {

/// Whether a person reads stderr; progress is shown only then.
[[nodiscard]] bool isErrorTerminal();
/// Whether a person types at stdin.
[[nodiscard]] bool isInputTerminal();

/// While it lives, what a person types is not shown. Does nothing where stdin is no terminal.
class HiddenTyping {
public:
    HiddenTyping();
    ~HiddenTyping();
    HiddenTyping(const HiddenTyping &) = delete;
    HiddenTyping &operator=(const HiddenTyping &) = delete;

private:
    void show(bool isShown) const;
    bool m_isTerminal;
};

} // namespace cli
