#include "app/exchange/bybit/BybitTrading.h"

#include "app/exchange/bybit/Json.h"

namespace app::bybit {

using namespace core;

namespace {

Problem badParameter(const std::string &what)
{
    return {10001, "params error: " + what};
}

/// Named by clients, and not simulated: better refused than silently left out.
constexpr const char *notSimulated[] = {"tpLimitPrice", "slLimitPrice", "bboSideType", "slippageTolerance",
                                        "trailingStop", "tpSize",       "slSize"};
/// Not of amends, and not of spot.
constexpr const char *exitWords[] = {"takeProfit", "stopLoss"};

bool isSaid(const json::Value &body, const char *name)
{
    const auto text = body[name].text();
    return !text.empty() && text != "0";
}

std::optional<Problem> aboutNotSimulated(const json::Value &body, bool mayHaveExits)
{
    for (const char *name : notSimulated)
        if (isSaid(body, name))
            return badParameter(std::string(name) + " is not simulated");
    for (const char *name : exitWords)
        if (!mayHaveExits && isSaid(body, name))
            return badParameter(std::string(name) + " is not simulated here");
    if (body["tpslMode"].text() == "Partial")
        return badParameter("tpslMode Partial is not simulated");
    return std::nullopt;
}

Exits readExits(json::Fields &fields)
{
    return {.stop = fields.maybeAmount<Price>("stopLoss"),
            .target = fields.maybeAmount<Price>("takeProfit"),
            .stopBy = fields.maybeText("slTriggerBy").value_or("LastPrice"),
            .targetBy = fields.maybeText("tpTriggerBy").value_or("LastPrice")};
}

std::optional<Problem> aboutWords(const json::Value &body, bool isSpot)
{
    if (auto found = aboutNotSimulated(body, !isSpot))
        return found;
    if (body["side"].text() != "Buy" && body["side"].text() != "Sell")
        return Problem{10001, "params error: side invalid"};
    if (body["orderType"].text() != "Market" && body["orderType"].text() != "Limit")
        return Problem{10001, "params error: orderType invalid"};
    if (const auto force = body["timeInForce"].text(); !force.empty() && !parseForce(force))
        return Problem{10001, "params error: timeInForce invalid"};
    return std::nullopt;
}

void readSpot(Draft &draft, json::Fields &fields)
{
    const std::string unit =
        fields.maybeText("marketUnit").value_or(draft.side == Side::Buy ? "quoteCoin" : "baseCoin");
    draft.isInMoney = draft.isMarket && unit == "quoteCoin";
    draft.filter = fields.maybeText("orderFilter").value_or("Order");
    if (draft.filter == "Order")
        draft.trigger.reset();
    else if (!draft.trigger)
        fields.complain("triggerPrice", "is missing");
}

void readLinear(Draft &draft, json::Fields &fields)
{
    draft.triggerDirection = int(fields.maybeInteger("triggerDirection").value_or(0));
    draft.triggerBy = draft.trigger ? fields.maybeText("triggerBy").value_or("LastPrice") : "";
    draft.positionIdx = int(fields.maybeInteger("positionIdx").value_or(0));
    draft.reduceOnly = fields.maybeFlag("reduceOnly").value_or(false);
    draft.closeOnTrigger = fields.maybeFlag("closeOnTrigger").value_or(false);
    draft.filter = draft.trigger ? "StopOrder" : "Order";
    draft.exits = readExits(fields);
    for (std::optional<Price> *each : {&draft.exits.stop, &draft.exits.target})
        if (*each && (*each)->isZero())
            each->reset();
    draft.exits.parentLinkId = draft.linkId;
    if (draft.reduceOnly && !draft.exits.areNone())
        fields.complain("reduceOnly", "excludes takeProfit and stopLoss");
}

std::string acknowledged(const Order &order)
{
    JsonWriter json;
    return json.beginObject()
        .member("orderId", order.id)
        .member("orderLinkId", order.terms.linkId)
        .endObject()
        .take();
}

}  // namespace

Answer<const Product *> BybitTrading::productOf(std::string_view name, const json::Value &body) const
{
    const auto category = parseCategory(name);
    if (!category)
        return refuse(badParameter("category is invalid"));
    if (const Product *product = m_products.find(*category, body["symbol"].text()))
        return product;
    return *category == Category::Spot ? refuse(170121, "Invalid symbol.")
                                       : refuse(10001, "Not supported symbols");
}

Answer<Draft> BybitTrading::read(std::string_view category, const json::Value &body) const
{
    const auto product = productOf(category, body);
    if (!product)
        return refuse(product.error());
    if (auto objection = aboutWords(body, (*product)->isSpot()))
        return refuse(std::move(*objection));
    std::optional<Error> problem;
    json::Fields fields(body, "", problem);
    Draft draft;
    draft.product = *product;
    draft.side = fields.text("side") == "Buy" ? Side::Buy : Side::Sell;
    draft.isMarket = fields.text("orderType") == "Market";
    draft.quantity = fields.amount<Quantity>("qty");
    draft.price = fields.maybeAmount<Price>("price");
    draft.force = parseForce(fields.maybeText("timeInForce").value_or("GTC")).value_or(Force::Gtc);
    draft.trigger = fields.maybeAmount<Price>("triggerPrice");
    draft.linkId = fields.maybeText("orderLinkId").value_or("");
    if (draft.trigger && draft.trigger->isZero())
        draft.trigger.reset();
    (*product)->isSpot() ? readSpot(draft, fields) : readLinear(draft, fields);
    if (problem)
        return refuse(badParameter(describe(*problem)));
    return draft;
}

Answer<std::string> BybitTrading::named(const Answer<std::string> &id) const
{
    return id ? Body(acknowledged(*m_account.find(*id))) : refuse(id.error());
}

Answer<std::string> BybitTrading::create(const json::Value &body)
{
    return named(createOne(body["category"].text(), body));
}

Answer<std::string> BybitTrading::createOne(std::string_view category, const json::Value &body)
{
    auto draft = read(category, body);
    return draft ? m_account.create(std::move(*draft)) : refuse(draft.error());
}

namespace {

OrderName nameOf(const Product *product, const json::Value &body)
{
    OrderName name;
    name.product = product;
    name.id = std::string(body["orderId"].text());
    name.linkId = std::string(body["orderLinkId"].text());
    if (const auto filter = body["orderFilter"].text(); !filter.empty())
        name.filter = std::string(filter);
    return name;
}

}  // namespace

Answer<std::string> BybitTrading::amend(const json::Value &body)
{
    return named(amendOne(body["category"].text(), body));
}

Answer<std::string> BybitTrading::amendOne(std::string_view category, const json::Value &body)
{
    const auto product = productOf(category, body);
    if (!product)
        return refuse(product.error());
    if (auto objection = aboutNotSimulated(body, false))
        return refuse(std::move(*objection));
    std::optional<Error> problem;
    json::Fields fields(body, "", problem);
    const Changes changes{fields.maybeAmount<Quantity>("qty"), fields.maybeAmount<Price>("price"),
                          fields.maybeAmount<Price>("triggerPrice")};
    OrderName name = nameOf(*product, body);
    if (const Order *order = name.id.empty()
                                 ? m_account.findByLinkId((*product)->category, name.linkId)
                                 : m_account.find(name.id))
        name.filter = order->terms.filter;  // an amend needs none
    if (problem)
        return refuse(badParameter(describe(*problem)));
    return m_account.amend(name, changes);
}

Answer<std::string> BybitTrading::cancel(const json::Value &body)
{
    return named(cancelOne(body["category"].text(), body));
}

Answer<std::string> BybitTrading::cancelOne(std::string_view category, const json::Value &body)
{
    const auto product = productOf(category, body);
    return product ? m_account.cancel(nameOf(*product, body)) : refuse(product.error());
}

/// Spot takes plain orders unless it is told otherwise, perpetuals take every kind of one symbol or
/// coin.
Answer<std::string> BybitTrading::cancelAll(const json::Value &body)
{
    const auto category = parseCategory(body["category"].text());
    if (!category)
        return refuse(badParameter("category is invalid"));
    const auto symbol = body["symbol"].text();
    const Product *product = m_products.find(*category, symbol);
    if (!symbol.empty() && !product)
        return refuse(10001, "Not supported symbols");
    const bool isSpot = *category == Category::Spot;
    if (!isSpot && symbol.empty() && body["baseCoin"].text().empty() &&
        body["settleCoin"].text().empty())
        return refuse(badParameter("symbol, baseCoin or settleCoin is required"));
    std::string filter = body["orderFilter"].text().empty() && isSpot
                             ? "Order"
                             : std::string(body["orderFilter"].text());
    JsonWriter json;
    json.beginObject().key("list").beginArray();
    for (const std::string &id : m_account.cancelAll(*category, product, filter))
        json.raw(acknowledged(*m_account.find(id)));
    return json.endArray().member("success", "1").endObject().take();
}

Answer<std::string> BybitTrading::setLeverage(const json::Value &body)
{
    const auto product = productOf(body["category"].text(), body);
    if (!product)
        return refuse(product.error());
    const auto buy = Decimal::parse(body["buyLeverage"].text());
    const auto sell = Decimal::parse(body["sellLeverage"].text());
    if ((*product)->isSpot() || !buy || !sell || *buy != *sell)
        return refuse(badParameter("buy and sell leverage must be equal"));
    const auto set = m_account.setLeverage(**product, *buy);
    return set ? Body("{}") : refuse(set.error());
}

Answer<std::string> BybitTrading::setBeyondLimits(const json::Value &body)
{
    const auto category = parseCategory(body["category"].text());
    std::optional<Error> problem;
    json::Fields fields(body, "", problem);
    const bool moves = fields.flag("modifyEnable");
    if (!category || problem)
        return refuse(badParameter("category or modifyEnable is invalid"));
    m_account.setBeyondLimits(*category, moves ? BeyondLimits::Move : BeyondLimits::Refuse);
    return Body("{}");
}

/// Demo money: how an owner pays in and out here. The venue's limit of once a minute is not kept.
Answer<std::string> BybitTrading::applyMoney(const json::Value &body)
{
    const bool isTaken = body["adjustType"].text() == "1";
    for (const json::Value each : body["utaDemoApplyMoney"]) {
        const auto amount = WideDecimal::parse(each["amountStr"].text());
        if (!amount || amount->sign() <= 0 || each["coin"].text().empty())
            return refuse(badParameter("utaDemoApplyMoney is invalid"));
        const auto done =
            m_account.transfer(std::string(each["coin"].text()), isTaken ? -*amount : *amount);
        if (!done)
            return refuse(done.error());
    }
    return Body("{}");
}

/// Of the whole position only.
Answer<std::string> BybitTrading::tradingStop(const json::Value &body)
{
    const auto product = productOf(body["category"].text(), body);
    if (!product)
        return refuse(product.error());
    if ((*product)->isSpot())
        return refuse(badParameter("category is invalid"));
    if (auto objection = aboutNotSimulated(body, true))
        return refuse(std::move(*objection));
    std::optional<Error> problem;
    json::Fields fields(body, "", problem);
    const Exits wanted = readExits(fields);
    if (problem)
        return refuse(badParameter(describe(*problem)));
    const auto set = m_account.setExits(**product, wanted);
    return set ? Body("{}") : refuse(set.error());
}

/// One-way only.
Answer<std::string> BybitTrading::switchMode(const json::Value &body)
{
    if (body["category"].text() != "linear")
        return refuse(badParameter("category is invalid"));
    if (body["mode"].text() == "0")
        return refuse(110025, "Position mode is not modified");
    return refuse(110029, "This symbol does not support hedge mode");
}

}  // namespace app::bybit
