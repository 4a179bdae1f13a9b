#include "core/storage/Schema.h"

#include <QFileInfo>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

namespace core {

namespace {

/// Numbered from 1; an old one is never edited. Decimals and times are text, exactly as recorded.
/// Long because a store's whole past is read from top to bottom.
const QList<QStringList> &migrations()
{
    static const QList<QStringList> all{{
        QStringLiteral(
            "CREATE TABLE audit (seq INTEGER PRIMARY KEY, run TEXT, ts_wall TEXT NOT NULL, ts_mono INTEGER NOT NULL, "
            "market_time TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, prev_hash TEXT NOT NULL, "
            "hash TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE runs (id TEXT PRIMARY KEY, time TEXT, event TEXT, profile TEXT, destination TEXT, "
                       "mode TEXT, starting_cash TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE signals (id TEXT PRIMARY KEY, time TEXT, bot TEXT, strategy TEXT, venue TEXT, "
                       "instrument TEXT, timeframe TEXT, kind TEXT, source TEXT, confidence REAL, "
                       "reference_price TEXT, atr TEXT, reason TEXT, outcome TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE proposals (id TEXT PRIMARY KEY, time TEXT, version INTEGER, content_hash TEXT, "
                       "state TEXT, state_before TEXT, state_reason TEXT, signal TEXT, bot TEXT, venue TEXT, "
                       "instrument TEXT, side TEXT, quantity TEXT, order_type TEXT, limit_price TEXT, stop_price TEXT, "
                       "target_price TEXT, reference_price TEXT, notional TEXT, loss_at_stop TEXT, binding_limit TEXT, "
                       "created_at TEXT, expires_at TEXT, reasons TEXT, guards TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE decisions (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, proposal TEXT, "
                       "version INTEGER, content_hash TEXT, verb TEXT, person TEXT, channel TEXT, reason TEXT, "
                       "instrument TEXT, side TEXT, quantity TEXT, bid TEXT, ask TEXT, drift_r REAL, "
                       "time_on_card_ms INTEGER, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE intents (client_order_id TEXT PRIMARY KEY, time TEXT, proposal TEXT, role TEXT, "
                       "venue TEXT, instrument TEXT, side TEXT, quantity TEXT, order_type TEXT, limit_price TEXT, "
                       "stop_price TEXT, time_in_force TEXT, counter INTEGER, reduce_only INTEGER, oco_group TEXT, "
                       "run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE orders (client_order_id TEXT PRIMARY KEY, id TEXT, time TEXT, proposal TEXT, "
                       "role TEXT, venue TEXT, instrument TEXT, side TEXT, quantity TEXT, order_type TEXT, "
                       "limit_price TEXT, stop_price TEXT, oco_group TEXT, status TEXT, filled TEXT, "
                       "average_price TEXT, reason TEXT, created_at TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE order_events (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, "
                       "client_order_id TEXT, status_before TEXT, status TEXT, filled TEXT, reason TEXT, run TEXT, "
                       "account TEXT)"),
        QStringLiteral("CREATE TABLE fills (id TEXT PRIMARY KEY, time TEXT, client_order_id TEXT, proposal TEXT, "
                       "role TEXT, venue TEXT, instrument TEXT, side TEXT, quantity TEXT, price TEXT, fee TEXT, "
                       "run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE positions (venue TEXT, instrument TEXT, time TEXT, quantity TEXT, "
                       "average_price TEXT, open_notional TEXT, realised_pnl TEXT, fees TEXT, run TEXT, account TEXT, "
                       "PRIMARY KEY (account, venue, instrument))"),
        QStringLiteral("CREATE TABLE trades (seq INTEGER PRIMARY KEY AUTOINCREMENT, venue TEXT, instrument TEXT, "
                       "side TEXT, entry_time TEXT, entry_price TEXT, exit_time TEXT, exit_price TEXT, quantity TEXT, "
                       "pnl TEXT, return_pct REAL, fees TEXT, reason TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE equity (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, kind TEXT, equity TEXT, "
                       "cash TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE halts (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, is_halted INTEGER, "
                       "reason TEXT, person TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE bot_state (seq INTEGER PRIMARY KEY AUTOINCREMENT, bot TEXT, time TEXT, "
                       "field TEXT, value TEXT, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE performance_metrics (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, name TEXT, "
                       "value REAL, run TEXT, account TEXT)"),
        QStringLiteral("CREATE TABLE predictions (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, model TEXT, "
                       "venue TEXT, instrument TEXT, direction TEXT, confidence REAL, run TEXT, account TEXT)"),
        QStringLiteral("CREATE INDEX orders_by_account ON orders (account, status)"),
        QStringLiteral("CREATE INDEX fills_by_account ON fills (account, time)"),
    }, {
        // What a restart needs to go on protecting: whose an entry was and what was to end its position.
        QStringLiteral("ALTER TABLE intents ADD COLUMN bot TEXT"),
        QStringLiteral("ALTER TABLE intents ADD COLUMN exit_stop TEXT"),
        QStringLiteral("ALTER TABLE intents ADD COLUMN exit_target TEXT"),
        QStringLiteral("ALTER TABLE intents ADD COLUMN exit_after_ms INTEGER"),
        QStringLiteral("ALTER TABLE intents ADD COLUMN exit_keeps_profit INTEGER"),
        // The newest row of an instrument and field is the present: closing = begun | begun-all | ended,
        // external = signed quantity, correction = waits | accepted.
        QStringLiteral("CREATE TABLE instrument_state (seq INTEGER PRIMARY KEY AUTOINCREMENT, venue TEXT, "
                       "instrument TEXT, time TEXT, field TEXT, value TEXT, bot TEXT, reason TEXT, run TEXT, "
                       "account TEXT)"),
    }, {
        // Why a proposal ended, for machines.
        QStringLiteral("ALTER TABLE proposals ADD COLUMN end_reason TEXT"),
    }, {
        // Halted was a yes or no; between running and halted there is reduce-only.
        QStringLiteral("ALTER TABLE halts ADD COLUMN state TEXT"),
    }, {
        // What a card needs to be asked about again after a restart; the rest is with its signal.
        QStringLiteral("ALTER TABLE proposals ADD COLUMN mode TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN time_in_force TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN proposed_quantity TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN planned_price TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN planned_risk TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN exit_after_ms INTEGER"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN exit_keeps_profit INTEGER"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN opens_at TEXT"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN was_edited INTEGER"),
        QStringLiteral("ALTER TABLE proposals ADD COLUMN needs_two_steps INTEGER"),
    }, {
        QStringLiteral("CREATE TABLE cash_flows (id TEXT PRIMARY KEY, time TEXT, amount TEXT, run TEXT, account TEXT)"),
        // From when on flows count beside the equity of a day's start.
        QStringLiteral("ALTER TABLE equity ADD COLUMN since TEXT"),
    }, {
        // A fee of a coin that was bought is taken in that coin.
        QStringLiteral("ALTER TABLE fills ADD COLUMN asset_fee TEXT"),
        // transfer | charge; without a word it is a transfer.
        QStringLiteral("ALTER TABLE cash_flows ADD COLUMN kind TEXT"),
    }, {
        // Changes of working orders, a row a step. asked: what is to change, the rest NULL; made: all terms from then
        // on, whoever wished it; refused: nothing has changed. An order whose newest row is `asked` has no answer yet.
        QStringLiteral("CREATE TABLE amendments (seq INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, client_order_id TEXT, "
                       "step TEXT, quantity TEXT, limit_price TEXT, stop_price TEXT, reason TEXT, run TEXT, "
                       "account TEXT)"),
        // In instrument_state: stop = the price that protects the position of the entry in `reason` (its proposal).
        QStringLiteral("CREATE INDEX amendments_by_order ON amendments (client_order_id)"),
    }};
    return all;
}

Error databaseError(const QString &path, const QString &what)
{
    return {ErrorCode::Io, what.toStdString(), path.toStdString()};
}

Result<> run(QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement))
        return failure(databaseError(database.databaseName(), query.lastError().text()));
    return {};
}

Result<QVariant> ask(QSqlDatabase &database, const QString &statement)
{
    QSqlQuery query(database);
    if (!query.exec(statement) || !query.next())
        return failure(databaseError(database.databaseName(), query.lastError().text()));
    return query.value(0);
}

Result<> migrate(QSqlDatabase &database)
{
    const auto version = ask(database, QStringLiteral("PRAGMA user_version"));
    if (!version)
        return failure(version.error());
    if (version->toInt() > schemaVersion())
        return failure(databaseError(database.databaseName(),
                                     QStringLiteral("the database was written by a newer version of this program")));
    for (int next = version->toInt(); next < schemaVersion(); ++next) {
        if (!database.transaction())
            return failure(databaseError(database.databaseName(), database.lastError().text()));
        for (const QString &statement : migrations().at(next))
            if (auto done = run(database, statement); !done) {
                database.rollback();
                return done;
            }
        if (auto done = run(database, QStringLiteral("PRAGMA user_version = %1").arg(next + 1)); !done) {
            database.rollback();
            return done;
        }
        if (!database.commit())
            return failure(databaseError(database.databaseName(), database.lastError().text()));
    }
    return {};
}

Result<QSqlDatabase> open(const QString &path, const QString &connectionName, const QString &options)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName);
    database.setDatabaseName(path);
    database.setConnectOptions(options);
    if (!database.open())
        return failure(databaseError(path, database.lastError().text()));
    return database;
}

} // namespace

