#include "core/history/BarFile.h"

#include "core/history/BarSeries.h"
#include "core/history/FileBytes.h"
#include "core/history/Gaps.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace core {

namespace {

Error asError(const Defect &defect, const std::string &path)
{
    return {.code = ErrorCode::BadInput,
            .message = std::string(defectKindName(defect.kind)) + ": " + defect.detail,
            .file = path,
            .line = defect.line,
            .field = defect.field};
}

/// The defect nearest to the start of the file among those that stop reading.
const Defect *firstStopping(const std::vector<Defect> &defects)
{
    const Defect *first = nullptr;
    for (const Defect &defect : defects)
        if (stopsReading(defect) && (!first || defect.line < first->line))
            first = &defect;
    return first;
}

void checkLength(BarScan &scan, Duration length, SessionKind session)
{
    const auto moments = momentsOf(scan, Timestamp::max());
    if (const auto other = firstOfOtherLength(moments, length, session))
        scan.defects.push_back({.kind = DefectKind::MixedTimeframe,
                                .line = moments[*other].line,
                                .detail = "from here on the bars have another length"});
}

const char *whyNotWritable(const Bar &bar, const Bar *before)
{
    if (before && before->openTime >= bar.openTime)
        return "the bars are not in ascending order of time";
    if (timestampFromMillis(toMillis(bar.openTime)) != bar.openTime)
        return "an opening time is finer than milliseconds";
    if (bar.low.sign() <= 0 || bar.low > std::min(bar.open, bar.close) ||
        bar.high < std::max(bar.open, bar.close))
        return "a bar's prices are impossible";
    if (!std::isfinite(bar.volume) || bar.volume < 0)
        return "a volume is negative or not a number";
    return nullptr;
}

template <class Number>
void append(std::string &text, Number number)
{
    char buffer[32]; // the shortest text of any double has at most 24 characters
    const auto [end, trouble] = std::to_chars(buffer, buffer + sizeof buffer, number);
    text.append(buffer, end);
}

void append(std::string &text, const Bar &bar)
{
    append(text, toMillis(bar.openTime));
    for (const Price price : {bar.open, bar.high, bar.low, bar.close})
        text.append(1, ',').append(price.toString());
    text += ',';
    append(text, bar.volume);
    text += '\n';
}

} // namespace

Result<std::vector<Bar>> readBars(const std::string &path, const BarFileOptions &options)
{
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return failure(bytes.error());
    auto scan = scanBars(bytes->text());
    if (!scan)
        return failure(
            Error{.code = scan.error().code, .message = scan.error().message, .file = path});
    arrange(*scan);
    const auto even = scan->isAscending ? scan->evenStep : std::nullopt;
    const auto step = options.timeframe ? std::optional(lengthOf(*options.timeframe))
                      : even            ? even
                                        : commonStep(scan->bars);
    if (step && step != even && scan->lost.empty())
        checkLength(*scan, *step, options.session);
    if (const Defect *defect = firstStopping(scan->defects))
        return failure(asError(*defect, path));
    if (!step)
        return failure(Error{.code = ErrorCode::BadInput,
                             .message = "one bar does not tell its timeframe; name it",
                             .file = path,
                             .field = "timeframe"});
    setCloseTimes(scan->bars, *step, options.session);
    return std::move(scan->bars);
}

Result<> writeBars(const std::string &path, std::span<const Bar> bars)
{
    std::string text = "timestamp_utc_ms,open,high,low,close,volume\n";
    text.reserve(64 * (bars.size() + 1));
    const Bar *before = nullptr;
    for (const Bar &bar : bars) {
        if (const char *why = whyNotWritable(bar, before))
            return failure(Error{.code = ErrorCode::BadInput,
                                 .message = std::string(why) + " (" + toIsoText(bar.openTime) + ")",
                                 .file = path});
        append(text, bar);
        before = &bar;
    }
    return writeWholeFile(path, text);
}

} // namespace core
