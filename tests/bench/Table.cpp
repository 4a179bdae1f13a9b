#include "tests/bench/Table.h"

#include <algorithm>
#include <cstdio>

namespace bench {

namespace {

std::vector<Row> &rows()
{
    static std::vector<Row> all;
    return all;
}

std::string keyOf(const Row &row, const Way &way)
{
    return row.what + "/" + way.name;
}

const char *unitName(Unit unit)
{
    switch (unit) {
    case Unit::Nanoseconds: return "ns";
    case Unit::Microseconds: return "us";
    case Unit::Milliseconds: return "ms";
    case Unit::Seconds: return "s";
    case Unit::MillionPerSecond: return "M/s";
    case Unit::Mebibytes: return "MiB";
    }
    return "";
}

bool isMoreBetter(Unit unit)
{
    return unit == Unit::MillionPerSecond;
}

double inUnit(double seconds, Unit unit)
{
    switch (unit) {
    case Unit::Nanoseconds: return seconds * 1e9;
    case Unit::Microseconds: return seconds * 1e6;
    case Unit::Milliseconds: return seconds * 1e3;
    case Unit::Seconds:
    case Unit::Mebibytes: return seconds;
    case Unit::MillionPerSecond: return 1e-6 / seconds;
    }
    return seconds;
}

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0, value);
    return text;
}

std::string goalText(const Row &row)
{
    if (!row.goal)
        return "";
    std::string text = (isMoreBetter(row.unit) ? ">= " : "<= ") + number(*row.goal);
    if (row.goalP99)
        text += " / " + number(*row.goalP99);
    return text;
}

void printLine(const std::string &what, const std::string &way, const std::string &figure, const std::string &factor,
               const std::string &goal, const std::string &verdict, const std::string &label)
{
    std::printf("%-34s %-33s %22s %8s  %-18s %-7s %s\n", what.c_str(), way.c_str(), figure.c_str(),
                factor.c_str(), goal.c_str(), verdict.c_str(), label.c_str());
}

} // namespace

void addRow(Row row)
{
    for (const Way &way : row.ways) {
        auto *made = benchmark::RegisterBenchmark(keyOf(row, way).c_str(), way.body);
        if (row.time == Time::OnTheWall)
            made->UseRealTime();
        if (row.effort == Effort::Once)
            made->Iterations(1)->Repetitions(3);
        else
            made->MinTime(0.1)->Repetitions(5);
    }
    rows().push_back(std::move(row));
}

std::string nineDigits(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

void items(benchmark::State &state, double count)
{
    state.counters["items"] = count;
}

void percentiles(benchmark::State &state, std::vector<double> seconds)
{
    if (seconds.empty())
        return state.SkipWithError("nothing was measured");
    std::sort(seconds.begin(), seconds.end());
    const auto at = [&](double share) {
        return seconds[std::min(seconds.size() - 1, static_cast<std::size_t>(double(seconds.size()) * share))];
    };
    state.counters["p50"] = at(0.5);
    state.counters["p99"] = at(0.99);
}

bool TableReporter::ReportContext(const Context &)
{
    return true;
}

double TableReporter::secondsOf(const Run &run)
{
    if (run.iterations == 0)
        return 0;
    const bool isOnTheWall = !run.run_name.time_type.empty(); // "real_time"
    return (isOnTheWall ? run.real_accumulated_time : run.cpu_accumulated_time) / double(run.iterations);
}

void TableReporter::ReportRuns(const std::vector<Run> &runs)
{
    for (const Run &run : runs) {
        if (run.run_type != Run::RT_Iteration)
            continue;
        const auto counter = [&run](const char *name) -> std::optional<double> {
            const auto found = run.counters.find(name);
            return found == run.counters.end() ? std::nullopt : std::optional(double(found->second));
        };
        Figure figure{counter("p50").value_or(secondsOf(run) / counter("items").value_or(1)),
                      counter("p99"), run.report_label, run.error_occurred ? run.error_message : ""};
        std::fprintf(stderr, "%-70s %.4g s%s\n", run.run_name.function_name.c_str(), figure.seconds,
                     run.error_occurred ? " FAILED" : "");
        const auto [best, isNew] = m_best.try_emplace(run.run_name.function_name, figure);
        if (!isNew && figure.error.empty() && figure.seconds < best->second.seconds)
            best->second = figure;
    }
}

void TableReporter::Finalize()
{
    std::printf("\n");
    printLine("what", "way", "figure", "x ours", "goal", "", "correctness figure");
    for (const Row &row : rows())
        printRow(row);
    std::fflush(stdout);
}

void TableReporter::printRow(const Row &row) const
{
    const auto wasRun = [&](const Way &way) { return m_best.contains(keyOf(row, way)); };
    if (std::none_of(row.ways.begin(), row.ways.end(), wasRun))
        return; // left out by a filter
    std::printf("\n");
    for (const Way &way : row.ways)
        if (wasRun(way))
            printWay(row, way);
    for (const auto &[name, figure] : row.quoted)
        printLine("", name + " (quoted)", number(figure) + " " + unitName(row.unit), "", "", "", "");
    if (!row.note.empty())
        std::printf("    (%s)\n", row.note.c_str());
}

void TableReporter::printWay(const Row &row, const Way &way) const
{
    const Figure &figure = m_best.at(keyOf(row, way));
    const bool isOurs = &way == &row.ways.front();
    const std::string what = isOurs ? row.what : "";
    if (!figure.error.empty())
        return printLine(what, way.name, "failed", "", "", "", figure.error);
    const double shown = inUnit(figure.seconds, row.unit);
    std::string text = number(shown);
    if (figure.p99)
        text += " / " + number(inUnit(*figure.p99, row.unit));
    text += std::string(" ") + unitName(row.unit);
    std::string factor;
    if (const auto ours = m_best.find(keyOf(row, row.ways.front())); ours != m_best.end() && !isOurs)
        factor = number(figure.seconds / ours->second.seconds);
    std::string verdict;
    if (isOurs && row.goal) {
        const bool isMet = (isMoreBetter(row.unit) ? shown >= *row.goal : shown <= *row.goal) &&
                           (!row.goalP99 || !figure.p99 || inUnit(*figure.p99, row.unit) <= *row.goalP99);
        verdict = isMet ? "met" : "MISSED";
    }
    printLine(what, way.name, text, factor, isOurs ? goalText(row) : "", verdict, figure.label);
}

} // namespace bench
