// The program that is killed. Its options are the campaign's business, so they are read without ceremony.
#include "tests/kill/Trader.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    for (const char *name : {"data-dir", "venue", "run", "seed", "steps", "kill-at"})
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), {}, QStringLiteral("VALUE")));
    parser.addOption(QCommandLineOption(QStringLiteral("settle")));
    parser.process(application);
    const auto venue = core::VenueEndpoint::parse(parser.value(QStringLiteral("venue")));
    if (!venue) {
        std::printf("broken %s\n", core::describe(venue.error()).c_str());
        return 3;
    }
    support::Trader trader({.dataDir = parser.value(QStringLiteral("data-dir")),
                            .venue = *venue,
                            .run = parser.value(QStringLiteral("run")).toStdString(),
                            .seed = parser.value(QStringLiteral("seed")).toULongLong(),
                            .steps = parser.value(QStringLiteral("steps")).toLongLong(),
                            .killAt = support::KillAt::parse(parser.value(QStringLiteral("kill-at")).toStdString()),
                            .settles = parser.isSet(QStringLiteral("settle"))});
    QMetaObject::invokeMethod(&trader, &support::Trader::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
