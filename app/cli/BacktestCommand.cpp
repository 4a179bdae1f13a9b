#include "app/cli/BacktestCommand.h"

#include "app/cli/BacktestOptions.h"
#include "app/cli/BacktestReport.h"
#include "app/cli/Interruption.h"
#include "app/cli/Terminal.h"

#include <cstdio>

namespace cli {

namespace {

std::size_t barsIn(const core::BacktestSettings &settings)
{
    std::size_t bars = 0;
    for (const core::BarTape::Series &series : settings.series)
        bars += series.bars.size();
    return bars;
}

/// Runs it, showing progress to a person and heeding Ctrl-C.
core::Result<core::BacktestResult> runWatched(core::BacktestSettings settings)
{
    const Interruption interruption;
    const bool isWatched = isErrorTerminal();
    const std::size_t total = barsIn(settings);
    settings.progress = [&interruption, isWatched, total](std::size_t done) {
        if (isWatched)
            std::fprintf(stderr, "\r%zu of %zu bars", done, total);
        return !interruption.isAsked();
    };
    auto result = core::runBacktest(std::move(settings));
    if (isWatched)
        std::fputs("\r\033[K", stderr);
    if (result && result->wasStopped)
        return core::failure(core::ErrorCode::Refused, "stopped before the end, as asked");
    return result;
}

core::Result<BacktestReport> reported(const Arguments &arguments)
{
    auto settings = backtestSettings(arguments);
    if (!settings)
        return core::failure(settings.error());
    BacktestReport report;
    report.definitions = definitionsOf(*settings);
    for (const core::BarTape::Series &series : settings->series)
        report.series.push_back(series.id);
    const core::SystemClock clock;
    const core::Duration start = clock.steady();
    auto result = runWatched(std::move(*settings));
    const double seconds = std::chrono::duration<double>(clock.steady() - start).count();
    if (!result)
        return core::failure(result.error());
    report.result = std::move(*result);
    report.barsPerSecond = static_cast<double>(report.result.bars) / seconds;
    return report;
}

int backtest(const Arguments &arguments)
{
    const auto report = reported(arguments);
    if (!report)
        return fail(arguments.wantsJson(), report.error());
    if (const auto folder = arguments.value("report"))
        if (const auto written = writeReport(*folder, *report); !written)
            return fail(arguments.wantsJson(), written.error());
    print(arguments, jsonOf(*report), textOf(*report));
    return Done;
}

} // namespace

std::vector<Command> backtestCommands()
{
    return {
        {.name = "backtest",
         .usage =
             "backtest (--bars FILE --strategy NAME [--param k=v]... | --profile P [--data DIR]) "
             "[--cash 10000] [--fee 0.001] [--slippage 0] [--fill next-open|close] "
             "[--size all-in|whole-equity|shares:N|share:X|risk:X] [--stop-atr X] [--target-r X] "
             "[--timeframe T] [--from D] [--to D] [--report DIR]",
         .options = backtestOptions(),
         .run = backtest}};
}

} // namespace cli
