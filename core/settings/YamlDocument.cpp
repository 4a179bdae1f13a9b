#include "core/settings/YamlDocument.h"

#include <optional>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace core {

namespace {

constexpr std::size_t valueLimit = 20'000;

tl::unexpected<YamlProblem> problem(int line, std::string message)
{
    return tl::unexpected(YamlProblem{line, std::move(message)});
}

int lineOf(const YAML::Mark &mark)
{
    return mark.is_null() ? 1 : mark.line + 1;
}

/// The first line whose indentation holds a tab; 0 without one. (The library lets some pass.)
int lineWithTab(std::string_view text)
{
    int line = 1;
    for (std::size_t at = 0; at < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t word = std::min(text.find_first_not_of(" \t", at), end);
        const bool isEmpty = word == end || text[word] == '\r' || text[word] == '#';
        if (!isEmpty && text.substr(at, word - at).find('\t') != std::string_view::npos)
            return line;
        at = end + 1;
    }
    return 0;
}

/// Thrown inside this file only.
struct Unreadable {
    YamlProblem problem;
};

/// Walks over what the library reads, before any of it is kept: a comma outside brackets makes the library's
/// reader of whole files (`LoadAll`, 0.7) find empty documents without end, until the memory is full.
class Gauge final : public YAML::EventHandler {
public:
    [[nodiscard]] bool hasDocument() const { return m_begin.has_value(); }

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        if (m_begin && m_begin->pos == mark.pos) // the library does not get on
            throw Unreadable{{lineOf(mark), "this is not YAML"}};
        if (m_begin)
            throw Unreadable{{lineOf(mark), "the file holds more than one document"}};
        m_begin = mark;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t) override { count(mark); }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override { count(mark); }
    void OnScalar(const YAML::Mark &mark, const std::string &, YAML::anchor_t, const std::string &) override
    {
        count(mark);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override
    {
        count(mark);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t, YAML::EmitterStyle::value) override
    {
        count(mark);
    }
    void OnMapEnd() override {}

private:
    /// Keys count as well here.
    void count(const YAML::Mark &mark)
    {
        if (++m_values > 2 * valueLimit)
            throw Unreadable{{lineOf(mark), "the file holds too many values"}};
    }

    std::optional<YAML::Mark> m_begin;
    std::size_t m_values = 0;
};

/// Whether there is a document at all.
bool gauge(const std::string &text)
{
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    Gauge handler;
    while (parser.HandleNextDocument(handler)) {
    }
    return handler.hasDocument();
}

/// Turns the library's nodes into values.
class Converter {
public:
    tl::expected<YamlValue, YamlProblem> convert(const YAML::Node &node)
    {
        YamlValue value;
        value.line = lineOf(node.Mark());
        if (++m_count > valueLimit)
            return problem(value.line, "the file holds too many values");
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null: return value;
        case YAML::NodeType::Scalar:
            value.kind = YamlValue::Kind::Scalar;
            value.text = node.Scalar();
            value.isQuoted = node.Tag() == "!"; // the library's mark of a quoted scalar
            return value;
        case YAML::NodeType::Sequence: return list(node, std::move(value));
        case YAML::NodeType::Map: return map(node, std::move(value));
        }
        return value;
    }

private:
    tl::expected<YamlValue, YamlProblem> list(const YAML::Node &node, YamlValue value)
    {
        value.kind = YamlValue::Kind::List;
        for (const YAML::Node &each : node) {
            auto item = convert(each);
            if (!item)
                return item;
            value.items.push_back(std::move(*item));
        }
        return value;
    }

    tl::expected<YamlValue, YamlProblem> map(const YAML::Node &node, YamlValue value)
    {
        value.kind = YamlValue::Kind::Map;
        for (const auto &pair : node) {
            const int line = lineOf(pair.first.Mark());
            if (!pair.first.IsScalar())
                return problem(line, "a key must be a word");
            auto item = convert(pair.second);
            if (!item)
                return item;
            if (item->kind == YamlValue::Kind::Nothing)
                item->line = line; // an absent value has no place of its own
            value.members.push_back({pair.first.Scalar(), line, std::move(*item)});
        }
        return value;
    }

    std::size_t m_count = 0;
};

} // namespace

tl::expected<YamlValue, YamlProblem> parseYaml(std::string_view text)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    if (const int line = lineWithTab(text))
        return problem(line, "a tab indents this line; use spaces");
    try {
        const std::string whole(text);
        if (!gauge(whole))
            return problem(1, "the file is empty");
        return Converter().convert(YAML::Load(whole));
    } catch (const Unreadable &unreadable) {
        return tl::unexpected(unreadable.problem);
    } catch (const YAML::Exception &error) {
        return problem(lineOf(error.mark), "this is not YAML: " + error.msg);
    }
}

} // namespace core
