#include "app/exchange/http/UrlText.h"

#include <algorithm>
#include <charconv>

namespace app {

std::string percentDecoded(std::string_view text, bool isQuery)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        unsigned code = 0;
        const bool isEscape = text[i] == '%' && i + 2 < text.size();
        const char *const digits = text.data() + i + 1;
        if (isEscape && std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
            decoded += static_cast<char>(code);
            i += 2;
        } else {
            decoded += isQuery && text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::vector<std::string> splitText(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end > 0)
            parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

std::vector<std::string> pathSegments(std::string_view path)
{
    std::vector<std::string> segments;
    for (const std::string &part : splitText(path, '/'))
        segments.push_back(percentDecoded(part, false));
    return segments;
}

Query::Query(std::string_view text)
{
    for (const std::string &part : splitText(text, '&')) {
        const auto equals = part.find('=');
        const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
        m_values[percentDecoded(part.substr(0, equals), true)] = percentDecoded(value, true);
    }
}

std::optional<std::string> Query::value(const std::string &name) const
{
    const auto found = m_values.find(name);
    return found == m_values.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
}

std::string Query::valueOr(const std::string &name, std::string fallback) const
{
    return value(name).value_or(std::move(fallback));
}

std::vector<std::string> Query::list(const std::string &name) const
{
    return splitText(value(name).value_or(""), ',');
}

} // namespace app
