#include "app/exchange/bybit/Json.h"

#include "app/exchange/bybit/Text.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

namespace {

std::string textOf(const std::optional<Price> &price, const char *none)
{
    return price ? price->toString() : none;
}

void writeExits(JsonWriter &json, const Exits &exits)
{
    json.member("takeProfit", textOf(exits.target, "")).member("stopLoss", textOf(exits.stop, ""));
    json.member("tpTriggerBy", exits.target ? exits.targetBy : "");
    json.member("slTriggerBy", exits.stop ? exits.stopBy : "");
    json.member("tpslMode", exits.areNone() ? "" : "Full").member("ocoTriggerBy", "");
    json.member("tpLimitPrice", "0").member("slLimitPrice", "0");
}

std::string createTypeOf(const Draft &terms)
{
    if (terms.isLiquidation)
        return "CreateByLiq";
    return terms.exitKind.empty() ? "CreateByUser" : "CreateBy" + terms.exitKind;
}

void writeDone(JsonWriter &json, const Order &order)
{
    const auto average = order.averagePrice();
    const bool isOver = !order.isLive();
    const bool isSpot = order.terms.product->isSpot();
    const Quantity leaves = isOver && !isSpot ? Quantity() : order.leaves();
    const Money unspent = order.terms.isInMoney
                              ? Money(order.terms.quantity.value()) - order.filledValue
                              : notional(order.terms.price.value_or(order.lastOnCreated), leaves);
    json.member("avgPrice", average ? average->toString() : isSpot ? "0" : "");
    json.member("leavesQty", order.terms.isInMoney ? Decimal() : leaves.value());
    json.member("leavesValue", unspent.value()).member("cumExecQty", order.filled.value());
    json.member("cumExecValue", order.filledValue.value()).member("cumExecFee", order.fee);
    json.key("cumFeeDetail").beginObject();
    if (!order.fee.isZero())
        json.member(order.feeCoin(), order.fee);
    json.endObject();
}

void writeTrigger(JsonWriter &json, const Order &order)
{
    const Draft &terms = order.terms;
    const bool isTpsl = terms.filter == "tpslOrder";
    json.member("stopOrderType", !terms.exitKind.empty()  ? terms.exitKind
                                 : !terms.isConditional() ? ""
                                 : isTpsl                 ? "tpslOrder"
                                                          : "Stop");
    json.member("triggerPrice", textOf(terms.trigger, terms.product->isSpot() ? "0.00" : ""));
    json.member("triggerDirection", terms.product->isSpot() ? 0 : terms.triggerDirection);
    json.member("triggerBy", terms.triggerBy)
        .member("lastPriceOnCreated", order.lastOnCreated.value());
}

}  // namespace

void writeOrder(JsonWriter &json, const Order &order, bool isStream)
{
    const Draft &terms = order.terms;
    const bool isSpot = terms.product->isSpot();
    json.beginObject();
    if (isStream)
        json.member("category", categoryName(terms.product->category));
    json.member("orderId", order.id)
        .member("orderLinkId", terms.linkId)
        .member("parentOrderLinkId", terms.parentLinkId);
    json.member("blockTradeId", "")
        .member("symbol", terms.product->symbol())
        .member("side", sideWord(terms.side));
    json.member("positionIdx", terms.positionIdx).member("orderStatus", statusName(order.status));
    json.member("orderType", terms.isMarket ? "Market" : "Limit");
    json.member("price", textOf(terms.isMarket ? std::nullopt : terms.price, "0"))
        .member("qty", terms.quantity.value());
    json.member("timeInForce", forceName(terms.force)).member("cancelType", order.cancelType);
    json.member("rejectReason", order.rejectReason)
        .member("isLeverage", isSpot ? "0" : "")
        .member("orderIv", "");
    writeDone(json, order);
    writeTrigger(json, order);
    writeExits(json, terms.exits);
    if (!isSpot)
        json.member("createType", createTypeOf(terms));
    if (isStream)
        json.member("feeCurrency", isSpot ? order.feeCoin() : "");
    json.member("reduceOnly", terms.reduceOnly).member("closeOnTrigger", terms.closeOnTrigger);
    json.member("marketUnit",
                isSpot && terms.isMarket ? (terms.isInMoney ? "quoteCoin" : "baseCoin") : "");
    json.member("placeType", "")
        .member("smpType", "None")
        .member("smpGroup", 0)
        .member("smpOrderId", "");
    json.member("createdTime", millisText(order.createdAt))
        .member("updatedTime", millisText(order.updatedAt))
        .endObject();
}

