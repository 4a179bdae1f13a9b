#include "tests/core/engine/property/Reference.h"

#include "tests/support/CrashJournal.h"

#include <algorithm>

namespace property {

using namespace core;
using namespace std::chrono_literals;
using support::column;

namespace {

std::string instrumentOf(const Record &record)
{
    return column(record, "venue") + ":" + column(record, "instrument");
}

} // namespace

std::int64_t newYorkDay(Timestamp at)
{
    return std::chrono::floor<std::chrono::days>(at - 5h).time_since_epoch().count();
}

bool isSessionOpen(Timestamp at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at - 5h);
    const auto clock = (at - 5h) - day;
    const auto weekday = std::chrono::weekday(day).iso_encoding();
    return weekday <= 5 && clock >= 9h + 30min && clock < 16h;
}

// --- a start -----------------------------------------------------------------------------------

void Reference::beginLife(const std::vector<Record> &durable, Exact startingCash)
{
    told = Books();
    told.cash = startingCash;
    quotes.clear();
    m_early.clear();
    mismatched.clear();
    cards.clear();
    for (auto &[id, signal] : signals) // a new engine has seen no bar and no quote of before
        signal = {signal.instrument, signal.price, signal.atr};
    isCashDifferent = isLinkUp = isReady = isDayLost = isHalted = isReduceOnly = false;
    pausedBots.clear();
    muted.clear();
    isJournalHealthy = true;
    m_day.reset();
    m_close.reset();
    m_closeDue.reset();
    m_lastBar.clear();
    m_holeBefore.clear();
    flows.clear();
    pace = {};
    drawdown = orders.empty() && signals.empty() ? std::optional(0.0) : std::nullopt;
    m_sampled = 0;
    dayStart = startingCash.toDouble();
    for (auto &[id, order] : orders) {
        order.isInThisLife = false;
        order.filled = Exact();
        order.asked.reset();
    }
    std::size_t index = 0;
    for (const Record &record : durable) {
        if (record.table == Table::Intents || record.table == Table::Orders)
            takeStoredOrder(record);
        if (record.table == Table::Amendments)
            recordChange(record, index);
        if (record.table == Table::Fills)
            takeStoredFill(record);
        if (record.table == Table::Equity)
            takeStoredDay(record);
        if (record.table == Table::Halts) {
            isHalted = column(record, "state") == "halted" || column(record, "state") == "flattening";
            isReduceOnly = column(record, "state") == "reduce-only";
        }
        if (record.table == Table::BotState) {
            takeSwitch(record);
            takeRelease(record);
        }
        if (record.table == Table::CashFlows)
            takeStoredFlow(record);
        if (record.table == Table::Proposals)
            recordProposal(record);
        if (record.table == Table::Decisions)
            recordDecision(record, index);
        if (record.table == Table::Trades)
            recordPace(record);
        ++index;
    }
    // What was neither kept nor sent has never been; of what was sent and not kept the new engine knows nothing.
    std::erase_if(orders, [](const auto &each) { return !each.second.isInThisLife && !each.second.isSent; });
    for (auto &[id, order] : orders)
        if (!order.isInThisLife && !order.role.starts_with("external"))
            order.role = "external-lost";
}

/// Whatever an earlier engine was told, this one knows only what is stored.
void Reference::takeStoredOrder(const Record &record)
{
    const auto found = orders.find(column(record, "client_order_id"));
    if (found == orders.end())
        return;
    RefOrder &order = found->second;
    const std::string status = record.table == Table::Intents ? "intended" : column(record, "status");
    order.isInThisLife = true;
    if (record.table == Table::Intents) {
        order.exactQuantity = Exact::parse(column(record, "quantity"));
        order.quantity = order.exactQuantity.toDouble();
        order.stop = numberOf(column(record, "stop_price"));
        recordPace(record);
        if (order.role == "entry")
            cards[order.proposal].hasEntry = true;
    }
    order.isEnded = status == "filled" || status == "cancelled" || status == "rejected" || status == "expired";
    order.isUnknown = status == "intended" || status == "sent" || status == "unknown";
    order.isAnswered = !order.isUnknown;
}

