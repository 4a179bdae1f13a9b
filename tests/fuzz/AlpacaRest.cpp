#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaAsset.h"
#include "core/brokers/alpaca/AlpacaErrors.h"
#include "core/brokers/alpaca/AlpacaFills.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/alpaca/AlpacaOptions.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"
#include "core/brokers/alpaca/AlpacaOrderRules.h"
#include "tests/fuzz/Feed.h"

#include <cstdlib>

using namespace core;
using namespace core::alpaca;

namespace fuzz {

namespace {

/// What an adapter does with an order that it was told of.
void use(const VenueOrder &order)
{
    const Order known = toOrder(order);
    (void)known.averagePrice();
    (void)order.isReplaceable();
    (void)washTradeObjection({.id = known.request.clientOrderId,
                              .symbol = order.instrument.symbol,
                              .side = Side::Sell,
                              .quantity = Quantity(Decimal::fromInteger(1))},
                             {&order, 1});
    (void)objectionTo(OrderChange{.quantity = order.quantity, .limit = order.limit}, order);
}

bool readsOrders(const std::string &bytes)
{
    const auto orders = parseOrders(bytes);
    for (const VenueOrder &order : orders.value_or(std::vector<VenueOrder>()))
        use(order);
    if (orders)
        (void)pageAfter(OrderQuery{.limit = 2}, *orders);
    return orders.has_value();
}

bool readsFills(const std::string &bytes)
{
    const auto page = parseFillPage(bytes, 3);
    for (const Execution &each : page.value_or(FillPage()).fills)
        (void)toFill(each, ClientOrderId("c")).signedQuantity();
    return page.has_value();
}

bool readsAsset(const std::string &bytes)
{
    const auto asset = parseAsset(bytes);
    if (!asset)
        return false;
    (void)toInstrument(*asset);
    (void)objectionTo(NewOrder{.id = ClientOrderId("c"),
                               .symbol = asset->instrument.symbol,
                               .kind = asset->kind,
                               .quantity = Quantity(Decimal::fromInteger(3)),
                               .type = WireType::Limit,
                               .limit = Price(Decimal::fromInteger(7))},
                      OrderContext{.asset = &*asset});
    return true;
}

bool readsAccount(const std::string &bytes)
{
    const auto account = parseAccount(bytes);
    return account && (account->obstacle(TradedKind::Crypto).has_value() || true);
}

/// Sentences stay short whatever the venue says.
bool readsError(const std::string &bytes)
{
    const int status = bytes.empty() ? 500 : 300 + static_cast<unsigned char>(bytes.back()) % 300;
    const Trouble trouble = troubleOf({.method = "POST", .path = "/v2/orders"}, status, bytes);
    if (trouble.sentence.empty() || trouble.sentence.size() > 700)
        std::abort();
    return !trouble.code.empty();
}

constexpr Reader all[] = {
    {"order",
     [](const std::string &bytes) {
         const auto order = parseOrder(bytes);
         if (order)
             use(*order);
         return order.has_value();
     }},
    {"orders", readsOrders},
    {"bulk", [](const std::string &bytes) { return parseBulk(bytes).has_value(); }},
    {"fills", readsFills},
    {"activities", [](const std::string &bytes) { return parseActivityPage(bytes, 3).has_value(); }},
    {"asset", readsAsset},
    {"assets", [](const std::string &bytes) { return parseAssets(bytes).has_value(); }},
    {"account", readsAccount},
    {"clock", [](const std::string &bytes) { return parseClock(bytes).has_value(); }},
    {"calendar", [](const std::string &bytes) { return parseCalendar(bytes).has_value(); }},
    {"position", [](const std::string &bytes) { return parsePosition(bytes).has_value(); }},
    {"positions", [](const std::string &bytes) { return parsePositions(bytes).has_value(); }},
    {"portfolio history", [](const std::string &bytes) { return parsePortfolioHistory(bytes).has_value(); }},
    {"bars", [](const std::string &bytes) { return parseBars(bytes).has_value(); }},
    {"trades", [](const std::string &bytes) { return parseTrades(bytes).has_value(); }},
    {"quotes", [](const std::string &bytes) { return parseQuotes(bytes).has_value(); }},
    {"snapshots", [](const std::string &bytes) { return parseSnapshots(bytes).has_value(); }},
    {"books", [](const std::string &bytes) { return parseBooks(bytes).has_value(); }},
    {"contracts", [](const std::string &bytes) { return parseContracts(bytes).has_value(); }},
    {"chain", [](const std::string &bytes) { return parseChain(bytes).has_value(); }},
    {"error", readsError},
};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
