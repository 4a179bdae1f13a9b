#include "app/exchange/bybit/PublicStream.h"

#include "app/exchange/bybit/Text.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

namespace {

constexpr std::size_t mostSpotArgs = 10;

JsonWriter beginMessage(const std::string &topic, bool isSnapshot, Timestamp at)
{
    JsonWriter json;
    json.beginObject()
        .member("topic", topic)
        .member("type", isSnapshot ? "snapshot" : "delta")
        .member("ts", toMillis(at));
    return json;
}

/// The depths that there are.
std::optional<std::size_t> depthOf(const std::string &text)
{
    for (const std::size_t depth : {1, 50, 200, 1000})
        if (text == std::to_string(depth))
            return depth;
    return std::nullopt;
}

/// What is gone has size 0, what is new or changed its size.
std::vector<Level> changes(const std::vector<Level> &before, const std::vector<Level> &after)
{
    std::map<Price, Quantity> was;
    for (const Level &level : before)
        was[level.price] = level.size;
    std::vector<Level> rows;
    for (const Level &level : after) {
        const auto known = was.find(level.price);
        if (known == was.end() || known->second != level.size)
            rows.push_back(level);
        if (known != was.end())
            was.erase(known);
    }
    for (const auto &[price, size] : was)
        rows.push_back({price, Quantity()});
    return rows;
}

std::string bookMessage(JsonWriter json, const std::string &symbol, const std::vector<Level> &bids,
                        const std::vector<Level> &asks, std::size_t most, const OrderBook &book)
{
    json.key("data").beginObject().member("s", symbol).key("b");
    writeLevels(json, bids, most);
    json.key("a");
    writeLevels(json, asks, most);
    json.member("u", book.update)
        .member("seq", book.sequence)
        .endObject()
        .member("cts", toMillis(book.at));
    return json.endObject().take();
}

}  // namespace

PublicStream::PublicStream(Category category, const Products &products, const MarketMemory &memory,
                           const BybitMarket &market, std::function<Timestamp()> now,
                           const FrontPorts &ports)
    : StreamServer(std::string("/v5/public/") + categoryName(category), FaultTarget::Market, ports),
      m_category(category),
      m_products(products),
      m_memory(memory),
      m_market(market),
      m_now(std::move(now))
{
}

std::optional<PublicStream::Topic> PublicStream::topicOf(const std::string &text) const
{
    const auto parts = splitText(text, '.');
    if (parts.size() < 2 || parts.size() > 3)
        return std::nullopt;
    const Topic topic{parts[0], parts.size() == 3 ? parts[1] : "",
                      m_products.find(m_category, parts.back())};
    const bool isKnown =
        topic.kind == "orderbook" ? depthOf(topic.detail).has_value()
        : topic.kind == "kline"
            ? Interval::parse(topic.detail).has_value()
            : topic.detail.empty() && (topic.kind == "publicTrade" || topic.kind == "tickers");
    return isKnown && topic.product ? std::optional(topic) : std::nullopt;
}

std::string PublicStream::objectionTo(const StreamSession &,
                                      const std::vector<std::string> &topics) const
{
    if (m_category == Category::Spot && topics.size() > mostSpotArgs)
        return "args size >10";
    for (const std::string &topic : topics)
        if (!topicOf(topic))
            return "error:handler not found,topic:" + topic;
    return {};
}

/// A public pong calls itself a ping.
void PublicStream::hear(StreamSession &session, std::string_view op, const json::Value &,
                        const std::string &requestId)
{
    if (op != "ping")
        return session.send(streamAnswer(session, op, requestId, "error:invalid op", ""));
    JsonWriter json;
    json.beginObject()
        .member("success", true)
        .member("ret_msg", "pong")
        .member("conn_id", session.id());
    if (m_category == Category::Linear || !requestId.empty())
        json.member("req_id", requestId);
    session.send(json.member("op", "ping").endObject().take());
}

void PublicStream::onSubscribed(StreamSession &session, const std::string &name)
{
    const Topic topic = *topicOf(name);
    keepAsTold(*topic.product);
    if (topic.kind == "orderbook")
        session.push(bookSnapshot(name, topic));
    else if (topic.kind == "tickers")
        session.push(ticker(name, topic, true));
}

std::string PublicStream::bookSnapshot(const std::string &name, const Topic &topic) const
{
    const std::size_t most = *depthOf(topic.detail);
    const OrderBook book = deepened(m_memory.book(*topic.product), *topic.product, most);
    return bookMessage(beginMessage(name, true, m_now()), topic.product->symbol(), book.bids,
                       book.asks, most, book);
}

