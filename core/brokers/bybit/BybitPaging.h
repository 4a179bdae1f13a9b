#pragma once

#include "core/brokers/bybit/BybitCategory.h"
#include "core/domain/Order.h"
#include "core/json/Fields.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace core::bybit {

/// A row that cannot be read, of an instrument that can.
struct LeftOut {
    InstrumentId instrument;
    ClientOrderId order; ///< Empty: it names none.
    Error why;
};

/// One page of a list, and what the venue says of the next one.
template <class T>
struct Page {
    std::vector<T> items{};
    std::string cursor{};
    std::vector<LeftOut> leftOut{};

    [[nodiscard]] std::size_t rows() const { return items.size() + leftOut.size(); }
};

/// The `list` of a result, each row by itself: one that cannot be read is left out and named, and spoils what it
/// is about and nothing else. One that does not even say what it is about spoils the page.
template <class T, class Read>
[[nodiscard]] Page<T> readRows(json::Fields &result, Category category, Read read)
{
    Page<T> page;
    page.cursor = result.maybeText("nextPageCursor").value_or("");
    const json::Value list = result.value("list");
    if (!list.isArray())
        result.complain("list", "it is missing");
    std::size_t index = 0;
    for (const json::Value each : list) {
        std::optional<Error> problem;
        json::Fields row(each, "result.list[" + std::to_string(index++) + "].", problem);
        T item = read(row);
        const std::string symbol(each["symbol"].text());
        if (!problem)
            page.items.push_back(std::move(item));
        else if (symbol.empty())
            result.complain("list", "it has a row without its symbol: " + describe(*problem));
        else
            page.leftOut.push_back({instrumentId(category, symbol),
                                    ClientOrderId(std::string(each["orderLinkId"].text())), std::move(*problem)});
    }
    return page;
}

/// Where a row left out is a hole that proves nothing.
template <class T>
[[nodiscard]] Result<Page<T>> withoutHoles(Result<Page<T>> page)
{
    if (page && !page->leftOut.empty())
        return failure(std::move(page->leftOut.front().why));
    return page;
}

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
