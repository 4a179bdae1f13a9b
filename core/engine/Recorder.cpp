#include "core/engine/Recorder.h"

#include "core/base/Json.h"
#include "core/execution/ClientOrderIds.h"

namespace core {

namespace {

using Value = decltype(Field::value);

template <class T>
Value text(const std::optional<T> &maybe)
{
    return maybe ? Value(maybe->toString()) : Value();
}

std::string guardsJson(const std::vector<GuardResult> &guards)
{
    JsonWriter json;
    json.beginArray();
    for (const GuardResult &guard : guards)
        json.beginObject()
            .member("rule", guard.rule)
            .member("grade", guardGradeName(guard.grade))
            .member("detail", guard.detail)
            .endObject();
    return json.endArray().take();
}

std::string reasonsJson(const std::vector<std::string> &reasons)
{
    JsonWriter json;
    json.beginArray();
    for (const std::string &reason : reasons)
        json.value(reason);
    return json.endArray().take();
}

std::int64_t millis(Duration duration)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

} // namespace

void Recorder::write(Table table, Timestamp at, std::vector<Field> fields)
{
    fields.push_back({"run", m_run});
    fields.push_back({"account", m_account});
    m_journal.append({table, at, std::move(fields)});
}

void Recorder::started(const EngineSettings &settings, Timestamp at)
{
    m_run = settings.run.text();
    m_account = settings.account.text();
    write(Table::Runs, at,
          {{"id", m_run},
           {"time", toIsoText(at)},
           {"event", "started"},
           {"profile", settings.profile},
           {"destination", destinationName(settings.destination)},
           {"mode", decisionModeName(settings.mode)},
           {"starting_cash", settings.startingCash.toString()}});
}

void Recorder::stopped(const std::string &why, Timestamp at)
{
    write(Table::Runs, at,
          {{"id", m_run + "/stop"}, {"time", toIsoText(at)}, {"event", "stopped: " + why}});
}

void Recorder::signalMade(const Signal &signal, const std::string &outcome)
{
    write(Table::Signals, signal.barCloseTime,
          {{"id", signal.id.text()},
           {"time", toIsoText(signal.barCloseTime)},
           {"bot", signal.bot.text()},
           {"strategy", signal.strategy},
           {"venue", signal.series.instrument.venue},
           {"instrument", signal.series.instrument.symbol},
           {"timeframe", timeframeName(signal.series.timeframe)},
           {"kind", signalKindName(signal.idea.kind)},
           {"source", signalSourceName(signal.source)},
           {"confidence", signal.idea.confidence},
           {"reference_price", signal.referencePrice.toString()},
           {"atr", text(signal.atr)},
           {"reason", signal.idea.reason},
           {"outcome", outcome}});
}

void Recorder::proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at)
{
    const Proposal &p = entry.proposal;
    write(Table::Proposals, at,
          {{"id", p.id.text()},
           {"time", toIsoText(at)},
           {"version", std::int64_t(p.version)},
           {"content_hash", entry.hash},
           {"state", proposalStateName(entry.state)},
           {"state_before", proposalStateName(from)},
           {"state_reason", entry.stateReason},
           {"end_reason", endReasonName(entry.endReason)},
           {"signal", p.signal.id.text()},
           {"bot", p.signal.bot.text()},
           {"venue", p.signal.series.instrument.venue},
           {"instrument", p.signal.series.instrument.symbol},
           {"side", sideName(p.side)},
           {"quantity", p.quantity.toString()},
           {"order_type", orderTypeName(p.orderType)},
           {"limit_price", text(p.limitPrice)},
           {"stop_price", text(p.stopPrice)},
           {"target_price", text(p.targetPrice)},
           {"reference_price", p.referencePrice.toString()},
           {"notional", p.notionalValue.toString()},
           {"loss_at_stop", text(p.lossAtStop)},
           {"binding_limit", p.bindingLimit},
           {"created_at", toIsoText(p.createdAt)},
           {"expires_at", toIsoText(p.expiresAt)},
           {"reasons", reasonsJson(p.reasons)},
           {"guards", guardsJson(entry.guards)},
           {"mode", decisionModeName(p.mode)},
           {"time_in_force", timeInForceName(p.timeInForce)},
           {"proposed_quantity", p.proposedQuantity.toString()},
           {"planned_price", text(p.plannedPrice)},
           {"planned_risk", text(p.plannedRisk)},
           {"exit_after_ms", p.holdAtMost ? Value(millis(*p.holdAtMost)) : Value()},
           {"exit_keeps_profit", std::int64_t(p.keepsProfit)},
           {"opens_at", p.opensAt ? Value(toIsoText(*p.opensAt)) : Value()},
           {"was_edited", std::int64_t(entry.wasEdited)},
           {"needs_two_steps", std::int64_t(entry.needsTwoSteps)}});
}

