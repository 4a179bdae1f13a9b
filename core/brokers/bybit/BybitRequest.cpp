#include "core/brokers/bybit/BybitRequest.h"

namespace core::bybit {

namespace {

bool isPlain(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// Whether a `%XX` stands at `at`.
bool isSequence(std::string_view text, std::size_t at)
{
    return text[at] == '%' && at + 2 < text.size() && isHex(text[at + 1]) && isHex(text[at + 2]);
}

} // namespace

void Query::begin(std::string_view name)
{
    if (!m_text.empty())
        m_text += '&';
    m_text += name;
    m_text += '=';
}

void Query::append(char c)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    if (isPlain(c)) {
        m_text += c;
        return;
    }
    const auto byte = static_cast<unsigned char>(c);
    m_text += '%';
    m_text += digits[byte >> 4];
    m_text += digits[byte & 15];
}

Query &Query::add(std::string_view name, std::string_view value)
{
    begin(name);
    for (const char c : value)
        append(c);
    return *this;
}

Query &Query::addCursor(std::string_view cursor)
{
    if (cursor.empty())
        return *this;
    begin("cursor");
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        if (isSequence(cursor, i))
            m_text += '%';
        else
            append(cursor[i]);
    }
    return *this;
}

Request publicGet(std::string path, Query query)
{
    return {.method = "GET", .path = std::move(path), .query = query.take(), .body = {}, .isSigned = false};
}

Request signedGet(std::string path, Query query)
{
    return {.method = "GET", .path = std::move(path), .query = query.take(), .body = {}};
}

Request signedPost(std::string path, JsonWriter &body)
{
    return {.method = "POST", .path = std::move(path), .query = {}, .body = body.take()};
}

} // namespace core::bybit
