#include "tests/faults/Run.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>

namespace {

using faults::Cell;
using faults::Run;

struct Totals {
    std::size_t runs = 0, failed = 0, reached = 0, killed = 0, orders = 0, fills = 0;
    std::int64_t unknowns = 0, changes = 0;
    core::Duration slowest{};
};

struct Wishes {
    std::uint64_t runs = 144;
    std::uint64_t seed = 1;
    std::optional<Cell> only;
};

std::optional<Wishes> readWishes(int argc, char **argv)
{
    Wishes wishes;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--runs") == 0)
            wishes.runs = std::strtoull(argv[i + 1], nullptr, 10);
        else if (std::strcmp(argv[i], "--seed") == 0)
            wishes.seed = std::strtoull(argv[i + 1], nullptr, 10);
        else if (std::strcmp(argv[i], "--only") == 0 && (wishes.only = Cell::parse(argv[i + 1])))
            continue;
        else
            return std::nullopt;
    }
    return argc % 2 == 1 && wishes.runs > 0 ? std::optional(wishes) : std::nullopt;
}

void play(const Cell &cell, bool tellsStory, Totals &totals)
{
    Run::Outcome outcome;
    try {
        outcome = Run(cell, tellsStory).play();
    } catch (const std::exception &error) {
        outcome.broken = error.what();
    }
    for (const std::string &line : outcome.story)
        std::puts(line.c_str());
    ++totals.runs;
    totals.reached += outcome.isPhaseReached;
    totals.killed += outcome.isKilled;
    totals.orders += outcome.orders;
    totals.fills += outcome.fills;
    totals.unknowns += outcome.unknowns;
    totals.changes += outcome.changes;
    totals.slowest = std::max(totals.slowest, outcome.settled);
    if (outcome.broken.empty())
        return;
    ++totals.failed;
    std::printf("FAILED  --only %s\n%s\n", cell.text().c_str(), outcome.broken.c_str());
}

} // namespace

/// Plays the fault table: `--runs N --seed S`, or one run with its story: `--only alpaca/drop/in-flight/17`.
int main(int argc, char **argv)
{
    const auto wishes = readWishes(argc, argv);
    if (!wishes) {
        std::fputs("usage: fault_table [--runs N] [--seed S] [--only VENUE/KIND/PHASE/SEED]\n", stderr);
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16); // a run that never ends is named by those before it
    Totals totals;
    const auto cells = wishes->only ? std::vector{*wishes->only} : faults::tableOf(wishes->runs, wishes->seed);
    for (const Cell &cell : cells)
        play(cell, wishes->only.has_value(), totals);
    std::printf("%zu runs, %zu failed: %zu came to their phase, %zu killed and started anew; the venues took %zu orders "
                "and made %zu fills and %lld changes; %lld times an outcome was unknown; the slowest settled after %.1f s\n",
                totals.runs, totals.failed, totals.reached, totals.killed, totals.orders, totals.fills,
                static_cast<long long>(totals.changes), static_cast<long long>(totals.unknowns), std::chrono::duration<double>(totals.slowest).count());
    return totals.failed == 0 ? 0 : 1;
}
