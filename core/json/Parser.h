#pragma once

#include "core/json/Document.h"

#include <array>

namespace core::json {

/// Where and why a text is no JSON.
struct Problem {
    const char *what;
    std::size_t at;
};

/// Reads one text in a single walk and lays its values down one after the other. Inside this room only.
class Parser {
public:
    /// Takes a copy of the bytes into `pages`, with zero bytes after it: no check for the end is needed where
    /// a zero byte is wrong anyway.
    Parser(Pages &pages, std::string_view bytes);
    [[nodiscard]] std::optional<Problem> run();

private:
    struct Slice {
        const char *data = nullptr;
        std::uint32_t size = 0;
    };
    /// Of the names in one object so far: two alike have the same bit, most others have different ones.
    class SeenNames;

    bool value(int depth);
    bool object(std::uint32_t at, int depth);
    bool member(std::uint32_t object, SeenNames &seen, int depth);
    bool array(std::uint32_t at, int depth);
    bool number(std::uint32_t at);
    bool word(std::uint32_t at, std::string_view text, Kind kind, bool truth);
    bool string(Slice &into);
    bool unescape(char *from, Slice &into);
    bool escape(char *&to);
    bool codePoint(char *&to);
    bool hex(char32_t &code);
    bool noNameTwice(std::uint32_t object);
    bool isNameTaken(std::uint32_t object, std::string_view name) const;
    bool digits();
    void blanks();
    std::uint32_t node(Kind kind);
    bool wrong(const char *what);

    std::vector<Node> &m_nodes;
    char *m_begin;
    char *m_at;
    const char *m_end;
    Slice m_key{}; ///< Of the member whose value comes next.
    const char *m_problem = nullptr;
};

} // namespace core::json
