#include "tests/support/StoredByHand.h"

#include "tests/support/CrashJournal.h"

#include <algorithm>
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
            if (record.table == Table::Fills)
                takeFill(record);
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

    std::map<std::string, const Record *> newestWord;
    std::vector<const Record *> intents;
    std::vector<Fill> fills;
};

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
    order.exits.stop = amount<Price>(row, "exit_stop");
    order.exits.target = amount<Price>(row, "exit_target");
    if (const std::string millis = column(row, "exit_after_ms"); !millis.empty())
        order.exits.holdAtMost = std::chrono::milliseconds(std::stoll(millis));
    order.exits.keepsProfit = column(row, "exit_keeps_profit") == "1";
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
    return order;
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
    } else if (value == "ended") {
        closings.erase(instrument);
    } else {
        closings[instrument] = {instrument, BotId(column(record, "bot")), column(record, "reason"),
                                value == "begun-all"};
    }
}

/// Signals that became cards: none of them twice.
void takeProposed(const std::vector<Record> &records, StoredState &state)
{
    std::set<std::string> ids;
    for (const Record &record : records)
        if (record.table == Table::Proposals)
            ids.insert(column(record, "signal"));
    for (const Record &record : records) {
        if (record.table != Table::Signals || !ids.contains(column(record, "id")))
            continue;
        Signal signal;
        signal.id = SignalId(column(record, "id"));
        signal.bot = BotId(column(record, "bot"));
        signal.strategy = column(record, "strategy");
        signal.series = {instrumentOf(record), *parseTimeframe(column(record, "timeframe"))};
        signal.idea.kind = column(record, "kind") == "sell" ? SignalKind::Sell : SignalKind::Buy;
        signal.barCloseTime = parseIsoText(column(record, "time")).value();
        state.proposed.push_back(signal);
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
        case Table::Equity:
            if (column(record, "kind") == "day-lost")
                state.isDayLost = true;
            if (column(record, "kind") != "day-start")
                break;
            state.isDayLost = false;
            state.dayStartAt = parseIsoText(column(record, "time")).value();
            state.dayStartEquity = Money(WideDecimal::parse(column(record, "equity")).value());
            break;
        case Table::InstrumentState: takeInstrumentState(record, closings, state); break;
        default: break;
        }
    }
    state.fills = facts.fills;
    state.pausedBots.assign(paused.begin(), paused.end());
    takeProposed(records, state);
    takeOrders(facts, state);
    takeLastEntries(facts, state);
    for (const auto &[instrument, closing] : closings)
        state.closings.push_back(closing);
    return state;
}

} // namespace support
