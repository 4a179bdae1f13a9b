#include "core/json/Parser.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace core::json {

/// Its strings without escapes live in it, so each document has one of its own.
struct Library {
    simdjson::ondemand::parser parser;
};

void DropLibrary::operator()(Library *library) const noexcept
{
    delete library;
}

namespace {

namespace ondemand = simdjson::ondemand;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// JSON's grammar of numbers; the library hands the token over unread.
bool isNumber(std::string_view token)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < token.size() && isDigit(token[at]))
            ++at;
        return at - from;
    };
    at += !token.empty() && token.front() == '-';
    const std::size_t whole = digits();
    if (whole == 0 || (whole > 1 && token[at - whole] == '0'))
        return false;
    if (at < token.size() && token[at] == '.' && (++at, digits() == 0))
        return false;
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        ++at;
        at += at < token.size() && (token[at] == '+' || token[at] == '-');
        if (digits() == 0)
            return false;
    }
    return at == token.size();
}

std::string_view trimmed(std::string_view token)
{
    while (!token.empty() && std::strchr(" \t\r\n", token.back()))
        token.remove_suffix(1);
    return token;
}

/// Thrown inside this file only; the library's own exceptions are turned off by asking each result.
struct Wrong {
    std::string what;
};

template <class T>
T asked(simdjson::simdjson_result<T> result)
{
    T value;
    if (const auto error = std::move(result).get(value); error != simdjson::SUCCESS)
        throw Wrong{simdjson::error_message(error)};
    return value;
}

/// Walks the library's stream once.
class Walk {
public:
    explicit Walk(Pages &pages) : m_nodes(pages.nodes), m_names(pages.names) {}

    template <class Source>
    void take(Source &source, std::string_view key, int depth)
    {
        if (depth > Document::maxDepth)
            throw Wrong{"it is nested too deeply"};
        const auto at = static_cast<std::uint32_t>(m_nodes.size());
        Node &made = m_nodes.emplace_back();
        made.key = key.data();
        made.keySize = static_cast<std::uint32_t>(key.size());
        takeInto(at, source, depth);
        m_nodes[at].span = static_cast<std::uint32_t>(m_nodes.size()) - at;
    }

private:
    template <class Source>
    void takeInto(std::uint32_t at, Source &source, int depth)
    {
        switch (asked(source.type())) {
        case ondemand::json_type::array: return takeArray(at, asked(source.get_array()), depth);
        case ondemand::json_type::object: return takeObject(at, asked(source.get_object()), depth);
        case ondemand::json_type::string: return setText(at, Kind::Text, unescaped(asked(source.get_string())));
        case ondemand::json_type::boolean:
            m_nodes[at].kind = Kind::Truth;
            m_nodes[at].truth = asked(source.get_bool());
            return;
        case ondemand::json_type::null:
            if (trimmed(tokenOf(source)) != "null")
                throw Wrong{"a word that is no value"};
            return;
        case ondemand::json_type::number: return takeNumber(at, trimmed(tokenOf(source)));
        }
        throw Wrong{"a value of no known kind"};
    }

    static std::string_view tokenOf(ondemand::value &source) { return source.raw_json_token(); }
    static std::string_view tokenOf(ondemand::document &source) { return asked(source.raw_json_token()); }

    /// The library makes half a surrogate pair into bytes that are no character.
    static std::string_view unescaped(std::string_view text)
    {
        if (!simdjson::validate_utf8(text))
            throw Wrong{"half a surrogate pair"};
        return text;
    }

    void setText(std::uint32_t at, Kind kind, std::string_view text)
    {
        m_nodes[at].kind = kind;
        m_nodes[at].text = text.data();
        m_nodes[at].textSize = static_cast<std::uint32_t>(text.size());
    }

    void takeNumber(std::uint32_t at, std::string_view token)
    {
        if (!isNumber(token))
            throw Wrong{"\"" + std::string(token.substr(0, 40)) + "\" is no number"};
        setText(at, Kind::Number, token);
    }

    void takeArray(std::uint32_t at, ondemand::array array, int depth)
    {
        m_nodes[at].kind = Kind::Array;
        for (auto each : array) {
            ondemand::value value = asked(std::move(each));
            take(value, {}, depth + 1);
            ++m_nodes[at].size;
        }
    }

    void takeObject(std::uint32_t at, ondemand::object object, int depth)
    {
        m_nodes[at].kind = Kind::Object;
        for (auto each : object) {
            ondemand::field field = asked(std::move(each));
            const std::string_view key = unescaped(asked(field.unescaped_key()));
            take(field.value(), key, depth + 1);
            ++m_nodes[at].size;
        }
        refuseTwice(at);
    }

    /// Of a member that comes twice nobody can say which one was meant.
    void refuseTwice(std::uint32_t object)
    {
        m_names.clear();
        std::uint32_t at = object + 1;
        for (std::uint32_t i = 0; i < m_nodes[object].size; ++i, at += m_nodes[at].span)
            m_names.emplace_back(m_nodes[at].key, m_nodes[at].keySize);
        std::sort(m_names.begin(), m_names.end());
        if (const auto twice = std::adjacent_find(m_names.begin(), m_names.end()); twice != m_names.end())
            throw Wrong{"\"" + std::string(*twice) + "\" comes twice"};
    }

    std::vector<Node> &m_nodes;
    std::vector<std::string_view> &m_names;
};

} // namespace

std::optional<Problem> readInto(Pages &pages, std::string_view bytes)
{
    if (bytes.size() > std::numeric_limits<std::int32_t>::max())
        return Problem{"it is too long", 0};
    pages.nodes.clear();
    pages.bytes.resize(bytes.size() + simdjson::SIMDJSON_PADDING);
    std::copy(bytes.begin(), bytes.end(), pages.bytes.begin());
    std::fill(pages.bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size()), pages.bytes.end(), ' ');
    if (!pages.library)
        pages.library.reset(new Library);
    ondemand::document source;
    const simdjson::padded_string_view padded(pages.bytes.data(), bytes.size(), pages.bytes.size());
    if (const auto error = pages.library->parser.iterate(padded).get(source); error != simdjson::SUCCESS)
        return Problem{simdjson::error_message(error), 0};
    try {
        Walk(pages).take(source, {}, 0);
        if (const char *more = nullptr; source.current_location().get(more) == simdjson::SUCCESS)
            throw Wrong{"something follows the value"};
    } catch (const Wrong &wrong) {
        const char *at = nullptr;
        const bool isPlaced = source.current_location().get(at) == simdjson::SUCCESS && at >= pages.bytes.data();
        return Problem{wrong.what, isPlaced ? static_cast<std::size_t>(at - pages.bytes.data()) : bytes.size()};
    }
    return std::nullopt;
}

} // namespace core::json
