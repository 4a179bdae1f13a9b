#include "core/brokers/bybit/BybitMarketReaders.h"
#include "core/brokers/bybit/BybitMarketRequests.h"
#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitStreamReply.h"

#include <charconv>

namespace core::bybit {

namespace {

/// `kline.5.KLMUSDT` from its left: the name, then what follows it.
struct Topic {
    std::string_view name;
    std::string_view rest;
};

Topic splitTopic(std::string_view topic)
{
    const std::size_t dot = topic.find('.');
    return {topic.substr(0, dot), dot == std::string_view::npos ? std::string_view() : topic.substr(dot + 1)};
}

/// `snapshot` or `delta`; another word is a complaint.
bool readIsSnapshot(json::Fields &root)
{
    const std::string type = root.text("type");
    if (type != "snapshot" && type != "delta")
        root.complain("type", "it is neither snapshot nor delta");
    return type == "snapshot";
}

KlineUpdate readKline(json::Fields &row, const SeriesId &series)
{
    KlineUpdate update{.series = series};
    update.bar.openTime = row.milliTime("start");
    update.bar.closeTime = update.bar.openTime + lengthOf(series.timeframe);
    update.bar.open = row.amount<Price>("open");
    update.bar.high = row.amount<Price>("high");
    update.bar.low = row.amount<Price>("low");
    update.bar.close = row.amount<Price>("close");
    update.bar.volume = row.number("volume");
    update.isFinal = row.flag("confirm");
    update.at = row.milliTime("timestamp");
    checkBar(update.bar, row, "close");
    if (row.milliTime("end") + std::chrono::milliseconds(1) != update.bar.closeTime)
        row.complain("end", "it does not fit the interval of the topic");
    return update;
}

PublicMessage readKlines(json::Fields &root, Category category, std::string_view rest)
{
    const Topic topic = splitTopic(rest);
    const auto timeframe = parseInterval(topic.name);
    if (!timeframe)
        return OtherTold{"kline." + std::string(rest)};
    const SeriesId series{instrumentId(category, topic.rest), *timeframe};
    KlinesTold told;
    root.forEach("data", [&](json::Fields &row) { told.bars.push_back(readKline(row, series)); });
    return told;
}

PublicMessage readTrades(json::Fields &root, Category category)
{
    TradesTold told;
    root.forEach("data", [&](json::Fields &row) {
        PublicTrade trade{.instrument = instrumentId(category, row.text("s")),
                          .id = row.text("i"),
                          .at = row.milliTime("T"),
                          .taker = readSide(row, "S"),
                          .price = row.amount<Price>("p"),
                          .quantity = row.amount<Quantity>("v"),
                          .isBlock = row.maybeFlag("BT").value_or(false)};
        if (trade.price.sign() <= 0 || trade.quantity.sign() <= 0)
            row.complain("p", "price and quantity must be above 0");
        told.trades.push_back(std::move(trade));
    });
    return told;
}

/// orderbook.rpi has other rows and orderbook.full another beginning: neither is asked for, or read.
std::optional<int> levelsOf(const Topic &topic)
{
    int levels = 0;
    const std::string_view text = splitTopic(topic.rest).name;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), levels);
    const bool isNumber = error == std::errc() && end == text.data() + text.size() && levels > 0;
    return topic.name == "orderbook" && isNumber ? std::optional(levels) : std::nullopt;
}

PublicMessage readBookMessage(json::Fields &root, Category category, int levels)
{
    BookMessage book;
    root.inside("data", [&](json::Fields &data) { book = readBook(data, root, category); });
    book.levels = levels;
    book.isSnapshot = readIsSnapshot(root);
    return book;
}

PublicMessage readTickerMessage(json::Fields &root, Category category)
{
    TickerMessage message;
    root.inside("data", [&](json::Fields &data) {
        message.instrument = instrumentId(category, data.text("symbol"));
        message.change = readTicker(data);
    });
    message.isSnapshot = readIsSnapshot(root);
    message.sequence = root.maybeInteger("cs").value_or(0);
    message.at = root.milliTime("ts");
    return message;
}

PublicMessage readTopic(json::Fields &root, Category category, std::string_view name)
{
    const Topic topic = splitTopic(name);
    if (topic.name == "kline")
        return readKlines(root, category, topic.rest);
    if (topic.name == "publicTrade")
        return readTrades(root, category);
    if (topic.name == "tickers")
        return readTickerMessage(root, category);
    if (const auto levels = levelsOf(topic))
        return readBookMessage(root, category, *levels);
    return OtherTold{std::string(name)};
}

} // namespace

Result<PublicMessage> readPublicMessage(Category category, std::string_view bytes)
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    std::optional<Error> problem;
    json::Fields root(document->root(), "", problem);
    const std::string topic = root.maybeText("topic").value_or("");
    PublicMessage message = topic.empty() ? PublicMessage(readReply(root)) : readTopic(root, category, topic);
    if (problem)
        return failure(std::move(*problem));
    return message;
}

} // namespace core::bybit
