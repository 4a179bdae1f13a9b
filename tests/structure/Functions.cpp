#include "tests/structure/Functions.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace structure {

namespace {

constexpr auto none = std::string::npos;

bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

template <std::size_t size>
bool contains(const std::array<std::string_view, size> &words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 4> typeWords{"class", "struct", "union", "enum"};
constexpr std::array<std::string_view, 4> accessWords{"public", "protected", "private", "Q_SIGNALS"};
constexpr std::array<std::string_view, 6> afterParameters{"const",    "noexcept", "override",
                                                          "volatile", "final",    "try"};
constexpr std::array<std::string_view, 6> notAName{"alignas",  "explicit", "noexcept",
                                                   "decltype", "requires", "__attribute__"};

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string_view lastWord(std::string_view text)
{
    text = trimmed(text);
    std::size_t begin = text.size();
    while (begin > 0 && isWordCharacter(text[begin - 1]))
        --begin;
    return text.substr(begin);
}

std::string_view firstWord(std::string_view text)
{
    text = trimmed(text);
    std::size_t end = 0;
    while (end < text.size() && isWordCharacter(text[end]))
        ++end;
    return text.substr(0, end);
}

/// "operator==" of "operator==() const"; the brackets of "operator()()" belong to the name.
std::string operatorName(std::string_view text)
{
    const bool isCall = text.substr(8, 2) == "()";
    return std::string(trimmed(text.substr(0, isCall ? 10 : text.find('(', 8))));
}

bool isMacro(std::string_view word)
{
    return word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// What stands between two declarations up to a brace, with the insides of brackets taken out.
class Head {
public:
    void clear() { *this = Head(); }
    void add(char c, std::size_t at)
    {
        if (m_begin == none && c != ' ' && c != '\t' && c != '\r' && c != '\n')
            m_begin = at;
        m_text += c;
    }
    [[nodiscard]] std::size_t begin() const { return m_begin; }
    [[nodiscard]] std::string_view text() const { return m_text; }

    /// Without a leading `template <…>`.
    [[nodiscard]] std::string_view declaration() const
    {
        std::string_view text = trimmed(m_text);
        while (firstWord(text) == "template") {
            std::size_t at = text.find('<');
            for (int depth = 0; at < text.size(); ++at) {
                depth += text[at] == '<' ? 1 : text[at] == '>' ? -1 : 0;
                if (depth == 0)
                    break;
            }
            text = at < text.size() ? trimmed(text.substr(at + 1)) : std::string_view();
        }
        return text;
    }
    [[nodiscard]] bool isNamespace() const
    {
        const std::string_view text = declaration();
        return firstWord(text) == "namespace" || text.substr(0, 16) == "inline namespace" ||
               (firstWord(text) == "extern" && lastWord(text) != "extern" && text.back() == '"');
    }
    [[nodiscard]] bool isType() const { return contains(typeWords, firstWord(declaration())) && !isInitialised(); }
    [[nodiscard]] bool isEnum() const { return firstWord(declaration()) == "enum"; }
    /// `x = …` or `auto f = [](…)`; not `operator==(…)`.
    [[nodiscard]] bool isInitialised() const
    {
        return declaration().find('=') != none && declaration().find("operator") == none;
    }
    [[nodiscard]] bool isLambda() const
    {
        const std::string_view text = declaration();
        const std::size_t equals = text.find('=');
        return isInitialised() && text.find('[', equals) != none;
    }
    /// `C::C() : m_a` before a brace that begins the member's value, not the body.
    [[nodiscard]] bool isMemberValue() const
    {
        const std::string_view text = declaration();
        const std::size_t close = text.find(')');
        if (close == none)
            return false;
        for (std::size_t at = close; at + 1 < text.size(); ++at)
            if (text[at] == ':' && text[at + 1] != ':' && text[at - 1] != ':')
                return text.back() != ')' && text.back() != '}';
        return false;
    }
    [[nodiscard]] bool isFunction() const
    {
        const std::string_view text = declaration();
        if (text.find('(') == none)
            return false;
        if (!isWordCharacter(text.back()) || text.find("->") != none)
            return true;
        const std::string_view word = lastWord(text);
        return contains(afterParameters, word) || isMacro(word);
    }
    /// The requirement in `requires requires(T t) {…}`.
    [[nodiscard]] bool isRequirement() const
    {
        const std::string_view text = declaration();
        if (lastWord(text) == "requires")
            return true;
        const std::size_t open = text.rfind('(');
        return open != none && text.back() == ')' && lastWord(text.substr(0, open)) == "requires";
    }
    [[nodiscard]] std::string name() const
    {
        const std::string_view text = declaration();
        if (isInitialised())
            return std::string(lastWord(text.substr(0, text.find('='))));
        const std::size_t named = text.find("operator");
        if (named != none)
            return operatorName(text.substr(named));
        for (std::size_t open = text.find('('); open != none; open = text.find('(', open + 1)) {
            const std::string_view word = lastWord(text.substr(0, open));
            if (!word.empty() && !contains(notAName, word) && !isMacro(word))
                return std::string(word);
        }
        return "a function";
    }

private:
    std::string m_text;
    std::size_t m_begin = none;
};

class Scanner {
public:
    explicit Scanner(const CppText &text) : m_text(text), m_code(text.code()) {}

    FunctionScan run()
    {
        int depth = 0; // of namespaces and classes
        while (m_at < m_code.size() && !m_scan.lostAtLine) {
            const char c = m_code[m_at];
            if (c == '{') {
                depth += openBrace() ? 1 : 0;
            } else if (c == '}') {
                m_head.clear();
                if (--depth < 0)
                    m_scan.lostAtLine = m_text.lineAt(m_at);
                ++m_at;
            } else {
                takeOutside(c);
            }
        }
        if (depth > 0 && !m_scan.lostAtLine)
            m_scan.lostAtLine = m_text.lineAt(m_code.size());
        return m_scan;
    }

private:
    /// Something of a declaration, or what ends one.
    void takeOutside(char c)
    {
        if (c == ';') {
            m_head.clear();
            ++m_at;
        } else if (c == '(' || c == '[') {
            addGroup(c, c == '(' ? ')' : ']');
        } else if (c == ':' && endsAccessLabel()) {
            m_head.clear();
            ++m_at;
        } else {
            m_head.add(c, m_at++);
            const std::string_view word = lastWord(m_head.text());
            if (word == "Q_OBJECT" || word == "Q_GADGET")
                m_head.clear();
        }
    }

    [[nodiscard]] bool endsAccessLabel() const
    {
        return contains(accessWords, firstWord(m_head.text())) && m_code.compare(m_at, 2, "::") != 0;
    }

    /// At an opening brace. Returns whether a namespace or class begins, whose inside is looked at.
    bool openBrace()
    {
        if (m_head.isNamespace() || (m_head.isType() && !m_head.isEnum())) {
            m_head.clear();
            ++m_at;
            return true;
        }
        const std::size_t open = m_at;
        const std::size_t close = matching(open, '{', '}');
        if (m_scan.lostAtLine)
            return false;
        const bool isBody = m_head.isLambda() || (m_head.isFunction() && !m_head.isInitialised() &&
                                                  !m_head.isMemberValue() && !m_head.isRequirement());
        if (isBody) {
            note(m_head.name(), m_head.begin(), open, close);
            m_head.clear();
        } else {
            noteLambdas(open, close);
            m_head.add('}', open); // a value, or an enum: the declaration goes on
        }
        m_at = close + 1;
        return false;
    }

    void addGroup(char open, char close)
    {
        const std::size_t end = matching(m_at, open, close);
        m_head.add(open, m_at);
        m_head.add(close, m_at);
        noteLambdas(m_at, end);
        m_at = end + 1;
    }

    [[nodiscard]] std::size_t matching(std::size_t from, char open, char close)
    {
        int depth = 0;
        for (std::size_t at = from; at < m_code.size(); ++at) {
            depth += m_code[at] == open ? 1 : m_code[at] == close ? -1 : 0;
            if (depth == 0)
                return at;
        }
        m_scan.lostAtLine = m_text.lineAt(from);
        return m_code.size() - 1;
    }

    /// The outermost `[…](…) {…}` of a value.
    void noteLambdas(std::size_t begin, std::size_t end)
    {
        for (std::size_t at = begin + 1; at < end; ++at) {
            if (m_code[at] != '{')
                continue;
            const std::string_view before = trimmed(std::string_view(m_code).substr(begin, at - begin));
            const bool isLambda = before.back() == ')' || before.back() == ']' ||
                                  lastWord(before) == "mutable" || lastWord(before) == "noexcept";
            if (!isLambda)
                continue;
            const std::size_t close = matching(at, '{', '}');
            note("lambda", at, at, close);
            at = close;
        }
    }

    void note(std::string name, std::size_t begin, std::size_t open, std::size_t close)
    {
        const int line = m_text.lineAt(begin);
        const int between = m_text.lineAt(close) - m_text.lineAt(open) - 1;
        m_scan.functions.push_back(
            {std::move(name), line, std::max(0, between), m_text.commentAbove(line)});
    }

    const CppText &m_text;
    const std::string &m_code;
    std::size_t m_at = 0;
    Head m_head;
    FunctionScan m_scan;
};

} // namespace

FunctionScan functionsIn(const CppText &text)
{
    return Scanner(text).run();
}

} // namespace structure
