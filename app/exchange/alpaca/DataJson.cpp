#include "app/exchange/alpaca/DataJson.h"

#include "app/exchange/alpaca/Text.h"
#include "core/base/Json.h"

namespace app::alpaca {

using namespace core;

namespace {

std::string timeMember(Timestamp at)
{
    return R"("t":")" + utcText(at) + '"';
}

std::string number(const char *name, const std::string &text)
{
    return std::string(",\"") + name + "\":" + text;
}

} // namespace

std::string barMembers(const DataBar &bar)
{
    return timeMember(bar.at) + number("o", bar.open.toString()) + number("h", bar.high.toString()) +
           number("l", bar.low.toString()) + number("c", bar.close.toString()) + number("v", jsonNumber(bar.volume)) +
           number("n", std::to_string(bar.trades)) + number("vw", jsonNumber(bar.vwap));
}

std::string tradeMembers(const Trade &trade, const Asset &asset)
{
    const std::string common = timeMember(trade.at) + number("p", trade.price.toString()) +
                               number("s", trade.size.toString()) + number("i", std::to_string(trade.id));
    return common + (asset.isCrypto ? (trade.takerBuys ? R"(,"tks":"B")" : R"(,"tks":"S")")
                                    : R"(,"x":"V","c":["@"],"z":"C")");
}

std::string quoteMembers(const QuoteRow &quote, const Asset &asset)
{
    const std::string common = timeMember(quote.at) + number("bp", quote.bid.toString()) +
                               number("bs", quote.bidSize.toString()) + number("ap", quote.ask.toString()) +
                               number("as", quote.askSize.toString());
    return common + (asset.isCrypto ? "" : R"(,"bx":"V","ax":"V","c":["R"],"z":"C")");
}

std::string optionTradeMembers(const Trade &trade)
{
    return timeMember(trade.at) + number("p", trade.price.toString()) + number("s", trade.size.toString()) +
           R"(,"x":"C","c":"I")";
}

std::string optionQuoteMembers(const QuoteRow &quote)
{
    return timeMember(quote.at) + number("bp", quote.bid.toString()) + number("bs", quote.bidSize.toString()) +
           number("ap", quote.ask.toString()) + number("as", quote.askSize.toString()) + R"(,"bx":"C","ax":"C","c":"A")";
}

std::string statusMembers(const TradingStatus &status)
{
    const bool isPause = status.reason == "LUDP"; // of Nasdaq's tape
    const char *code = !status.isHalted ? R"("T","sm":"Trading Resumption")"
                       : isPause        ? R"("P","sm":"Volatility Trading Pause")"
                                        : R"("H","sm":"Trading Halt")";
    const char *words = status.reason == "T1" ? "News Pending" : isPause ? "Volatility Trading Pause" : "";
    return timeMember(status.at) + R"(,"sc":)" + code + R"(,"rc":")" + status.reason + R"(","rm":")" + words +
           R"(","z":"C")";
}

std::string bandMembers(const DataBar &bar)
{
    const auto around = [&](int percent) {
        const Decimal share = Decimal::fromNanos(percent * (Decimal::one / 100));
        return scaledPrice(bar.close, share).value().roundedTo(Decimal::fromNanos(Decimal::one / 100), Rounding::HalfEven);
    };
    return timeMember(bar.at + bar.length) + number("u", around(5).toString()) + number("d", around(-5).toString()) +
           R"(,"i":"B","z":"C")";
}

std::string bookMembers(const QuoteRow &quote)
{
    const auto level = [](Price price, Decimal size) {
        return R"([{"p":)" + price.toString() + R"(,"s":)" + size.toString() + "}]";
    };
    return timeMember(quote.at) + number("b", level(quote.bid, quote.bidSize)) +
           number("a", level(quote.ask, quote.askSize));
}

} // namespace app::alpaca