void Reference::takeStoredFlow(const Record &record)
{
    flows.push_back({CashFlowId(column(record, "id").substr(column(record, "account").size() + 1)),
                     Money(WideDecimal::parse(column(record, "amount")).value()),
                     parseIsoText(column(record, "time")).value(),
                     column(record, "kind") == "charge" ? CashFlow::Kind::Charge : CashFlow::Kind::Transfer});
    told.cash += Exact::parse(column(record, "amount"));
}

void Reference::takeStoredFill(const Record &record)
{
    const Exact quantity = Exact::parse(column(record, "quantity"));
    const std::string id = column(record, "id").substr(column(record, "account").size() + 1);
    const bool isNew =
        told.book(id, instrumentOf(record), column(record, "side") == "buy", quantity,
                  Exact::product(nanosOf(column(record, "price")), nanosOf(column(record, "quantity"))),
                  Exact::parse(column(record, "fee")), Exact::parse(column(record, "asset_fee")));
    const auto order = orders.find(column(record, "client_order_id"));
    if (!isNew || order == orders.end())
        return;
    order->second.filled += quantity;
    order->second.isEnded = order->second.isEnded || order->second.isWhole();
}

void Reference::takeSwitch(const Record &record)
{
    if (column(record, "field") != "switch")
        return;
    if (column(record, "value").starts_with("paused"))
        pausedBots.insert(column(record, "bot"));
    else
        pausedBots.erase(column(record, "bot"));
}

/// A person let it go on.
void Reference::takeRelease(const Record &record)
{
    if (column(record, "field") == "automated-entries" && column(record, "value") == "0")
        pace.automatic.erase(column(record, "bot"));
}

// --- what the engine is told -------------------------------------------------------------------

std::pair<Exact, Exact> Reference::heldOnTheWay(const std::string &instrument) const
{
    const auto found = m_onTheWay.find(instrument);
    if (found == m_onTheWay.end())
        return {told.of(instrument), told.of(instrument)};
    const auto [least, most] = std::minmax_element(found->second.begin(), found->second.end());
    return {*least, *most};
}

void Reference::tell(const Event &event, Timestamp now, Duration steady)
{
    m_onTheWay.clear();
    take(event, now, steady);
    if (std::holds_alternative<VenueSnapshot>(event))
        for (const Event &early : std::exchange(m_early, {}))
            take(early, now, steady);
}

/// A fill or an end that comes before the first snapshot counts after it.
void Reference::take(const Event &event, Timestamp now, Duration steady)
{
    if (!isReady && (std::holds_alternative<OrderFilled>(event) || std::holds_alternative<OrderCancelled>(event))) {
        m_early.push_back(event);
        return;
    }
    std::visit(match{[&](const BarClosed &e) { takeBar(e); },
                     [&](const CashFlow &e) { takeFlow(e); },
                     [&](const QuoteChanged &e) { takeQuote(e, now, steady); },
                     [&](const OrderAccepted &e) {
                         answer(e.order, false);
                         takeUnchanged(e.order, steady);
                     },
                     [&](const OrderAmended &e) { takeChange(e); },
                     [&](const OrderAmendRefused &e) {
                         if (const auto found = orders.find(e.order.text()); found != orders.end() && found->second.asked)
                             found->second.asked->isRefused = true;
                     },
                     [&](const OrderRejected &e) { answer(e.order, true); },
                     [&](const OrderCancelled &e) { answer(e.order, true); },
                     [&](const OrderFilled &e) {
                         if (orders.contains(e.fill.order.text()) && orders.at(e.fill.order.text()).isInThisLife)
                             takeFillOnTheWay(e.fill);
                     },
                     [&](const OrderOutcomeUnknown &e) {
                         if (const auto found = orders.find(e.order.text()); found != orders.end())
                             found->second.isUnknown = !found->second.isEnded;
                     },
                     [&](const OrderNotFound &e) { takeNegative(e.order, steady); },
                     [&](const JournalAdvanced &) {}, [&](const JournalFailed &) { isJournalHealthy = false; },
                     [&](const LinkChanged &e) {
                         isLinkUp = e.isUp;
                         isReady = isReady && e.isUp;
                     },
                     [&](const VenueSnapshot &e) { takeSnapshot(e, steady); },
                     [](const auto &) {}}, // what the simulated venue never says
               event);
}

