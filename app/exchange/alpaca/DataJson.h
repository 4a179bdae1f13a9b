#pragma once

#include "app/exchange/alpaca/MarketMemory.h"

#include <string>

/// The members of market data, numbers, as replies and stream messages both have them: an object without
/// its braces, so that a message can put its type and symbol in front.
namespace app::alpaca {

[[nodiscard]] std::string barMembers(const DataBar &bar);
[[nodiscard]] std::string tradeMembers(const Trade &trade, const Asset &asset);
[[nodiscard]] std::string quoteMembers(const QuoteRow &quote, const Asset &asset);
// Of options the condition is one text, not a list.
[[nodiscard]] std::string optionTradeMembers(const Trade &trade);
[[nodiscard]] std::string optionQuoteMembers(const QuoteRow &quote);
[[nodiscard]] std::string statusMembers(const TradingStatus &status);
/// The prices between which trades may happen: 5 % around the one before.
[[nodiscard]] std::string bandMembers(const DataBar &bar);
/// A book of one level.
[[nodiscard]] std::string bookMembers(const QuoteRow &quote);

[[nodiscard]] inline std::string inBraces(const std::string &members)
{
    return "{" + members + "}";
}

} // namespace app::alpaca