void writeExecution(JsonWriter &json, const Execution &made, const Order *order, bool isStream)
{
    static const Draft none;
    const Draft &terms = order ? order->terms : none;
    json.beginObject();
    if (isStream)
        json.member("category", categoryName(made.product->category))
            .member("execPnl", made.profit.value())
            .member("isLeverage", "0");
    json.member("symbol", made.product->symbol())
        .member("orderId", made.order)
        .member("orderLinkId", terms.linkId);
    json.member("side", sideWord(made.side)).member("orderPrice", textOf(terms.price, "0"));
    json.member("orderQty", terms.isInMoney ? Decimal() : terms.quantity.value())
        .member("leavesQty", made.leaves.value());
    json.member("orderType", made.isFunding() ? "UNKNOWN" : terms.isMarket ? "Market" : "Limit")
        .member("stopOrderType", !terms.exitKind.empty()  ? terms.exitKind
                                 : terms.isConditional() ? "Stop"
                                                         : "UNKNOWN");
    json.member("createType", made.product->isSpot() || !order ? "" : createTypeOf(terms))
        .member("execId", made.id);
    json.member("execPrice", made.price.value()).member("execQty", made.quantity.value());
    json.member("execValue", notional(made.price, made.quantity).value())
        .member("execType", made.kind);
    json.member("execFee", made.fee)
        .member("execFeeV2", "")
        .member("feeRate", made.feeRate)
        .member("feeCurrency", made.feeCoin);
    json.member("execTime", millisText(made.at))
        .member("isMaker", made.isMaker)
        .member("closedSize", made.closed.value());
    for (const char *name : {"markPrice", "indexPrice", "underlyingPrice", "tradeIv", "markIv",
                             "blockTradeId", "extraFees"})
        json.member(name, "");
    json.member("seq", made.sequence).endObject();
}

void writePosition(JsonWriter &json, const Position &position, Price mark, bool isStream)
{
    const bool isFlat = position.isFlat();
    const WideDecimal average =
        isFlat ? WideDecimal() : position.cost.value().over(position.quantity.value());
    const WideDecimal margin = position.initialMargin(mark).value();
    const WideDecimal least = position.maintenanceMargin(mark).value();
    json.beginObject();
    if (isStream)
        json.member("category", "linear");
    json.member("positionIdx", 0).member("symbol", position.product->symbol());
    json.member("side", isFlat                         ? ""
                        : position.quantity.sign() > 0 ? "Buy"
                                                       : "Sell")
        .member("size", position.quantity.abs().value());
    json.member(isStream ? "entryPrice" : "avgPrice", average)
        .member("positionValue", position.cost.abs().value());
    json.member("leverage", position.leverage)
        .member("markPrice", mark.value())
        .member("liqPrice", "");
    json.member("positionIM", margin)
        .member("positionIMByMp", margin)
        .member("positionMM", least)
        .member("positionMMByMp", least);
    json.member("unrealisedPnl", position.unrealised(mark).value())
        .member("curRealisedPnl", position.realised.value());
    json.member("cumRealisedPnl", position.realisedEver.value())
        .member("takeProfit", textOf(position.exits.target, ""))
        .member("stopLoss", textOf(position.exits.stop, ""));
    json.member("trailingStop", "0")
        .member("riskId", 1)
        .member("riskLimitValue", "2000000")
        .member("autoAddMargin", 0);
    json.member("positionStatus", "Normal")
        .member("adlRankIndicator", isFlat ? 0 : 2)
        .member("isReduceOnly", false);
    for (const char *name : {"mmrSysUpdatedTime", "leverageSysUpdatedTime", "sessionAvgPrice",
                             "bustPrice", "breakEvenPrice"})
        json.member(name, "");
    json.member("tpslMode", "Full").member("positionBalance", "0").member("tradeMode", 0);
    json.member("createdTime", millisText(position.createdAt))
        .member("updatedTime", millisText(position.updatedAt));
    json.member("seq", position.sequence).endObject();
}