void Reference::takeQuote(const QuoteChanged &event, Timestamp, Duration steady)
{
    rollDay(event.quote.at);
    const std::string instrument = event.instrument.text();
    quotes[instrument] = {event.quote.bid.toDouble(), event.quote.ask.toDouble(), steady};
    for (auto &[id, signal] : signals)
        if (signal.instrument == instrument) {
            signal.lowestBid = std::min(signal.lowestBid, event.quote.bid.toDouble());
            signal.highestAsk = std::max(signal.highestAsk, event.quote.ask.toDouble());
        }
    sampleDrawdown();
    watchDayLoss();
}

void Reference::watchDayLoss()
{
    if (dayLoss() > limits.dayLoss.toDouble() * dayStart + 1e-6)
        isDayLost = true;
}

void Reference::takeBar(const BarClosed &event)
{
    const std::string instrument = event.series.instrument.text();
    quotes[instrument].bid = quotes[instrument].ask = event.bar.close.toDouble();
    const auto last = m_lastBar.find(instrument);
    const bool isInOneSession = last != m_lastBar.end() &&
                                (!terms.at(instrument).isStock ||
                                 (newYorkDay(last->second) == newYorkDay(event.bar.openTime) &&
                                  isSessionOpen(last->second) && isSessionOpen(event.bar.openTime)));
    m_holeBefore[instrument] = isInOneSession && event.bar.openTime > last->second;
    m_lastBar[instrument] = event.bar.closeTime;
}

void Reference::takeFlow(const CashFlow &event)
{
    rollDay(event.at);
    for (const CashFlow &flow : flows)
        if (flow.id == event.id)
            return;
    flows.push_back(event);
    told.cash += Exact::parse(event.amount.toString());
    if (event.kind == CashFlow::Kind::Transfer)
        m_sampled += event.amount.toDouble();
    watchDayLoss();
}

void Reference::takeSnapshot(const VenueSnapshot &snapshot, Duration steady)
{
    for (const Order &theirs : snapshot.openOrders) {
        const std::string id = theirs.request.clientOrderId.text();
        if (orders.contains(id) && orders.at(id).isInThisLife) {
            answer(theirs.request.clientOrderId, false);
            takeUnchanged(theirs.request.clientOrderId, steady);
            continue;
        }
        RefOrder &order = orders[id]; // somebody else's, or of a life whose disk had failed
        order.id = id;
        order.role = theirs.request.reduceOnly ? "external-exit" : "external";
        order.instrument = theirs.request.instrument.text();
        order.isBuy = theirs.request.side == Side::Buy;
        order.exactQuantity = Exact::ofNanos(theirs.request.quantity.value().nanos());
        order.quantity = order.exactQuantity.toDouble();
        if (theirs.request.limitPrice)
            order.limit = theirs.request.limitPrice->toDouble();
        order.isInThisLife = order.isSent = order.isAnswered = true;
        order.isEnded = false;
    }
    for (const Fill &fill : snapshot.fills) {
        RefOrder &order = orders[fill.order.text()];
        if (order.id.empty()) { // somebody else's, and over before we heard of it
            order.id = fill.order.text();
            order.role = "external";
            order.instrument = fill.instrument.text();
            order.isEnded = true;
        }
        order.isInThisLife = true;
        takeFillOnTheWay(fill);
    }
    isReady = true;
    if (!snapshot.isConsistent)
        return;
    std::map<std::string, Exact> theirs;
    for (const auto &holding : snapshot.holdings)
        theirs[holding.instrument.text()] = Exact::ofNanos(holding.quantity.value().nanos());
    for (const auto &[instrument, quantity] : told.held)
        theirs.try_emplace(instrument);
    for (const std::string &instrument : mismatched)
        theirs.try_emplace(instrument);
    for (const auto &[instrument, quantity] : theirs) {
        if (isOnItsWay(&instrument))
            continue;
        if (told.of(instrument) != quantity)
            mismatched.insert(instrument);
        else
            mismatched.erase(instrument);
    }
    if (!isOnItsWay(nullptr))
        isCashDifferent = snapshot.cash && Exact::parse(snapshot.cash->toString()) != told.cash;
}

