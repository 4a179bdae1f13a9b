#include "core/storage/PaceReader.h"

#include "core/storage/StoreReader.h"

#include <algorithm>
#include <charconv>

namespace core {

namespace {

/// Enough for every limit's look back, and little to read.
constexpr const char *newestFirst = " DESC LIMIT 200";

std::string text(const StoredRow &row, std::string_view column)
{
    return row.value(column).value_or("");
}

Timestamp time(const StoredRow &row, std::string_view column)
{
    return parseIsoText(text(row, column)).value_or(Timestamp());
}

Money money(const StoredRow &row, std::string_view column)
{
    return Money(WideDecimal::parse(text(row, column)).value_or(WideDecimal()));
}

InstrumentId instrument(const StoredRow &row)
{
    return {text(row, "venue"), text(row, "instrument")};
}

StoredPace::Entry entryOf(const StoredRow &row)
{
    StoredPace::Entry entry{instrument(row), parseSide(text(row, "side")).value_or(Side::Buy),
                            Quantity(Decimal::parse(text(row, "quantity")).value_or(Decimal())), std::nullopt,
                            time(row, "time")};
    if (const auto price = Decimal::parse(text(row, "limit_price")))
        entry.price = Price(*price);
    return entry;
}

StoredPace::Trip tripOf(const StoredRow &row)
{
    return {instrument(row), text(row, "side") == "short" ? Side::Sell : Side::Buy, time(row, "exit_time"),
            money(row, "pnl").sign() < 0, text(row, "reason") == "stop"};
}

StoredPace::Rejection rejectionOf(const StoredRow &row)
{
    return {instrument(row), parseSide(text(row, "side")).value_or(Side::Buy), time(row, "time")};
}

/// What was read newest first, oldest first.
template <class Value>
Result<> fill(const QString &path, const QString &statement, const QString &account, Value (*valueOf)(const StoredRow &),
              std::vector<Value> &out)
{
    const auto rows = readRows(path, statement + QLatin1String(newestFirst), {account});
    if (!rows)
        return failure(rows.error());
    for (const StoredRow &row : *rows)
        out.push_back(valueOf(row));
    std::reverse(out.begin(), out.end());
    return {};
}

Result<> readLately(const QString &path, const QString &account, StoredPace &pace)
{
    if (auto done = fill(path,
                         QStringLiteral("SELECT * FROM intents WHERE account = ? AND role = 'entry' ORDER BY counter"),
                         account, entryOf, pace.entries);
        !done)
        return done;
    if (auto done = fill(path, QStringLiteral("SELECT * FROM trades WHERE account = ? AND exit_time IS NOT NULL ORDER BY seq"),
                         account, tripOf, pace.trips);
        !done)
        return done;
    return fill(path,
                QStringLiteral("SELECT p.venue, p.instrument, p.side, d.time FROM decisions d JOIN proposals p ON "
                               "p.id = d.proposal WHERE d.account = ? AND d.verb = 'reject' AND d.channel <> 'rule' "
                               "ORDER BY d.seq"),
                account, rejectionOf, pace.rejections);
}

Result<> readAutomation(const QString &path, const QString &account, StoredPace &pace)
{
    const auto rows = readRows(path,
                               QStringLiteral("SELECT bot, value, time FROM bot_state WHERE account = ? AND "
                                              "field = 'automated-entries' ORDER BY seq"),
                               {account});
    if (!rows)
        return failure(rows.error());
    for (const StoredRow &row : *rows) {
        const std::string value = text(row, "value");
        int count = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
        if (error != std::errc() || end != value.data() + value.size())
            return failure(ErrorCode::Io, "the stored count of automatic entries cannot be read");
        pace.automation[BotId(text(row, "bot"))] = {count, time(row, "time")};
    }
    return {};
}

Result<> readFlows(const QString &path, const QString &account, std::vector<CashFlow> &flows)
{
    const auto rows =
        readRows(path, QStringLiteral("SELECT * FROM cash_flows WHERE account = ? ORDER BY rowid"), {account});
    if (!rows)
        return failure(rows.error());
    const std::size_t prefix = account.toStdString().size() + 1; // stored as account/id
    for (const StoredRow &row : *rows) {
        const std::string id = text(row, "id");
        flows.push_back({CashFlowId(id.size() > prefix ? id.substr(prefix) : id), money(row, "amount"),
                         time(row, "time"),
                         text(row, "kind") == "charge" ? CashFlow::Kind::Charge : CashFlow::Kind::Transfer});
    }
    return {};
}

/// The rows of the account's day, oldest first: the last start wins, and what came after it.
Result<> readDay(const QString &path, const QString &account, StoredState &state)
{
    const auto rows = readRows(path,
                               QStringLiteral("SELECT kind, time, equity, since FROM equity WHERE account = ? AND kind "
                                              "IN ('day-start', 'day-lost', 'close') ORDER BY seq"),
                               {account});
    if (!rows)
        return failure(rows.error());
    for (const StoredRow &row : *rows) {
        const std::string kind = text(row, "kind");
        if (kind == "close") {
            state.closeAt = time(row, "time");
            state.closeEquity = money(row, "equity");
        } else if (kind == "day-lost") {
            state.isDayLost = true;
        } else {
            state.isDayLost = false;
            state.dayStartSince = row.value("since") ? std::optional(time(row, "since")) : std::nullopt;
        }
    }
    return {};
}

Result<> readIndex(const QString &path, const QString &account, std::string &index)
{
    const auto rows = readRows(path,
                               QStringLiteral("SELECT value FROM bot_state WHERE account = ? AND field = "
                                              "'equity-index' ORDER BY seq DESC LIMIT 1"),
                               {account});
    if (!rows)
        return failure(rows.error());
    if (!rows->empty())
        index = text(rows->front(), "value");
    return {};
}

} // namespace

Result<> readPace(const QString &databasePath, const QString &account, StoredState &state)
{
    if (auto done = readLately(databasePath, account, state.pace); !done)
        return done;
    if (auto done = readAutomation(databasePath, account, state.pace); !done)
        return done;
    if (auto done = readFlows(databasePath, account, state.flows); !done)
        return done;
    if (auto done = readDay(databasePath, account, state); !done)
        return done;
    return readIndex(databasePath, account, state.equityIndex);
}

} // namespace core
