#pragma once

#include <benchmark/benchmark.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

/// What a figure counts. All but MillionPerSecond are better when smaller.
enum class Unit { Nanoseconds, Microseconds, Milliseconds, Seconds, MillionPerSecond, Mebibytes };

/// One way of doing it. The body tells its items for one iteration (`items`), a correctness figure as
/// its label, or percentiles (`percentiles`) instead of the mean.
struct Way {
    std::string name;
    std::function<void(benchmark::State &)> body;
};

/// Which time is counted. Other programs on the machine take the wall's time, not the thread's.
enum class Time {
    OfTheThread, ///< Processor time: of what only computes.
    OnTheWall,   ///< Of what waits for a disk, another thread or the screen.
};

/// How often a way is measured; the table shows the best repetition, what noise touched least.
enum class Effort {
    Usual, ///< Five times, a tenth of a second each.
    Once,  ///< Three times one iteration: what takes long.
};

/// One line of the table with its contenders: ours first, then the named peers and limits beside it.
struct Row {
    std::string what;
    Unit unit = Unit::Nanoseconds;
    std::optional<double> goal{};    ///< Of product page section 9, in `unit`; of the p50 where there is one.
    std::optional<double> goalP99{};
    std::vector<Way> ways;
    /// Figures of the product page that were measured elsewhere: quoted, not run.
    std::vector<std::pair<std::string, double>> quoted{};
    Effort effort = Effort::Usual;
    Time time = Time::OfTheThread;
    std::string note{}; ///< Definitions that decide the result; printed below the row.
};

void addRow(Row row);

/// What one iteration did.
void items(benchmark::State &state, double count);
/// The seconds each single act took.
void percentiles(benchmark::State &state, std::vector<double> seconds);

/// Nine significant digits: enough to see that two ways agree.
[[nodiscard]] std::string nineDigits(double value);

/// Collects what Google Benchmark measures, best repetition of each way, and prints the table.
class TableReporter final : public benchmark::BenchmarkReporter {
public:
    bool ReportContext(const Context &context) override;
    void ReportRuns(const std::vector<Run> &runs) override;
    void Finalize() override;

private:
    /// Seconds per item, or the percentiles of one act.
    struct Figure {
        double seconds = 0;
        std::optional<double> p99;
        std::string label;
        std::string error;
    };
    [[nodiscard]] static double secondsOf(const Run &run);
    void printRow(const Row &row) const;
    void printWay(const Row &row, const Way &way) const;

    std::map<std::string, Figure> m_best;
};

} // namespace bench
