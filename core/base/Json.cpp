#include "core/base/Json.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace core {

namespace {

/// Length of the valid UTF-8 sequence at the front, 0 if there is none.
std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    std::size_t length = 0;
    char32_t code = 0;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        length = 2, code = lead & 0x1fU;
    else if (lead >= 0xe0 && lead < 0xf0)
        length = 3, code = lead & 0x0fU;
    else if (lead >= 0xf0 && lead < 0xf5)
        length = 4, code = lead & 0x07U;
    else
        return 0;
    if (text.size() < length)
        return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0U) != 0x80)
            return 0;
        code = code << 6 | (byte(i) & 0x3fU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return overlong || surrogate || code > 0x10ffff ? 0 : length;
}

void appendEscaped(std::string &out, char c)
{
    switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
    }
    if (static_cast<unsigned char>(c) < 0x20) {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
        out += escaped;
    } else {
        out += c;
    }
}

} // namespace

std::string jsonQuoted(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        if (length == 1)
            appendEscaped(out, text.front());
        else if (length == 0)
            out += "\xef\xbf\xbd";
        else
            out += text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out + "\"";
}

std::string jsonNumber(double number)
{
    if (!std::isfinite(number))
        return "null";
    char text[40];
    const auto [end, error] = std::to_chars(text, text + sizeof text, number);
    return error == std::errc() ? std::string(text, end) : "null";
}

void JsonWriter::separate()
{
    if (m_needsComma)
        m_text += ',';
    m_needsComma = true;
}

JsonWriter &JsonWriter::beginObject()
{
    separate();
    m_text += '{';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_text += '}';
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    separate();
    m_text += '[';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::endArray()
{
    m_text += ']';
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    m_text += jsonQuoted(name);
    m_text += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::raw(std::string_view json)
{
    separate();
    m_text += json;
    return *this;
}

JsonWriter &JsonWriter::value(std::string_view text) { return raw(jsonQuoted(text)); }
JsonWriter &JsonWriter::value(bool truth) { return raw(truth ? "true" : "false"); }
JsonWriter &JsonWriter::value(double number) { return raw(jsonNumber(number)); }
JsonWriter &JsonWriter::value(std::int64_t number) { return raw(std::to_string(number)); }
JsonWriter &JsonWriter::value(std::uint64_t number) { return raw(std::to_string(number)); }
JsonWriter &JsonWriter::null() { return raw("null"); }

} // namespace core