/// An order, of one instrument or of any, of which it is not known whether the venue has it.
bool Reference::isOnItsWay(const std::string *instrument) const
{
    return std::any_of(orders.begin(), orders.end(), [&](const auto &each) {
        const RefOrder &order = each.second;
        const bool isDoubtful = order.isUnknown || (order.isSent && !order.isAnswered);
        return !order.isEnded && isDoubtful && (!instrument || order.instrument == *instrument);
    });
}

void Reference::takeFillOnTheWay(const Fill &fill)
{
    const std::string instrument = fill.instrument.text();
    const Exact before = told.of(instrument);
    takeFill(fill);
    if (told.of(instrument) != before) {
        m_onTheWay[instrument].push_back(before);
        m_onTheWay[instrument].push_back(told.of(instrument));
    }
}

void Reference::takeFill(const Fill &fill)
{
    if (!told.book(fill))
        return;
    const auto found = orders.find(fill.order.text());
    if (found == orders.end())
        return;
    RefOrder &order = found->second;
    order.filled += Exact::ofNanos(fill.quantity.value().nanos());
    order.isAnswered = true;
    order.isUnknown = false;
    order.isEnded = order.isEnded || order.isWhole();
}

void Reference::answer(const ClientOrderId &id, bool isEnd)
{
    const auto found = orders.find(id.text());
    if (found == orders.end())
        return;
    found->second.isAnswered = true;
    found->second.isUnknown = false;
    found->second.isEnded = found->second.isEnded || isEnd;
}

/// Absence proves something only late enough, and only twice.
void Reference::takeNegative(const ClientOrderId &id, Duration steady)
{
    const auto found = orders.find(id.text());
    if (found == orders.end() || !found->second.isSent)
        return;
    RefOrder &order = found->second;
    if (order.isAnswered && !order.isEnded)
        order.isUnknown = true;
    if (steady - order.sentAt >= 30s)
        ++order.negatives;
}

/// The order has these terms now, whoever wished it.
void Reference::takeChange(const OrderAmended &event)
{
    const auto found = orders.find(event.order.text());
    if (found == orders.end() || found->second.isEnded)
        return;
    RefOrder &order = found->second;
    if (event.terms.quantity)
        order.exactQuantity = Exact::ofNanos(event.terms.quantity->value().nanos());
    order.quantity = order.exactQuantity.toDouble();
    if (event.terms.stopPrice)
        order.stop = event.terms.stopPrice->toDouble();
    const bool isAsAsked = order.asked && (!order.asked->stop || order.asked->stop == order.stop) &&
                           (!order.asked->quantity || *order.asked->quantity == order.exactQuantity);
    if (isAsAsked)
        order.asked.reset();
    order.isEnded = order.isWhole();
}

void Reference::takeUnchanged(const ClientOrderId &id, Duration steady)
{
    const auto found = orders.find(id.text());
    if (found != orders.end() && found->second.asked && found->second.asked->hasLeft)
        found->second.asked->unchanged += steady - found->second.asked->leftAt >= 30s;
}

// --- what the journal says ---------------------------------------------------------------------

void Reference::record(const Record &record, std::size_t index)
{
    switch (record.table) {
    case Table::Signals: return recordSignal(record);
    case Table::Trades: return recordPace(record);
    case Table::Proposals: return recordProposal(record);
    case Table::Decisions: return recordDecision(record, index);
    case Table::Intents: return recordIntent(record, index);
    case Table::Amendments:
        if (column(record, "step") != "made") // that the engine was told
            recordChange(record, index);
        return;
    case Table::Orders: return recordOrder(record);
    case Table::BotState:
        if (column(record, "field") == "mode")
            mode = column(record, "value").substr(0, column(record, "value").find(' '));
        return takeRelease(record);
    default: return;
    }
}

