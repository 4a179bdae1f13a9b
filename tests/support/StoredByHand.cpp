#include "tests/support/StoredByHand.h"

#include "tests/support/CrashJournal.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace support {

using namespace core;

namespace {

/// Ids of exits that left while the disk failed are in no record: the next run counts on from well past them.
constexpr std::int64_t counterGap = 1'000;

template <class T>
std::optional<T> amount(const Record &record, std::string_view name)
{
    const std::string text = column(record, name);
    return text.empty() ? std::nullopt : std::optional(T(Decimal::parse(text).value()));
}

InstrumentId instrumentOf(const Record &record)
{
    return {column(record, "venue"), column(record, "instrument")};
}

/// The newest word on each order, and which fills there are.
struct Facts {
    explicit Facts(const std::vector<Record> &records)
    {
        for (const Record &record : records) {
            if (record.table == Table::Orders)
                newestWord[column(record, "client_order_id")] = &record;
            if (record.table == Table::Intents)
                intents.push_back(&record);
            if (record.table == Table::Amendments)
                changes[column(record, "client_order_id")].push_back(&record);
            if (record.table == Table::Fills)
                takeFill(record);
            if (record.table == Table::Signals)
                signals[column(record, "id")] = &record;
        }
    }
    void takeFill(const Record &record)
    {
        Fill fill;
        const std::string id = column(record, "id");
        fill.id = FillId(id.substr(column(record, "account").size() + 1));
        fill.order = ClientOrderId(column(record, "client_order_id"));
        fill.instrument = instrumentOf(record);
        fill.side = column(record, "side") == "buy" ? Side::Buy : Side::Sell;
        fill.quantity = *amount<Quantity>(record, "quantity");
        fill.price = *amount<Price>(record, "price");
        fill.fee = Money(WideDecimal::parse(column(record, "fee")).value());
        fill.assetFee = *amount<Quantity>(record, "asset_fee");
        fill.at = parseIsoText(column(record, "time")).value();
        fills.push_back(fill);
    }
    [[nodiscard]] OrderStatus statusOf(const std::string &order) const
    {
        const auto found = newestWord.find(order);
        return found == newestWord.end() ? OrderStatus::Intended
                                         : *parseOrderStatus(column(*found->second, "status"));
    }
    void countFillsInto(Order &order) const
    {
        for (const Fill &fill : fills)
            if (fill.order == order.request.clientOrderId) {
                order.filled += fill.quantity;
                order.filledNotional += notional(fill.price, fill.quantity);
            }
    }

    /// As the venue has it: each change that was made on top of the one before; the last one may have no answer.
    void amend(Order &order) const
    {
        const auto found = changes.find(order.request.clientOrderId.text());
        if (found == changes.end())
            return;
        for (const Record *change : found->second) {
            const Amendment terms{amount<Quantity>(*change, "quantity"), amount<Price>(*change, "limit_price"),
                                  amount<Price>(*change, "stop_price")};
            order.amendment.reset();
            if (column(*change, "step") == "asked")
                order.amendment = terms;
            if (column(*change, "step") != "made")
                continue;
            order.request.quantity = *terms.quantity;
            order.request.limitPrice = terms.limitPrice;
            order.request.stopPrice = terms.stopPrice;
        }
    }

