#pragma once

#include <QString>

#include <vector>

namespace ui {

/// One page of the help that is read without a network.
struct HelpTopic {
    const char *name;  ///< "accounts": how the window names it, never shown.
    const char *title; ///< Both untranslated; see `helpTitle` and `helpText`.
    const char *text;  ///< Rich text.
};

[[nodiscard]] const std::vector<HelpTopic> &helpTopics();
[[nodiscard]] QString helpTitle(const HelpTopic &topic);
[[nodiscard]] QString helpText(const HelpTopic &topic);

} // namespace ui
