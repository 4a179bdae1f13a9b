// Runs all benchmarks and prints one table: ours, the peer or limit beside it, the goal of the product
// page (section 9), and a correctness figure for each. See README.md.
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"
#include "tests/support/RandomBars.h"

#include <QApplication>

namespace bench {

const std::vector<core::Bar> &millionBars()
{
    static const std::vector<core::Bar> bars = support::randomBars(1'000'000);
    return bars;
}

const std::vector<double> &millionCloses()
{
    static const std::vector<double> closes = [] {
        std::vector<double> values;
        for (const core::Bar &bar : millionBars())
            values.push_back(bar.close.toDouble());
        return values;
    }();
    return closes;
}

} // namespace bench

int main(int argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    bench::addIndicatorRows();
    bench::addBacktestRows();
    bench::addOrderRows();
    bench::addDeskRows();
    bench::addJournalRows();
    bench::addHistoryRows();
    bench::addChartRows();
    bench::TableReporter table;
    benchmark::RunSpecifiedBenchmarks(&table);
    return 0;
}
