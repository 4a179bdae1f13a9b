#include "core/json/Document.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace core::json {

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
struct Problem {
    std::string what;
};

template <class T>
T asked(simdjson::simdjson_result<T> result)
{
    T value;
    if (const auto error = std::move(result).get(value); error != simdjson::SUCCESS)
        throw Problem{simdjson::error_message(error)};
    return value;
}

} // namespace

/// Walks the library's stream once and lays its values down one after the other.
class Builder {
public:
    Builder(Document &document, std::size_t bytes) : m_nodes(document.m_nodes), m_texts(document.m_texts)
    {
        m_texts.reserve(bytes + 1);
        m_nodes.reserve(bytes / 12 + 4);
    }

    template <class Source>
    void take(Source &source, std::string_view key, int depth)
    {
        if (depth > Document::maxDepth)
            throw Problem{"it is nested too deeply"};
        const std::size_t at = m_nodes.size();
        m_nodes.push_back({});
        m_nodes[at].key = key;
        takeInto(at, source, depth);
        m_nodes[at].next = static_cast<std::uint32_t>(m_nodes.size());
    }

private:
    template <class Source>
    void takeInto(std::size_t at, Source &source, int depth)
    {
        switch (asked(source.type())) {
        case ondemand::json_type::array: return takeArray(at, asked(source.get_array()), depth);
        case ondemand::json_type::object: return takeObject(at, asked(source.get_object()), depth);
        case ondemand::json_type::string:
            m_nodes[at].kind = Kind::Text;
            m_nodes[at].text = kept(asked(source.get_string()));
            return;
        case ondemand::json_type::boolean:
            m_nodes[at].kind = Kind::Truth;
            m_nodes[at].truth = asked(source.get_bool());
            return;
        case ondemand::json_type::null:
            m_nodes[at].kind = Kind::Null;
            if (trimmed(tokenOf(source)) != "null")
                throw Problem{"a word that is no value"};
            return;
        case ondemand::json_type::number: return takeNumber(at, trimmed(tokenOf(source)));
        }
        throw Problem{"a value of no known kind"};
    }

    static std::string_view tokenOf(ondemand::value &source) { return source.raw_json_token(); }
    static std::string_view tokenOf(ondemand::document &source) { return asked(source.raw_json_token()); }

    void takeNumber(std::size_t at, std::string_view token)
    {
        if (!isNumber(token))
            throw Problem{"\"" + std::string(token.substr(0, 40)) + "\" is no number"};
        m_nodes[at].kind = Kind::Number;
        m_nodes[at].text = kept(token);
    }

    void takeArray(std::size_t at, ondemand::array array, int depth)
    {
        m_nodes[at].kind = Kind::Array;
        for (auto each : array) {
            ondemand::value value = asked(std::move(each));
            take(value, {}, depth + 1);
            ++m_nodes[at].size;
        }
    }

    void takeObject(std::size_t at, ondemand::object object, int depth)
    {
        m_nodes[at].kind = Kind::Object;
        for (auto each : object) {
            ondemand::field field = asked(std::move(each));
            const std::string_view key = kept(asked(field.unescaped_key()));
            take(field.value(), key, depth + 1);
            ++m_nodes[at].size;
        }
        refuseTwice(at);
    }

    /// Of a member that comes twice nobody can say which one was meant.
    void refuseTwice(std::size_t at)
    {
        m_keys.clear();
        for (std::size_t i = at + 1; i < m_nodes.size(); i = m_nodes[i].next)
            m_keys.push_back(m_nodes[i].key);
        std::sort(m_keys.begin(), m_keys.end());
        if (const auto twice = std::adjacent_find(m_keys.begin(), m_keys.end()); twice != m_keys.end())
            throw Problem{"\"" + std::string(*twice) + "\" comes twice"};
    }

    /// Texts only get shorter by losing their escapes, so the room reserved at the start is enough and
    /// the views stay where they are.
    std::string_view kept(std::string_view text)
    {
        if (m_texts.size() + text.size() > m_texts.capacity())
            bug("a JSON text grew while it was read");
        const std::size_t from = m_texts.size();
        m_texts.insert(m_texts.end(), text.begin(), text.end());
        return {m_texts.data() + from, text.size()};
    }

    std::vector<Document::Node> &m_nodes;
    std::vector<char> &m_texts;
    std::vector<std::string_view> m_keys;
};

Result<Document> Document::parse(std::string_view bytes)
{
    static thread_local ondemand::parser parser;
    const simdjson::padded_string padded(bytes);
    Document document;
    ondemand::document source;
    if (const auto error = parser.iterate(padded).get(source); error != simdjson::SUCCESS)
        return failure(ErrorCode::BadInput, std::string("not JSON: ") + simdjson::error_message(error));
    try {
        Builder(document, bytes.size()).take(source, {}, 0);
        if (const char *more = nullptr; source.current_location().get(more) == simdjson::SUCCESS)
            throw Problem{"something follows the value"};
    } catch (const Problem &problem) {
        std::string where;
        const char *at = nullptr;
        if (source.current_location().get(at) == simdjson::SUCCESS && at >= padded.data())
            where = " near byte " + std::to_string(at - padded.data());
        return failure(ErrorCode::BadInput, "not JSON: " + problem.what + where);
    }
    return document;
}

Value Document::root() const
{
    return m_nodes.empty() ? Value() : Value(this, 0);
}

std::optional<bool> Value::truth() const
{
    return kind() == Kind::Truth ? std::optional(m_node->truth) : std::nullopt;
}

Value Value::operator[](std::string_view key) const
{
    if (isObject())
        for (const Value member : *this)
            if (member.key() == key)
                return member;
    return {};
}

Value Value::at(std::size_t index) const
{
    if (isArray() && index < size()) {
        Iterator each = begin();
        while (index-- > 0)
            ++each;
        return *each;
    }
    return {};
}

Value Value::Iterator::operator*() const
{
    return Value(m_document, m_index);
}

Value::Iterator &Value::Iterator::operator++()
{
    m_index = m_document->m_nodes[m_index].next;
    return *this;
}

Value::Iterator Value::begin() const
{
    return holds() ? Iterator(m_document, index() + 1) : Iterator(nullptr, 0);
}

Value::Iterator Value::end() const
{
    return holds() ? Iterator(m_document, m_node->next) : Iterator(nullptr, 0);
}

} // namespace core::json
