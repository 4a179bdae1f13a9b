#include "tests/paper/PaperRun.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>

/// One run on paper at a local venue: 0 when the books are equal and everything happened that should.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const auto value = [&](const char *name, const char *usual) {
        parser.addOption({QString::fromLatin1(name), QString(), QStringLiteral("V"), QString::fromLatin1(usual)});
    };
    value("venue", "alpaca");
    value("mode", "auto");
    value("minutes", "1");
    value("speed", "240");
    value("round-trips", "20");
    value("keep", "");
    parser.addOption(QCommandLineOption(QStringLiteral("desktop")));
    parser.addOption(QCommandLineOption(QStringLiteral("quiet")));
    parser.addOption(QCommandLineOption(QStringLiteral("synthetic")));
    parser.process(application);

    const auto given = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    QTemporaryDir dir;
    const QString keep = given("keep");
    paper::PaperRun run({.venue = given("venue"),
                         .mode = given("mode"),
                         .isDesktop = parser.isSet(QStringLiteral("desktop")),
                         .minutes = given("minutes").toDouble(),
                         .speed = given("speed").toDouble(),
                         .roundTrips = given("round-trips").toInt(),
                         .isSynthetic = parser.isSet(QStringLiteral("synthetic")),
                         .isQuiet = parser.isSet(QStringLiteral("quiet")),
                         .dataDir = keep.isEmpty() ? dir.path() : keep});
    const paper::Outcome outcome = run.play();
    std::printf("%s\n", qPrintable(outcome.summary));
    for (const QString &line : outcome.differences + outcome.missing)
        std::printf("FAILED: %s\n", qPrintable(line));
    return outcome.isGood() ? 0 : 1;
}
