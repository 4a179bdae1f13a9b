#include "core/base/Timestamp.h"
#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitAcks.h"
#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitInstrumentWire.h"
#include "core/brokers/bybit/BybitMarketWire.h"
#include "core/brokers/bybit/BybitOrderRequests.h"
#include "core/brokers/bybit/BybitTransactions.h"
#include "tests/fuzz/Contract.h"
#include "tests/fuzz/Feed.h"

#include <cstdlib>

using namespace core;
using namespace core::bybit;

namespace fuzz {

namespace {

template <Category category>
bool readsOrders(const std::string &bytes)
{
    const auto orders = parseOrders(category, bytes);
    if (!orders)
        return false;
    for (const OrderState &each : orders->items)
        (void)(each.order.averagePrice() || isNewer(each, orders->items.front()));
    CursorWalk walk(2);
    (void)walk.next(orders->items.size(), orders->cursor);
    return true;
}

template <Category category>
bool readsExecutions(const std::string &bytes)
{
    const auto executions = parseExecutions(category, bytes);
    if (!executions)
        return false;
    for (const ExecutionState &each : executions->items)
        (void)bookingOf(each, factsOf(category)).assetChange();
    return true;
}

/// With what it says, an order of ours can be judged.
template <Category category>
bool readsInstruments(const std::string &bytes)
{
    const auto page = parseInstruments(category, bytes);
    if (!page)
        return false;
    for (const InstrumentFacts &facts : page->items) {
        OrderRequest order;
        order.clientOrderId = ClientOrderId("c1");
        order.instrument = facts.instrument.id;
        order.quantity = facts.instrument.minQuantity;
        order.type = OrderType::Limit;
        order.limitPrice = facts.minPrice;
        (void)createOrder({order, facts, {}});
        (void)setLeverage(facts, Decimal::fromInteger(3));
    }
    return true;
}

template <Category category>
bool readsTickers(const std::string &bytes)
{
    const auto tickers = parseTickers(category, bytes);
    for (const Ticker &each : tickers.value_or(TickerList()).items)
        (void)each.quote();
    return tickers.has_value();
}

/// As the answer to a read and to an order, of the status that its last byte chooses.
bool readsRefusal(const std::string &bytes)
{
    net::HttpAnswer answer;
    answer.status = bytes.empty() || bytes.back() == '}' || bytes.back() == '\n'
                        ? 200
                        : 200 + static_cast<unsigned char>(bytes.back());
    answer.body = bytes;
    const Verdict read = judge(answer, publicGet("/v5/market/time"), {});
    JsonWriter body;
    body.beginObject().endObject();
    const Verdict order = judge(answer, signedPost("/v5/order/create", body), {});
    if (read.sentence.size() > 700 || order.sentence.size() > 700)
        std::abort();
    return read.code != 0 && read.code == order.code;
}

constexpr Reader all[] = {
    {"orders, linear", readsOrders<Category::Linear>},
    {"orders, spot", readsOrders<Category::Spot>},
    {"executions, linear", readsExecutions<Category::Linear>},
    {"executions, spot", readsExecutions<Category::Spot>},
    {"instruments, linear", readsInstruments<Category::Linear>},
    {"instruments, spot", readsInstruments<Category::Spot>},
    {"tickers, linear", readsTickers<Category::Linear>},
    {"tickers, spot", readsTickers<Category::Spot>},
    {"order book", [](const std::string &bytes) { return parseOrderBook(Category::Linear, bytes).has_value(); }},
    {"trades", [](const std::string &bytes) { return parseTrades(Category::Spot, bytes).has_value(); }},
    {"klines", [](const std::string &bytes) { return parseKlines(Timeframe::H1, bytes).has_value(); }},
    {"funding", [](const std::string &bytes) { return parseFunding(bytes).has_value(); }},
    {"price limit", [](const std::string &bytes) { return parsePriceLimit(bytes).has_value(); }},
    {"server time", [](const std::string &bytes) { return parseServerTime(bytes).has_value(); }},
    {"ack", [](const std::string &bytes) { return parseAck(bytes).has_value(); }},
    {"cancel all", [](const std::string &bytes) { return parseCancelAll(bytes).has_value(); }},
    {"batch", [](const std::string &bytes) { return parseBatch(bytes, RequestKind::Create, 3).has_value(); }},
    {"wallet",
     [](const std::string &bytes) {
         const auto wallet = parseWallet(bytes);
         return wallet && (wallet->find("USDT") != nullptr || true);
     }},
    {"positions", [](const std::string &bytes) { return parsePositions(bytes).has_value(); }},
    {"account", [](const std::string &bytes) { return parseAccountInfo(bytes).has_value(); }},
    {"key", [](const std::string &bytes) { return parseKeyInfo(bytes).has_value(); }},
    {"fee rates", [](const std::string &bytes) { return parseFeeRates(bytes).has_value(); }},
    {"settings", [](const std::string &bytes) { return parseUserSettings(bytes).has_value(); }},
    {"verdict", readsRefusal},
    {"transactions",
     [](const std::string &bytes) {
         const auto transactions = parseTransactions(bytes);
         for (const Transaction &each : transactions.value_or(Page<Transaction>()).items)
             (void)cashFlowOf(each);
         return transactions.has_value();
     }},
};

} // namespace

std::span<const Reader> readers()
{
    return all;
}

} // namespace fuzz
