#include "tests/paper/Comparison.h"

#include "core/base/Decimal.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>

#include <map>

namespace paper {

using namespace core;

namespace {

/// What is compared of a fill, by the venue's execution.
using Facts = std::map<QString, QString>;

QString text(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toVariant().toString();
}

QString text(const StoredRow &row, const char *column)
{
    return QString::fromStdString(row.value(column).value_or(""));
}

/// One spelling for one number: `1.50` and `1.5` are the same.
QString number(const QString &written)
{
    const auto value = WideDecimal::parse(written.toStdString());
    return value ? QString::fromStdString(value->toString()) : QStringLiteral("?") + written;
}

std::vector<StoredRow> rowsOf(const QString &dataDir, const char *statement)
{
    const auto rows =
        readRows(SqliteJournal::databasePath(dataDir), QString::fromLatin1(statement));
    return rows ? *rows : std::vector<StoredRow>();
}

bool isOf(const QJsonObject &row, const QString &venue)
{
    return text(row, "venue").startsWith(venue);
}

/// Of one order: side and units of all its fills, and what they cost.
struct Filled {
    WideDecimal quantity{};
    WideDecimal notional{};
    WideDecimal fees{};
    int count = 0;

    void add(const QString &q, const QString &price, const QString &fee)
    {
        const auto units = WideDecimal::parse(q.toStdString()).value_or(WideDecimal());
        quantity = quantity + units;
        notional =
            notional + units.times(WideDecimal::parse(price.toStdString()).value_or(WideDecimal()));
        fees = fees + WideDecimal::parse(fee.toStdString()).value_or(WideDecimal());
        ++count;
    }
    [[nodiscard]] QString shown() const
    {
        return QString::fromStdString(std::to_string(count) + " fills, " + quantity.toString() +
                                      " units for " + notional.toString() + ", fees " +
                                      fees.toString());
    }
};

using ByOrder = std::map<QString, Filled>;

void compare(QStringList &found, const char *what, const Facts &venue, const Facts &ours)
{
    for (const auto &[key, value] : venue)
        if (const auto mine = ours.find(key); mine == ours.end())
            found += QStringLiteral("%1 %2: the venue has %3, we have none")
                         .arg(QLatin1String(what), key, value);
        else if (mine->second != value)
            found += QStringLiteral("%1 %2: the venue has %3, we have %4")
                         .arg(QLatin1String(what), key, value, mine->second);
    for (const auto &[key, value] : ours)
        if (!venue.contains(key))
            found += QStringLiteral("%1 %2: we have %3, the venue has none")
                         .arg(QLatin1String(what), key, value);
}

Facts shown(const ByOrder &orders)
{
    Facts facts;
    for (const auto &[id, filled] : orders)
        facts[id] = filled.shown();
    return facts;
}

/// Our ids of the venue's orders, by the venue's ids: a leg of a pair has a client id of the
/// venue's making.
Facts namesIn(const QString &dataDir)
{
    Facts names;
    for (const StoredRow &row :
         rowsOf(dataDir, "SELECT id, client_order_id FROM orders WHERE id <> ''"))
        names[text(row, "id")] = text(row, "client_order_id");
    return names;
}

QString nameOf(const Facts &names, const QJsonObject &row, const char *venueId)
{
    const auto found = names.find(text(row, venueId));
    return found == names.end() ? text(row, "client_order_id") : found->second;
}

ByOrder venueFills(const QJsonObject &books, const QString &venue, const Facts &names)
{
    ByOrder orders;
    for (const QJsonValue &value : books[QStringLiteral("fills")].toArray())
        if (const QJsonObject fill = value.toObject(); isOf(fill, venue))
            orders[nameOf(names, fill, "order_id")].add(text(fill, "quantity"), text(fill, "price"),
                                                        text(fill, "fee"));
    return orders;
}

ByOrder storedFills(const QString &dataDir)
{
    ByOrder orders;
    for (const StoredRow &row : rowsOf(dataDir, "SELECT * FROM fills"))
        orders[text(row, "client_order_id")].add(text(row, "quantity"), text(row, "price"),
                                                 text(row, "fee"));
    return orders;
}

ByOrder csvFills(const QString &dataDir)
{
    ByOrder orders;
    QFile file(dataDir + QStringLiteral("/csv/fills.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return orders;
    const QStringList header = QString::fromUtf8(file.readLine()).trimmed().split(u',');
    const auto column = [&](const char *name) { return header.indexOf(QLatin1String(name)); };
    while (!file.atEnd()) {
        const QStringList cells = QString::fromUtf8(file.readLine()).trimmed().split(u',');
        const auto cell = [&](const char *name) { return cells.value(column(name)); };
        orders[cell("client_order_id")].add(cell("quantity"), cell("price"), cell("fee"));
    }
    return orders;
}

/// Orders that were never filled and never worked say nothing about money; their end must be ours
/// too.
Facts venueOrders(const QJsonObject &books, const QString &venue, const Facts &names)
{
    Facts facts;
    for (const QJsonValue &value : books[QStringLiteral("orders")].toArray())
        if (const QJsonObject order = value.toObject(); isOf(order, venue))
            facts[nameOf(names, order, "id")] = text(order, "symbol") + u' ' +
                                                text(order, "side").toLower() + u' ' +
                                                number(text(order, "filled"));
    return facts;
}

/// Without those that the venue refused or never got.
Facts storedOrders(const QString &dataDir, const Facts &atVenue)
{
    Facts facts;
    for (const StoredRow &row : rowsOf(dataDir, "SELECT * FROM orders")) {
        const QString id = text(row, "client_order_id");
        if (text(row, "status") == QStringLiteral("rejected") && !atVenue.contains(id))
            continue;
        facts[id] =
            text(row, "instrument") + u' ' + text(row, "side") + u' ' + number(text(row, "filled"));
    }
    return facts;
}

/// The legs of a pair and the successors of a changed order have other names at the venue.
void joinNames(Facts &venue, Facts &ours)
{
    for (auto it = venue.begin(); it != venue.end();)
        it = !ours.contains(it->first) && it->second.endsWith(QStringLiteral(" 0"))
                 ? venue.erase(it)
                 : std::next(it);
    for (auto it = ours.begin(); it != ours.end();)
        it = !venue.contains(it->first) && it->second.endsWith(QStringLiteral(" 0"))
                 ? ours.erase(it)
                 : std::next(it);
}

Facts venuePositions(const QJsonObject &books, const QString &venue)
{
    Facts facts;
    for (const QJsonValue &value : books[QStringLiteral("positions")].toArray())
        if (const QJsonObject position = value.toObject(); isOf(position, venue))
            facts[text(position, "symbol")] = number(text(position, "quantity"));
    return facts;
}

Facts storedPositions(const QString &dataDir)
{
    Facts facts;
    for (const StoredRow &row : rowsOf(dataDir, "SELECT * FROM positions"))
        if (number(text(row, "quantity")) != QStringLiteral("0"))
            facts[text(row, "instrument")] = number(text(row, "quantity"));
    return facts;
}

/// Our cash has paid for open contracts; the venue's wallet has not.
QString asWallet(const QString &cash, const QString &dataDir)
{
    auto wallet = WideDecimal::parse(cash.toStdString());
    for (const StoredRow &row :
         rowsOf(dataDir, "SELECT * FROM positions WHERE venue = 'bybit-linear'"))
        if (const auto open = WideDecimal::parse(text(row, "open_notional").toStdString());
            open && wallet)
            wallet = *wallet + *open;
    return wallet ? QString::fromStdString(wallet->toString()) : cash;
}

int count(const QString &dataDir, const char *statement)
{
    const auto rows = rowsOf(dataDir, statement);
    return rows.empty() ? 0 : text(rows.front(), "n").toInt();
}

} // namespace

QStringList differencesBetween(const QJsonObject &books, const QString &venue,
                               const QString &dataDir, const QString &cash)
{
    QStringList found;
    const ByOrder stored = storedFills(dataDir);
    const Facts names = namesIn(dataDir);
    compare(found, "fills of order", shown(venueFills(books, venue, names)), shown(stored));
    compare(found, "fills in the CSV of order", shown(stored), shown(csvFills(dataDir)));
    Facts venueSide = venueOrders(books, venue, names);
    Facts ourSide = storedOrders(dataDir, venueSide);
    joinNames(venueSide, ourSide);
    compare(found, "order", venueSide, ourSide);
    compare(found, "position", venuePositions(books, venue), storedPositions(dataDir));
    const QString theirs =
        number(text(books[QStringLiteral("cash")].toObject(), venue.toLatin1().constData()));
    if (const QString ours = asWallet(cash, dataDir); theirs != ours)
        found += QStringLiteral("cash: the venue has %1, we have %2").arg(theirs, ours);
    return found;
}

Happened happenedIn(const QString &dataDir)
{
    return {
        .orders = count(dataDir, "SELECT COUNT(*) AS n FROM orders"),
        .fills = count(dataDir, "SELECT COUNT(*) AS n FROM fills"),
        .roundTrips = count(dataDir, "SELECT COUNT(*) AS n FROM trades"),
        .partlyFilled =
            count(dataDir,
                  "SELECT COUNT(*) AS n FROM orders WHERE (CAST(filled AS REAL) > 0 AND "
                  "CAST(filled AS REAL) < CAST(quantity AS REAL)) OR client_order_id IN "
                  "(SELECT client_order_id FROM fills GROUP BY client_order_id HAVING "
                  "COUNT(*) > 1)"),
        .refused = count(dataDir, "SELECT COUNT(*) AS n FROM orders WHERE status = 'rejected'"),
        .stopsFilled = count(
            dataDir, "SELECT COUNT(DISTINCT client_order_id) AS n FROM fills WHERE role = 'stop'"),
        .approved = count(
            dataDir,
            "SELECT COUNT(*) AS n FROM decisions WHERE verb = 'approve' AND channel <> 'rule'"),
        .days = count(dataDir, "SELECT COUNT(DISTINCT substr(time, 1, 10)) AS n FROM fills")};
}

} // namespace paper
