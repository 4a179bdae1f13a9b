#pragma once

#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAccountRequests.h"
#include "core/brokers/bybit/BybitMarketRequests.h"
#include "core/brokers/bybit/BybitOrderQueries.h"

#include <vector>

namespace core::bybit {

/// One of every kind that the adapter can make, with every member that it can write.
inline std::vector<Request> everyRequest()
{
    const Window window = Window::between(timestampFromMillis(1), timestampFromMillis(2))[0];
    const OrderName name{linearFacts().instrument.id, ClientOrderId("a"), VenueOrderId("b")};
    const OrderName byVenue{spotFacts().instrument.id, ClientOrderId(), VenueOrderId("b"), OrderFilter::Stop};
    OrderTerms attached;
    attached.environment = Environment::Live;
    attached.exits = {.stop = price("95"), .target = price("103.5")};
    attached.attachesExits = true;
    const AmendedOrder change{name, {quantity("1"), price("98"), price("99")}, {}, linearFacts()};
    const AmendedOrder priced{name, {quantity("1"), price("98"), {}}, {}, linearFacts()};
    const std::vector<NewOrder> news{linear(entry())};
    const std::vector<OrderName> names{byVenue};
    return {serverTime(), instruments(Category::Linear, "c"), instruments(Category::Spot),
            klines(Category::Spot, "S", Timeframe::M1, {}, {}), tickers(Category::Spot), ticker(Category::Spot, "S"),
            orderBook(Category::Spot, "S", 5), recentTrades(Category::Spot, "S"), fundingHistory("S", {}, {}),
            priceLimit(Category::Spot, "S"), keyInfo(), accountInfo(), walletBalance("USDT"),
            transactionLog("USDT", window, "c"),
            positions("USDT", "c"), position("S"), *feeRate(Environment::Live, Category::Spot, "S"),
            *setLeverage(linearFacts(), decimal("2")), switchToOneWay("USDT"),
            *setTradingStop(linearFacts(), {price("95"), price("105")}), userSettings(),
            setBeyondLimit(Category::Spot, BeyondLimit::Refuse), *createOrder(linear(entry(), attached)),
            *createOrder(linear(reducing(OrderRole::Stop, OrderType::Stop))),
            *createOrder(spot(reducing(OrderRole::Stop, OrderType::Stop))), *createOrder(spot(entry(OrderType::Stop))),
            *amendOrder(change), cancelOrder(name), cancelOrder(byVenue), cancelAllLinear("USDT"),
            cancelAllSpot(OrderFilter::Order), *createOrders(Category::Linear, news),
            *amendOrders(Environment::Live, Category::Linear, std::span(&priced, 1)),
            *cancelOrders(Environment::Live, Category::Spot, names), openLinearOrders("USDT", "c"), openSpotOrders("c"),
            openOrder(name), orderInHistory(byVenue), executionsOf(name), orderHistory(Category::Spot, window, "c"),
            executions(Category::Linear, window, "c"), latestHistory(Category::Linear),
            latestExecutions(Category::Spot, "c")};
}

} // namespace core::bybit