namespace {

/// In USDT, which is taken for a dollar; nothing for a coin that nobody plays.
WideDecimal usdPrice(const BybitAccount &account, const Products &products, const std::string &coin)
{
    if (coin == "USDT")
        return Decimal::fromInteger(1);
    const Product *product = products.find(Category::Spot, coin + "USDT");
    return product ? WideDecimal(account.books().price(*product).value()) : WideDecimal();
}

void writeCoin(JsonWriter &json, const BybitAccount &account, const Products &products,
               const std::string &coin)
{
    const Books &books = account.books();
    const Funds funds = account.funds();
    const bool settles = coin == "USDT";
    const WideDecimal profit = settles ? books.unrealised().value() : WideDecimal();
    const WideDecimal equity = books.balance(coin) + profit;
    const auto only = [&](Money money) { return settles ? money.value() : WideDecimal(); };
    json.beginObject().member("coin", coin).member("equity", equity);
    json.member("usdValue", equity.times(usdPrice(account, products, coin)))
        .member("walletBalance", books.balance(coin));
    json.member("locked", funds.locked(coin))
        .member("borrowAmount", "0")
        .member("spotBorrow", "0")
        .member("accruedInterest", "0");
    json.member("totalOrderIM", only(funds.orderMargin()))
        .member("totalPositionIM", only(books.initialMargin()));
    json.member("totalPositionMM", only(books.maintenanceMargin())).member("unrealisedPnl", profit);
    json.member("cumRealisedPnl", only(books.realisedEver()))
        .member("bonus", "0")
        .member("spotHedgingQty", "0");
    json.member("marginCollateral", settles).member("collateralSwitch", settles).member("free", "");
    json.member("availableToWithdraw", "").member("availableToBorrow", "").endObject();
}

}  // namespace
void writeLedgerRow(JsonWriter &json, const LedgerRow &row, const Books &books)
{
    const Execution *const made =
        row.execution > 0 ? &books.executions().at(std::size_t(row.execution - 1)) : nullptr;
    json.beginObject().member("id", "L" + std::to_string(row.ordinal)).member("type", row.type);
    json.member("symbol", made ? made->product->symbol() : "")
        .member("category", made ? categoryName(made->product->category) : "")
        .member("side", made ? sideWord(made->side) : "None")
        .member("transactionTime", std::to_string(toMillis(row.at)));
    json.member("qty", made ? made->quantity.toString() : "0")
        .member("tradePrice", made ? made->price.toString() : "0")
        .member("currency", row.coin)
        .member("funding", made && made->isFunding() ? row.funding.toString() : "");
    json.member("fee", row.fee).member("cashFlow", row.cash).member("change", row.change());
    json.member("cashBalance", row.balance)
        .member("tradeId", made ? made->id : "")
        .member("orderId", made ? made->order : "")
        .endObject();
}


