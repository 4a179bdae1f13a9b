#include "app/exchange/alpaca/MessagePack.h"

#include "core/base/Json.h"

#include <bit>
#include <charconv>

namespace app::alpaca {

using namespace core;

namespace {

constexpr int maxDepth = 16;

void putNumber(std::string &out, std::uint64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>((value >> shift) & 0xff);
}

/// A kind whose length stands in five, four or three forms: short inside its first byte, then wider.
void putLength(std::string &out, std::size_t length, unsigned fixed, std::size_t fixedMost, unsigned wide, bool hasByte)
{
    if (length <= fixedMost) {
        out += static_cast<char>(fixed | length);
    } else if (hasByte && length <= 0xff) {
        out += static_cast<char>(wide);
        putNumber(out, length, 1);
    } else if (length <= 0xffff) {
        out += static_cast<char>(wide + (hasByte ? 1 : 0));
        putNumber(out, length, 2);
    } else {
        out += static_cast<char>(wide + (hasByte ? 2 : 1));
        putNumber(out, length, 4);
    }
}

void putUnsigned(std::string &out, std::uint64_t value)
{
    if (value < 128)
        return putNumber(out, value, 1);
    const int form = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
    out += static_cast<char>(0xcc + form);
    putNumber(out, value, 1 << form);
}

void putNumberToken(std::string &out, std::string_view token)
{
    std::uint64_t natural = 0;
    std::int64_t whole = 0;
    const char *const end = token.data() + token.size();
    if (std::from_chars(token.data(), end, natural).ptr == end)
        return putUnsigned(out, natural);
    if (std::from_chars(token.data(), end, whole).ptr == end) {
        out += '\xd3';
        return putNumber(out, static_cast<std::uint64_t>(whole), 8);
    }
    double number = 0;
    std::from_chars(token.data(), end, number);
    out += '\xcb';
    putNumber(out, std::bit_cast<std::uint64_t>(number), 8);
}

void putTime(std::string &out, Timestamp at)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at);
    const auto whole = static_cast<std::uint64_t>(seconds.time_since_epoch().count());
    const auto nanos = static_cast<std::uint64_t>((at - seconds).count());
    const bool isShort = nanos == 0 && whole <= 0xffffffff;
    out += isShort ? "\xd6\xff" : "\xd7\xff";
    isShort ? putNumber(out, whole, 4) : putNumber(out, nanos << 34 | whole, 8);
}

void put(std::string &out, json::Value value, std::string_view key)
{
    switch (value.kind()) {
    case json::Kind::Absent:
    case json::Kind::Null: out += '\xc0'; return;
    case json::Kind::Truth: out += *value.truth() ? '\xc3' : '\xc2'; return;
    case json::Kind::Number: return putNumberToken(out, value.text());
    case json::Kind::Text:
        if (const auto at = key == "t" ? parseIsoText(value.text()) : failure(ErrorCode::BadInput, ""); at)
            return putTime(out, *at);
        putLength(out, value.text().size(), 0xa0, 31, 0xd9, true);
        out += value.text();
        return;
    case json::Kind::Array:
        putLength(out, value.size(), 0x90, 15, 0xdc, false);
        for (const json::Value each : value)
            put(out, each, {});
        return;
    case json::Kind::Object:
        putLength(out, value.size(), 0x80, 15, 0xde, false);
        for (const json::Value each : value) {
            putLength(out, each.key().size(), 0xa0, 31, 0xd9, true);
            out += each.key();
            put(out, each, each.key());
        }
    }
}

