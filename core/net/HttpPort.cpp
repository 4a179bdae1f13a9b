#include "core/net/HttpPort.h"

#include "core/base/Secret.h"

#include <algorithm>

namespace core::net {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

bool isSameName(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

HttpHeaders::~HttpHeaders()
{
    for (Line &line : m_lines)
        wipe(line.second.data(), line.second.size());
}

void HttpHeaders::add(std::string name, std::string value)
{
    m_lines.emplace_back(std::move(name), std::move(value));
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const
{
    const auto found =
        std::find_if(m_lines.begin(), m_lines.end(), [&](const Line &line) { return isSameName(line.first, name); });
    return found == m_lines.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

} // namespace core::net
