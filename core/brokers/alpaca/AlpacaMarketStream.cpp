#include "core/brokers/alpaca/AlpacaMarketStream.h"

#include "core/brokers/alpaca/AlpacaReading.h"

#include <algorithm>
#include <array>

namespace core::alpaca {

namespace {

using json::Fields;
using json::Value;

BarMessage readBarMessage(Fields &fields, BarKind kind)
{
    return {fields.text("S"), readBar(fields), kind};
}

StatusMessage readStatus(Fields &fields)
{
    StatusMessage status{.symbol = fields.text("S"), .at = fields.isoTime("t"), .code = fields.text("sc")};
    status.text = textOf(fields, "sm");
    status.reason = textOf(fields, "rc");
    if (const auto words = fields.maybeText("rm"))
        status.reason += (status.reason.empty() ? "" : ": ") + *words;
    status.tape = textOf(fields, "z");
    return status;
}

BandMessage readBand(Fields &fields)
{
    return {.symbol = fields.text("S"),
            .at = fields.isoTime("t"),
            .up = marketPrice(fields, "u"),
            .down = marketPrice(fields, "d")};
}

/// The corrected print, under the keys of its own that it has here.
MarketTrade readCorrected(Fields &fields)
{
    return {.at = fields.isoTime("t"),
            .price = marketPrice(fields, "cp"),
            .size = fields.number("cs"),
            .id = fields.text("ci"),
            .exchange = textOf(fields, "x"),
            .tape = textOf(fields, "z")};
}

CorrectionMessage readCorrection(Fields &fields)
{
    return {fields.text("S"), fields.isoTime("t"), fields.text("oi"), readCorrected(fields)};
}

CorrectionMessage readCancellation(Fields &fields)
{
    return {fields.text("S"), fields.isoTime("t"), fields.text("i"), std::nullopt};
}

std::vector<BookMessage::Level> readLevels(Fields &fields, std::string_view key)
{
    std::vector<BookMessage::Level> levels;
    fields.forEach(key, [&](Fields &level) { levels.push_back({marketPrice(level, "p"), level.number("s")}); });
    return levels;
}

BookMessage readBook(Fields &fields, std::string symbol, bool isWhole)
{
    return {std::move(symbol), fields.isoTime("t"), readLevels(fields, "b"), readLevels(fields, "a"), isWhole};
}

std::vector<std::string> readWords(Fields &fields, std::string_view key)
{
    std::vector<std::string> words;
    for (const Value each : fields.value(key))
        words.emplace_back(each.text());
    return words;
}

StreamSubscription readSubscription(Fields &fields)
{
    return {.trades = readWords(fields, "trades"),
            .quotes = readWords(fields, "quotes"),
            .bars = readWords(fields, "bars"),
            .updatedBars = readWords(fields, "updatedBars"),
            .dailyBars = readWords(fields, "dailyBars"),
            .statuses = readWords(fields, "statuses"),
            .bands = readWords(fields, "lulds"),
            .books = readWords(fields, "orderbooks")};
}

StreamError readError(Fields &fields)
{
    return streamError(static_cast<int>(fields.integer("code")), textOf(fields, "msg"));
}

using Read = MarketMessage (*)(Fields &);
struct Kind {
    std::string_view word;
    Read read;
};

constexpr std::array kinds{
    Kind{"t", [](Fields &f) -> MarketMessage { return TradeMessage{f.text("S"), readTrade(f)}; }},
    Kind{"q", [](Fields &f) -> MarketMessage { return QuoteMessage{f.text("S"), readQuote(f)}; }},
    Kind{"b", [](Fields &f) -> MarketMessage { return readBarMessage(f, BarKind::Minute); }},
    Kind{"u", [](Fields &f) -> MarketMessage { return readBarMessage(f, BarKind::Updated); }},
    Kind{"d", [](Fields &f) -> MarketMessage { return readBarMessage(f, BarKind::Daily); }},
    Kind{"s", [](Fields &f) -> MarketMessage { return readStatus(f); }},
    Kind{"l", [](Fields &f) -> MarketMessage { return readBand(f); }},
    Kind{"c", [](Fields &f) -> MarketMessage { return readCorrection(f); }},
    Kind{"x", [](Fields &f) -> MarketMessage { return readCancellation(f); }},
    Kind{"o", [](Fields &f) -> MarketMessage { return readBook(f, f.text("S"), flagOf(f, "r")); }},
    Kind{"success", [](Fields &f) -> MarketMessage { return StreamSuccess{f.text("msg")}; }},
    Kind{"subscription", [](Fields &f) -> MarketMessage { return readSubscription(f); }},
    Kind{"error", [](Fields &f) -> MarketMessage { return readError(f); }},
};

void readInto(MarketFrame &frame, Value value)
{
    const std::string_view word = value["T"].text();
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind &each) { return each.word == word; });
    if (value.isObject() && !word.empty() && kind == kinds.end()) {
        ++frame.ignored;
        return;
    }
    std::optional<Error> problem;
    Fields fields(value, std::string(word) + ".", problem);
    if (kind == kinds.end())
        fields.complain("T", "it is missing");
    else if (!problem) {
        MarketMessage message = kind->read(fields);
        if (!problem)
            frame.messages.push_back(std::move(message));
    }
    if (problem && ++frame.unreadable == 1)
        frame.firstProblem = describe(*problem);
}

bool isOneOf(std::string_view word, std::string_view tape, std::string_view listed, std::string_view nasdaq)
{
    const bool isNasdaq = tape == "C" || tape == "O";
    return word.size() == 1 && (isNasdaq ? nasdaq : listed).find(word) != std::string_view::npos;
}

} // namespace

bool StatusMessage::isHalt() const
{
    return isOneOf(code, tape, "2F", "HP");
}

bool StatusMessage::isResumption() const
{
    return isOneOf(code, tape, "3", "T");
}

bool StatusMessage::isShortSaleRestriction() const
{
    return isOneOf(code, tape, "E", "");
}

Result<MarketFrame> parseMarketFrame(std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    if (!document->root().isArray())
        return failure(ErrorCode::BadInput, "it is not a list of messages");
    MarketFrame frame;
    frame.messages.reserve(document->root().size());
    for (const Value each : document->root())
        readInto(frame, each);
    return frame;
}

Result<std::vector<BookMessage>> parseBooks(std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    Fields root(document->root(), "", problem);
    if (!root.value("orderbooks").isObject())
        root.complain("orderbooks", "it is missing");
    std::vector<BookMessage> books;
    for (const Value each : root.value("orderbooks")) {
        Fields fields(each, std::string(each.key()) + ".", problem);
        if (!problem)
            books.push_back(readBook(fields, std::string(each.key()), true));
    }
    if (problem)
        return failure(std::move(*problem));
    return books;
}

} // namespace core::alpaca
