#include "core/domain/Amount.h"
#include "core/storage/StoreReader.h"
#include "tests/cli_engine/EngineProcess.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace core;
using namespace support;

namespace {

constexpr int fewestRoundTrips = 20;

WideDecimal wide(const QString &text)
{
    return WideDecimal::parse(text.toStdString()).value();
}

/// What the fill does to cash, exactly: a purchase takes price × quantity, and the fee goes.
WideDecimal cashFlow(const QJsonObject &fill)
{
    const WideDecimal value =
        WideDecimal::product(Decimal::parse(text(fill, "price").toStdString()).value(),
                             Decimal::parse(text(fill, "quantity").toStdString()).value());
    return (text(fill, "side") == QLatin1String("buy") ? -value : value) - wide(text(fill, "fee"));
}

WideDecimal signedQuantity(const QJsonObject &fill)
{
    const WideDecimal quantity = wide(text(fill, "quantity"));
    return text(fill, "side") == QLatin1String("buy") ? quantity : -quantity;
}

/// A member as the store, the log and the CSV write it: text; numbers in their shortest form.
QString written(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    return value.toString();
}

/// Finished runs have plain cells only; a quote in one would be a change worth a look.
std::vector<QJsonObject> csvRows(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    const QStringList header = lines.value(0).split(u',');
    std::vector<QJsonObject> rows;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QStringList cells = lines[i].split(u',');
        QJsonObject row;
        for (qsizetype column = 0; column < header.size(); ++column)
            row[header[column]] = cells.value(column);
        rows.push_back(row);
    }
    return rows;
}

/// The lines of the log that are about that table.
std::vector<QJsonObject> logRows(const QString &path, const char *table)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<QJsonObject> rows;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (text(object, "event") == QLatin1String(table))
            rows.push_back(object[QStringLiteral("data")].toObject());
    }
    return rows;
}

std::vector<QJsonObject> storedRows(const QString &dataDir, const char *statement)
{
    const auto read =
        readRows(dataDir + QStringLiteral("/countersign.sqlite"), QString::fromUtf8(statement));
    if (!read)
        qFatal("%s", describe(read.error()).c_str());
    std::vector<QJsonObject> rows;
    for (const StoredRow &row : *read) {
        QJsonObject object;
        for (const auto &[column, value] : row.columns)
            object[QString::fromStdString(column)] =
                value ? QJsonValue(QString::fromStdString(*value)) : QJsonValue();
        rows.push_back(object);
    }
    return rows;
}

/// Ids and hashes hang on the run's name: each becomes the number of its first appearance.
class Anonymous {
public:
    explicit Anonymous(const QJsonObject &started)
        : m_run(text(started, "run")), m_account(text(started, "account"))
    {
    }
    QJsonObject of(QJsonObject event)
    {
        for (const QString &key : event.keys()) {
            if (!event[key].isString())
                continue;
            QString value = event[key].toString().replace(m_account, QStringLiteral("ACCOUNT"));
            value.replace(m_run, QStringLiteral("RUN"));
            if (key == QLatin1String("hash") || key == QLatin1String("client_order_id"))
                value = QString::number(
                    m_numbers.emplace(value, qsizetype(m_numbers.size())).first->second);
            event[key] = value;
        }
        return event;
    }

private:
    QString m_run;
    QString m_account;
    std::map<QString, qsizetype> m_numbers;
};

} // namespace

class ReplayStoryTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    Outcome m_run;
    Events m_events;

    QString inDir(const char *name) const { return m_dir.filePath(QString::fromUtf8(name)); }
    static Outcome replay(const QString &dataDir, const QStringList &more = {})
    {
        return runCli(
            dataDir,
            QStringLiteral("run --profile ma-crossover --to replay --mode auto --speed max"),
            QStringList{QStringLiteral("--data"), sharedDataDir()} + more);
    }
    std::vector<QJsonObject> stored(const char *statement) const
    {
        return storedRows(m_dir.path(), statement);
    }
    /// Those members are the same, row by row.
    static void compare(const std::vector<QJsonObject> &rows,
                        const std::vector<QJsonObject> &others, const QStringList &keys)
    {
        QCOMPARE(rows.size(), others.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (const QString &key : keys)
                QVERIFY2(written(rows[i][key]) == written(others[i][key]),
                         qPrintable(QStringLiteral("row %1, %2: %3 and %4")
                                        .arg(i)
                                        .arg(key, written(rows[i][key]), written(others[i][key]))));
    }

private Q_SLOTS:
    void initTestCase()
    {
        REQUIRE_SHARED_DATA();
        m_run = replay(m_dir.path());
        m_events = parseEvents(m_run.out);
        QCOMPARE(m_run.exitCode, 0);
    }

    void everyLineIsAnEvent()
    {
        QVERIFY(m_events.size() > 1000);
        QVERIFY(std::ranges::none_of(m_events, &QJsonObject::isEmpty));
        QCOMPARE(text(m_events.front(), "event"), QStringLiteral("started"));
        QCOMPARE(text(m_events.back(), "event"), QStringLiteral("stopped"));
        QCOMPARE(text(m_events.back(), "reason"), QStringLiteral("the recorded data has ended"));
        QVERIFY(std::ranges::is_sorted(
            m_events, {}, [](const QJsonObject &event) { return text(event, "time"); }));
        QVERIFY2(m_run.errors.isEmpty(), m_run.errors.constData());
    }

    void itTradesBothInstruments()
    {
        const auto trades = stored("SELECT * FROM trades");

        QVERIFY(trades.size() >= fewestRoundTrips);
        for (const char *instrument : {"AAPL", "TSLA"})
            QVERIFY(std::ranges::count(
                        trades, QLatin1String(instrument),
                        [](const QJsonObject &trade) { return text(trade, "instrument"); }) >= 5);
    }

    // --- one story, told four times
    // -----------------------------------------------------------------

    void decisionsAreTheSameEverywhere()
    {
        const Events events = eventsNamed(m_events, "decision");
        const auto rows = stored("SELECT * FROM decisions ORDER BY seq");
        const QStringList told{QStringLiteral("time"),       QStringLiteral("proposal"),
                               QStringLiteral("version"),    QStringLiteral("verb"),
                               QStringLiteral("person"),     QStringLiteral("channel"),
                               QStringLiteral("instrument"), QStringLiteral("quantity")};
        const QStringList kept =
            told + QStringList{QStringLiteral("content_hash"), QStringLiteral("side"),
                               QStringLiteral("bid"),          QStringLiteral("ask"),
                               QStringLiteral("run"),          QStringLiteral("account")};

        QVERIFY(events.size() >= fewestRoundTrips);
        compare(events, rows, told);
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(text(events[i], "hash"), text(rows[i], "content_hash"));
        compare(rows, csvRows(inDir("csv/decisions.csv")), kept);
        compare(rows, logRows(inDir("logs/app.jsonl"), "decisions"), kept);
    }

    void fillsAreTheSameEverywhere()
    {
        const Events events = eventsNamed(m_events, "fill");
        const auto rows = stored("SELECT * FROM fills ORDER BY rowid");
        const QStringList told{QStringLiteral("time"),  QStringLiteral("client_order_id"),
                               QStringLiteral("role"),  QStringLiteral("instrument"),
                               QStringLiteral("side"),  QStringLiteral("quantity"),
                               QStringLiteral("price"), QStringLiteral("fee")};
        const QStringList kept =
            told + QStringList{QStringLiteral("id"), QStringLiteral("proposal"),
                               QStringLiteral("venue"), QStringLiteral("run"),
                               QStringLiteral("account")};

        compare(events, rows, told);
        for (std::size_t i = 0; i < rows.size(); ++i)
            QCOMPARE(text(rows[i], "account") + QLatin1Char('/') + text(events[i], "id"),
                     text(rows[i], "id"));
        compare(rows, csvRows(inDir("csv/fills.csv")), kept);
        compare(rows, logRows(inDir("logs/app.jsonl"), "fills"), kept);
    }

    void tradesAreTheSameEverywhere()
    {
        const auto rows = stored("SELECT * FROM trades ORDER BY seq");
        const QStringList kept{QStringLiteral("venue"),       QStringLiteral("instrument"),
                               QStringLiteral("side"),        QStringLiteral("entry_time"),
                               QStringLiteral("entry_price"), QStringLiteral("exit_time"),
                               QStringLiteral("exit_price"),  QStringLiteral("quantity"),
                               QStringLiteral("pnl"),         QStringLiteral("fees"),
                               QStringLiteral("reason"),      QStringLiteral("run"),
                               QStringLiteral("account")};

        compare(rows, csvRows(inDir("csv/trades.csv")), kept);
        compare(rows, logRows(inDir("logs/app.jsonl"), "trades"), kept);
    }

    void ordersEndAsTheirLastEventSays()
    {
        std::map<QString, QJsonObject> last;
        const Events events = eventsNamed(m_events, "order");
        for (const QJsonObject &order : events)
            if (text(order, "status") != QLatin1String("intended"))
                last[text(order, "client_order_id")] = order;
        std::vector<QJsonObject> ended;
        for (const auto &[id, order] : last)
            ended.push_back(order);
        const auto rows = stored("SELECT * FROM orders ORDER BY client_order_id");
        const QStringList request{QStringLiteral("client_order_id"),
                                  QStringLiteral("proposal"),
                                  QStringLiteral("role"),
                                  QStringLiteral("instrument"),
                                  QStringLiteral("side"),
                                  QStringLiteral("quantity")};

        compare(ended, rows,
                request + QStringList{QStringLiteral("id"), QStringLiteral("filled"),
                                      QStringLiteral("status"), QStringLiteral("reason"),
                                      QStringLiteral("time")});
        compare(rows, stored("SELECT * FROM intents ORDER BY client_order_id"),
                request + QStringList{QStringLiteral("order_type"), QStringLiteral("limit_price"),
                                      QStringLiteral("stop_price")});
        compare(events, stored("SELECT * FROM order_events ORDER BY seq"),
                {QStringLiteral("client_order_id"), QStringLiteral("status_before"),
                 QStringLiteral("status"), QStringLiteral("filled"), QStringLiteral("time")});
    }

    void theLogIsTheAudit()
    {
        QFile log(inDir("logs/app.jsonl"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArrayList lines = log.readAll().trimmed().split('\n');
        const auto audit = stored("SELECT kind, payload FROM audit ORDER BY seq");

        QCOMPARE(std::size_t(lines.size()), audit.size());
        for (std::size_t i = 0; i < audit.size(); ++i) {
            const QJsonObject line = QJsonDocument::fromJson(lines[qsizetype(i)]).object();
            QCOMPARE(text(line, "event"), text(audit[i], "kind"));
            QCOMPARE(line[QStringLiteral("data")].toObject(),
                     QJsonDocument::fromJson(text(audit[i], "payload").toUtf8()).object());
        }
        const Outcome verified = runCli(m_dir.path(), QStringLiteral("audit verify"));
        QCOMPARE(verified.exitCode, 0);
        QCOMPARE(verified.json[QStringLiteral("rows")].toInteger(), qint64(audit.size()));
        QCOMPARE(verified.json[QStringLiteral("ok")], QJsonValue(true));
        QVERIFY(verified.json[QStringLiteral("first_bad_row")].isNull());
    }

    // --- what must never be false
    // -------------------------------------------------------------------

    void noEntryWithoutADecisionOnExactlyThatContent()
    {
        for (const QJsonObject &fill : stored("SELECT * FROM fills WHERE role = 'entry'")) {
            const QString proposal = text(fill, "proposal");
            qsizetype sent = -1;
            qsizetype decided = -1;
            for (std::size_t i = 0; i < m_events.size(); ++i) {
                const QJsonObject &event = m_events[i];
                if (text(event, "event") == QLatin1String("proposal") &&
                    text(event, "id") == proposal &&
                    text(event, "state") == QLatin1String("submitting"))
                    sent = qsizetype(i);
                if (text(event, "event") == QLatin1String("decision") &&
                    text(event, "proposal") == proposal)
                    decided = qsizetype(i);
            }
            QVERIFY(decided >= 0 && decided < sent);
            const QJsonObject &decision = m_events[std::size_t(decided)];
            const QJsonObject &card = m_events[std::size_t(sent)];
            QCOMPARE(text(decision, "verb"), QStringLiteral("approve"));
            QCOMPARE(text(decision, "hash"), text(card, "hash"));
            QCOMPARE(decision[QStringLiteral("version")], card[QStringLiteral("version")]);
            QVERIFY(wide(text(fill, "quantity")) <= wide(text(decision, "quantity")));
            QCOMPARE(text(fill, "side"), text(card, "side"));
        }
    }

    void cashIsStartPlusAllFlows()
    {
        WideDecimal cash = wide(text(m_events.front(), "cash"));
        for (const QJsonObject &fill : stored("SELECT * FROM fills"))
            cash = cash + cashFlow(fill);

        const auto last =
            stored("SELECT cash FROM equity WHERE kind = 'sample' ORDER BY seq DESC LIMIT 1");

        QCOMPARE(text(last.front(), "cash").toStdString(), cash.toString());
        QVERIFY(cash != wide(text(m_events.front(), "cash")));
    }

    void positionsAreTheSumOfFills()
    {
        std::map<QString, WideDecimal> sums;
        for (const QJsonObject &fill : stored("SELECT * FROM fills"))
            sums[text(fill, "instrument")] = sums[text(fill, "instrument")] + signedQuantity(fill);

        const auto positions = stored("SELECT * FROM positions");

        QCOMPARE(positions.size(), sums.size());
        for (const QJsonObject &position : positions)
            QCOMPARE(text(position, "quantity").toStdString(),
                     sums.at(text(position, "instrument")).toString());
        std::map<QString, QJsonObject> told;
        for (const QJsonObject &event : eventsNamed(m_events, "position"))
            told[text(event, "instrument")] = event;
        for (const QJsonObject &position : positions)
            QCOMPARE(text(told.at(text(position, "instrument")), "quantity"),
                     text(position, "quantity"));
    }

    void gainsOfTheTripsAreTheGainsOfThePositions()
    {
        WideDecimal trips;
        for (const QJsonObject &trade : stored("SELECT * FROM trades"))
            trips = trips + wide(text(trade, "pnl"));
        WideDecimal positions;
        for (const QJsonObject &position : stored("SELECT * FROM positions"))
            positions =
                positions + wide(text(position, "realised_pnl")) - wide(text(position, "fees"));

        QCOMPARE(trips.toString(), positions.toString());
    }

    void protectionNeverExceedsWhatIsHeld()
    {
        // Every stop and target belongs to an entry of the same size and side against it.
        for (const QJsonObject &order :
             stored("SELECT * FROM orders WHERE role IN ('stop', 'target')")) {
            const auto entry = std::ranges::find_if(m_events, [&](const QJsonObject &event) {
                return text(event, "event") == QLatin1String("fill") &&
                       text(event, "role") == QLatin1String("entry") &&
                       QStringLiteral("oco-") + text(event, "id") == text(order, "oco_group");
            });
            QVERIFY(entry != m_events.end());
            QCOMPARE(text(order, "quantity"), text(*entry, "quantity"));
            QVERIFY(text(order, "side") != text(*entry, "side"));
        }
    }

    // --- afterwards, and again
    // ----------------------------------------------------------------------

    void theStoreIsReadWithoutAnEngine()
    {
        const Outcome orders = runCli(m_dir.path(), QStringLiteral("orders list"));
        const Outcome positions = runCli(m_dir.path(), QStringLiteral("positions list"));

        QCOMPARE(orders.exitCode, 0);
        QCOMPARE(std::size_t(orders.json[QStringLiteral("orders")].toArray().size()),
                 stored("SELECT * FROM orders").size());
        for (const QJsonValue &order : orders.json[QStringLiteral("orders")].toArray())
            QCOMPARE(order[QStringLiteral("differs")], QJsonValue()); // no venue was asked
        const QJsonArray held = positions.json[QStringLiteral("positions")].toArray();
        QCOMPARE(held.size(), 2);
        for (const char *key : {"instrument", "quantity", "venue_quantity", "average_price",
                                "unrealised_pnl", "differs"})
            QVERIFY2(held[0].toObject().contains(QLatin1String(key)), key);
        QCOMPARE(held[0][QStringLiteral("venue_quantity")], QJsonValue());
    }

    void theSameRunTellsTheSameStory()
    {
        REQUIRE_SHARED_DATA();
        const QTemporaryDir place;
        const Events again = parseEvents(replay(place.path()).out);

        QCOMPARE(again.size(), m_events.size());
        Anonymous one(m_events.front());
        Anonymous other(again.front());
        for (std::size_t i = 0; i < again.size(); ++i)
            QCOMPARE(other.of(again[i]), one.of(m_events[i]));
    }

    void anotherSeedSlipsOtherwise()
    {
        REQUIRE_SHARED_DATA();
        const QTemporaryDir place;
        const Outcome other = replay(place.path(), {QStringLiteral("--seed"), QStringLiteral("2")});

        QCOMPARE(other.exitCode, 0);
        QVERIFY(storedRows(place.path(), "SELECT price FROM fills ORDER BY rowid") !=
                stored("SELECT price FROM fills ORDER BY rowid"));
    }

    void aBacktestOfTheProfileMakesTheSameTrades_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("as the profile says") << QStringList();
        QTest::newRow("from a day on")
            << QStringList{QStringLiteral("--from"), QStringLiteral("2025-11-03")};
        QTest::newRow("with another seed")
            << QStringList{QStringLiteral("--seed"), QStringLiteral("7")};
        QTest::newRow("with other averages")
            << QStringList{QStringLiteral("--param"), QStringLiteral("fast=5"),
                           QStringLiteral("--param"), QStringLiteral("slow=20")};
    }
    void aBacktestOfTheProfileMakesTheSameTrades()
    {
        REQUIRE_SHARED_DATA();
        QFETCH(QStringList, options);
        const QTemporaryDir place;
        QCOMPARE(replay(place.path(), options).exitCode, 0);

        const Outcome backtest =
            runCli(place.path(), QStringLiteral("backtest --profile ma-crossover"),
                   QStringList{QStringLiteral("--data"), sharedDataDir()} + options);

        QCOMPARE(backtest.exitCode, 0);
        std::vector<QJsonObject> closed;
        for (const QJsonValue &trade : backtest.json[QStringLiteral("trades")].toArray())
            if (!trade[QStringLiteral("exit_time")].isNull())
                closed.push_back(trade.toObject());
        const auto trades = storedRows(
            place.path(), "SELECT *, venue || ':' || instrument AS whole FROM trades ORDER BY seq");
        QVERIFY(trades.size() >= fewestRoundTrips);
        compare(
            closed, trades,
            {QStringLiteral("side"), QStringLiteral("entry_time"), QStringLiteral("entry_price"),
             QStringLiteral("exit_time"), QStringLiteral("exit_price"), QStringLiteral("quantity"),
             QStringLiteral("pnl"), QStringLiteral("fees"), QStringLiteral("reason")});
        for (std::size_t i = 0; i < trades.size(); ++i)
            QCOMPARE(text(closed[i], "instrument"), text(trades[i], "whole"));
    }
};

QTEST_GUILESS_MAIN(ReplayStoryTest)
#include "ReplayStoryTest.moc"
