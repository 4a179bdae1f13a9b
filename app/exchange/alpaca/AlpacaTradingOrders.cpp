#include "app/exchange/alpaca/AlpacaTrading.h"

#include "app/exchange/alpaca/Json.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

Problem wrongMethod()
{
    return {405, 40510000, "method not allowed"};
}

bool isNested(const Query &query)
{
    return query.valueOr("nested", "") == "true";
}

bool hasStatus(const Order &order, const std::string &wanted)
{
    return wanted == "all" || order.isLive() == (wanted == "open");
}

bool isAmong(const std::vector<std::string> &symbols, const Asset &asset)
{
    return symbols.empty() || std::any_of(symbols.begin(), symbols.end(), [&](const std::string &each) {
               return each == asset.symbol || (asset.isCrypto && each == asset.plainSymbol());
           });
}

/// The window of a list: by submission time, or by the order before or after which it lies.
struct Window {
    std::optional<Timestamp> after, until;

    [[nodiscard]] bool holds(const Order &order) const
    {
        return (!after || order.createdAt > *after) && (!until || order.createdAt < *until);
    }
};

Answer<Window> windowOf(const Query &query, const AlpacaAccount &account)
{
    Window window;
    for (const auto &[name, edge] : {std::pair{"after", &window.after}, std::pair{"until", &window.until}})
        if (const auto text = query.value(name)) {
            *edge = parseTime(*text);
            if (!*edge)
                return refuse(badParameter(std::string("invalid ") + name));
        }
    for (const auto &[name, edge] : {std::pair{"after_order_id", &window.after}, std::pair{"before_order_id", &window.until}})
        if (const auto id = query.value(name)) {
            const Order *order = account.find(*id);
            if (!order || query.has("after") || query.has("until"))
                return refuse(badParameter(std::string("invalid ") + name));
            *edge = order->createdAt;
        }
    return window;
}

} // namespace

Answer<HttpResponse> AlpacaTrading::orders(const HttpRequest &request)
{
    if (request.method == "GET")
        return listOrders(Query(request.query()));
    if (request.method == "DELETE")
        return cancelAll();
    if (request.method != "POST")
        return refuse(wrongMethod());
    auto draft = readDraft(request.body);
    if (!draft)
        return refuse(draft.error());
    return placed(m_account.create(std::move(*draft)));
}

Answer<HttpResponse> AlpacaTrading::placed(const Answer<std::string> &id) const
{
    if (!id)
        return refuse(id.error());
    const Order &order = *m_account.find(*id);
    return jsonResponse(orderJson(order, m_account.legsOf(order)));
}

Answer<HttpResponse> AlpacaTrading::listOrders(const Query &query) const
{
    const std::string status = query.valueOr("status", "open");
    if (status != "open" && status != "closed" && status != "all")
        return refuse(badParameter("invalid status"));
    const auto window = windowOf(query, m_account);
    if (!window)
        return refuse(window.error());
    std::vector<const Order *> found;
    for (const std::string &id : m_account.arrivals()) {
        const Order &order = *m_account.find(id);
        const bool isHidden = isNested(query) && order.isLeg();
        if (!isHidden && hasStatus(order, status) && window->holds(order) && isAmong(query.list("symbols"), *order.asset) &&
            query.valueOr("side", sideName(order.terms.side)) == sideName(order.terms.side) &&
            query.valueOr("asset_class", order.asset->className()) == order.asset->className())
            found.push_back(&order);
    }
    if (query.valueOr("direction", "desc") != "asc")
        std::reverse(found.begin(), found.end());
    const auto limit = std::size_t(std::clamp(std::atoi(query.valueOr("limit", "50").c_str()), 1, 500));
    JsonWriter json;
    json.beginArray();
    for (std::size_t i = 0; i < std::min(limit, found.size()); ++i)
        writeOrder(json, *found[i], isNested(query) ? m_account.legsOf(*found[i]) : std::vector<const Order *>());
    return jsonResponse(json.endArray().take());
}

Answer<HttpResponse> AlpacaTrading::showOrder(const Order *order, const std::string &name, bool nested) const
{
    if (!order)
        return refuse(notFound("order not found for " + name));
    return jsonResponse(orderJson(*order, nested ? m_account.legsOf(*order) : std::vector<const Order *>()));
}