void Recorder::decided(const DeskEntry &entry, const Decision &d)
{
    write(Table::Decisions, d.at,
          {{"time", toIsoText(d.at)},
           {"proposal", d.proposal.text()},
           {"version", std::int64_t(d.version)},
           {"content_hash", d.contentHash},
           {"verb", d.verb},
           {"person", d.person},
           {"channel", d.channel},
           {"reason", d.reason},
           {"instrument", entry.proposal.signal.series.instrument.symbol},
           {"side", sideName(entry.proposal.side)},
           {"quantity", d.quantity.toString()},
           {"bid", d.quoteSeen ? Value(d.quoteSeen->bid.toString()) : Value()},
           {"ask", d.quoteSeen ? Value(d.quoteSeen->ask.toString()) : Value()},
           {"drift_r", d.driftR ? Value(*d.driftR) : Value()},
           {"time_on_card_ms", millis(d.timeOnCard)}});
}

void Recorder::orderIntended(const Order &order)
{
    const OrderRequest &r = order.request;
    write(Table::Intents, order.createdAt,
          {{"client_order_id", r.clientOrderId.text()},
           {"time", toIsoText(order.createdAt)},
           {"proposal", order.proposal.text()},
           {"role", orderRoleName(r.role)},
           {"venue", r.instrument.venue},
           {"instrument", r.instrument.symbol},
           {"side", sideName(r.side)},
           {"quantity", r.quantity.toString()},
           {"order_type", orderTypeName(r.type)},
           {"limit_price", text(r.limitPrice)},
           {"stop_price", text(r.stopPrice)},
           {"time_in_force", timeInForceName(r.timeInForce)},
           {"counter", ClientOrderIds::counterOf(r.clientOrderId).value_or(0)},
           {"reduce_only", std::int64_t(r.reduceOnly)},
           {"oco_group", r.ocoGroup},
           {"bot", order.bot.text()},
           {"exit_stop", text(order.exits.stop)},
           {"exit_target", text(order.exits.target)},
           {"exit_after_ms", order.exits.holdAtMost ? Value(millis(*order.exits.holdAtMost)) : Value()},
           {"exit_keeps_profit", std::int64_t(order.exits.keepsProfit)}});
}

void Recorder::orderChanged(const Order &order, OrderStatus from)
{
    const OrderRequest &r = order.request;
    write(Table::Orders, order.updatedAt,
          {{"client_order_id", r.clientOrderId.text()},
           {"id", order.venueId.text()},
           {"time", toIsoText(order.updatedAt)},
           {"proposal", order.proposal.text()},
           {"role", orderRoleName(r.role)},
           {"venue", r.instrument.venue},
           {"instrument", r.instrument.symbol},
           {"side", sideName(r.side)},
           {"quantity", r.quantity.toString()},
           {"order_type", orderTypeName(r.type)},
           {"limit_price", text(r.limitPrice)},
           {"stop_price", text(r.stopPrice)},
           {"oco_group", r.ocoGroup},
           {"status", orderStatusName(order.status)},
           {"filled", order.filled.toString()},
           {"average_price", text(order.averagePrice())},
           {"reason", order.reason},
           {"created_at", toIsoText(order.createdAt)}});
    write(Table::OrderEvents, order.updatedAt,
          {{"time", toIsoText(order.updatedAt)},
           {"client_order_id", r.clientOrderId.text()},
           {"status_before", orderStatusName(from)},
           {"status", orderStatusName(order.status)},
           {"filled", order.filled.toString()},
           {"reason", order.reason}});
}

