#include "app/exchange/bybit/BybitMarket.h"
#include "app/exchange/bybit/BybitTrading.h"
#include "app/exchange/bybit/Json.h"
#include "app/exchange/bybit/Text.h"

#include <algorithm>
#include <charconv>

namespace app::bybit {

using namespace core;

namespace {

constexpr std::int64_t week = 7LL * 24 * 3600 * 1000;
constexpr std::size_t closedKept = 500;

/// The ordinal behind which a page begins. Cursors come back encoded none, once or twice.
std::int64_t cursorOf(const Query &query)
{
    std::string text = query.valueOr("cursor", "");
    for (std::string decoded = percentDecoded(text, false); decoded != text;
         decoded = percentDecoded(text, false))
        text = decoded;
    std::int64_t ordinal = std::numeric_limits<std::int64_t>::max();
    if (const auto colon = text.find(':'); colon != std::string::npos)
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), ordinal);
    return ordinal;
}

/// Not empty on the last page either, as at the venue.
std::string cursorAfter(std::int64_t ordinal)
{
    return "page_token%3A" + std::to_string(ordinal);
}

struct Span {
    std::int64_t from = 0;
    std::int64_t to = 0;
};

/// At most seven days; the last seven if none is said, seven from or to the one that is.
std::optional<Span> spanOf(const Query &query, Timestamp now)
{
    constexpr std::int64_t most = 9'000'000'000'000;
    const auto from = integerOf(query, "startTime", -1, 0, most);
    const auto to = integerOf(query, "endTime", -1, 0, most);
    if (!from || !to)
        return std::nullopt;
    if (*from < 0 && *to < 0)
        return Span{toMillis(now) - week, toMillis(now)};
    const Span span{*from < 0 ? *to - week : *from, *to < 0 ? *from + week : *to};
    return span.to >= span.from && span.to - span.from <= week ? std::optional(span) : std::nullopt;
}

/// By id before link id before symbol before coin.
bool isAskedFor(const Order &order, const Query &query)
{
    const Product &product = *order.terms.product;
    if (categoryName(product.category) != query.valueOr("category", ""))
        return false;
    if (const auto id = query.value("orderId"))
        return order.id == *id;
    if (const auto link = query.value("orderLinkId"))
        return order.terms.linkId == *link;
    if (query.valueOr("orderFilter", order.terms.filter) != order.terms.filter)
        return false;
    if (const auto symbol = query.value("symbol"))
        return product.symbol() == *symbol;
    return query.valueOr("baseCoin", product.base) == product.base &&
           query.valueOr("settleCoin", product.instrument.currency) == product.instrument.currency;
}

bool isNamed(const Query &query)
{
    return query.has("orderId") || query.has("orderLinkId");
}

}  // namespace

Answer<std::string> BybitTrading::wallet(const Query &query) const
{
    if (query.valueOr("accountType", "") != "UNIFIED")
        return refuse(10001, "accountType only support UNIFIED.");
    JsonWriter json;
    json.beginObject().key("list").beginArray();
    writeWallet(json, m_account, m_products, query.list("coin"));
    return json.endArray().endObject().take();
}

Answer<std::string> BybitTrading::accountInfo(const Query &) const
{
    JsonWriter json;
    json.beginObject()
        .member("unifiedMarginStatus", 6)
        .member("marginMode", "REGULAR_MARGIN")
        .member("isMasterTrader", false);
    json.member("spotHedgingStatus", "OFF")
        .member("updatedTime", millisText(m_account.now()))
        .member("dcpStatus", "OFF");
    return json.member("timeWindow", 10).member("smpGroup", 0).endObject().take();
}

/// Whether spot moves a price beyond the limits, and whether perpetuals refuse it: the senses of the
/// two are reversed.
Answer<std::string> BybitTrading::settings(const Query &) const
{
    const bool spot = m_account.beyondLimits(Category::Spot) == BeyondLimits::Move;
    const bool linear = m_account.beyondLimits(Category::Linear) == BeyondLimits::Refuse;
    JsonWriter json;
    return json.beginObject().member("lpaSpot", spot).member("lpaPerp", linear).endObject().take();
}

