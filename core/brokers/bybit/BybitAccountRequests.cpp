#include "core/brokers/bybit/BybitAccountRequests.h"

namespace core::bybit {

namespace {

std::optional<OrderObjection> objectionToLevel(const std::optional<Price> &level, const InstrumentFacts &facts,
                                               const char *what)
{
    return level && !level->isZero() ? objectionToPrice(*level, facts, what) : std::nullopt;
}

std::optional<OrderObjection> objectionToLeverage(const InstrumentFacts &facts, Decimal leverage)
{
    if (facts.category != Category::Linear)
        return OrderObjection{Objection::WrongInstrument, "Only contracts have a leverage."};
    if (leverage < Decimal::fromInteger(1) || (facts.maxLeverage && leverage > *facts.maxLeverage))
        return OrderObjection{Objection::Quantity,
                              "The leverage must be at least 1" +
                                  (facts.maxLeverage ? " and at most " + facts.maxLeverage->toString() : "") + "."};
    if (facts.leverageStep && !isOnStep(leverage, *facts.leverageStep))
        return OrderObjection{Objection::Lot,
                              "The leverage must be a multiple of " + facts.leverageStep->toString() + "."};
    return std::nullopt;
}

Query transactionsOf(std::string_view coin)
{
    Query query;
    query.add("accountType", "UNIFIED").add("currency", coin).add("limit", transactionPage);
    return query;
}

} // namespace

Request transactionLog(std::string_view coin, std::string_view cursor)
{
    return signedGet("/v5/account/transaction-log", transactionsOf(coin).addCursor(cursor));
}

Request transactionLog(std::string_view coin, const Window &window, std::string_view cursor)
{
    Query query = transactionsOf(coin);
    query.add("startTime", window.from()).add("endTime", window.to());
    return signedGet("/v5/account/transaction-log", query.addCursor(cursor));
}

Request keyInfo()
{
    return signedGet("/v5/user/query-api");
}

Request accountInfo()
{
    return signedGet("/v5/account/info");
}

Request walletBalance(std::string_view coins)
{
    Query query;
    query.add("accountType", "UNIFIED");
    if (!coins.empty())
        query.add("coin", coins);
    return signedGet("/v5/account/wallet-balance", query);
}

Request positions(std::string_view settleCoin, std::string_view cursor)
{
    Query query;
    query.add("category", "linear").add("settleCoin", settleCoin).add("limit", positionPage).addCursor(cursor);
    return signedGet("/v5/position/list", query);
}

Request position(std::string_view symbol)
{
    Query query;
    query.add("category", "linear").add("symbol", symbol);
    return signedGet("/v5/position/list", query);
}

OrObjection<Request> feeRate(Environment environment, Category category, std::string_view symbol)
{
    if (environment == Environment::Demo)
        return tl::unexpected(OrderObjection{Objection::NotInDemo, "Bybit's demo account does not tell its fees."});
    Query query;
    query.add("category", categoryName(category)).add("symbol", symbol);
    return signedGet("/v5/account/fee-rate", query);
}

OrObjection<Request> setLeverage(const InstrumentFacts &facts, Decimal leverage)
{
    if (auto found = objectionToLeverage(facts, leverage))
        return tl::unexpected(std::move(*found));
    JsonWriter json;
    json.beginObject().member("category", "linear").member("symbol", facts.instrument.id.symbol);
    json.member("buyLeverage", leverage).member("sellLeverage", leverage).endObject();
    return signedPost("/v5/position/set-leverage", json);
}

Request switchToOneWay(std::string_view settleCoin)
{
    JsonWriter json;
    json.beginObject().member("category", "linear").member("coin", settleCoin).member("mode", 0).endObject();
    return signedPost("/v5/position/switch-mode", json);
}

OrObjection<Request> setTradingStop(const InstrumentFacts &facts, const TradingStop &levels)
{
    if (facts.category != Category::Linear)
        return tl::unexpected(OrderObjection{Objection::Attached, "On spot the venue holds no stop for a position."});
    if (!levels.stop && !levels.target)
        return tl::unexpected(OrderObjection{Objection::Nothing, "The change changes nothing."});
    if (auto found = objectionToLevel(levels.stop, facts, "stop price"))
        return tl::unexpected(std::move(*found));
    if (auto found = objectionToLevel(levels.target, facts, "target price"))
        return tl::unexpected(std::move(*found));
    JsonWriter json;
    json.beginObject().member("category", "linear").member("symbol", facts.instrument.id.symbol);
    json.member("tpslMode", "Full").member("positionIdx", 0);
    if (levels.target)
        json.member("takeProfit", levels.target->value()).member("tpTriggerBy", "LastPrice");
    if (levels.stop)
        json.member("stopLoss", levels.stop->value()).member("slTriggerBy", "MarkPrice");
    return signedPost("/v5/position/trading-stop", json.endObject());
}

Request userSettings()
{
    return signedGet("/v5/account/user-setting-config");
}

Request setBeyondLimit(Category category, BeyondLimit action)
{
    JsonWriter json;
    json.beginObject().member("category", categoryName(category));
    json.member("modifyEnable", action == BeyondLimit::Move).endObject();
    return signedPost("/v5/account/set-limit-px-action", json);
}

} // namespace core::bybit
