#include "core/brokers/alpaca/AlpacaRequest.h"

#include <utility>

namespace core::alpaca {

namespace {

bool isUnreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

} // namespace

std::string encoded(std::string_view text)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (isUnreserved(c)) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4];
        result += digits[byte & 15];
    }
    return result;
}

std::string wireTime(Timestamp at)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    std::string nanos = std::to_string((at - second).count());
    nanos.insert(0, 9 - nanos.size(), '0');
    const std::string text = toIsoText(second); // "2026-03-02T14:31:07.000Z"
    return text.substr(0, text.find('.') + 1) + nanos + "Z";
}

Query &Query::add(std::string_view name, std::string_view value)
{
    if (!m_text.empty())
        m_text += '&';
    m_text += std::string(name) + "=" + encoded(value);
    return *this;
}

Query &Query::add(std::string_view name, const std::vector<std::string> &values)
{
    std::string joined;
    for (const std::string &value : values)
        joined += (joined.empty() ? "" : ",") + value;
    return joined.empty() ? *this : add(name, std::string_view(joined));
}

Request get(Host host, std::string path, Query query)
{
    return {.host = host, .method = "GET", .path = std::move(path), .query = query.take()};
}

} // namespace core::alpaca
