#include "app/exchange/RecordedTrades.h"

#include "core/history/FileBytes.h"

#include <array>
#include <charconv>

namespace app {

using namespace core;

namespace {

constexpr std::string_view header = "timestamp_utc_ms,price,size,side";

std::string_view takeLine(std::string_view &text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

std::optional<Trade> readRow(std::string_view line)
{
    std::array<std::string_view, 4> cells;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::size_t end = line.find(',');
        if ((end == std::string_view::npos) != (i + 1 == cells.size()))
            return std::nullopt;
        cells[i] = line.substr(0, end);
        line.remove_prefix(std::min(line.size(), cells[i].size() + 1));
    }
    std::int64_t millis = 0;
    const auto [end, error] = std::from_chars(cells[0].data(), cells[0].data() + cells[0].size(), millis);
    const auto price = Decimal::parse(cells[1]);
    const auto size = Decimal::parse(cells[2]);
    const bool isSide = cells[3].empty() || cells[3] == "buy" || cells[3] == "sell";
    if (error != std::errc() || end != cells[0].data() + cells[0].size() || !price || !size || !isSide ||
        price->sign() <= 0 || size->sign() <= 0)
        return std::nullopt;
    Trade trade{.at = timestampFromMillis(millis), .price = Price(*price), .size = Quantity(*size)};
    if (!cells[3].empty())
        trade.taker = cells[3] == "buy" ? Side::Buy : Side::Sell;
    return trade;
}

} // namespace

Result<std::vector<Trade>> readTrades(const std::string &path)
{
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return failure(bytes.error());
    std::string_view text = bytes->text();
    if (takeLine(text) != header)
        return failure({ErrorCode::BadInput, "these are no trades", path});
    std::vector<Trade> trades;
    for (int row = 2; !text.empty(); ++row) {
        const auto trade = readRow(takeLine(text));
        if (!trade || (!trades.empty() && trade->at < trades.back().at))
            return failure({ErrorCode::BadInput, trade ? "a trade is older than the one before it" : "it is no trade", path, row});
        trades.push_back(*trade);
    }
    return trades;
}

} // namespace app
