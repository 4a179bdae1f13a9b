#ifndef Q_MOC_RUN // Qt 6.4's moc cannot read <compare>
#include "tests/core/engine/property/Story.h"
#endif

#include <QTest>

using namespace property;

namespace {

constexpr std::uint64_t blocks = 10;
constexpr std::uint64_t seedsEach = 1000;

/// Tries to tell the same failure with fewer steps: leaves out ever smaller pieces while it still fails.
std::vector<Step> shrunk(std::uint64_t seed, std::vector<Step> steps)
{
    for (std::size_t piece = steps.size() / 2; piece > 0; piece /= 2)
        for (std::size_t at = 0; at < steps.size();) {
            std::vector<Step> fewer = steps;
            const std::size_t end = std::min(at + piece, steps.size());
            fewer.erase(fewer.begin() + std::ptrdiff_t(at), fewer.begin() + std::ptrdiff_t(end));
            if (Story(seed).run(fewer).empty())
                at = end;
            else
                steps = std::move(fewer);
        }
    return steps;
}

QByteArray report(std::uint64_t seed, const std::string &broken)
{
    const std::vector<Step> steps = shrunk(seed, Story::stepsOf(seed));
    std::string text = "seed " + std::to_string(seed) + ", " + broken + "; the same with " +
                       std::to_string(steps.size()) + " steps: " + Story(seed).run(steps) + " [";
    for (const Step &step : steps)
        text += std::string(actName(step.act)) + ", ";
    return QByteArray::fromStdString(text + "end]");
}

} // namespace

/// Invariants 1 to 7 and 12 of the product page under random events, an independent ledger beside the engine.
class EnginePropertyTest : public QObject {
    Q_OBJECT

private:
    /// More of them for a soak: COUNTERSIGN_SEEDS, of each block.
    static quint64 seedsPerBlock()
    {
        bool isSet = false;
        const int wanted = qEnvironmentVariableIntValue("COUNTERSIGN_SEEDS", &isSet);
        return isSet ? quint64(wanted) : seedsEach;
    }

private Q_SLOTS:
    void promisesHold_data()
    {
        QTest::addColumn<quint64>("first");
        for (quint64 block = 0; block < blocks; ++block)
            QTest::addRow("block%d", int(block)) << block * std::max(seedsEach, std::uint64_t(seedsPerBlock()));
    }
    void promisesHold()
    {
        QFETCH(const quint64, first);
        const quint64 seeds = seedsPerBlock();
        Story::Counts sum;

        for (quint64 seed = first; seed < first + seeds; ++seed) {
            Story story(seed);
            const std::string broken = story.run(Story::stepsOf(seed));
            if (!broken.empty())
                QFAIL(report(seed, broken).constData());
            const Story::Counts counts = story.counts();
            sum.entries += counts.entries;
            sum.exits += counts.exits;
            sum.changes += counts.changes;
            sum.fills += counts.fills;
            sum.restarts += counts.restarts;
            sum.refusedLies += counts.refusedLies;
            sum.diskFailures += counts.diskFailures;
            sum.unknowns += counts.unknowns;
        }

        qInfo("%d sequences: %d entries, %d exits, %d changes of exits, %d fills, %d restarts, %d lies refused, %d disks failed, %d unknown",
              int(seeds), int(sum.entries), int(sum.exits), int(sum.changes), int(sum.fills), int(sum.restarts), int(sum.refusedLies),
              int(sum.diskFailures), int(sum.unknowns));
        // About one story in twenty; a hundred of them (under sanitizers) may well tell of two.
        const qint64 fewestUnknowns = seeds >= 1000 ? qint64(seeds) / 50 : 0;
        QVERIFY2(sum.entries > qint64(seeds) / 2 && sum.exits > qint64(seeds) && sum.restarts > qint64(seeds) / 10 &&
                     sum.changes > qint64(seeds) / 20 &&
                     sum.unknowns > fewestUnknowns,
                 "chance should trade, restart and lose answers, or it proves nothing");
    }

    void sameSeedGivesTheSameBytes()
    {
        for (quint64 seed = 0; seed < 10'000; seed += 67) {
            Story first(seed);
            Story second(seed);
            first.keepsDigest = second.keepsDigest = true;

            (void)first.run(Story::stepsOf(seed));
            (void)second.run(Story::stepsOf(seed));

            QCOMPARE(first.digest(), second.digest());
        }
    }
};

QTEST_GUILESS_MAIN(EnginePropertyTest)
#include "EnginePropertyTest.moc"