void Reference::recordSignal(const Record &record)
{
    RefSignal &signal = signals[column(record, "id")];
    signal.instrument = instrumentOf(record);
    signal.price = *numberOf(column(record, "reference_price"));
    signal.atr = numberOf(column(record, "atr"));
    signal.hasHole = m_holeBefore[signal.instrument];
}

void Reference::recordProposal(const Record &record)
{
    RefCard &card = cards[column(record, "id")];
    const bool isNew = card.id.empty();
    card.id = column(record, "id");
    card.version = std::stoi(column(record, "version"));
    card.hash = column(record, "content_hash");
    card.state = column(record, "state");
    card.instrument = instrumentOf(record);
    card.isBuy = column(record, "side") == "buy";
    card.quantity = *numberOf(column(record, "quantity"));
    card.limit = numberOf(column(record, "limit_price"));
    card.stop = numberOf(column(record, "stop_price"));
    card.target = numberOf(column(record, "target_price"));
    card.reference = *numberOf(column(record, "reference_price"));
    card.signal = column(record, "signal");
    card.bot = column(record, "bot");
    card.mode = column(record, "mode");
    card.expiresAt = column(record, "expires_at");
    card.guards = column(record, "guards");
    if (isNew) {
        card.firstReference = card.reference;
        card.firstStop = card.stop;
    }
}

void Reference::recordDecision(const Record &record, std::size_t index)
{
    recordPace(record);
    if (column(record, "verb") != "approve")
        return;
    RefCard &card = cards[column(record, "proposal")];
    card.hasYes = true;
    card.yesHash = column(record, "content_hash");
    card.yesChannel = column(record, "channel");
    card.yesQuantity = Exact::parse(column(record, "quantity"));
    card.yesRecord = index;
}

void Reference::recordIntent(const Record &record, std::size_t index)
{
    RefOrder order;
    order.id = column(record, "client_order_id");
    order.proposal = column(record, "proposal");
    order.role = column(record, "role");
    order.instrument = instrumentOf(record);
    order.isBuy = column(record, "side") == "buy";
    order.exactQuantity = Exact::parse(column(record, "quantity"));
    order.quantity = order.exactQuantity.toDouble();
    order.limit = numberOf(column(record, "limit_price"));
    order.stop = numberOf(column(record, "stop_price"));
    order.plannedStop = numberOf(column(record, "exit_stop"));
    order.group = column(record, "oco_group");
    order.record = index;
    orders[order.id] = order;
    if (order.role == "entry")
        cards[order.proposal].hasEntry = true;
    recordPace(record);
}

void Reference::recordChange(const Record &record, std::size_t index)
{
    const auto found = orders.find(column(record, "client_order_id"));
    if (found == orders.end())
        return;
    RefOrder &order = found->second;
    const std::string quantity = column(record, "quantity");
    const std::string step = column(record, "step");
    order.asked.reset();
    if (step == "asked") // of an earlier life it may have left
        order.asked = {.stop = numberOf(column(record, "stop_price")),
                       .quantity = quantity.empty() ? std::nullopt : std::optional(Exact::parse(quantity)),
                       .record = index, .hasLeft = false, .isRefused = false, .unchanged = 0, .leftAt = {}};
    if (step != "made")
        return;
    order.exactQuantity = Exact::parse(quantity);
    order.quantity = order.exactQuantity.toDouble();
    order.stop = numberOf(column(record, "stop_price"));
}

/// Of the engine's own words only one counts: an order that was never sent and is given up is over.
void Reference::recordOrder(const Record &record)
{
    const auto found = orders.find(column(record, "client_order_id"));
    if (found == orders.end() || found->second.isSent)
        return;
    const std::string status = column(record, "status");
    if (status == "cancelled" || status == "rejected" || status == "expired")
        found->second.isEnded = true;
}

} // namespace property
