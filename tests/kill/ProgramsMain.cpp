// kill_programs [--venue alpaca|bybit] [--kills N] [--seed S] [--keep DIR]: 0 = the books agreed, 1
// = they did not.
#include "tests/kill/ProgramCampaign.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <cstdio>

namespace {

void say(const QString &line)
{
    std::puts(qPrintable(line));
    std::fflush(stdout);
}

bool play(support::ProgramCampaign::Options options)
{
    const auto outcome = support::ProgramCampaign(options).run();
    say(QStringLiteral("%1: %2 kills, %3 in the middle of a trade; %4 orders, %5 fills, %6 in "
                       "doubt, %7 violations")
            .arg(options.venue)
            .arg(outcome.kills)
            .arg(outcome.killsInTrade)
            .arg(outcome.orders)
            .arg(outcome.fills)
            .arg(outcome.unknown)
            .arg(outcome.violations.size()));
    for (const QString &violation : outcome.violations)
        say(QStringLiteral("VIOLATION ") + violation);
    // Where hardly anything is traded nothing is proven.
    const bool isBusy = outcome.kills >= options.kills && outcome.fills >= options.kills / 4 && outcome.unknown > 0;
    if (!isBusy)
        say(QStringLiteral("FAILED: too little happened to prove anything"));
    return outcome.violations.isEmpty() && isBusy;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const auto add = [&](const char *name, const char *usual) {
        parser.addOption(
            {QString::fromLatin1(name), {}, QStringLiteral("V"), QString::fromLatin1(usual)});
    };
    add("venue", "");
    add("kills", "50");
    add("seed", "1");
    add("keep", "");
    parser.process(application);
    const auto given = [&](const char *name) { return parser.value(QString::fromLatin1(name)); };
    QStringList venues{QStringLiteral("alpaca"), QStringLiteral("bybit")};
    if (!given("venue").isEmpty())
        venues = {given("venue")};
    bool isGood = true;
    for (const QString &venue : venues) {
        const QString dir = given("keep").isEmpty() ? QString() : given("keep") + u'/' + venue;
        if (!dir.isEmpty())
            QDir().mkpath(dir);
        isGood = play({.venue = venue,
                       .kills = given("kills").toInt(),
                       .seed = given("seed").toULongLong(),
                       .dataDir = dir,
                       .say = say}) &&
                 isGood;
    }
    return isGood ? 0 : 1;
}
