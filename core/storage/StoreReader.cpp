#include "core/storage/StoreReader.h"

#include "core/storage/PaceReader.h"
#include "core/storage/Schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStringList>
#include <QVariant>

namespace core {

namespace {

/// Exits that left while the disk failed took ids that no intent tells of; the next run starts well past them.
constexpr std::int64_t counterGap = 1'000;

std::string text(const StoredRow &row, std::string_view column)
{
    return row.value(column).value_or("");
}

template <class T>
std::optional<T> amount(const StoredRow &row, std::string_view column)
{
    const auto stored = row.value(column);
    if (!stored || stored->empty())
        return std::nullopt;
    const auto parsed = Decimal::parse(*stored);
    return parsed ? std::optional(T(*parsed)) : std::nullopt;
}

Timestamp time(const StoredRow &row, std::string_view column)
{
    return parseIsoText(text(row, column)).value_or(Timestamp());
}

std::optional<Timestamp> parseTime(const StoredRow &row, std::string_view column)
{
    const auto parsed = parseIsoText(text(row, column));
    return parsed ? std::optional(*parsed) : std::nullopt;
}

std::optional<Duration> duration(const StoredRow &row, std::string_view column)
{
    const auto stored = Decimal::parse(text(row, column));
    return stored ? std::optional<Duration>(stored->nanos() / 1'000) : std::nullopt; // 1e-9 of a millisecond
}

Amendment amendmentOf(const StoredRow &row, const std::string &of)
{
    return {amount<Quantity>(row, of + "_quantity"), amount<Price>(row, of + "_limit_price"),
            amount<Price>(row, of + "_stop_price")};
}

/// As it was sent, then as it was changed last; a change that nobody has answered is still to be heard of.
void takeAmendments(Order &order, const StoredRow &row)
{
    OrderRequest &request = order.request;
    const Amendment made = amendmentOf(row, "made");
    request.quantity = made.quantity.value_or(request.quantity);
    if (made.limitPrice)
        request.limitPrice = made.limitPrice;
    if (made.stopPrice)
        request.stopPrice = made.stopPrice;
    if (text(row, "newest_step") == amendmentStepName(AmendmentStep::Asked))
        order.amendment = amendmentOf(row, "asked");
}

Order orderOf(const StoredRow &row)
{
    Order order;
    order.request.clientOrderId = ClientOrderId(text(row, "client_order_id"));
    order.request.instrument = {text(row, "venue"), text(row, "instrument")};
    order.request.side = parseSide(text(row, "side")).value_or(Side::Buy);
    order.request.quantity = amount<Quantity>(row, "quantity").value_or(Quantity());
    order.request.type = parseOrderType(text(row, "order_type")).value_or(OrderType::Market);
    order.request.limitPrice = amount<Price>(row, "limit_price");
    order.request.stopPrice = amount<Price>(row, "stop_price");
    order.request.role = parseOrderRole(text(row, "role")).value_or(OrderRole::Entry);
    order.request.reduceOnly = order.request.role != OrderRole::Entry;
    order.request.ocoGroup = text(row, "oco_group");
    order.bot = BotId(text(row, "bot"));
    order.exits.stop = amount<Price>(row, "exit_stop");
    order.exits.target = amount<Price>(row, "exit_target");
    order.exits.holdAtMost = duration(row, "exit_after_ms");
    order.exits.keepsProfit = text(row, "exit_keeps_profit") == "1";
    order.proposal = ProposalId(text(row, "proposal"));
    order.venueId = VenueOrderId(text(row, "id"));
    // A status this program does not know closes: it counts as unknown until the venue has answered.
    order.status = parseOrderStatus(text(row, "status")).value_or(OrderStatus::Unknown);
    order.createdAt = time(row, "created_at");
    order.updatedAt = time(row, "updated_at");
    order.reason = text(row, "reason");
    takeAmendments(order, row);
    return order;
}

/// Of a row that has the signal's own columns, or of a card's with the signal's under other names.
Signal signalOf(const StoredRow &row, std::string_view id, std::string_view time_, std::string_view reference)
{
    Signal signal;
    signal.id = SignalId(text(row, id));
    signal.bot = BotId(text(row, "bot"));
    signal.strategy = text(row, "strategy");
    signal.series = {{text(row, "venue"), text(row, "instrument")},
                     parseTimeframe(text(row, "timeframe")).value_or(Timeframe::H1)};
    signal.idea.kind = parseSignalKind(text(row, "kind")).value_or(SignalKind::Close);
    signal.idea.reason = text(row, "reason");
    signal.idea.confidence = std::strtod(text(row, "confidence").c_str(), nullptr);
    signal.barCloseTime = time(row, time_);
    signal.referencePrice = amount<Price>(row, reference).value_or(Price());
    signal.atr = amount<Price>(row, "atr");
    return signal;
}

std::optional<OrderStatus> statusOf(const StoredRow &row)
{
    const auto stored = row.value("order_status");
    return stored ? std::optional(parseOrderStatus(*stored).value_or(OrderStatus::Unknown)) : std::nullopt;
}

StoredState::Card cardOf(const StoredRow &row)
{
    StoredState::Card card;
    card.id = ProposalId(text(row, "id"));
    card.version = std::atoi(text(row, "version").c_str());
    card.state = text(row, "state");
    card.mode = parseDecisionMode(text(row, "mode")).value_or(DecisionMode::Hybrid);
    card.signal = signalOf(row, "signal", "bar_close", "signal_price");
    card.side = parseSide(text(row, "side")).value_or(Side::Buy);
    card.quantity = amount<Quantity>(row, "quantity").value_or(Quantity());
    card.proposedQuantity = amount<Quantity>(row, "proposed_quantity").value_or(card.quantity);
    card.orderType = parseOrderType(text(row, "order_type")).value_or(OrderType::Market);
    card.timeInForce = parseTimeInForce(text(row, "time_in_force")).value_or(TimeInForce::Day);
    card.limitPrice = amount<Price>(row, "limit_price");
    card.exits = {amount<Price>(row, "stop_price"), amount<Price>(row, "target_price"),
                  duration(row, "exit_after_ms"), text(row, "exit_keeps_profit") == "1"};
    card.referencePrice = amount<Price>(row, "reference_price").value_or(Price());
    card.plannedPrice = amount<Price>(row, "planned_price");
    card.plannedRisk = amount<Price>(row, "planned_risk");
    card.bindingLimit = text(row, "binding_limit");
    card.createdAt = time(row, "created_at");
    card.expiresAt = time(row, "expires_at");
    card.opensAt = parseTime(row, "opens_at");
    card.wasEdited = text(row, "was_edited") == "1";
    card.needsTwoSteps = text(row, "needs_two_steps") == "1";
    card.order = statusOf(row);
    return card;
}

Fill fillOf(const StoredRow &row)
{
    Fill fill;
    // Stored as account/id, so that venues may number alike; an execution id may hold a slash itself.
    const std::string id = text(row, "id");
    const std::size_t prefix = text(row, "account").size() + 1;
    fill.id = FillId(id.size() > prefix ? id.substr(prefix) : id);
    fill.order = ClientOrderId(text(row, "client_order_id"));
    fill.instrument = {text(row, "venue"), text(row, "instrument")};
    fill.side = parseSide(text(row, "side")).value_or(Side::Buy);
    fill.quantity = amount<Quantity>(row, "quantity").value_or(Quantity());
    fill.price = amount<Price>(row, "price").value_or(Price());
    fill.fee = Money(WideDecimal::parse(text(row, "fee")).value_or(WideDecimal()));
    fill.assetFee = amount<Quantity>(row, "asset_fee").value_or(Quantity());
    fill.at = time(row, "time");
    return fill;
}

/// From the fills and not from the order's row: that one may be a moment behind them.
void countFills(Order &order, const std::vector<Fill> &fills)
{
    for (const Fill &fill : fills)
        if (fill.order == order.request.clientOrderId) {
            order.filled += fill.quantity;
            order.filledNotional += notional(fill.price, fill.quantity);
        }
}

Result<std::vector<StoredRow>> rowsOf(const QSqlDatabase &database, const QString &statement,
                                      const QStringList &parameters)
{
    QSqlQuery query(database);
    query.setForwardOnly(true);
    query.prepare(statement);
    for (const QString &parameter : parameters)
        query.addBindValue(parameter);
    if (!query.exec())
        return failure(ErrorCode::Io, query.lastError().text().toStdString());
    std::vector<StoredRow> rows;
    while (query.next()) {
        StoredRow row;
        const QSqlRecord record = query.record();
        for (int i = 0; i < record.count(); ++i) {
            const QVariant value = query.value(i);
            row.columns.emplace_back(record.fieldName(i).toStdString(),
                                     value.isNull() ? std::nullopt : std::optional(value.toString().toStdString()));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

/// A word that this program does not know closes; before there were words a number said it.
TradingState tradingStateOf(const StoredRow &row)
{
    const auto word = row.value("state");
    if (word)
        return parseTradingState(*word).value_or(TradingState::Halted);
    return text(row, "is_halted") == "1" ? TradingState::Halted : TradingState::Running;
}

} // namespace

std::optional<std::string> StoredRow::value(std::string_view column) const
{
    for (const auto &[name, stored] : columns)
        if (name == column)
            return stored;
    return std::nullopt;
}

Result<std::vector<StoredRow>> readRows(const QString &databasePath, const QString &statement,
                                        const QStringList &parameters)
{
    const QString connection = QStringLiteral("store-reader");
    Result<std::vector<StoredRow>> rows = failure(ErrorCode::Io, "not read");
    {
        auto database = openForReading(databasePath, connection);
        rows = database ? rowsOf(*database, statement, parameters)
                        : Result<std::vector<StoredRow>>(failure(database.error()));
    }
    QSqlDatabase::removeDatabase(connection);
    return rows;
}

namespace {

/// Statements of loadState; every parameter is the account.
struct Statements {
    // An intent without an order row: the program died between the two, and the order may have left. What
    // ended unfilled in the last days of trading is ours too, should the venue tell of a fill we missed.
    QString orders = QStringLiteral(
        "SELECT i.*, m.quantity AS made_quantity, m.limit_price AS made_limit_price, m.stop_price AS made_stop_price, "
        "a.step AS newest_step, a.quantity AS asked_quantity, a.limit_price AS asked_limit_price, "
        "a.stop_price AS asked_stop_price, COALESCE(o.status, 'intended') AS status, o.id AS id, COALESCE(o.time, i.time) AS updated_at, "
        "COALESCE(o.created_at, i.time) AS created_at, COALESCE(o.reason, '') AS reason "
        "FROM intents i LEFT JOIN orders o ON o.client_order_id = i.client_order_id "
        "LEFT JOIN amendments m ON m.seq = (SELECT MAX(seq) FROM amendments WHERE client_order_id = i.client_order_id "
        "AND step = 'made') "
        "LEFT JOIN amendments a ON a.seq = (SELECT MAX(seq) FROM amendments WHERE client_order_id = i.client_order_id) "
        "WHERE i.account = ? AND (COALESCE(o.status, 'intended') NOT IN (%1) OR (i.oco_group <> '' AND "
        "i.oco_group IN (SELECT p.oco_group FROM intents p LEFT JOIN orders q ON q.client_order_id = "
        "p.client_order_id WHERE p.account = ? AND COALESCE(q.status, 'intended') NOT IN (%1))) OR "
        "(o.status <> 'filled' AND i.time >= strftime('%Y-%m-%dT%H:%M:%fZ', (SELECT MAX(time) FROM intents "
        "WHERE account = ?), '-3 days'))) "
        "ORDER BY i.rowid").arg(QStringLiteral("'filled', 'cancelled', 'rejected', 'expired'"));
    QString externalOrders = QStringLiteral(
        "SELECT *, time AS updated_at FROM orders WHERE account = ? AND proposal = '' AND status NOT IN "
        "('filled', 'cancelled', 'rejected', 'expired')");
    // SQLite takes the other columns from the row that holds the maximum.
    QString lastEntries = QStringLiteral(
        "SELECT i.*, 'filled' AS status, i.time AS created_at, i.time AS updated_at, MAX(i.rowid) AS newest FROM intents i WHERE i.account = ? AND "
        "i.role = 'entry' AND i.client_order_id IN (SELECT client_order_id FROM fills) "
        "GROUP BY i.venue, i.instrument");
    // `timeframe`, `kind` and `reason` are the signal's; the proposal has no columns of these names.
    QString cards = QStringLiteral(
        "SELECT p.*, s.strategy AS strategy, s.kind AS kind, s.confidence AS confidence, s.reason AS reason, "
        "s.reference_price AS signal_price, s.atr AS atr, s.time AS bar_close, s.timeframe AS timeframe, "
        "(SELECT COALESCE(o.status, 'intended') FROM intents i LEFT JOIN orders o ON o.client_order_id = "
        "i.client_order_id WHERE i.proposal = p.id AND i.role = 'entry' ORDER BY i.rowid DESC LIMIT 1) "
        "AS order_status FROM proposals p LEFT JOIN signals s ON s.id = p.signal "
        "WHERE p.account = ? AND p.state NOT IN ('filled', 'refused', 'rejected', 'expired', 'superseded', "
        "'withdrawn', 'killed', 'broker-rejected', 'cancelled') ORDER BY p.created_at, p.id");
    QString fills = QStringLiteral("SELECT * FROM fills WHERE account = ? ORDER BY rowid");
    QString states = QStringLiteral(
        "SELECT *, MAX(seq) AS newest FROM instrument_state WHERE account = ? GROUP BY venue, instrument, field");
    QString day = QStringLiteral("SELECT time, equity FROM equity WHERE account = ? AND kind = 'day-start' "
                                 "ORDER BY seq DESC LIMIT 1");
    QString dayLost = QStringLiteral(
        "SELECT seq FROM equity WHERE account = ? AND kind = 'day-lost' AND seq > COALESCE((SELECT MAX(seq) "
        "FROM equity WHERE account = ? AND kind = 'day-start'), 0)");
    QString switches = QStringLiteral(
        "SELECT bot, value, MAX(seq) AS newest FROM bot_state WHERE account = ? AND field = 'switch' GROUP BY bot");
    QString proposed = QStringLiteral(
        "SELECT * FROM (SELECT s.*, s.rowid AS number FROM signals s WHERE s.account = ? AND EXISTS "
        "(SELECT 1 FROM proposals p WHERE p.signal = s.id) ORDER BY s.rowid DESC LIMIT 500) ORDER BY number");
};

void takeInstrumentState(StoredState &state, const StoredRow &row)
{
    const InstrumentId instrument{text(row, "venue"), text(row, "instrument")};
    const std::string value = text(row, "value");
    if (text(row, "field") == "external") {
        const Quantity quantity = amount<Quantity>(row, "value").value_or(Quantity());
        if (!quantity.isZero())
            state.external[instrument] = quantity;
    } else if (text(row, "field") == "stop") {
        if (const auto stop = amount<Price>(row, "value"))
            state.movedStops[instrument] = {ProposalId(text(row, "reason")), *stop};
    } else if (text(row, "field") == "correction") {
        if (value == "waits")
            state.corrected.insert(instrument);
    } else if (value != "ended") {
        state.closings.push_back({instrument, BotId(text(row, "bot")), text(row, "reason"), value == "begun-all"});
    }
}

void takeOrders(StoredState &state, const std::vector<StoredRow> &fills,
                std::initializer_list<const std::vector<StoredRow> *> orders, const std::vector<StoredRow> &entries)
{
    for (const StoredRow &row : fills)
        state.fills.push_back(fillOf(row));
    for (const auto *rows : orders)
        for (const StoredRow &row : *rows) {
            state.orders.push_back(orderOf(row));
            countFills(state.orders.back(), state.fills);
        }
    for (const StoredRow &row : entries) {
        state.lastEntries.push_back(orderOf(row));
        countFills(state.lastEntries.back(), state.fills);
    }
}

} // namespace

Result<StoredState> loadState(const QString &databasePath, const std::string &account)
{
    StoredState state;
    const auto rowsOf = [&](const QString &statement) {
        return readRows(databasePath, statement, QStringList(statement.count(u'?'), QString::fromStdString(account)));
    };
    const auto counter = readRows(databasePath, QStringLiteral("SELECT COALESCE(MAX(counter), 0) AS n FROM intents"));
    if (!counter) {
        if (counter.error().code == ErrorCode::NotFound)
            return state;
        return failure(counter.error());
    }
    if (const std::int64_t last = std::stoll(text(counter->front(), "n")); last > 0)
        state.nextOrderCounter = last + counterGap;

    const Statements ask;
    const auto halts = readRows(databasePath, QStringLiteral("SELECT is_halted, state, reason FROM halts ORDER BY seq DESC LIMIT 1"));
    const auto orders = rowsOf(ask.orders);
    const auto external = rowsOf(ask.externalOrders);
    const auto entries = rowsOf(ask.lastEntries);
    const auto fills = rowsOf(ask.fills);
    const auto states = rowsOf(ask.states);
    const auto cards = rowsOf(ask.cards);
    const auto day = rowsOf(ask.day);
    const auto lost = rowsOf(ask.dayLost);
    const auto switches = rowsOf(ask.switches);
    const auto proposed = rowsOf(ask.proposed);
    for (const auto *read :
         {&halts, &orders, &external, &entries, &fills, &states, &cards, &day, &lost, &switches,
          &proposed})
        if (!*read)
            return failure(read->error());
    if (!halts->empty())
        state.trading = tradingStateOf(halts->front());
    if (state.trading != TradingState::Running)
        state.haltReason = text(halts->front(), "reason");
    for (const StoredRow &row : *switches)
        if (text(row, "value").starts_with("paused"))
            state.pausedBots.emplace_back(text(row, "bot"));
    for (const StoredRow &row : *proposed)
        state.proposed.push_back(signalOf(row, "id", "time", "reference_price"));
    takeOrders(state, *fills, {&*orders, &*external}, *entries);
    for (const StoredRow &row : *states)
        takeInstrumentState(state, row);
    for (const StoredRow &row : *cards)
        state.cards.push_back(cardOf(row));
    if (!day->empty()) {
        state.dayStartAt = time(day->front(), "time");
        state.dayStartEquity = Money(WideDecimal::parse(text(day->front(), "equity")).value_or(WideDecimal()));
    }
    state.isDayLost = !lost->empty();
    if (auto done = readPace(databasePath, QString::fromStdString(account), state); !done)
        return failure(done.error());
    return state;
}

} // namespace core