/// Reads one value after the other and writes it as JSON.
class Unpacker {
public:
    explicit Unpacker(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool value(int depth)
    {
        const auto first = number(1);
        if (!first || depth > maxDepth)
            return false;
        const std::uint64_t code = *first;
        if (code < 0x80)
            return m_json.value(code), true;
        if (code < 0x90)
            return map(code & 15, depth);
        if (code < 0xa0)
            return array(code & 15, depth);
        if (code < 0xc0)
            return text(code & 31, false);
        if (code >= 0xe0)
            return m_json.value(static_cast<std::int64_t>(static_cast<std::int8_t>(code))), true;
        return wide(code, depth);
    }
    [[nodiscard]] bool isAtEnd() const { return m_rest.empty(); }
    [[nodiscard]] std::string take() { return m_json.take(); }

private:
    [[nodiscard]] std::optional<std::uint64_t> number(std::size_t bytes)
    {
        if (m_rest.size() < bytes)
            return std::nullopt;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8 | static_cast<unsigned char>(m_rest[i]);
        m_rest.remove_prefix(bytes);
        return value;
    }
    [[nodiscard]] bool wide(std::uint64_t code, int depth)
    {
        switch (code) {
        case 0xc0: return m_json.null(), true;
        case 0xc2: return m_json.value(false), true;
        case 0xc3: return m_json.value(true), true;
        case 0xca: return real(4);
        case 0xcb: return real(8);
        case 0xcc: case 0xcd: case 0xce: case 0xcf: return whole(std::size_t(1) << (code - 0xcc), false);
        case 0xd0: case 0xd1: case 0xd2: case 0xd3: return whole(std::size_t(1) << (code - 0xd0), true);
        case 0xd9: case 0xda: case 0xdb: return sized(std::size_t(1) << (code - 0xd9), &Unpacker::textOf, depth);
        case 0xdc: case 0xdd: return sized(code == 0xdc ? 2 : 4, &Unpacker::array, depth);
        case 0xde: case 0xdf: return sized(code == 0xde ? 2 : 4, &Unpacker::map, depth);
        default: return false;
        }
    }
    [[nodiscard]] bool sized(std::size_t bytes, bool (Unpacker::*read)(std::uint64_t, int), int depth)
    {
        const auto size = number(bytes);
        return size && (this->*read)(*size, depth);
    }
    [[nodiscard]] bool whole(std::size_t bytes, bool isSigned)
    {
        const auto value = number(bytes);
        if (!value)
            return false;
        const int unused = 64 - 8 * int(bytes);
        isSigned ? m_json.value(static_cast<std::int64_t>(*value << unused) >> unused) : m_json.value(*value);
        return true;
    }
    [[nodiscard]] bool real(std::size_t bytes)
    {
        const auto bits = number(bytes);
        if (!bits)
            return false;
        m_json.value(bytes == 8 ? std::bit_cast<double>(*bits)
                                : double(std::bit_cast<float>(static_cast<std::uint32_t>(*bits))));
        return true;
    }
    [[nodiscard]] bool textOf(std::uint64_t size, int) { return text(size, false); }
    [[nodiscard]] bool text(std::uint64_t size, bool isKey)
    {
        if (m_rest.size() < size)
            return false;
        const std::string_view said = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        isKey ? m_json.key(said) : m_json.value(said);
        return true;
    }
    [[nodiscard]] bool key()
    {
        const auto first = number(1);
        if (first && *first >= 0xa0 && *first < 0xc0)
            return text(*first & 31, true);
        const auto size = first && *first >= 0xd9 && *first <= 0xdb ? number(std::size_t(1) << (*first - 0xd9)) : std::nullopt;
        return size && text(*size, true);
    }
    [[nodiscard]] bool array(std::uint64_t size, int depth)
    {
        m_json.beginArray();
        for (std::uint64_t i = 0; i < size; ++i)
            if (!value(depth + 1))
                return false;
        return m_json.endArray(), true;
    }
    [[nodiscard]] bool map(std::uint64_t size, int depth)
    {
        m_json.beginObject();
        for (std::uint64_t i = 0; i < size; ++i)
            if (!key() || !value(depth + 1))
                return false;
        return m_json.endObject(), true;
    }

    std::string_view m_rest;
    JsonWriter m_json;
};

} // namespace

std::string packed(json::Value value)
{
    std::string out;
    put(out, value, {});
    return out;
}

Result<std::string> unpacked(std::string_view bytes)
{
    Unpacker unpacker(bytes);
    if (!unpacker.value(0) || !unpacker.isAtEnd())
        return failure(ErrorCode::BadInput, "it is no MessagePack of JSON's kinds");
    return unpacker.take();
}

} // namespace app::alpaca
