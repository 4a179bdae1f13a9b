#include "core/history/BarFile.h"
#include "core/history/FileBytes.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <cstdlib>
#include <cstring>

using namespace core;

namespace bench {

namespace {

/// The million bars as a file of the store, written once for the whole run.
const std::string &csvPath()
{
    static const QTemporaryDir folder;
    static const std::string path = [] {
        std::string name = folder.filePath(QStringLiteral("1m.csv")).toStdString();
        return writeBars(name, millionBars()) ? name : std::string();
    }();
    return path;
}

std::string labelOf(std::size_t bars, double volume)
{
    return std::to_string(bars) + " bars, volume " + nineDigits(volume);
}

void readOurs(benchmark::State &state)
{
    Result<std::vector<Bar>> bars = failure(ErrorCode::BadInput, "not run");
    (void)csvPath();
    for (auto _ : state) {
        bars = failure(ErrorCode::BadInput, "the last run's bars are freed with this run's time");
        bars = readBars(csvPath(), {Timeframe::M1, SessionKind::AlwaysOpen});
    }
    if (!bars || *bars != millionBars())
        return state.SkipWithError("what was read is not what was written");
    double volume = 0;
    for (const Bar &bar : *bars)
        volume += bar.volume;
    state.SetLabel(labelOf(bars->size(), volume) + ", all fields equal");
}

void readBytes(benchmark::State &state)
{
    std::size_t size = 0;
    for (auto _ : state)
        size = readWholeFile(csvPath())->size();
    state.SetLabel(std::to_string(size) + " bytes");
}

/// The peer: strtod on every cell, nothing checked, prices as doubles.
void readByStrtod(benchmark::State &state)
{
    struct Row {
        double cells[6];
    };
    std::vector<Row> rows;
    for (auto _ : state) {
        const auto bytes = readWholeFile(csvPath());
        rows = {};
        const char *at = std::strchr(bytes->text().data(), '\n') + 1;
        while (*at) {
            Row row{};
            for (double &cell : row.cells) {
                char *end = nullptr;
                cell = std::strtod(at, &end);
                at = end + 1;
            }
            rows.push_back(row);
        }
    }
    double volume = 0;
    for (const Row &row : rows)
        volume += row.cells[5];
    state.SetLabel(labelOf(rows.size(), volume));
}

QString sqlTable()
{
    static const QTemporaryDir folder;
    static const QString path = [] {
        QString name = folder.filePath(QStringLiteral("bars.db"));
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("fill"));
        database.setDatabaseName(name);
        if (!database.open())
            return QString();
        QSqlQuery query(database);
        query.exec(QStringLiteral("CREATE TABLE bars (t INTEGER PRIMARY KEY, o REAL, h REAL, l REAL, c REAL, v REAL)"));
        database.transaction();
        query.prepare(QStringLiteral("INSERT INTO bars VALUES (?, ?, ?, ?, ?, ?)"));
        for (const Bar &bar : millionBars()) {
            query.bindValue(0, qint64(toMillis(bar.openTime)));
            int place = 0;
            for (const double value : {bar.open.toDouble(), bar.high.toDouble(), bar.low.toDouble(),
                                       bar.close.toDouble(), bar.volume})
                query.bindValue(++place, value);
            query.exec();
        }
        database.commit();
        return name;
    }();
    return path;
}

/// The peer: the same bars as rows of SQLite through Qt SQL, forward only.
void readSqlRows(benchmark::State &state)
{
    struct Row {
        qint64 time;
        double cells[5];
    };
    std::vector<Row> rows;
    const QString path = sqlTable();
    for (auto _ : state) {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("read"));
        database.setDatabaseName(path);
        database.open();
        QSqlQuery query(database);
        query.setForwardOnly(true);
        query.exec(QStringLiteral("SELECT t, o, h, l, c, v FROM bars ORDER BY t"));
        rows = {};
        while (query.next()) {
            Row row{query.value(0).toLongLong(), {}};
            for (int i = 0; i < 5; ++i)
                row.cells[i] = query.value(i + 1).toDouble();
            rows.push_back(row);
        }
    }
    double volume = 0;
    for (const Row &row : rows)
        volume += row.cells[4];
    state.SetLabel(labelOf(rows.size(), volume));
}

} // namespace

void addHistoryRows()
{
    addRow({.what = "1 M bars from CSV",
            .unit = Unit::Milliseconds,
            .goal = 40,
            .ways = {{"ours, every cell checked", readOurs},
                     {"reading the bytes (limit)", readBytes},
                     {"strtod, nothing checked", readByStrtod},
                     {"Qt SQL rows", readSqlRows}},
            .quoted = {{"pandas CSV", 209}, {"Qt SQL rows", 309}, {"a CSV reader's limit", 32}}});
}

} // namespace bench