    std::map<std::string, const Record *> newestWord;
    std::map<std::string, std::vector<const Record *>> changes;
    std::vector<const Record *> intents;
    std::map<std::string, const Record *> signals;
    std::vector<Fill> fills;
};

ExitPlan exitsOf(const Record &row, const char *stop, const char *target)
{
    ExitPlan exits{amount<Price>(row, stop), amount<Price>(row, target), {}, column(row, "exit_keeps_profit") == "1"};
    if (const std::string millis = column(row, "exit_after_ms"); !millis.empty())
        exits.holdAtMost = std::chrono::milliseconds(std::stoll(millis));
    return exits;
}

Order orderOf(const Record &row, const Facts &facts)
{
    Order order;
    OrderRequest &request = order.request;
    request.clientOrderId = ClientOrderId(column(row, "client_order_id"));
    request.instrument = instrumentOf(row);
    request.side = column(row, "side") == "buy" ? Side::Buy : Side::Sell;
    request.quantity = *amount<Quantity>(row, "quantity");
    request.type = *parseOrderType(column(row, "order_type"));
    request.limitPrice = amount<Price>(row, "limit_price");
    request.stopPrice = amount<Price>(row, "stop_price");
    request.role = *parseOrderRole(column(row, "role"));
    request.reduceOnly = request.role != OrderRole::Entry;
    request.ocoGroup = column(row, "oco_group");
    order.proposal = ProposalId(column(row, "proposal"));
    order.bot = BotId(column(row, "bot"));
    order.exits = exitsOf(row, "exit_stop", "exit_target");
    const std::string id = request.clientOrderId.text();
    order.status = facts.statusOf(id);
    order.createdAt = order.updatedAt = parseIsoText(column(row, "time")).value();
    if (const auto word = facts.newestWord.find(id); word != facts.newestWord.end()) {
        order.venueId = VenueOrderId(column(*word->second, "id"));
        order.reason = column(*word->second, "reason");
        order.createdAt = parseIsoText(column(*word->second, "created_at")).value();
        order.updatedAt = parseIsoText(column(*word->second, "time")).value();
    }
    facts.countFillsInto(order);
    facts.amend(order);
    return order;
}

constexpr std::array endedStates{"filled", "refused", "rejected", "expired", "superseded", "withdrawn",
                                 "killed", "broker-rejected", "cancelled"};

Signal signalOf(const Record &record)
{
    Signal signal;
    signal.id = SignalId(column(record, "id"));
    signal.bot = BotId(column(record, "bot"));
    signal.strategy = column(record, "strategy");
    signal.series = {instrumentOf(record), *parseTimeframe(column(record, "timeframe"))};
    signal.idea.kind = column(record, "kind") == "sell" ? SignalKind::Sell : SignalKind::Buy;
    signal.idea.reason = column(record, "reason");
    signal.barCloseTime = parseIsoText(column(record, "time")).value();
    signal.referencePrice = *amount<Price>(record, "reference_price");
    signal.atr = amount<Price>(record, "atr");
    return signal;
}

StoredState::Card cardOf(const Record &row, const Facts &facts)
{
    StoredState::Card card;
    card.id = ProposalId(column(row, "id"));
    card.version = std::stoi(column(row, "version"));
    card.state = column(row, "state");
    card.mode = *parseDecisionMode(column(row, "mode"));
    card.side = column(row, "side") == "buy" ? Side::Buy : Side::Sell;
    const auto signal = facts.signals.find(column(row, "signal"));
    if (signal != facts.signals.end())
        card.signal = signalOf(*signal->second);
    card.quantity = *amount<Quantity>(row, "quantity");
    card.proposedQuantity = *amount<Quantity>(row, "proposed_quantity");
    card.orderType = *parseOrderType(column(row, "order_type"));
    card.limitPrice = amount<Price>(row, "limit_price");
    card.exits = exitsOf(row, "stop_price", "target_price");
    card.referencePrice = *amount<Price>(row, "reference_price");
    card.plannedPrice = amount<Price>(row, "planned_price");
    card.plannedRisk = amount<Price>(row, "planned_risk");
    card.bindingLimit = column(row, "binding_limit");
    card.createdAt = parseIsoText(column(row, "created_at")).value();
    card.expiresAt = parseIsoText(column(row, "expires_at")).value();
    if (const std::string opens = column(row, "opens_at"); !opens.empty())
        card.opensAt = parseIsoText(opens).value();
    card.wasEdited = column(row, "was_edited") == "1";
    card.needsTwoSteps = column(row, "needs_two_steps") == "1";
    for (const Record *intent : facts.intents)
        if (column(*intent, "role") == "entry" && column(*intent, "proposal") == card.id.text())
            card.order = facts.statusOf(column(*intent, "client_order_id"));
    return card;
}

void takeOrders(const Facts &facts, StoredState &state)
{
    std::set<std::string> openGroups;
    for (const Record *intent : facts.intents)
        if (!isFinal(facts.statusOf(column(*intent, "client_order_id"))))
            openGroups.insert(column(*intent, "oco_group"));
    openGroups.erase("");
    for (const Record *intent : facts.intents)
        if (facts.statusOf(column(*intent, "client_order_id")) != OrderStatus::Filled ||
            openGroups.contains(column(*intent, "oco_group")))
            state.orders.push_back(orderOf(*intent, facts)); // stories are shorter than three days of trading
    for (const auto &[id, word] : facts.newestWord)
        if (column(*word, "proposal").empty() && !isFinal(facts.statusOf(id)))
            state.orders.push_back(orderOf(*word, facts));
}

void takeLastEntries(const Facts &facts, StoredState &state)
{
    std::map<InstrumentId, const Record *> newest;
    for (const Record *intent : facts.intents)
        if (column(*intent, "role") == "entry" &&
            std::ranges::any_of(facts.fills, [&](const Fill &fill) {
                return fill.order.text() == column(*intent, "client_order_id");
            }))
            newest[instrumentOf(*intent)] = intent;
    for (const auto &[instrument, intent] : newest) {
        state.lastEntries.push_back(orderOf(*intent, facts));
        state.lastEntries.back().status = OrderStatus::Filled;
    }
}

void takeInstrumentState(const Record &record, std::map<InstrumentId, StoredState::Closing> &closings,
                         StoredState &state)
{
    const InstrumentId instrument = instrumentOf(record);
    const std::string value = column(record, "value");
    if (column(record, "field") == "external") {
        state.external[instrument] = *amount<Quantity>(record, "value");
        if (state.external[instrument].isZero())
            state.external.erase(instrument);
    } else if (column(record, "field") == "stop") {
        state.movedStops[instrument] = {ProposalId(column(record, "reason")), *amount<Price>(record, "value")};
    } else if (column(record, "field") == "correction") {
        if (value == "waits")
            state.corrected.insert(instrument);
        else
            state.corrected.erase(instrument);
    } else if (value == "ended") {
        closings.erase(instrument);
    } else {
        closings[instrument] = {instrument, BotId(column(record, "bot")), column(record, "reason"),
                                value == "begun-all"};
    }
}

/// Cards that had not ended, as their last row tells.
void takeCards(const std::vector<Record> &records, const Facts &facts, StoredState &state)
{
    std::map<std::string, const Record *> newest;
    for (const Record &record : records)
        if (record.table == Table::Proposals)
            newest[column(record, "id")] = &record;
    for (const auto &[id, row] : newest)
        if (std::ranges::none_of(endedStates, [&](const char *ended) { return column(*row, "state") == ended; }))
            state.cards.push_back(cardOf(*row, facts));
}

/// Signals that became cards: none of them twice.
void takeProposed(const std::vector<Record> &records, StoredState &state)
{
    std::set<std::string> ids;
    for (const Record &record : records)
        if (record.table == Table::Proposals)
            ids.insert(column(record, "signal"));
    for (const Record &record : records) {
        if (record.table == Table::Signals && ids.contains(column(record, "id")))
            state.proposed.push_back(signalOf(record));
    }
}

void takeDay(const Record &record, StoredState &state)
{
    const std::string kind = column(record, "kind");
    const Money equity(WideDecimal::parse(column(record, "equity")).value());
    const Timestamp at = parseIsoText(column(record, "time")).value();
    if (kind == "day-lost")
        state.isDayLost = true;
    if (kind == "close") {
        state.closeAt = at;
        state.closeEquity = equity;
    }
    if (kind != "day-start")
        return;
    state.isDayLost = false;
    state.dayStartAt = at;
    state.dayStartEquity = equity;
    state.dayStartSince = parseIsoText(column(record, "since")).value();
}

/// What the limits look back on.
void takePace(const std::vector<Record> &records, StoredState &state)
{
    std::map<std::string, const Record *> cards;
    for (const Record &record : records) {
        const Side side = column(record, "side") == "buy" || column(record, "side") == "long" ? Side::Buy : Side::Sell;
        if (record.table == Table::Proposals)
            cards[column(record, "id")] = &record;
        if (record.table == Table::Intents && column(record, "role") == "entry")
            state.pace.entries.push_back({instrumentOf(record), side, *amount<Quantity>(record, "quantity"),
                                          amount<Price>(record, "limit_price"),
                                          parseIsoText(column(record, "time")).value()});
        if (record.table == Table::Trades && !column(record, "exit_time").empty())
            state.pace.trips.push_back({instrumentOf(record), side, parseIsoText(column(record, "exit_time")).value(),
                                        column(record, "pnl").starts_with('-'), column(record, "reason") == "stop"});
        if (record.table == Table::Decisions && column(record, "verb") == "reject")
            state.pace.rejections.push_back({instrumentOf(*cards.at(column(record, "proposal"))), side,
                                             parseIsoText(column(record, "time")).value()});
        if (record.table == Table::BotState && column(record, "field") == "automated-entries")
            state.pace.automation[BotId(column(record, "bot"))] = {std::stoi(column(record, "value")),
                                                                   parseIsoText(column(record, "time")).value()};
        if (record.table == Table::BotState && column(record, "field") == "equity-index")
            state.equityIndex = column(record, "value");
        if (record.table == Table::CashFlows)
            state.flows.push_back({CashFlowId(column(record, "id").substr(column(record, "account").size() + 1)),
                                   Money(WideDecimal::parse(column(record, "amount")).value()),
                                   parseIsoText(column(record, "time")).value(),
                                   column(record, "kind") == "charge" ? CashFlow::Kind::Charge
                                                                       : CashFlow::Kind::Transfer});
    }
}

} // namespace