void writeWallet(JsonWriter &json, const BybitAccount &account, const Products &products,
                 const std::vector<std::string> &coins)
{
    const Books &books = account.books();
    WideDecimal wallet;
    for (const auto &[coin, balance] : books.coins())
        wallet = wallet + balance.times(usdPrice(account, products, coin));
    const WideDecimal equity = wallet + books.unrealised().value();
    const WideDecimal initial = (books.initialMargin() + account.funds().orderMargin()).value();
    const WideDecimal least = books.maintenanceMargin().value();
    const auto rate = [&](const WideDecimal &margin) {
        return equity.sign() > 0 ? margin.over(equity) : WideDecimal();
    };
    json.beginObject()
        .member("accountType", "UNIFIED")
        .member("totalEquity", equity)
        .member("totalWalletBalance", wallet);
    json.member("totalMarginBalance", equity)
        .member("totalAvailableBalance", account.funds().available().value());
    json.member("totalPerpUPL", books.unrealised().value()).member("totalInitialMargin", initial);
    json.member("totalMaintenanceMargin", least)
        .member("accountIMRate", rate(initial))
        .member("accountMMRate", rate(least));
    json.member("accountLTV", "0").key("coin").beginArray();
    for (const auto &[coin, balance] : books.coins())
        if (coins.empty() ? !balance.isZero()
                          : std::find(coins.begin(), coins.end(), coin) != coins.end())
            writeCoin(json, account, products, coin);
    json.endArray().endObject();
}

namespace {

void writeSpotFilters(JsonWriter &json, const Product &product)
{
    const Instrument &own = product.instrument;
    json.member("innovation", "0").member("marginTrading", "utaOnly").member("stTag", "0");
    json.key("lotSizeFilter")
        .beginObject()
        .member("basePrecision", own.lotSize)
        .member("quotePrecision", product.moneyStep);
    json.member("minOrderQty", own.minQuantity.value())
        .member("maxOrderQty", product.mostLimit.value());
    json.member("minOrderAmt", own.minNotional.value()).member("maxOrderAmt", "8000000");
    json.member("maxLimitOrderQty", product.mostLimit.value())
        .member("maxMarketOrderQty", product.mostMarket.value());
    json.member("postOnlyMaxLimitOrderSize", product.mostLimit.value()).endObject();
    json.key("priceFilter").beginObject().member("tickSize", own.tickSize).endObject();
}

void writeLinearFilters(JsonWriter &json, const Product &product)
{
    const Instrument &own = product.instrument;
    json.member("contractType", "LinearPerpetual")
        .member("settleCoin", own.currency)
        .member("launchTime", "1584230400000");
    json.member("deliveryTime", "0")
        .member("deliveryFeeRate", "")
        .member("priceScale", "2")
        .member("unifiedMarginTrade", true);
    json.member("isPreListing", false).key("preListingInfo").null().member("copyTrading", "none");
    json.key("leverageFilter")
        .beginObject()
        .member("minLeverage", "1")
        .member("maxLeverage", product.mostLeverage);
    json.member("leverageStep", "0.01").endObject();
    json.key("lotSizeFilter")
        .beginObject()
        .member("minOrderQty", own.minQuantity.value())
        .member("qtyStep", own.lotSize);
    json.member("maxOrderQty", product.mostLimit.value())
        .member("maxMktOrderQty", product.mostMarket.value());
    json.member("postOnlyMaxOrderQty", product.mostLimit.value())
        .member("minNotionalValue", own.minNotional.value())
        .endObject();
    json.key("priceFilter")
        .beginObject()
        .member("tickSize", own.tickSize)
        .member("minPrice", own.tickSize);
    json.member("maxPrice", "1999999.8").endObject();
    json.member("fundingInterval", 480)
        .member("upperFundingRate", "0.005")
        .member("lowerFundingRate", "-0.005");
}

}  // namespace

void writeProduct(JsonWriter &json, const Product &product)
{
    json.beginObject()
        .member("symbol", product.symbol())
        .member("symbolId", product.isSpot() ? 1 : 2);
    json.member("status", "Trading")
        .member("baseCoin", product.base)
        .member("quoteCoin", product.instrument.currency);
    json.member("symbolType", "").member("displayName", "");
    product.isSpot() ? writeSpotFilters(json, product) : writeLinearFilters(json, product);
    json.key("riskParameters")
        .beginObject()
        .member("priceLimitRatioX", "0.05")
        .member("priceLimitRatioY", "0.1")
        .endObject();
    json.endObject();
}

}  // namespace app::bybit
