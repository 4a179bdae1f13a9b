#include "core/brokers/bybit/BybitOrderQueries.h"

#include <algorithm>

namespace core::bybit {

namespace {

Query queryFor(Category category)
{
    Query query;
    query.add("category", categoryName(category));
    return query;
}

/// The id decides; the symbol is there because a list of contracts wants something of the kind.
Request byName(const char *path, const OrderName &order)
{
    Query query = queryFor(categoryOf(order.instrument).value_or(Category::Linear));
    query.add("symbol", order.instrument.symbol);
    if (order.clientOrderId.isEmpty())
        query.add("orderId", order.venueId.text());
    else
        query.add("orderLinkId", order.clientOrderId.text());
    return signedGet(path, query);
}

Request inWindow(const char *path, Category category, const Window &window, int limit, std::string_view cursor)
{
    Query query = queryFor(category);
    query.add("startTime", window.from()).add("endTime", window.to()).add("limit", limit).addCursor(cursor);
    return signedGet(path, query);
}

} // namespace

std::vector<Window> Window::between(Timestamp from, Timestamp to)
{
    std::vector<Window> windows;
    for (Timestamp begin = from; begin < to || (windows.empty() && begin == to); begin += longest)
        windows.push_back(Window(begin, std::min(to, begin + longest)));
    return windows;
}

Request openLinearOrders(std::string_view settleCoin, std::string_view cursor)
{
    Query query = queryFor(Category::Linear);
    query.add("settleCoin", settleCoin).add("limit", orderPage).addCursor(cursor);
    return signedGet("/v5/order/realtime", query);
}

Request openSpotOrders(std::string_view cursor)
{
    Query query = queryFor(Category::Spot);
    return signedGet("/v5/order/realtime", query.add("limit", orderPage).addCursor(cursor));
}

Request openOrder(const OrderName &order)
{
    return byName("/v5/order/realtime", order);
}

Request orderInHistory(const OrderName &order)
{
    return byName("/v5/order/history", order);
}

Request executionsOf(const OrderName &order)
{
    return byName("/v5/execution/list", order);
}

Request orderHistory(Category category, const Window &window, std::string_view cursor)
{
    return inWindow("/v5/order/history", category, window, orderPage, cursor);
}

Request executions(Category category, const Window &window, std::string_view cursor)
{
    return inWindow("/v5/execution/list", category, window, executionPage, cursor);
}

} // namespace core::bybit
