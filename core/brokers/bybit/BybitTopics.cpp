#include "core/brokers/bybit/BybitTopics.h"

#include "core/base/Json.h"
#include "core/brokers/bybit/BybitMarketRequests.h"

#include <algorithm>
#include <array>

namespace core::bybit {

namespace {

constexpr std::size_t topicsInAMessage = 10;
constexpr std::size_t charactersOnASocket = 21'000;
constexpr std::array depths{1, 50, 200, 1000};

SubscribeMessage subscribeMessage(Subscribing what, std::span<const std::string> topics, std::uint64_t id)
{
    SubscribeMessage message{.requestId = std::to_string(id), .text = {}, .topics = {topics.begin(), topics.end()}};
    JsonWriter json;
    json.beginObject().member("op", what == Subscribing::Begin ? "subscribe" : "unsubscribe");
    json.member("req_id", message.requestId).key("args").beginArray();
    for (const std::string &topic : topics)
        json.value(topic);
    message.text = json.endArray().endObject().take();
    return message;
}

} // namespace

std::string klineTopic(Timeframe timeframe, std::string_view symbol)
{
    return std::string("kline.") + intervalName(timeframe) + "." + std::string(symbol);
}

std::string tradeTopic(std::string_view symbol)
{
    return "publicTrade." + std::string(symbol);
}

std::string tickerTopic(std::string_view symbol)
{
    return "tickers." + std::string(symbol);
}

std::string bookTopic(int levels, std::string_view symbol)
{
    const auto depth = std::lower_bound(depths.begin(), depths.end(), levels);
    return "orderbook." + std::to_string(depth == depths.end() ? depths.back() : *depth) + "." + std::string(symbol);
}

const std::vector<std::string> &privateTopics()
{
    static const std::vector<std::string> topics{"order", "execution", "position", "wallet"};
    return topics;
}

std::vector<SubscribeMessage> subscribeMessages(Subscribing what, std::span<const std::string> topics,
                                                std::uint64_t firstId)
{
    std::vector<SubscribeMessage> messages;
    while (!topics.empty()) {
        const auto some = topics.first(std::min(topicsInAMessage, topics.size()));
        messages.push_back(subscribeMessage(what, some, firstId++));
        topics = topics.subspan(some.size());
    }
    return messages;
}

bool fitsOneSocket(std::span<const std::string> topics)
{
    std::size_t characters = 0;
    for (const std::string &topic : topics)
        characters += topic.size() + 3; // quotes and comma, to be on the safe side
    return characters <= charactersOnASocket;
}

std::string pingMessage(std::uint64_t id)
{
    JsonWriter json;
    json.beginObject().member("op", "ping").member("req_id", std::to_string(id)).endObject();
    return json.take();
}

} // namespace core::bybit
