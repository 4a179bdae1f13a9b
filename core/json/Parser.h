#pragma once

#include "core/json/Document.h"

namespace core::json {

/// Where and why a text is no JSON.
struct Problem {
    std::string what;
    std::size_t at = 0;
};

/// Reads the whole text by the library and lays its values down in `pages`, one after the other. Inside this
/// room only.
[[nodiscard]] std::optional<Problem> readInto(Pages &pages, std::string_view bytes);

} // namespace core::json
