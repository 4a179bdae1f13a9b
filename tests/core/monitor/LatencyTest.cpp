#include "core/monitor/LatencyHistogram.h"
#include "core/monitor/ProcessFigures.h"
#include "core/monitor/SharedLatencyHistogram.h"

#include <QFile>
#include <QTest>

#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace core;
using namespace std::chrono_literals;

namespace {

/// The same figure the slow way: sort everything, take the rank.
Duration exactPercentile(std::vector<std::int64_t> values, double q)
{
    std::ranges::sort(values);
    const auto rank = std::max(std::size_t(std::ceil(q * double(values.size()))), std::size_t(1));
    return Duration(values[rank - 1]);
}

LatencyHistogram histogramOf(const std::vector<std::int64_t> &values)
{
    LatencyHistogram histogram;
    for (const std::int64_t value : values)
        histogram.add(Duration(value));
    return histogram;
}

} // namespace

class LatencyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyNanosecondHasItsBucketAndNoGapIsLeft()
    {
        Duration end{-1};
        for (std::size_t i = 0; i + 1 < latencybuckets::count; ++i) {
            const Duration begin = end + 1ns;
            end = latencybuckets::upperEnd(i);
            QCOMPARE(latencybuckets::indexOf(begin), i);
            QCOMPARE(latencybuckets::indexOf(end), i);
            QVERIFY((end - begin).count() * 32 <= begin.count());
        }
        QCOMPARE(latencybuckets::indexOf(end + 1ns), latencybuckets::count - 1);
        QCOMPARE(latencybuckets::indexOf(Duration::max()), latencybuckets::count - 1);
        QCOMPARE(latencybuckets::indexOf(Duration(-5)), std::size_t(0));
    }

    void percentilesAreAtMostABucketAboveTheTruth()
    {
        const bool holds = rc::check("percentile against a sorted list", [] {
            const auto octaves = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 41)));
            std::vector<std::int64_t> values;
            for (const int octave : octaves)
                values.push_back(*rc::gen::inRange<std::int64_t>(0, std::int64_t(2) << octave));
            const LatencyHistogram histogram = histogramOf(values);
            for (const double q : {0.0, 0.5, 0.9, 0.99, 0.999, 1.0}) {
                const std::int64_t truth = exactPercentile(values, q).count();
                const std::int64_t shown = histogram.percentile(q)->count();
                RC_ASSERT(shown >= truth);
                RC_ASSERT(shown - truth <= truth / 32);
            }
            RC_ASSERT(*histogram.max() == Duration(*std::ranges::max_element(values)));
            RC_ASSERT(histogram.count() == values.size());
        });
        QVERIFY(holds);
    }

    void mergingIsAddingEverything()
    {
        const bool holds = rc::check("merge", [](const std::vector<std::uint32_t> &a, const std::vector<std::uint32_t> &b) {
            LatencyHistogram merged = histogramOf({a.begin(), a.end()});
            merged.merge(histogramOf({b.begin(), b.end()}));
            std::vector<std::int64_t> all(a.begin(), a.end());
            all.insert(all.end(), b.begin(), b.end());
            const LatencyHistogram together = histogramOf(all);
            RC_ASSERT(merged.count() == together.count());
            RC_ASSERT(merged.sum() == together.sum());
            RC_ASSERT(merged.max() == together.max());
            for (const double q : {0.5, 0.9, 0.99})
                RC_ASSERT(merged.percentile(q) == together.percentile(q));
        });
        QVERIFY(holds);
    }

    void anEmptyOneKnowsNothing()
    {
        const LatencyHistogram empty;

        QVERIFY(!empty.percentile(0.5));
        QVERIFY(!empty.max());
        QCOMPARE(empty.count(), std::uint64_t(0));
        QCOMPARE(empty.sum(), Duration::zero());
    }

    void whatIsTooLongIsStillCountedAndItsMaximumExact()
    {
        LatencyHistogram histogram;
        histogram.add(1ms);
        histogram.add(std::chrono::hours(5));

        QCOMPARE(*histogram.percentile(0.99), Duration(std::chrono::hours(5)));
        QVERIFY(*histogram.percentile(0.5) < 1040us);
    }

    void aReaderBesideTheWriterSeesWholeValues()
    {
        constexpr std::uint64_t values = 200'000;
        SharedLatencyHistogram shared;
        std::atomic<bool> isDone{false};
        std::thread writer([&] {
            for (std::uint64_t i = 0; i < values; ++i)
                shared.add(Duration(1000));
            isDone = true;
        });

        std::uint64_t before = 0;
        while (!isDone) {
            const LatencyHistogram seen = shared.reading();
            QVERIFY(seen.count() >= before);
            before = seen.count();
            QVERIFY(seen.isEmpty() || *seen.percentile(1) <= 1031ns);
        }

        writer.join();
        QCOMPARE(shared.reading().count(), values);
        QCOMPARE(shared.reading().sum(), Duration(std::int64_t(values) * 1000));
        QCOMPARE(*shared.reading().max(), Duration(1000));
    }

    // --- the process -----------------------------------------------------------------------------

    void theShareOfTheProcessorIsOfTheTimeBetween()
    {
        ProcessMeter meter;
        QVERIFY(!meter.figures({.cpuTime = 5s}, 100s).cpuPct);
        QCOMPARE(*meter.figures({.cpuTime = 5500ms}, 102s).cpuPct, 25.0);
        QCOMPARE(*meter.figures({.cpuTime = 9500ms}, 103s).cpuPct, 400.0);
        QVERIFY(!meter.figures({.cpuTime = 10s}, 103s).cpuPct); // no time went by
        QVERIFY(!meter.figures({}, 104s).cpuPct);               // the system did not say
        QVERIFY(!meter.figures({.cpuTime = 11s}, 105s).cpuPct); // nothing to compare with
        QCOMPARE(*meter.figures({.cpuTime = 11s}, 106s).cpuPct, 0.0);
    }

    void theSystemSaysWhatThisProcessUses()
    {
        const ProcessReading before = readProcess();
        QVERIFY(before.cpuTime && before.residentBytes && before.threads && before.handles);
        QVERIFY(*before.residentBytes > 1'000'000);
        QVERIFY(*before.threads >= 1);

        std::vector<std::unique_ptr<QFile>> open;
        for (int i = 0; i < 20; ++i) {
            open.push_back(std::make_unique<QFile>(QCoreApplication::applicationFilePath()));
            QVERIFY(open.back()->open(QIODevice::ReadOnly));
        }
        std::vector<char> memory(std::size_t(64) << 20, 'x');
        std::atomic<bool> isOver{false};
        std::thread another([&] { isOver.wait(false); });
        const ProcessReading after = readProcess();
        isOver = true;
        isOver.notify_all();
        another.join();

        QCOMPARE(*after.threads, *before.threads + 1);
        QCOMPARE(*after.handles, *before.handles + 20);
        QVERIFY(*after.residentBytes >= *before.residentBytes + std::int64_t(60 << 20));
        QVERIFY(memory.back() == 'x');
        while (*readProcess().cpuTime <= *after.cpuTime) // it is work that moves it, however slow the machine
            std::ranges::fill(memory, memory.front() == 'x' ? 'y' : 'x');
    }
};

QTEST_GUILESS_MAIN(LatencyTest)
#include "LatencyTest.moc"