Answer<std::string> BybitTrading::keyInfo(const Query &) const
{
    JsonWriter json;
    json.beginObject()
        .member("id", "1")
        .member("note", "local venue")
        .member("readOnly", 0)
        .key("permissions")
        .beginObject();
    json.key("ContractTrade").beginArray().value("Order").value("Position").endArray();
    json.key("Spot")
        .beginArray()
        .value("SpotTrade")
        .endArray()
        .key("Wallet")
        .beginArray()
        .endArray()
        .endObject();
    json.key("ips").beginArray().value("*").endArray().member("type", 1).member("deadlineDay", 90);
    json.member("expiredAt", "2100-01-01T00:00:00Z")
        .member("createdAt", "2026-01-01T00:00:00Z")
        .member("unified", 0);
    json.member("uta", 1)
        .member("userID", 1)
        .member("inviterID", 0)
        .member("vipLevel", "No VIP")
        .member("isMaster", true);
    return json.member("parentUid", "0").endObject().take();
}

Answer<std::string> BybitTrading::coinInfo(const Query &) const
{
    return R"({"rows":[]})";
}

Answer<std::string> BybitTrading::feeRate(const Query &query) const
{
    const auto category = parseCategory(query.valueOr("category", ""));
    if (!category)
        return refuse(10001, "params error: category is invalid");
    JsonWriter json;
    json.beginObject().key("list").beginArray();
    for (const Product &product : m_products.all()) {
        if (product.category != *category ||
            query.valueOr("symbol", product.symbol()) != product.symbol())
            continue;
        json.beginObject()
            .member("symbol", product.symbol())
            .member("takerFeeRate", feeRateOf(product, false));
        json.member("makerFeeRate", feeRateOf(product, true)).endObject();
    }
    return json.endArray().endObject().take();
}

/// By symbol also when it is flat, by coin only what is open.
Answer<std::string> BybitTrading::positions(const Query &query)
{
    const std::string symbol = query.valueOr("symbol", "");
    const std::string coin = query.valueOr("settleCoin", "");
    if (query.valueOr("category", "") != "linear")
        return refuse(10001, "params error: category is invalid");
    if (symbol.empty() && coin.empty())
        return refuse(10001, "params error: symbol or settleCoin is required");
    if (!symbol.empty() && !m_products.find(Category::Linear, symbol))
        return refuse(10001, "Not supported symbols");
    JsonWriter json;
    json.beginObject().member("category", "linear").key("list").beginArray();
    for (const Product &product : m_products.all()) {
        if (product.isSpot())
            continue;
        const Position &position = m_account.position(product);
        if (symbol.empty() ? product.instrument.currency == coin && !position.isFlat()
                           : product.symbol() == symbol)
            writePosition(json, position, m_account.books().price(product), false);
    }
    return json.endArray().member("nextPageCursor", "").endObject().take();
}

/// `found` is in order of arrival; pages are newest first.
Answer<std::string> BybitTrading::page(const Query &query,
                                       const std::vector<const Order *> &found) const
{
    const auto limit = integerOf(query, "limit", 20, 1, 50);
    if (!limit)
        return refuse(10001, "params error: limit is invalid");
    const std::int64_t before = cursorOf(query);
    std::int64_t last = 0;
    std::int64_t count = 0;
    JsonWriter json;
    json.beginObject().member("category", query.valueOr("category", "")).key("list").beginArray();
    for (auto it = found.rbegin(); it != found.rend() && count < *limit; ++it) {
        if ((*it)->ordinal >= before)
            continue;
        writeOrder(json, **it, false);
        last = (*it)->ordinal;
        ++count;
    }
    return json.endArray()
        .member("nextPageCursor", count ? cursorAfter(last) : "")
        .endObject()
        .take();
}

/// Open ones; closed ones by their id, or the newest with `openOnly=1`.
Answer<std::string> BybitTrading::openOrders(const Query &query) const
{
    const auto category = parseCategory(query.valueOr("category", ""));
    if (!category)
        return refuse(10001, "params error: category is invalid");
    if (*category == Category::Linear && !isNamed(query) && !query.has("symbol") &&
        !query.has("baseCoin") && !query.has("settleCoin"))
        return refuse(10001, "params error: symbol, baseCoin or settleCoin is required");
    const bool wantsClosed = query.valueOr("openOnly", "0") == "1";
    std::vector<const Order *> found;
    for (const std::string &id : m_account.arrivals())
        if (const Order *order = m_account.find(id);
            isAskedFor(*order, query) && (isNamed(query) || order->isLive() != wantsClosed))
            found.push_back(order);
    if (wantsClosed && found.size() > closedKept)
        found.erase(found.begin(), found.end() - closedKept);
    return page(query, found);
}

