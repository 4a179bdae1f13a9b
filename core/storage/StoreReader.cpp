#include "core/storage/StoreReader.h"

#include "core/storage/Schema.h"

#include <QSqlError>
#include <QSqlQuery>
#include <QSqlRecord>
#include <QStringList>
#include <QVariant>

namespace core {

namespace {

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
    order.proposal = ProposalId(text(row, "proposal"));
    order.venueId = VenueOrderId(text(row, "id"));
    // A status this program does not know closes: it counts as unknown until the venue has answered.
    order.status = parseOrderStatus(text(row, "status")).value_or(OrderStatus::Unknown);
    order.createdAt = time(row, "created_at");
    order.updatedAt = time(row, "time");
    order.reason = text(row, "reason");
    return order;
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

Result<StoredState> loadState(const QString &databasePath, const std::string &account)
{
    StoredState state;
    const QStringList mine{QString::fromStdString(account)};
    const auto counter = readRows(databasePath, QStringLiteral("SELECT COALESCE(MAX(counter), 0) AS n FROM intents"));
    if (!counter) {
        if (counter.error().code == ErrorCode::NotFound)
            return state;
        return failure(counter.error());
    }
    state.nextOrderCounter = std::stoll(text(counter->front(), "n")) + 1;

    const auto halts = readRows(databasePath, QStringLiteral("SELECT is_halted, reason FROM halts ORDER BY seq DESC LIMIT 1"));
    const auto orders = readRows(databasePath, QStringLiteral("SELECT * FROM orders WHERE account = ? AND status NOT IN "
                                                              "('filled', 'cancelled', 'rejected', 'expired')"), mine);
    const auto fills = readRows(databasePath, QStringLiteral("SELECT * FROM fills WHERE account = ? ORDER BY rowid"), mine);
    const auto day = readRows(databasePath, QStringLiteral("SELECT time, equity FROM equity WHERE account = ? AND "
                                                           "kind = 'day-start' ORDER BY seq DESC LIMIT 1"), mine);
    for (const auto *read : {&halts, &orders, &fills, &day})
        if (!*read)
            return failure(read->error());
    if (!halts->empty() && text(halts->front(), "is_halted") == "1") {
        state.isHalted = true;
        state.haltReason = text(halts->front(), "reason");
    }
    for (const StoredRow &row : *fills)
        state.fills.push_back(fillOf(row));
    for (const StoredRow &row : *orders) {
        state.orders.push_back(orderOf(row));
        countFills(state.orders.back(), state.fills);
    }
    if (!day->empty()) {
        state.dayStartAt = time(day->front(), "time");
        state.dayStartEquity = Money(WideDecimal::parse(text(day->front(), "equity")).value_or(WideDecimal()));
    }
    return state;
}

} // namespace core
