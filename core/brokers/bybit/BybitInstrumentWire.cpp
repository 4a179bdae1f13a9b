#include "core/brokers/bybit/BybitInstrumentWire.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <chrono>

namespace core::bybit {

namespace {

/// A maximum beyond what a Quantity can hold binds no order of ours.
std::optional<Quantity> mostOf(json::Fields &row, std::string_view key)
{
    static const Money largest(Decimal::fromInteger(9'000'000'000));
    const auto most = row.maybeMoney(key);
    if (!most || *most > largest || most->sign() <= 0)
        return std::nullopt;
    return Quantity(most->value().narrowed(Rounding::Floor));
}

Decimal step(json::Fields &row, std::string_view key)
{
    const Decimal value = row.amount<Decimal>(key);
    if (value.sign() <= 0)
        row.complain(key, "it is not above 0");
    return value;
}

void readLinearFilters(json::Fields &row, InstrumentFacts &facts)
{
    row.inside("priceFilter", [&](json::Fields &prices) {
        facts.instrument.tickSize = step(prices, "tickSize");
        facts.minPrice = prices.maybeAmount<Price>("minPrice");
        facts.maxPrice = prices.maybeAmount<Price>("maxPrice");
    });
    row.inside("lotSizeFilter", [&](json::Fields &lots) {
        facts.instrument.lotSize = step(lots, "qtyStep");
        facts.instrument.minQuantity = lots.amount<Quantity>("minOrderQty");
        facts.instrument.minNotional = lots.maybeMoney("minNotionalValue").value_or(Money());
        facts.maxQuantity = mostOf(lots, "maxOrderQty");
        facts.maxMarketQuantity = mostOf(lots, "maxMktOrderQty");
    });
    row.inside("leverageFilter", [&](json::Fields &leverage) {
        facts.maxLeverage = leverage.maybeAmount<Decimal>("maxLeverage");
        facts.leverageStep = leverage.maybeAmount<Decimal>("leverageStep");
    });
    if (const auto minutes = row.maybeInteger("fundingInterval"); minutes && *minutes > 0 && *minutes <= 10'080)
        facts.fundingInterval = std::chrono::minutes(*minutes);
}

void readSpotFilters(json::Fields &row, InstrumentFacts &facts)
{
    row.inside("priceFilter", [&](json::Fields &prices) { facts.instrument.tickSize = step(prices, "tickSize"); });
    row.inside("lotSizeFilter", [&](json::Fields &lots) {
        facts.instrument.lotSize = step(lots, "basePrecision");
        facts.instrument.minQuantity = lots.maybeAmount<Quantity>("minOrderQty").value_or(Quantity());
        facts.instrument.minNotional = lots.money("minOrderAmt");
        facts.maxQuantity = mostOf(lots, "maxLimitOrderQty");
        facts.maxMarketQuantity = mostOf(lots, "maxMarketOrderQty");
    });
}

void readPriceLimitRatios(json::Fields &row, InstrumentFacts &facts)
{
    if (!row.value("riskParameters").isObject())
        return;
    row.inside("riskParameters", [&](json::Fields &risk) {
        facts.priceLimitRatioX = risk.maybeAmount<Decimal>("priceLimitRatioX");
        facts.priceLimitRatioY = risk.maybeAmount<Decimal>("priceLimitRatioY");
    });
}

InstrumentFacts readInstrument(json::Fields &row, Category category)
{
    const bool isLinear = category == Category::Linear;
    InstrumentFacts facts{.instrument = {.id = instrumentId(category, row.text("symbol")),
                                         .assetClass = isLinear ? AssetClass::Perpetual : AssetClass::Crypto,
                                         .session = SessionKind::AlwaysOpen,
                                         .shortable = isLinear},
                          .category = category,
                          .status = row.text("status"),
                          .contractType = isLinear ? row.text("contractType") : std::string(),
                          .baseCoin = row.text("baseCoin"),
                          .quoteCoin = row.text("quoteCoin"),
                          .settleCoin = {}};
    facts.settleCoin = isLinear ? row.text("settleCoin") : facts.quoteCoin;
    facts.instrument.currency = facts.settleCoin;
    if (isLinear)
        readLinearFilters(row, facts);
    else
        readSpotFilters(row, facts);
    readPriceLimitRatios(row, facts);
    return facts;
}

InstrumentPage readInstruments(json::Fields &result, Category category)
{
    InstrumentPage page;
    page.cursor = result.maybeText("nextPageCursor").value_or("");
    const json::Value list = result.value("list");
    if (!list.isArray())
        result.complain("list", "it is missing");
    for (const json::Value each : list) {
        std::optional<Error> problem;
        json::Fields row(each, "", problem);
        InstrumentFacts facts = problem ? InstrumentFacts() : readInstrument(row, category);
        if (problem)
            page.leftOut.push_back(std::string(each["symbol"].text()) + ": " + describe(*problem));
        else
            page.items.push_back(std::move(facts));
    }
    return page;
}

PriceLimits readPriceLimit(json::Fields &result)
{
    PriceLimits limits{.highestBuy = result.amount<Price>("buyLmt"), .lowestSell = result.amount<Price>("sellLmt"),
                       .at = result.maybeMilliTime("ts")};
    if (limits.lowestSell.sign() <= 0 || limits.highestBuy < limits.lowestSell)
        result.complain("buyLmt", "the limits contradict each other");
    return limits;
}

} // namespace

Result<InstrumentPage> parseInstruments(Category category, std::string_view bytes)
{
    return readResult(bytes, [category](json::Fields &result) { return readInstruments(result, category); });
}

Result<PriceLimits> parsePriceLimit(std::string_view bytes)
{
    return readResult(bytes, &readPriceLimit);
}

} // namespace core::bybit