void Recorder::amended(const Order &order, AmendmentStep step, const std::string &reason)
{
    const OrderRequest &r = order.request;
    Amendment terms;
    if (step == AmendmentStep::Made)
        terms = {r.quantity, r.limitPrice, r.stopPrice};
    else if (order.amendment)
        terms = *order.amendment;
    write(Table::Amendments, order.updatedAt,
          {{"time", toIsoText(order.updatedAt)},
           {"client_order_id", r.clientOrderId.text()},
           {"step", amendmentStepName(step)},
           {"quantity", text(terms.quantity)},
           {"limit_price", text(terms.limitPrice)},
           {"stop_price", text(terms.stopPrice)},
           {"reason", reason}});
}

void Recorder::filled(const Order &order, const Fill &fill)
{
    write(Table::Fills, fill.at,
          {{"id", m_account + "/" + fill.id.text()},
           {"time", toIsoText(fill.at)},
           {"client_order_id", fill.order.text()},
           {"proposal", order.proposal.text()},
           {"role", orderRoleName(order.request.role)},
           {"venue", fill.instrument.venue},
           {"instrument", fill.instrument.symbol},
           {"side", sideName(fill.side)},
           {"quantity", fill.quantity.toString()},
           {"price", fill.price.toString()},
           {"fee", fill.fee.toString()},
           {"asset_fee", fill.assetFee.toString()}});
}

void Recorder::positionChanged(const InstrumentId &instrument, const Position &position, Timestamp at)
{
    write(Table::Positions, at,
          {{"venue", instrument.venue},
           {"instrument", instrument.symbol},
           {"time", toIsoText(at)},
           {"quantity", position.quantity.toString()},
           {"average_price", text(position.averagePrice())},
           {"open_notional", position.openNotional.toString()},
           {"realised_pnl", position.realisedPnl.toString()},
           {"fees", position.fees.toString()}});
}

void Recorder::tripClosed(const RoundTrip &trip)
{
    write(Table::Trades, trip.exitTime.value_or(trip.entryTime),
          {{"venue", trip.instrument.venue},
           {"instrument", trip.instrument.symbol},
           {"side", directionName(trip.direction)},
           {"entry_time", toIsoText(trip.entryTime)},
           {"entry_price", trip.entryPrice.toString()},
           {"exit_time", trip.exitTime ? Value(toIsoText(*trip.exitTime)) : Value()},
           {"exit_price", text(trip.exitPrice)},
           {"quantity", trip.quantity.toString()},
           {"pnl", trip.pnl.toString()},
           {"return_pct", trip.returnPct},
           {"fees", trip.fees.toString()},
           {"reason", trip.reason}});
}

void Recorder::haltChanged(TradingState now, const std::string &reason, const std::string &by, Timestamp at)
{
    const bool isHalted = now == TradingState::Halted || now == TradingState::Flattening;
    write(Table::Halts, at,
          {{"time", toIsoText(at)},
           {"is_halted", std::int64_t(isHalted)},
           {"state", tradingStateName(now)},
           {"reason", reason},
           {"person", by}});
}

void Recorder::modeChanged(DecisionMode mode, const std::string &by, Timestamp at)
{
    write(Table::BotState, at,
          {{"bot", "*"},
           {"time", toIsoText(at)},
           {"field", "mode"},
           {"value", std::string(decisionModeName(mode)) + " by " + by}});
}

void Recorder::botSwitched(const BotId &bot, bool isOn, const std::string &by, Timestamp at)
{
    write(Table::BotState, at,
          {{"bot", bot.text()},
           {"time", toIsoText(at)},
           {"field", "switch"},
           {"value", std::string(isOn ? "on" : "paused") + " by " + by}});
}