/// Cancelled ones without a fill vanish after a day.
Answer<std::string> BybitTrading::orderHistory(const Query &query) const
{
    const auto span = spanOf(query, m_account.now());
    if (!parseCategory(query.valueOr("category", "")) || !span)
        return refuse(10001, "params error: category or time range is invalid");
    const Timestamp dayAgo = m_account.now() - std::chrono::hours(24);
    const auto status = query.value("orderStatus");
    std::vector<const Order *> found;
    for (const std::string &id : m_account.arrivals()) {
        const Order &order = *m_account.find(id);
        const bool isGone = order.filled.isZero() && order.updatedAt < dayAgo;
        const bool isWithin =
            toMillis(order.createdAt) >= span->from && toMillis(order.createdAt) <= span->to;
        if (!order.isLive() && !isGone && isWithin && isAskedFor(order, query) &&
            (!status || *status == statusName(order.status)))
            found.push_back(&order);
    }
    return page(query, found);
}

Answer<std::string> BybitTrading::executions(const Query &query) const
{
    const auto span = spanOf(query, m_account.now());
    const auto limit = integerOf(query, "limit", 50, 1, 100);
    if (!parseCategory(query.valueOr("category", "")) || !span || !limit)
        return refuse(10001, "params error: category, limit or time range is invalid");
    const std::int64_t before = cursorOf(query);
    const auto &all = m_account.books().executions();
    std::int64_t last = 0;
    std::int64_t count = 0;
    JsonWriter json;
    json.beginObject().member("category", query.valueOr("category", "")).key("list").beginArray();
    for (auto it = all.rbegin(); it != all.rend() && count < *limit; ++it) {
        Order ofFunding; // which has none
        ofFunding.terms.product = it->product;
        const Order *const order = m_account.find(it->order);
        const bool isWithin = toMillis(it->at) >= span->from && toMillis(it->at) <= span->to;
        if (it->ordinal >= before || !isWithin || !isAskedFor(order ? *order : ofFunding, query) ||
            query.valueOr("execType", it->kind) != it->kind)
            continue;
        writeExecution(json, *it, order, false);
        last = it->ordinal;
        ++count;
    }
    return json.endArray()
        .member("nextPageCursor", count ? cursorAfter(last) : "")
        .endObject()
        .take();
}

/// Newest first; the last day if no time is said.
Answer<std::string> BybitTrading::transactionLog(const Query &query) const
{
    constexpr std::int64_t day = 24LL * 3600 * 1000;
    auto span = spanOf(query, m_account.now());
    const auto limit = integerOf(query, "limit", 20, 1, 50);
    if (query.valueOr("accountType", "UNIFIED") != "UNIFIED" || !span || !limit)
        return refuse(10001, "params error: accountType, limit or time range is invalid");
    if (!query.has("startTime") && !query.has("endTime"))
        span->from = span->to - day;
    const std::int64_t before = cursorOf(query);
    const Books &books = m_account.books();
    std::int64_t last = 0;
    std::int64_t count = 0;
    JsonWriter json;
    json.beginObject().key("list").beginArray();
    for (auto it = books.ledger().rbegin(); it != books.ledger().rend() && count < *limit; ++it) {
        const bool isWithin = toMillis(it->at) >= span->from && toMillis(it->at) <= span->to;
        const char *const category =
            it->execution > 0
                ? categoryName(books.executions().at(std::size_t(it->execution - 1)).product->category)
                : "";
        if (it->ordinal >= before || !isWithin || query.valueOr("currency", it->coin) != it->coin ||
            query.valueOr("category", category) != category ||
            query.valueOr("type", it->type) != it->type)
            continue;
        writeLedgerRow(json, *it, books);
        last = it->ordinal;
        ++count;
    }
    return json.endArray()
        .member("nextPageCursor", count ? cursorAfter(last) : "")
        .endObject()
        .take();
}

}  // namespace app::bybit
