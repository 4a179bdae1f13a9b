#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace core {

/// A sentence of somebody else's without what it may repeat of our keys: it is shown, logged and stored.
[[nodiscard]] std::string withoutKeys(std::string text, std::initializer_list<std::string_view> keys);

} // namespace core
