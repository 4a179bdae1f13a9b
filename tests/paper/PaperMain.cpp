#include "tests/paper/PaperRun.h"
#include "tests/paper/Table.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstdio>

namespace {

void print(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

void addOptions(QCommandLineParser &parser)
{
    const auto value = [&](const char *name, const char *usual) {
        parser.addOption({QString::fromLatin1(name), QString(), QStringLiteral("V"),
                          QString::fromLatin1(usual)});
    };
    value("venue", "alpaca");
    value("bars", "minutes");
    value("from", "");
    value("mode", "auto");
    value("minutes", "1");
    value("speed", "120");
    value("keep", "");
    value("rows", "");  // a file; a run adds its row, --table reads them all
    for (const char *name : {"desktop", "keys", "synthetic", "table"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name)));
}

paper::Plan planOf(const QCommandLineParser &parser, const QString &dataDir)
{
    const auto given = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    const auto isSet = [&](const char *name) { return parser.isSet(QString::fromLatin1(name)); };
    const bool isHours = given("bars") == QStringLiteral("hours");
    return {.market = {.venue = given("venue"),
                       .bars = isHours ? paper::Bars::Hours : paper::Bars::Minutes,
                       .from = given("from"),
                       .isSynthetic = isSet("synthetic")},
            .mode = given("mode"),
            .isDesktop = isSet("desktop"),
            .pressesKeys = isSet("keys"),
            .minutes = given("minutes").toDouble(),
            .speed = given("speed").toDouble(),
            .dataDir = dataDir};
}

int playOne(const paper::Plan &plan, const QString &rows)
{
    const paper::Outcome outcome = paper::PaperRun(plan).play();
    print(paper::tableHead());
    print(paper::tableLine(outcome.row));
    for (const QString &line : outcome.failed)
        print(QStringLiteral("FAILED: ") + line);
    QFile file(rows);
    if (!rows.isEmpty() && file.open(QIODevice::Append))
        file.write(QJsonDocument(outcome.row).toJson(QJsonDocument::Compact) + '\n');
    return outcome.failed.isEmpty() ? 0 : 1;
}

int showTable(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return 2;
    QList<QJsonObject> rows;
    while (!file.atEnd())
        rows += QJsonDocument::fromJson(file.readLine()).object();
    print(paper::tableHead());
    for (const QJsonObject &row : rows + paper::sums(rows))
        print(paper::tableLine(row));
    const QStringList missing = paper::missingOf(rows);
    for (const QString &line : missing)
        print(QStringLiteral("FAILED: ") + line);
    return missing.isEmpty() ? 0 : 1;
}

} // namespace

/// One run on paper at a local venue: 0 when the books are equal in the end. Or the table of many
/// (`--table`): 0 when everything happened that should.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);
    const QString rows = parser.value(QStringLiteral("rows"));
    if (parser.isSet(QStringLiteral("table")))
        return showTable(rows);
    QTemporaryDir dir;
    const QString keep = parser.value(QStringLiteral("keep"));
    return playOne(planOf(parser, keep.isEmpty() ? dir.path() : keep), rows);
}