void Recorder::limitsChanged(const std::vector<LimitChange> &changes, const std::string &by, Timestamp at)
{
    const auto record = [&](const std::string &field, const std::string &value) {
        write(Table::BotState, at,
              {{"bot", "*"}, {"time", toIsoText(at)}, {"field", field}, {"value", value + " by " + by}});
    };
    if (changes.empty())
        record("limits", "confirmed unchanged");
    for (const LimitChange &change : changes)
        record("limit " + std::string(change.key),
               limitText(change.key, change.before) + " → " + limitText(change.key, change.after));
}

void Recorder::equitySampled(Timestamp at, Money equity, Money cash)
{
    write(Table::Equity, at,
          {{"time", toIsoText(at)},
           {"kind", "sample"},
           {"equity", equity.toString()},
           {"cash", cash.toString()}});
}

void Recorder::dayStarted(Timestamp at, Money equity, Timestamp since)
{
    write(Table::Equity, at,
          {{"time", toIsoText(at)},
           {"kind", "day-start"},
           {"equity", equity.toString()},
           {"cash", Value()},
           {"since", toIsoText(since)}});
}

void Recorder::sessionClosed(Timestamp at, Money equity)
{
    write(Table::Equity, at,
          {{"time", toIsoText(at)}, {"kind", "close"}, {"equity", equity.toString()}, {"cash", Value()}});
}

void Recorder::cashFlowed(const CashFlow &flow)
{
    write(Table::CashFlows, flow.at,
          {{"id", m_account + "/" + flow.id.text()},
           {"time", toIsoText(flow.at)},
           {"amount", flow.amount.toString()},
           {"kind", flow.kind == CashFlow::Kind::Charge ? "charge" : "transfer"}});
}

void Recorder::automationCounted(const BotId &bot, int count, Timestamp at)
{
    write(Table::BotState, at,
          {{"bot", bot.text()},
           {"time", toIsoText(at)},
           {"field", "automated-entries"},
           {"value", std::to_string(count)}});
}

void Recorder::indexSampled(const EquityIndex::State &state, Timestamp at)
{
    write(Table::BotState, at,
          {{"bot", "*"}, {"time", toIsoText(at)}, {"field", "equity-index"}, {"value", textOf(state)}});
}

void Recorder::dayLost(Timestamp at, Money equity)
{
    write(Table::Equity, at,
          {{"time", toIsoText(at)}, {"kind", "day-lost"}, {"equity", equity.toString()}, {"cash", Value()}});
}

void Recorder::closingChanged(const InstrumentId &instrument, const ClosingJob &job, bool isClosing, Timestamp at)
{
    const char *value = !isClosing ? "ended" : job.includesExternal ? "begun-all" : "begun";
    write(Table::InstrumentState, at,
          {{"venue", instrument.venue},
           {"instrument", instrument.symbol},
           {"time", toIsoText(at)},
           {"field", "closing"},
           {"value", value},
           {"bot", job.bot.text()},
           {"reason", job.reason}});
}

void Recorder::externalChanged(const InstrumentId &instrument, Quantity quantity, Timestamp at)
{
    write(Table::InstrumentState, at,
          {{"venue", instrument.venue},
           {"instrument", instrument.symbol},
           {"time", toIsoText(at)},
           {"field", "external"},
           {"value", quantity.toString()}});
}

void Recorder::correctionChanged(const InstrumentId &instrument, bool waits, Timestamp at)
{
    write(Table::InstrumentState, at,
          {{"venue", instrument.venue},
           {"instrument", instrument.symbol},
           {"time", toIsoText(at)},
           {"field", "correction"},
           {"value", waits ? "waits" : "accepted"}});
}

void Recorder::reconciled(Timestamp at)
{
    write(Table::BotState, at,
          {{"bot", "*"}, {"time", toIsoText(at)}, {"field", "reconciled"}, {"value", toIsoText(at)}});
}

void Recorder::stopMoved(const InstrumentId &instrument, const ProposalId &entry, Price stop, Timestamp at)
{
    write(Table::InstrumentState, at,
          {{"venue", instrument.venue},
           {"instrument", instrument.symbol},
           {"time", toIsoText(at)},
           {"field", "stop"},
           {"value", stop.toString()},
           {"reason", entry.text()}});
}

} // namespace core