std::string PublicStream::bookDelta(const std::string &name, const Topic &topic) const
{
    const auto last = m_lastBooks.find(topic.product);
    if (last == m_lastBooks.end())
        return bookSnapshot(name, topic);
    const std::size_t most = *depthOf(topic.detail);
    const OrderBook before = deepened(last->second, *topic.product, most);
    const OrderBook book = deepened(m_memory.book(*topic.product), *topic.product, most);
    return bookMessage(beginMessage(name, false, m_now()), topic.product->symbol(),
                       changes(before.bids, book.bids), changes(before.asks, book.asks), 2 * most,
                       book);
}

/// Spot sends everything every time, perpetuals only what has changed.
std::string PublicStream::ticker(const std::string &name, const Topic &topic, bool isSnapshot) const
{
    const auto members = m_market.tickerMembers(*topic.product, true);
    const auto last = m_lastTickers.find(topic.product);
    const bool isWhole = isSnapshot || topic.product->isSpot() || last == m_lastTickers.end();
    JsonWriter json = beginMessage(name, isWhole, m_now());
    json.member("cs", m_changes).key("data").beginObject();
    for (const auto &member : members) {
        const bool isSame = !isWhole && std::find(last->second.begin(), last->second.end(),
                                                  member) != last->second.end();
        if (!isSame || member.first == "symbol")
            json.member(member.first, member.second);
    }
    return json.endObject().endObject().take();
}

/// Empty when there is none. `closedAt` is where the minute that has just ended did; the epoch
/// while it runs.
std::string PublicStream::kline(const std::string &name, const Topic &topic,
                                Timestamp closedAt) const
{
    const auto interval = Interval::parse(topic.detail);
    const auto candle = m_memory.lastCandle(*topic.product, *interval);
    if (!candle)
        return {};
    const Timestamp next = interval->rightEdge(candle->start);
    JsonWriter json = beginMessage(name, true, m_now());
    json.key("data")
        .beginArray()
        .beginObject()
        .member("start", toMillis(candle->start))
        .member("end", toMillis(next) - 1);
    json.member("interval", interval->text())
        .member("open", candle->open.value())
        .member("close", candle->close.value());
    json.member("high", candle->high.value())
        .member("low", candle->low.value())
        .member("volume", statisticText(candle->volume));
    json.member("turnover", statisticText(candle->turnover)).member("confirm", next <= closedAt);
    return json.member("timestamp", toMillis(m_now())).endObject().endArray().endObject().take();
}

std::string PublicStream::messageFor(const std::string &name, const Topic &topic,
                                     const MarketStep &step) const
{
    const bool isClose = step.kind == MarketStep::Kind::BarClose;
    if (topic.kind == "orderbook")
        return topic.detail == "1" ? bookSnapshot(name, topic) : bookDelta(name, topic);
    if (topic.kind == "tickers")
        return ticker(name, topic, false);
    return topic.kind == "kline" ? kline(name, topic, isClose ? step.bar.closeTime : Timestamp())
                                 : "";
}

void PublicStream::onStep(const Product &product, const MarketStep &step)
{
    bool isWanted = false;
    ++m_changes;
    for (const std::string &name : allTopics()) {
        const Topic topic = *topicOf(name);
        if (topic.product != &product)
            continue;
        isWanted = true;
        if (const std::string text = messageFor(name, topic, step); !text.empty())
            publish(name, text);
    }
    m_lastBooks.erase(&product);  // whoever comes to an empty house begins with what is then
    m_lastTickers.erase(&product);
    if (isWanted)
        keepAsTold(product);
}

void PublicStream::keepAsTold(const Product &product)
{
    m_lastBooks.try_emplace(&product, m_memory.book(product));
    m_lastTickers.try_emplace(&product, m_market.tickerMembers(product, true));
}

void PublicStream::onPrint(const Product &product, const Print &print)
{
    const std::string name = "publicTrade." + product.symbol();
    JsonWriter json = beginMessage(name, true, m_now());
    json.key("data")
        .beginArray()
        .beginObject()
        .member("T", toMillis(print.at))
        .member("s", product.symbol());
    json.member("S", print.takerBuys ? "Buy" : "Sell")
        .member("v", print.size.value())
        .member("p", print.price.value());
    if (!product.isSpot())
        json.member("L", print.takerBuys ? "PlusTick" : "MinusTick");
    json.member("i", print.id)
        .member("BT", false)
        .member("RPI", false)
        .member("seq", print.sequence);
    publish(name, json.endObject().endArray().endObject().take());
}

}  // namespace app::bybit
