#include "app/exchange/alpaca/HistoryPage.h"

#include "app/exchange/alpaca/Text.h"
#include "core/market/NewYorkTime.h"

#include <charconv>

namespace app::alpaca {

using namespace core;

Answer<HistorySpan> HistorySpan::read(const Query &query, bool isOfBars, Timestamp now)
{
    const auto length = BarLength::parse(query.valueOr("timeframe", isOfBars ? "" : "1Min"));
    const auto limit = Decimal::parse(query.valueOr("limit", "1000"));
    const auto token = HistoryPage::parseToken(query.value("page_token"));
    const auto from = query.has("start") ? parseTime(query.valueOr("start", ""))
                                         : std::optional(fromNewYork(newYorkDate(now), {}));
    const auto to = query.has("end") ? parseTime(query.valueOr("end", "")) : std::optional(now);
    if (!length)
        return refuse(badRequest("invalid timeframe"));
    if (!from || !to || !token)
        return refuse(badRequest(!token ? "invalid page_token" : "invalid start or end"));
    const std::int64_t most = limit ? limit->nanos() / Decimal::one : 0;
    if (most < 1 || most > 10'000)
        return refuse(badRequest("limit must be between 1 and 10000"));
    return HistorySpan{*length, *from, std::min(*to, now), query.valueOr("sort", "asc") == "desc", *token,
                       std::size_t(most)};
}

std::optional<std::size_t> HistoryPage::parseToken(const std::optional<std::string> &token)
{
    std::size_t from = 0;
    if (!token)
        return from;
    const auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), from);
    return error == std::errc() && end == token->data() + token->size() ? std::optional(from) : std::nullopt;
}

void HistoryPage::add(const std::string &symbol, const std::vector<std::string> &rows)
{
    for (const std::string &row : rows) {
        const std::size_t place = m_rows++;
        if (place < m_from || place >= m_end)
            continue;
        std::string &page = m_pages[symbol];
        page += (page.empty() ? "" : ",") + row;
    }
}

std::string HistoryPage::rowsOf(const std::string &symbol) const
{
    const auto found = m_pages.find(symbol);
    return found == m_pages.end() ? "null" : "[" + found->second + "]";
}

void HistoryPage::end(JsonWriter &json) const
{
    json.key("next_page_token");
    m_rows > m_end ? json.value(std::to_string(m_end)) : json.null();
    json.endObject();
}

std::string HistoryPage::ofMany(const std::string &what) const
{
    JsonWriter json;
    json.beginObject().key(what).beginObject();
    for (const auto &[symbol, rows] : m_pages)
        json.key(symbol).raw(rowsOf(symbol));
    json.endObject();
    end(json);
    return json.take();
}

std::string HistoryPage::ofOne(const std::string &what, const std::string &symbol) const
{
    JsonWriter json;
    json.beginObject().key(what).raw(rowsOf(symbol)).member("symbol", symbol);
    end(json);
    return json.take();
}

} // namespace app::alpaca
