#include "core/json/Parser.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace core::json {

namespace {

constexpr std::size_t padding = 8; // what `plainLength` may read beyond the end

/// Objects with more members are searched for doubled names by sorting.
constexpr std::uint32_t fewMembers = 64;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// How many bytes from here neither end a string nor need a closer look. Eight at a time: the lowest flag of
/// the usual trick with carries is exact, and only whether there is one matters here.
std::size_t plainLength(const char *at)
{
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t highs = 0x8080808080808080;
    const auto hasZero = [](std::uint64_t eight) { return (eight - ones) & ~eight & highs; };
    std::size_t length = 0;
    for (;; length += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, at + length, 8);
        const std::uint64_t controls = (eight - ones * 0x20) & ~eight & highs;
        if (controls | hasZero(eight ^ ones * '"') | hasZero(eight ^ ones * '\\'))
            break;
    }
    while (static_cast<unsigned char>(at[length]) >= 0x20 && at[length] != '"' && at[length] != '\\')
        ++length;
    return length;
}

void appendUtf8(char *&to, char32_t code)
{
    const auto put = [&to](char32_t byte) { *to++ = static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6), put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12), put(0x80 | (code >> 6 & 0x3f)), put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18), put(0x80 | (code >> 12 & 0x3f)), put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

} // namespace

class Parser::SeenNames {
public:
    /// Whether a name with the same bit was there before.
    bool add(std::string_view name)
    {
        const auto byte = [&](std::size_t i) { return std::uint32_t(static_cast<unsigned char>(name[i])); };
        std::uint32_t mixed = static_cast<std::uint32_t>(name.size());
        if (!name.empty())
            mixed |= byte(0) << 8 | byte(name.size() - 1) << 16 | byte(name.size() / 2) << 24;
        const std::uint32_t bit = mixed * 0x9e3779b1U >> 24;
        std::uint64_t &bits = m_bits[bit / 64];
        const std::uint64_t mask = std::uint64_t(1) << bit % 64;
        const bool wasThere = (bits & mask) != 0;
        bits |= mask;
        return wasThere;
    }

private:
    std::array<std::uint64_t, 4> m_bits{};
};

Parser::Parser(Pages &pages, std::string_view bytes) : m_nodes(pages.nodes)
{
    m_nodes.clear();
    pages.bytes.resize(bytes.size() + padding);
    std::copy(bytes.begin(), bytes.end(), pages.bytes.begin());
    std::fill_n(pages.bytes.end() - padding, padding, '\0');
    m_begin = m_at = pages.bytes.data();
    m_end = m_begin + bytes.size();
}

std::optional<Problem> Parser::run()
{
    if (m_end - m_begin > std::numeric_limits<std::int32_t>::max())
        return Problem{"it is too long", 0};
    if (!simdjson::validate_utf8(m_begin, static_cast<std::size_t>(m_end - m_begin)))
        return Problem{"it is not UTF-8", 0};
    blanks();
    if (value(0)) {
        blanks();
        if (m_at == m_end)
            return std::nullopt;
        wrong("something follows the value");
    }
    return Problem{m_problem, static_cast<std::size_t>(m_at - m_begin)};
}

bool Parser::value(int depth)
{
    if (depth > Document::maxDepth)
        return wrong("it is nested too deeply");
    switch (*m_at) {
    case '{': return object(node(Kind::Object), depth);
    case '[': return array(node(Kind::Array), depth);
    case '"': {
        const std::uint32_t at = node(Kind::Text);
        Slice text;
        if (!string(text))
            return false;
        m_nodes[at].text = text.data;
        m_nodes[at].textSize = text.size;
        return true;
    }
    case 't': return word(node(Kind::Truth), "true", Kind::Truth, true);
    case 'f': return word(node(Kind::Truth), "false", Kind::Truth, false);
    case 'n': return word(node(Kind::Null), "null", Kind::Null, false);
    default: return number(node(Kind::Number));
    }
}

bool Parser::object(std::uint32_t at, int depth)
{
    ++m_at;
    blanks();
    SeenNames seen;
    if (*m_at == '}') {
        ++m_at;
        return true;
    }
    while (true) {
        if (!member(at, seen, depth))
            return false;
        ++m_nodes[at].size;
        blanks();
        if (*m_at == '}')
            break;
        if (*m_at != ',')
            return wrong("an object lacks a comma or its end");
        ++m_at;
        blanks();
    }
    ++m_at;
    m_nodes[at].span = static_cast<std::uint32_t>(m_nodes.size()) - at;
    return m_nodes[at].size <= fewMembers || noNameTwice(at);
}

bool Parser::member(std::uint32_t object, SeenNames &seen, int depth)
{
    Slice name;
    if (*m_at != '"')
        return wrong("an object lacks a name");
    if (!string(name))
        return false;
    const std::string_view text(name.data, name.size);
    if (seen.add(text) && m_nodes[object].size < fewMembers && isNameTaken(object, text))
        return wrong("a name comes twice in one object");
    blanks();
    if (*m_at != ':')
        return wrong("a name lacks its colon");
    ++m_at;
    blanks();
    m_key = name;
    return value(depth + 1);
}

bool Parser::array(std::uint32_t at, int depth)
{
    ++m_at;
    blanks();
    if (*m_at == ']') {
        ++m_at;
        return true;
    }
    while (true) {
        if (!value(depth + 1))
            return false;
        ++m_nodes[at].size;
        blanks();
        if (*m_at == ']')
            break;
        if (*m_at != ',')
            return wrong("a list lacks a comma or its end");
        ++m_at;
        blanks();
    }
    ++m_at;
    m_nodes[at].span = static_cast<std::uint32_t>(m_nodes.size()) - at;
    return true;
}

