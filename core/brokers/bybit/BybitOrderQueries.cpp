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
Query queryByName(const OrderName &order)
{
    Query query = queryFor(categoryOf(order.instrument).value_or(Category::Linear));
    query.add("symbol", order.instrument.symbol);
    if (order.clientOrderId.isEmpty())
        query.add("orderId", order.venueId.text());
    else
        query.add("orderLinkId", order.clientOrderId.text());
    return query;
}

Request latest(const char *path, Category category, int limit, std::string_view cursor)
{
    Query query = queryFor(category);
    return signedGet(path, query.add("limit", limit).addCursor(cursor));
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
    return signedGet("/v5/order/realtime", queryByName(order));
}

Request orderInHistory(const OrderName &order)
{
    return signedGet("/v5/order/history", queryByName(order));
}

Request executionsOf(const OrderName &order, std::string_view cursor)
{
    return signedGet("/v5/execution/list", queryByName(order).add("limit", executionPage).addCursor(cursor));
}

Request orderHistory(Category category, const Window &window, std::string_view cursor)
{
    return inWindow("/v5/order/history", category, window, orderPage, cursor);
}

Request executions(Category category, const Window &window, std::string_view cursor)
{
    return inWindow("/v5/execution/list", category, window, executionPage, cursor);
}

Request latestHistory(Category category, std::string_view cursor)
{
    return latest("/v5/order/history", category, orderPage, cursor);
}

Request latestExecutions(Category category, std::string_view cursor)
{
    return latest("/v5/execution/list", category, executionPage, cursor);
}

} // namespace core::bybit
