// Equity over time: parallel lists of numbers, any of which may be null.
#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaReading.h"

#include <charconv>
#include <cmath>

namespace core::alpaca {

namespace {

using json::Fields;
using json::Value;

/// Seconds by the documentation; one client's recordings have milliseconds, which are larger by far.
Timestamp momentOf(Fields &fields, Value value)
{
    constexpr std::int64_t latestSecond = 9'000'000'000; // the year 2255
    std::int64_t count = 0;
    const std::string_view text = value.text();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const bool isRead = error == std::errc() && end == text.data() + text.size() && !text.empty();
    if (!isRead || count < 0 || count > latestSecond * 1000) {
        fields.complain("timestamp", "\"" + std::string(text) + "\" is no moment");
        return {};
    }
    return count > latestSecond ? timestampFromMillis(count) : timestampFromMillis(count * 1000);
}

/// The element of a list; none for null, for a shorter list and for no list.
std::optional<Money> moneyAt(Fields &fields, std::string_view key, std::size_t index)
{
    const Value value = fields.value(key).at(index);
    if (value.isAbsent() || value.isNull())
        return std::nullopt;
    const auto read = WideDecimal::parse(value.text());
    if (!read)
        fields.complain(key, read.error().message);
    return Money(read.value_or(WideDecimal()));
}

std::optional<double> numberAt(Fields &fields, std::string_view key, std::size_t index)
{
    const auto exact = moneyAt(fields, key, index);
    return exact ? std::optional(exact->toDouble()) : std::nullopt;
}

PortfolioHistory readHistory(Fields &fields)
{
    PortfolioHistory history;
    history.baseValue = fields.maybeMoney("base_value");
    history.timeframe = textOf(fields, "timeframe");
    const Value moments = fields.value("timestamp");
    if (!moments.isArray() || fields.value("equity").size() != moments.size())
        fields.complain("timestamp", "it is not a list as long as the one of equity");
    std::size_t index = 0;
    for (const Value each : moments) {
        if (!fields.isFine())
            break;
        history.points.push_back({.at = momentOf(fields, each),
                                  .equity = moneyAt(fields, "equity", index),
                                  .profit = moneyAt(fields, "profit_loss", index),
                                  .profitShare = numberAt(fields, "profit_loss_pct", index)});
        ++index;
    }
    return history;
}

} // namespace

Result<PortfolioHistory> parsePortfolioHistory(std::string_view bytes)
{
    return json::readObject<PortfolioHistory>(bytes, &readHistory);
}

} // namespace core::alpaca
