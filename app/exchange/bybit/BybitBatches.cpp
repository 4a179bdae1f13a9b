#include "app/exchange/bybit/BybitTrading.h"
#include "app/exchange/bybit/Text.h"
#include "core/base/Json.h"

namespace app::bybit {

using namespace core;

namespace {

void writeItem(JsonWriter &json, std::string_view category, const json::Value &item, const Order *order)
{
    json.beginObject().member("category", category).member("symbol", item["symbol"].text());
    json.member("orderId", order ? order->id : std::string());
    json.member("orderLinkId", order ? order->terms.linkId : std::string(item["orderLinkId"].text()));
    json.member("createAt", order ? millisText(order->createdAt) : std::string()).endObject();
}

}  // namespace

/// Each item has its own verdict; the batch itself is only refused as a whole for its shape.
Answer<BybitTrading::Pair> BybitTrading::batch(const json::Value &body, One one)
{
    const auto category = parseCategory(body["category"].text());
    const json::Value items = body["request"];
    if (!category || !items.isArray() || items.size() == 0)
        return refuse(10001, "params error: category and request are required");
    if (items.size() > (*category == Category::Spot ? 10U : 20U))
        return refuse(10001, "params error: too many orders in one request");
    JsonWriter list;
    JsonWriter codes;
    list.beginObject().key("list").beginArray();
    codes.beginObject().key("list").beginArray();
    for (const json::Value item : items) {
        const auto id = (this->*one)(categoryName(*category), item);
        writeItem(list, categoryName(*category), item, id ? m_account.find(*id) : nullptr);
        codes.beginObject().member("code", id ? 0 : id.error().code);
        codes.member("msg", id ? std::string("OK") : id.error().message).endObject();
    }
    return Pair(list.endArray().endObject().take(), codes.endArray().endObject().take());
}

Answer<BybitTrading::Pair> BybitTrading::createBatch(const json::Value &body)
{
    return batch(body, &BybitTrading::createOne);
}

Answer<BybitTrading::Pair> BybitTrading::amendBatch(const json::Value &body)
{
    return batch(body, &BybitTrading::amendOne);
}

Answer<BybitTrading::Pair> BybitTrading::cancelBatch(const json::Value &body)
{
    return batch(body, &BybitTrading::cancelOne);
}

}  // namespace app::bybit
