#include "core/engine/WireJson.h"

namespace core {

namespace {

template <class T>
void amount(JsonWriter &json, const char *key, const std::optional<T> &maybe)
{
    json.key(key);
    maybe ? json.value(maybe->toString()) : json.null();
}

void writeGuards(JsonWriter &json, const std::vector<GuardResult> &guards)
{
    json.key("guards").beginArray();
    for (const GuardResult &guard : guards)
        json.beginObject()
            .member("rule", guard.rule)
            .member("grade", guardGradeName(guard.grade))
            .member("detail", guard.detail)
            .endObject();
    json.endArray();
}

} // namespace

void writeProposal(JsonWriter &json, const ProposalView &view)
{
    const Proposal &p = view.proposal;
    json.beginObject()
        .member("id", p.id.text())
        .member("version", p.version)
        .member("hash", view.hash)
        .member("state", proposalStateName(view.state))
        .member("state_reason", view.stateReason)
        .member("venue", p.signal.series.instrument.venue)
        .member("instrument", p.signal.series.instrument.symbol)
        .member("side", sideName(p.side))
        .member("quantity", p.quantity.toString())
        .member("order_type", orderTypeName(p.orderType));
    amount(json, "limit_price", p.limitPrice);
    amount(json, "stop_price", p.stopPrice);
    json.key("targets").beginArray();
    if (p.targetPrice)
        json.value(p.targetPrice->toString());
    json.endArray();
    amount(json, "loss_at_stop", p.lossAtStop);
    amount(json, "loss_at_gap", p.lossAtGap);
    json.member("notional", p.notionalValue.toString())
        .member("reference_price", p.referencePrice.toString())
        .member("binding_limit", p.bindingLimit)
        .member("bot", p.signal.bot.text())
        .member("strategy", p.signal.strategy)
        .member("created_at", p.createdAt)
        .member("expires_at", p.expiresAt)
        .member("drift_r", view.driftR)
        .member("needs_two_steps", view.needsTwoSteps);
    json.key("reasons").beginArray();
    for (const std::string &reason : p.reasons)
        json.value(reason);
    json.endArray();
    writeGuards(json, view.guards);
    json.endObject();
}

void writeOrder(JsonWriter &json, const OrderView &view)
{
    const Order &order = view.order;
    const OrderRequest &r = order.request;
    json.beginObject()
        .member("client_order_id", r.clientOrderId.text())
        .member("id", order.venueId.text())
        .member("venue", r.instrument.venue)
        .member("instrument", r.instrument.symbol)
        .member("side", sideName(r.side))
        .member("quantity", r.quantity.toString())
        .member("filled", order.filled.toString())
        .member("status", orderStatusName(order.status))
        .member("differs", view.differs)
        .member("role", orderRoleName(r.role))
        .member("order_type", orderTypeName(r.type))
        .member("proposal", order.proposal.text());
    amount(json, "limit_price", r.limitPrice);
    amount(json, "stop_price", r.stopPrice);
    amount(json, "average_price", order.averagePrice());
    json.member("reason", order.reason).member("created_at", order.createdAt).endObject();
}

void writePosition(JsonWriter &json, const PositionView &view)
{
    json.beginObject()
        .member("venue", view.instrument.venue)
        .member("instrument", view.instrument.symbol)
        .member("quantity", view.quantity.toString());
    amount(json, "venue_quantity", view.venueQuantity);
    const bool isFlat = view.quantity.isZero();
    amount(json, "average_price", isFlat ? std::nullopt : std::optional(view.averagePrice));
    amount(json, "unrealised_pnl", view.unrealisedPnl);
    amount(json, "watched_target", view.watchedTarget);
    json.member("realised_pnl", view.realisedPnl.toString())
        .member("differs", view.differs)
        .member("external", view.external.toString())
        .member("corrected", view.isCorrected)
        .endObject();
}

std::string proposalsJson(const EngineSnapshot &snapshot)
{
    JsonWriter json;
    json.beginObject().key("proposals").beginArray();
    for (const auto *list : {&snapshot.waiting, &snapshot.decided})
        for (const ProposalView &view : *list)
            writeProposal(json, view);
    return json.endArray().endObject().take();
}

std::string ordersJson(const EngineSnapshot &snapshot)
{
    JsonWriter json;
    json.beginObject().key("orders").beginArray();
    for (const OrderView &view : snapshot.orders)
        writeOrder(json, view);
    return json.endArray().endObject().take();
}

std::string positionsJson(const EngineSnapshot &snapshot)
{
    JsonWriter json;
    json.beginObject().key("positions").beginArray();
    for (const PositionView &view : snapshot.positions)
        writePosition(json, view);
    return json.endArray().endObject().take();
}

std::string accountJson(const EngineSnapshot &snapshot)
{
    const AccountView &account = snapshot.account;
    JsonWriter json;
    json.beginObject()
        .member("account", account.id.text())
        .member("destination", destinationName(account.destination))
        .member("mode", decisionModeName(account.mode))
        .member("equity", account.equity.toString())
        .member("cash", account.cash.toString())
        .member("buying_power", account.buyingPower.toString())
        .member("day_pnl", account.dayPnl.toString())
        .member("day_limit_room", account.dayLimitRoom.toString())
        .member("heat", account.heat.toString())
        .member("exposure_pct", account.exposurePct)
        .member("cash_difference", account.cashDifference.value_or(Money()).toString())
        .member("overnight_loss", account.overnightLoss.toString())
        .member("day_flows", account.netFlows.toString())
        .member("halted", snapshot.isHalted)
        .member("flattening", snapshot.isFlattening)
        .member("reduce_only", snapshot.isReduceOnly)
        .member("halt_reason", snapshot.haltReason)
        .member("market_time", snapshot.marketTime);
    return json.endObject().take();
}

} // namespace core