StoredState storedByHand(const std::vector<Record> &records)
{
    const Facts facts(records);
    StoredState state;
    std::map<InstrumentId, StoredState::Closing> closings;
    std::set<BotId> paused;
    for (const Record &record : records) {
        switch (record.table) {
        case Table::Intents:
            state.nextOrderCounter =
                std::max(state.nextOrderCounter, std::int64_t(std::stoll(column(record, "counter"))) + counterGap);
            break;
        case Table::Halts:
            state.trading = parseTradingState(column(record, "state")).value();
            state.haltReason = state.trading == TradingState::Running ? "" : column(record, "reason");
            break;
        case Table::BotState:
            if (column(record, "field") == "switch" && column(record, "value").starts_with("paused"))
                paused.insert(BotId(column(record, "bot")));
            else if (column(record, "field") == "switch")
                paused.erase(BotId(column(record, "bot")));
            break;
        case Table::Equity: takeDay(record, state); break;
        case Table::InstrumentState: takeInstrumentState(record, closings, state); break;
        default: break;
        }
    }
    state.fills = facts.fills;
    state.pausedBots.assign(paused.begin(), paused.end());
    takeProposed(records, state);
    takeCards(records, facts, state);
    takePace(records, state);
    takeOrders(facts, state);
    takeLastEntries(facts, state);
    for (const auto &[instrument, closing] : closings)
        state.closings.push_back(closing);
    return state;
}

} // namespace support