Answer<HttpResponse> AlpacaTrading::order(const HttpRequest &request, const std::string &id)
{
    if (request.method == "GET")
        return showOrder(m_account.find(id), id, isNested(Query(request.query())));
    if (request.method == "DELETE") {
        const auto cancelled = m_account.cancel(id);
        if (!cancelled)
            return refuse(cancelled.error());
        return jsonResponse("", 204);
    }
    if (request.method != "PATCH")
        return refuse(wrongMethod());
    const auto changes = readChanges(request.body);
    if (!changes)
        return refuse(changes.error());
    return placed(m_account.replace(id, *changes));
}

Answer<HttpResponse> AlpacaTrading::cancelAll()
{
    JsonWriter json;
    json.beginArray();
    for (const std::string &id : std::vector<std::string>(m_account.arrivals())) {
        if (!m_account.find(id)->isLive())
            continue;
        const auto cancelled = m_account.cancel(id);
        json.beginObject().member("id", id).member("status", cancelled ? 200 : cancelled.error().status);
        if (!cancelled)
            json.key("body").raw(problemJson(cancelled.error()));
        json.endObject();
    }
    return jsonResponse(json.endArray().take(), 207);
}

Answer<HttpResponse> AlpacaTrading::positions(const HttpRequest &request)
{
    if (request.method == "DELETE")
        return closeAll(Query(request.query()).valueOr("cancel_orders", "") == "true");
    if (request.method != "GET")
        return refuse(wrongMethod());
    JsonWriter json;
    json.beginArray();
    for (const auto &[symbol, position] : m_account.books().positions())
        writePosition(json, m_account, position);
    return jsonResponse(json.endArray().take());
}

Answer<HttpResponse> AlpacaTrading::position(const HttpRequest &request, const std::string &name)
{
    const Asset *asset = m_account.assetOf(name);
    if (!asset)
        return refuse(notFound("symbol not found: " + name));
    const auto &positions = m_account.books().positions();
    const auto found = positions.find(asset->symbol);
    if (found == positions.end())
        return refuse(notFound("position does not exist"));
    if (request.method == "DELETE")
        return closeOne(*asset, Query(request.query()));
    if (request.method != "GET")
        return refuse(wrongMethod());
    JsonWriter json;
    writePosition(json, m_account, found->second);
    return jsonResponse(json.take());
}

Answer<HttpResponse> AlpacaTrading::closeOne(const Asset &asset, const Query &query)
{
    const auto wanted = [&](const char *name) -> std::optional<Decimal> {
        const auto parsed = Decimal::parse(query.valueOr(name, "-1"));
        return parsed && parsed->sign() > 0 ? std::optional(*parsed) : std::nullopt;
    };
    const auto quantity = wanted("qty");
    const auto percentage = wanted("percentage");
    if ((query.has("qty") && !quantity) || (query.has("percentage") && (!percentage || *percentage > Decimal::fromInteger(100))) ||
        (quantity && percentage))
        return refuse(badParameter("one of qty and percentage (0 to 100) may be given"));
    std::optional<Quantity> closed;
    if (quantity)
        closed = Quantity(*quantity);
    if (percentage)
        closed = Quantity(WideDecimal::product(m_account.books().held(asset).abs().value(), *percentage)
                              .overFloored(WideDecimal(Decimal::fromInteger(100))));
    return placed(m_account.closePosition(asset, closed));
}

Answer<HttpResponse> AlpacaTrading::closeAll(bool cancelsOrders)
{
    if (cancelsOrders) {
        (void)cancelAll();
        m_account.settle(); // what was held is free before it is sold
    }
    std::vector<const Asset *> held;
    for (const auto &[symbol, position] : m_account.books().positions())
        held.push_back(position.asset);
    JsonWriter json;
    json.beginArray();
    for (const Asset *asset : held) {
        const auto answer = placed(m_account.closePosition(*asset, {}));
        json.beginObject().member("symbol", asset->plainSymbol()).member("status", answer ? 200 : answer.error().status);
        json.key("body").raw(answer ? answer->body : problemJson(answer.error())).endObject();
    }
    return jsonResponse(json.endArray().take(), 207);
}

} // namespace app::alpaca
