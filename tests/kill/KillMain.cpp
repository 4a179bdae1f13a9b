// kill_campaign [--kills N] [--seed S] [--keep DIR]: 0 = the books agreed every time, 1 = they did not.
#include "tests/kill/Campaign.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <cstdio>

namespace {

void say(const std::string &line)
{
    std::puts(line.c_str());
    std::fflush(stdout);
}

void summarise(const support::Campaign::Outcome &outcome)
{
    say("\nkills by point:");
    for (const auto &[point, count] : outcome.killsAt)
        if (count > 0)
            std::printf("%6d  %s\n", count, point.c_str());
    std::printf("%6d  in all, at %zu points; %d runs ended by themselves\n", outcome.kills,
                std::size_t(std::count_if(outcome.killsAt.begin(), outcome.killsAt.end(),
                                          [](const auto &each) { return each.second > 0; })),
                outcome.endedByThemselves);
    std::printf("%zu orders and %zu fills at the venues, books compared %d times, %zu violations\n", outcome.orders,
                outcome.fills, outcome.comparisons, outcome.violations.size());
    for (const std::string &violation : outcome.violations)
        say("VIOLATION " + violation);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({QStringLiteral("kills"), {}, QStringLiteral("N"), QStringLiteral("1000")});
    parser.addOption({QStringLiteral("seed"), {}, QStringLiteral("S"), QStringLiteral("1")});
    parser.addOption({QStringLiteral("keep"), {}, QStringLiteral("DIR")});
    parser.process(application);
    bool isCount = false;
    const int kills = parser.value(QStringLiteral("kills")).toInt(&isCount);
    bool isSeed = false;
    const std::uint64_t seed = parser.value(QStringLiteral("seed")).toULongLong(&isSeed);
    if (!isCount || kills < 1 || !isSeed) {
        std::fputs("usage: kill_campaign [--kills N] [--seed S] [--keep DIR]\n", stderr);
        return 2;
    }
    support::Campaign campaign(
        {.kills = kills, .seed = seed, .keepDir = parser.value(QStringLiteral("keep")), .say = say});
    const auto outcome = campaign.run();
    summarise(outcome);
    // Where hardly anything is traded nothing is proven.
    const bool isBusy = outcome.kills >= kills && outcome.fills >= std::size_t(kills);
    if (!isBusy)
        say("FAILED: too little happened to prove anything");
    return outcome.violations.empty() && isBusy ? 0 : 1;
}
