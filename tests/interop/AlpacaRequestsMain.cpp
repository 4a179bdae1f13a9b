#include "core/base/Json.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"
#include "core/brokers/alpaca/AlpacaMarketRequests.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"
#include "tests/core/brokers/alpaca/Builders.h"

#include <cstdio>

/// Prints every kind of request that our Alpaca client can make, one JSON object a line, so that a program
/// that knows the venue's specification can judge them.
namespace {

using namespace core;
using namespace core::alpaca;
using namespace support;

constexpr const char *orderId = "5b0c1f0a-7f0e-4c52-9d0f-0a4b1c2d3e4f";

NewOrder with(NewOrder order, WireType type, WireTimeInForce timeInForce)
{
    order.type = type;
    order.timeInForce = timeInForce;
    const bool hasLimit = type == WireType::Limit || type == WireType::StopLimit;
    const bool hasStop = type == WireType::Stop || type == WireType::StopLimit;
    order.limit = hasLimit ? std::optional(px("81.37")) : std::nullopt;
    order.stop = hasStop ? std::optional(px("80.5")) : std::nullopt;
    if (type == WireType::TrailingStop)
        order.trailPercent = dec("2.5");
    return order;
}

/// What goes with what, by the venue's own table.
std::vector<NewOrder> simpleOrders()
{
    std::vector<NewOrder> all;
    using enum WireType;
    using enum WireTimeInForce;
    for (const auto timeInForce : {Day, Gtc})
        for (const auto type : {Market, Limit, Stop, StopLimit, TrailingStop})
            all.push_back(with(limitBuy(), type, timeInForce));
    for (const auto timeInForce : {Opg, Cls, Ioc, Fok})
        for (const auto type : {Market, Limit})
            all.push_back(with(limitBuy(), type, timeInForce));
    NewOrder trailing = with(limitBuy(), WireType::TrailingStop, WireTimeInForce::Day);
    trailing.trailPercent.reset();
    trailing.trailPrice = px("1.25");
    NewOrder extended = limitBuy();
    extended.extendedHours = true;
    NewOrder byMoney = with(limitBuy(), WireType::Market, WireTimeInForce::Day);
    byMoney.quantity.reset();
    byMoney.notional = dec("250.5");
    all.insert(all.end(), {trailing, extended, byMoney, limitBuy("81.37", "0.123456789")});
    return all;
}

std::vector<NewOrder> otherOrders()
{
    NewOrder bracket = limitBuy();
    bracket.orderClass = OrderClass::Bracket;
    bracket.takeProfit = px("90");
    bracket.stopLoss = StopLoss{px("75"), px("74.5")};
    NewOrder oco = bracket;
    oco.side = Side::Sell;
    oco.orderClass = OrderClass::Oco;
    NewOrder oto = bracket;
    oto.orderClass = OrderClass::Oto;
    oto.takeProfit.reset();
    oto.stopLoss = StopLoss{px("75")};
    NewOrder coin = with(limitBuy(), WireType::StopLimit, WireTimeInForce::Gtc);
    coin.kind = TradedKind::Crypto;
    coin.symbol = "BTC/USD";
    NewOrder option = with(limitBuy(), WireType::Market, WireTimeInForce::Day);
    option.kind = TradedKind::Option;
    option.symbol = "AAPL261218C00250000";
    std::vector<NewOrder> all{bracket, oco, oto, coin};
    using enum PositionIntent;
    for (const auto intent : {BuyToOpen, BuyToClose, SellToOpen, SellToClose}) {
        option.intent = intent;
        option.side = intent == SellToOpen || intent == SellToClose ? Side::Sell : Side::Buy;
        all.push_back(option);
    }
    return all;
}

std::vector<Request> orderRequests()
{
    const VenueOrderId id(orderId);
    const OrderChange change{.id = ClientOrderId("AB01CD0000000018K"), .quantity = qty("5"),
                             .timeInForce = WireTimeInForce::Gtc, .limit = px("82"), .stop = px("79")};
    std::vector<Request> all{replaceOrder(id, change), replaceOrder(id, {.id = change.id, .trail = dec("1.5")}),
                             cancelOrder(id), cancelAllOrders(), orderById(id), orderById(id, false),
                             orderByClientId(change.id), listOrders({}),
                             listOrders({.which = OrderQuery::Which::Closed, .after = at("2026-03-02"),
                                         .until = at("2026-03-03"), .symbols = {"PLTR", "BTC/USD"}}),
                             listOrders({.which = OrderQuery::Which::All, .isNested = false})};
    for (const auto &orders : {simpleOrders(), otherOrders()})
        for (const NewOrder &order : orders)
            all.push_back(createOrder(order));
    return all;
}

std::vector<Request> accountRequests()
{
    const auto from = std::chrono::floor<std::chrono::days>(at("2026-03-20"));
    const InstrumentId stock{"alpaca", "PLTR"};
    const InstrumentId coin{"alpaca-crypto", "BTC/USD"};
    return {account(), venueClock(), calendar(from, from + std::chrono::days(7)), assets(TradedKind::Stock),
            assets(TradedKind::Crypto), asset("PLTR"), asset("BTC/USD"), positions(), position(stock), position(coin),
            closePosition(stock), closePart(stock, qty("1")), closePercent(stock, dec("50")),
            closeAllPositions(true), closeAllPositions(false), activities({}), activities({.types = {"CSD", "CSW"}}),
            activities({.after = at("2026-03-02"), .until = at("2026-03-03"), .pageToken = "20260302143107391::a"}),
            activities({.types = {}}), activities({.order = VenueOrderId(orderId)}), portfolioHistory({}),
            portfolioHistory({.period = "1D", .timeframe = "5Min", .isContinuous = true, .end = at("2026-03-02")}),
            optionContracts({.underlying = "PLTR", .from = from, .to = from, .leastStrike = px("1"),
                             .mostStrike = px("2.5"), .pageToken = "MTA="})};
}

template <class Prices>
void addPrices(std::vector<Request> &all, Prices prices, const std::vector<std::string> &symbols)
{
    const SpanQuery span{.symbols = symbols, .from = at("2026-03-02"), .to = at("2026-03-03"), .pageToken = "QQ=="};
    for (const auto timeframe : {Timeframe::M1, Timeframe::M15, Timeframe::H1, Timeframe::H4, Timeframe::D1})
        all.push_back(bars(prices, timeframe, span));
    all.insert(all.end(), {trades(prices, span), latestTrades(prices, symbols), latestQuotes(prices, symbols),
                           snapshots(prices, symbols)});
    if constexpr (!std::is_same_v<Prices, OptionPrices>) {
        all.push_back(quotes(prices, span));
        all.push_back(latestBars(prices, symbols));
    }
}

std::vector<Request> marketRequests()
{
    const auto from = std::chrono::floor<std::chrono::days>(at("2026-03-20"));
    std::vector<Request> all{orderBooks({}, {"BTC/USD"}),
                             optionChain({}, {.underlying = "PLTR", .from = from, .to = from, .leastStrike = dec("1"),
                                              .mostStrike = dec("2.5"), .pageToken = "MTA="})};
    for (const auto feed : {StockFeed::Iex, StockFeed::Sip, StockFeed::DelayedSip})
        addPrices(all, StockPrices{feed}, {"PLTR", "SPY"});
    addPrices(all, CryptoPrices{}, {"BTC/USD", "ETH/USD"});
    for (const bool isIndicative : {true, false})
        addPrices(all, OptionPrices{isIndicative}, {"AAPL261218C00250000"});
    return all;
}

void print(const Request &request)
{
    JsonWriter json;
    json.beginObject().member("host", request.host == Host::Data ? "data" : "trading");
    json.member("method", request.method).member("target", request.target()).member("body", request.body);
    std::puts(json.endObject().take().c_str());
}

} // namespace

int main()
{
    for (const auto &requests : {orderRequests(), accountRequests(), marketRequests()})
        for (const Request &request : requests)
            print(request);
    return 0;
}
