#include "core/history/Validation.h"

#include "core/history/BarSeries.h"
#include "core/history/FileBytes.h"
#include "core/history/Gaps.h"
#include "core/history/Outliers.h"

#include <algorithm>

namespace core {

namespace {

void reportFuture(BarScan &scan, Timestamp now)
{
    for (std::size_t i = scan.bars.size(); i > 0 && scan.bars[i - 1].openTime > now; --i)
        scan.defects.push_back(
            {.kind = DefectKind::Future,
             .line = scan.lines[i - 1],
             .detail = toIsoText(scan.bars[i - 1].openTime) + " has not come yet",
             .field = "timestamp"});
}

void reportZeroVolume(BarScan &scan)
{
    for (std::size_t i = 0; scan.hasVolume && i < scan.bars.size(); ++i)
        if (scan.bars[i].volume == 0)
            scan.defects.push_back({.kind = DefectKind::ZeroVolume,
                                    .line = scan.lines[i],
                                    .detail = "nothing was traded at " +
                                              toIsoText(scan.bars[i].openTime),
                                    .field = "volume"});
}

/// Steps between wall times of an unknown zone mean nothing, so they are not judged.
void checkTimes(BarScan &scan, const ValidationOptions &options)
{
    const auto step = options.timeframe ? std::optional(lengthOf(*options.timeframe))
                                        : commonStep(scan.bars);
    if (!step || !scan.knowsZone)
        return;
    const auto moments = momentsOf(scan, options.now);
    const SessionKind session =
        options.calendar ? *options.calendar : sessionKindOf(moments, *step);
    reportGaps(scan, moments, *step, session);
    auto outliers = outliersIn(scan.bars, scan.lines, session);
    std::move(outliers.begin(), outliers.end(), std::back_inserter(scan.defects));
}

} // namespace

Result<ValidationReport> validateBarFile(const std::string &path, const ValidationOptions &options)
{
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return failure(bytes.error());
    auto scan = scanBars(bytes->text());
    if (!scan)
        return failure(
            Error{.code = scan.error().code, .message = scan.error().message, .file = path});
    arrange(*scan);
    reportFuture(*scan, options.now);
    reportZeroVolume(*scan);
    checkTimes(*scan, options);

    ValidationReport report{.rows = scan->rows, .ok = true, .defects = std::move(scan->defects)};
    std::stable_sort(report.defects.begin(), report.defects.end(),
                     [](const Defect &a, const Defect &b) { return a.line < b.line; });
    report.ok = std::none_of(
        report.defects.begin(), report.defects.end(),
        [](const Defect &defect) { return severityOf(defect.kind) == DefectSeverity::Error; });
    return report;
}

} // namespace core