bool Parser::digits()
{
    const char *from = m_at;
    while (isDigit(*m_at))
        ++m_at;
    return m_at > from;
}

bool Parser::number(std::uint32_t at)
{
    const char *from = m_at;
    m_at += *m_at == '-';
    const bool startsWithZero = *m_at == '0';
    const char *whole = m_at;
    if (!digits())
        return wrong("there is no value");
    if (startsWithZero && m_at - whole > 1)
        return wrong("a number begins with a zero");
    if (*m_at == '.' && (++m_at, !digits()))
        return wrong("a number ends with its point");
    if (*m_at == 'e' || *m_at == 'E') {
        ++m_at;
        m_at += *m_at == '+' || *m_at == '-';
        if (!digits())
            return wrong("an exponent has no digits");
    }
    m_nodes[at].text = from;
    m_nodes[at].textSize = static_cast<std::uint32_t>(m_at - from);
    return true;
}

bool Parser::word(std::uint32_t at, std::string_view text, Kind kind, bool truth)
{
    if (std::string_view(m_at, std::min(text.size(), static_cast<std::size_t>(m_end - m_at))) != text)
        return wrong("a word is no value");
    m_at += text.size();
    m_nodes[at].kind = kind;
    m_nodes[at].truth = truth;
    return true;
}

bool Parser::string(Slice &into)
{
    char *from = ++m_at;
    m_at += plainLength(m_at);
    if (*m_at == '\\')
        return unescape(from, into);
    if (*m_at != '"')
        return wrong(m_at == m_end ? "a text lacks its end" : "a text holds a control character");
    into = {from, static_cast<std::uint32_t>(m_at - from)};
    ++m_at;
    return true;
}

/// Without its escapes a text is never longer, so it is written where it stands.
bool Parser::unescape(char *from, Slice &into)
{
    char *to = m_at;
    while (*m_at != '"') {
        if (*m_at == '\\') {
            if (!escape(to))
                return false;
            continue;
        }
        if (static_cast<unsigned char>(*m_at) < 0x20)
            return wrong(m_at == m_end ? "a text lacks its end" : "a text holds a control character");
        *to++ = *m_at++;
    }
    into = {from, static_cast<std::uint32_t>(to - from)};
    ++m_at;
    return true;
}

bool Parser::escape(char *&to)
{
    ++m_at;
    switch (*m_at++) {
    case '"': *to++ = '"'; return true;
    case '\\': *to++ = '\\'; return true;
    case '/': *to++ = '/'; return true;
    case 'b': *to++ = '\b'; return true;
    case 'f': *to++ = '\f'; return true;
    case 'n': *to++ = '\n'; return true;
    case 'r': *to++ = '\r'; return true;
    case 't': *to++ = '\t'; return true;
    case 'u': return codePoint(to);
    default: --m_at; return wrong("an escape is none");
    }
}

/// A character beyond the first plane comes as two halves; a half alone is no character.
bool Parser::codePoint(char *&to)
{
    char32_t code = 0;
    if (!hex(code))
        return false;
    if (code >= 0xdc00 && code < 0xe000)
        return wrong("half a surrogate pair");
    if (code >= 0xd800 && code < 0xdc00) {
        char32_t low = 0;
        if (m_at[0] != '\\' || m_at[1] != 'u')
            return wrong("half a surrogate pair");
        m_at += 2;
        if (!hex(low))
            return false;
        if (low < 0xdc00 || low >= 0xe000)
            return wrong("half a surrogate pair");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    }
    appendUtf8(to, code);
    return true;
}

bool Parser::hex(char32_t &code)
{
    for (int i = 0; i < 4; ++i, ++m_at) {
        const char c = *m_at;
        if (isDigit(c))
            code = code * 16 + static_cast<char32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            code = code * 16 + static_cast<char32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            code = code * 16 + static_cast<char32_t>(c - 'A' + 10);
        else
            return wrong("an escape is none");
    }
    return true;
}

bool Parser::isNameTaken(std::uint32_t object, std::string_view name) const
{
    std::uint32_t at = object + 1;
    for (std::uint32_t i = 0; i < m_nodes[object].size; ++i, at += m_nodes[at].span)
        if (std::string_view(m_nodes[at].key, m_nodes[at].keySize) == name)
            return true;
    return false;
}

/// Of a member that comes twice nobody can say which one was meant.
bool Parser::noNameTwice(std::uint32_t object)
{
    std::vector<std::string_view> names;
    std::uint32_t at = object + 1;
    for (std::uint32_t i = 0; i < m_nodes[object].size; ++i, at += m_nodes[at].span)
        names.emplace_back(m_nodes[at].key, m_nodes[at].keySize);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end() || wrong("a name comes twice in one object");
}

void Parser::blanks()
{
    while (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t')
        ++m_at;
}

/// A new node under the name that was read last.
std::uint32_t Parser::node(Kind kind)
{
    Node &made = m_nodes.emplace_back();
    made.kind = kind;
    made.key = m_key.data;
    made.keySize = m_key.size;
    m_key = {};
    return static_cast<std::uint32_t>(m_nodes.size() - 1);
}

bool Parser::wrong(const char *what)
{
    m_problem = what;
    return false;
}

} // namespace core::json
