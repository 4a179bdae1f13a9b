#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace structure {

struct Include {
    int line = 0;
    std::string path;
    bool isQuoted = false;
};

/// A preprocessor line other than #include, or the text of a string literal.
struct LineText {
    int line = 0;
    std::string text;
};

/// C++ source taken apart so that words in comments and strings are not mistaken for code. Knows line
/// splices, digit separators, prefixes and raw strings; does not expand macros.
class CppText {
public:
    explicit CppText(std::string_view source);

    /// As long as the source and with the same line ends; all that is no code is blank. Quotes stay.
    [[nodiscard]] const std::string &code() const { return m_code; }
    [[nodiscard]] const std::vector<Include> &includes() const { return m_includes; }
    [[nodiscard]] const std::vector<LineText> &directives() const { return m_directives; }
    [[nodiscard]] const std::vector<LineText> &literals() const { return m_literals; }

    /// Counted from 1.
    [[nodiscard]] int lineAt(std::size_t offset) const;
    /// The words of the comment whose last line is directly above `line`; empty if there is none.
    [[nodiscard]] std::string commentAbove(int line) const;

private:
    [[nodiscard]] bool startsWith(std::string_view text) const { return m_source.substr(m_at, text.size()) == text; }
    [[nodiscard]] bool isDigitSeparator() const;
    [[nodiscard]] bool isRawString() const;
    [[nodiscard]] std::string_view lineOf(const std::string &text, int line) const;
    void takeLineComment();
    void takeBlockComment();
    void takeString();
    void takeRawString();
    void takeCharacter();
    void takeDirective();
    void takeCode();
    void noteDirective(std::string_view text, std::size_t at);

    std::string_view m_source; ///< Only while the constructor runs.
    std::string m_code;
    std::string m_comments; ///< As m_code, with the comments and nothing else.
    std::vector<std::size_t> m_lineStarts;
    std::vector<Include> m_includes;
    std::vector<LineText> m_directives;
    std::vector<LineText> m_literals;
    std::size_t m_at = 0;
    bool m_isLineEmpty = true; ///< No code on this line yet: a '#' begins a directive.
};

} // namespace structure
