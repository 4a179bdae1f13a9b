#pragma once

#include "app/exchange/alpaca/MarketMemory.h"
#include "app/exchange/http/HttpMessage.h"
#include "app/exchange/http/UrlText.h"
#include "core/base/Json.h"

namespace app::alpaca {

/// What a question about the past asks for, and which of its rows are wanted now.
struct HistorySpan {
    BarLength length;
    core::Timestamp from;
    core::Timestamp to;
    bool isNewestFirst = false;
    std::size_t firstRow = 0; ///< Over all symbols together.
    std::size_t rows = 1000;

    /// Without `start` the running day in New York, without `end` up to now. 400 for what is wrong.
    [[nodiscard]] static Answer<HistorySpan> read(const Query &query, bool isOfBars, core::Timestamp now);
};

/// So many rows of a longer list over several symbols; the token of the next page is the number of its first row.
class HistoryPage {
public:
    HistoryPage(std::size_t firstRow, std::size_t rows) : m_from(firstRow), m_end(firstRow + rows) {}

    /// All the rows of the next symbol, of which those of this page are kept.
    void add(const std::string &symbol, const std::vector<std::string> &rows);
    /// `{"bars":{"A":[…]},"next_page_token":…}`
    [[nodiscard]] std::string ofMany(const std::string &what) const;
    /// `{"bars":[…],"symbol":"A","next_page_token":…}`
    [[nodiscard]] std::string ofOne(const std::string &what, const std::string &symbol) const;

    /// Where a page begins, by its token; nothing for one that is none.
    [[nodiscard]] static std::optional<std::size_t> parseToken(const std::optional<std::string> &token);

private:
    [[nodiscard]] std::string rowsOf(const std::string &symbol) const;
    void end(core::JsonWriter &json) const;

    std::size_t m_from;
    std::size_t m_end;
    std::size_t m_rows = 0; ///< Of all pages, so far.
    std::map<std::string, std::string> m_pages; ///< Rows by symbol, joined.
};

[[nodiscard]] inline Problem badRequest(std::string message)
{
    return {400, 40010000, std::move(message)};
}

} // namespace app::alpaca
