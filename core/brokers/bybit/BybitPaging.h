#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace core::bybit {

/// One page of a list, and what the venue says of the next one.
template <class T>
struct Page {
    std::vector<T> items;
    std::string cursor;
};

/// Follows the cursors of one list. The venue gives a cursor on the last page too, so a page that is
/// empty or short ends the walk, and so does a cursor that was there before.
class CursorWalk {
public:
    explicit CursorWalk(std::size_t limit) : m_limit(limit) {}

    /// @param count  Rows of the page that came, unreadable ones included.
    /// @return The cursor to ask with next; nothing: that was all.
    [[nodiscard]] std::optional<std::string> next(std::size_t count, const std::string &cursor)
    {
        if (count < m_limit || cursor.empty() || !m_seen.insert(cursor).second)
            return std::nullopt;
        return cursor;
    }

private:
    std::size_t m_limit;
    std::set<std::string> m_seen;
};

} // namespace core::bybit
