#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace core {

/// Whether a person has typed the end of an account's number: its last four characters at least, or all of a
/// shorter one, in small or capital letters.
[[nodiscard]] inline bool isTailTyped(std::string_view number, std::string_view typed)
{
    constexpr std::size_t fewest = 4;
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (typed.empty() || typed.size() > number.size() || typed.size() < std::min(fewest, number.size()))
        return false;
    const std::string_view end = number.substr(number.size() - typed.size());
    return std::equal(end.begin(), end.end(), typed.begin(), [&](char a, char b) { return small(a) == small(b); });
}

} // namespace core
