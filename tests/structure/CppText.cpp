#include "tests/structure/CppText.h"

#include <algorithm>
#include <cctype>

namespace structure {

namespace {

bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool isBlank(std::string_view text)
{
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::string blankedCopy(std::string_view source)
{
    std::string blank(source.size(), ' ');
    for (std::size_t i = 0; i < source.size(); ++i)
        if (source[i] == '\n')
            blank[i] = '\n';
    return blank;
}

} // namespace

CppText::CppText(std::string_view source)
    : m_source(source), m_code(blankedCopy(source)), m_comments(m_code)
{
    m_lineStarts.push_back(0);
    for (std::size_t i = 0; i < source.size(); ++i)
        if (source[i] == '\n')
            m_lineStarts.push_back(i + 1);
    while (m_at < m_source.size()) {
        if (startsWith("//"))
            takeLineComment();
        else if (startsWith("/*"))
            takeBlockComment();
        else if (m_isLineEmpty && m_source[m_at] == '#')
            takeDirective();
        else if (m_source[m_at] == '"')
            isRawString() ? takeRawString() : takeString();
        else if (m_source[m_at] == '\'' && !isDigitSeparator())
            takeCharacter();
        else
            takeCode();
    }
    m_source = {};
}

void CppText::takeCode()
{
    const char c = m_source[m_at];
    if (c == '\n')
        m_isLineEmpty = true;
    else if (c != ' ' && c != '\t' && c != '\r')
        m_isLineEmpty = false;
    m_code[m_at++] = c;
}

void CppText::takeLineComment()
{
    for (; m_at < m_source.size() && m_source[m_at] != '\n'; ++m_at) {
        m_comments[m_at] = m_source[m_at];
        if (startsWith("\\\n"))
            ++m_at; // the comment goes on in the next line
    }
}

void CppText::takeBlockComment()
{
    const std::size_t end = std::min(m_source.find("*/", m_at + 2), m_source.size());
    for (; m_at < std::min(end + 2, m_source.size()); ++m_at)
        m_comments[m_at] = m_source[m_at];
}

/// At a quote: does it belong to a number such as 10'000? A prefix such as u8 begins with a letter.
bool CppText::isDigitSeparator() const
{
    std::size_t begin = m_at;
    while (begin > 0 && (isWordCharacter(m_source[begin - 1]) || m_source[begin - 1] == '\''))
        --begin;
    return begin < m_at && std::isdigit(static_cast<unsigned char>(m_source[begin])) != 0;
}

bool CppText::isRawString() const
{
    std::size_t begin = m_at;
    while (begin > 0 && isWordCharacter(m_source[begin - 1]))
        --begin;
    const std::string_view prefix = m_source.substr(begin, m_at - begin);
    return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
}

void CppText::takeRawString()
{
    const std::size_t begin = m_at;
    const std::size_t open = std::min(m_source.find('(', m_at), m_source.size());
    const std::string close = ")" + std::string(m_source.substr(m_at + 1, open - m_at - 1)) + "\"";
    const std::size_t end = m_source.find(close, open);
    m_literals.push_back({lineAt(begin), std::string(m_source.substr(open + 1, end - open - 1))});
    m_at = end == std::string_view::npos ? m_source.size() : end + close.size();
    m_code[begin] = '"';
    m_code[m_at - 1] = '"';
    m_isLineEmpty = false;
}

void CppText::takeString()
{
    const std::size_t begin = m_at++;
    while (m_at < m_source.size() && m_source[m_at] != '"' && m_source[m_at] != '\n')
        m_at += m_source[m_at] == '\\' ? 2 : 1;
    const std::size_t end = std::min(m_at, m_source.size());
    m_literals.push_back({lineAt(begin), std::string(m_source.substr(begin + 1, end - begin - 1))});
    m_at = std::min(end + 1, m_source.size());
    m_code[begin] = '"';
    m_code[m_at - 1] = '"';
    m_isLineEmpty = false;
}

void CppText::takeCharacter()
{
    const std::size_t begin = m_at++;
    while (m_at < m_source.size() && m_source[m_at] != '\'' && m_source[m_at] != '\n')
        m_at += m_source[m_at] == '\\' ? 2 : 1;
    m_at = std::min(m_at + 1, m_source.size());
    m_code[begin] = '\'';
    m_code[m_at - 1] = '\'';
    m_isLineEmpty = false;
}

/// Ends at the end of the (spliced) line or where a comment begins.
void CppText::takeDirective()
{
    const std::size_t begin = m_at;
    std::string text;
    while (m_at < m_source.size() && m_source[m_at] != '\n' && !startsWith("//") && !startsWith("/*")) {
        if (startsWith("\\\n")) {
            text += ' ';
            m_at += 2;
            continue;
        }
        text += m_source[m_at++];
    }
    noteDirective(text, begin);
}

void CppText::noteDirective(std::string_view text, std::size_t at)
{
    const std::size_t word = text.find_first_not_of("# \t");
    if (word == std::string_view::npos)
        return;
    const std::size_t open = text.find_first_of("\"<", word);
    if (text.substr(word, 7) != "include" || open == std::string_view::npos) {
        m_directives.push_back({lineAt(at), std::string(text)});
        return;
    }
    const std::size_t close = text.find_first_of("\">", open + 1);
    m_includes.push_back(
        {lineAt(at), std::string(text.substr(open + 1, close - open - 1)), text[open] == '"'});
}

int CppText::lineAt(std::size_t offset) const
{
    return static_cast<int>(std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset) -
                            m_lineStarts.begin());
}

std::string_view CppText::lineOf(const std::string &text, int line) const
{
    const auto index = static_cast<std::size_t>(line - 1);
    const std::size_t begin = m_lineStarts[index];
    const std::size_t end = index + 1 < m_lineStarts.size() ? m_lineStarts[index + 1] - 1 : text.size();
    return std::string_view(text).substr(begin, end - begin);
}

std::string CppText::commentAbove(int line) const
{
    std::string words;
    for (int above = line - 1; above >= 1; --above) {
        const std::string_view comment = lineOf(m_comments, above);
        if (!isBlank(lineOf(m_code, above)) || isBlank(comment))
            break;
        words = std::string(comment) + "\n" + words;
    }
    return words;
}

} // namespace structure