int schemaVersion()
{
    return int(migrations().size());
}

Result<QSqlDatabase> openForWriting(const QString &path, const QString &connectionName)
{
    auto database = open(path, connectionName, QStringLiteral("QSQLITE_BUSY_TIMEOUT=3000"));
    if (!database)
        return database;
    // Full sync: a decision or intent that counts as durable survives a power cut.
    for (const char *pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON"})
        if (auto done = run(*database, QString::fromLatin1(pragma)); !done)
            return failure(done.error());
    const auto check = ask(*database, QStringLiteral("PRAGMA quick_check"));
    if (!check)
        return failure(check.error());
    if (check->toString() != QStringLiteral("ok"))
        return failure(databaseError(path, QStringLiteral("the database is damaged: ") + check->toString()));
    if (auto done = migrate(*database); !done)
        return failure(done.error());
    return database;
}

Result<QSqlDatabase> openForReading(const QString &path, const QString &connectionName)
{
    if (!QFileInfo::exists(path))
        return failure({ErrorCode::NotFound, "there is no database yet: nothing has run here", path.toStdString()});
    auto database = open(path, connectionName, QStringLiteral("QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=3000"));
    if (database)
        if (auto done = run(*database, QStringLiteral("PRAGMA query_only = ON")); !done)
            return failure(done.error());
    return database;
}

} // namespace core
