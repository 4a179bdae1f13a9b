#include "core/history/BarStore.h"

#include "core/history/BarFile.h"
#include "core/history/BarSeries.h"
#include "core/history/FileBytes.h"
#include "core/history/Gaps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <set>

namespace core {

namespace fs = std::filesystem;

namespace {

fs::path nativePath(const std::string &utf8)
{
    return fs::path(std::u8string(utf8.begin(), utf8.end()));
}

std::string utf8(const fs::path &path)
{
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

// --- names -------------------------------------------------------------------------------------

bool isPlain(char letter)
{
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

/// Names that Windows keeps for devices, whatever their case.
bool isDevice(std::string name)
{
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    const bool isNumbered =
        name.size() == 4 && (name.starts_with("COM") || name.starts_with("LPT"));
    return isNumbered || name == "CON" || name == "PRN" || name == "AUX" || name == "NUL";
}

std::string escaped(char letter)
{
    constexpr const char *digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(letter);
    return {'%', digits[byte / 16], digits[byte % 16]};
}

/// A symbol such as BTC/USD as the name of a folder.
std::string folderName(const std::string &name)
{
    std::string folder;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool isInnerDot = name[i] == '.' && i > 0 && i + 1 < name.size();
        const bool keeps = (isPlain(name[i]) || isInnerDot) && !(i == 0 && isDevice(name));
        folder += keeps ? std::string(1, name[i]) : escaped(name[i]);
    }
    return folder;
}

std::string nameOfFolder(const std::string &folder)
{
    std::string name;
    for (std::size_t i = 0; i < folder.size(); ++i) {
        int code = 0;
        if (folder[i] == '%' && i + 2 < folder.size() &&
            std::from_chars(folder.data() + i + 1, folder.data() + i + 3, code, 16).ptr ==
                folder.data() + i + 3) {
            name += static_cast<char>(code);
            i += 2;
        } else {
            name += folder[i];
        }
    }
    return name;
}

SessionKind sessionOf(const InstrumentId &instrument)
{
    return sessionOfFolder(instrument.venue).value_or(usualInstrument(instrument).session);
}

// --- marks of repaired bars --------------------------------------------------------------------

using Marks = std::set<std::int64_t>; ///< Opening times in milliseconds.

std::string marksPath(std::string barsPath)
{
    return barsPath.replace(barsPath.size() - 4, 4, ".repaired.csv");
}

Result<Marks> readMarks(const std::string &barsPath)
{
    const std::string path = marksPath(barsPath);
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return bytes.error().code == ErrorCode::NotFound ? Result<Marks>(Marks())
                                                         : failure(bytes.error());
    Marks marks;
    const std::string_view text = bytes->text();
    int line = 2;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos && at + 1 < text.size();
         ++line) {
        const std::size_t end = std::min(text.find('\n', at + 1), text.size());
        std::int64_t millis = 0;
        if (std::from_chars(text.data() + at + 1, text.data() + end, millis).ec != std::errc())
            return failure(Error{.code = ErrorCode::BadInput,
                                 .message = "a row is not a time in milliseconds",
                                 .file = path,
                                 .line = line,
                                 .field = "timestamp_utc_ms"});
        marks.insert(millis);
        at = end < text.size() ? end : std::string_view::npos;
    }
    return marks;
}

Result<> writeMarks(const std::string &barsPath, const Marks &marks)
{
    std::string text = "timestamp_utc_ms\n";
    for (const std::int64_t millis : marks)
        text += std::to_string(millis) + "\n";
    return writeWholeFile(marksPath(barsPath), text);
}

// --- import ------------------------------------------------------------------------------------

/// Defects of one row: the row stays out and the rest of the file is as good as before.
bool concernsOneRow(DefectKind kind)
{
    switch (kind) {
    case DefectKind::Duplicate:
    case DefectKind::Conflict:
    case DefectKind::ImpossibleBar:
    case DefectKind::Negative:
    case DefectKind::NotANumber:
    case DefectKind::Truncated:
    case DefectKind::Future: return true;
    default: return false;
    }
}

Error asError(const Defect &defect, const std::string &file)
{
    return {.code = ErrorCode::BadInput,
            .message = std::string(defectKindName(defect.kind)) + ": " + defect.detail,
            .file = file,
            .line = defect.line,
            .field = defect.field};
}

void rejectFuture(BarScan &scan, Timestamp now)
{
    while (!scan.bars.empty() && scan.bars.back().openTime > now) {
        scan.defects.push_back(
            {.kind = DefectKind::Future,
             .line = scan.lines.back(),
             .detail = toIsoText(scan.bars.back().openTime) + " has not come yet",
             .field = "timestamp_utc_ms"});
        scan.bars.pop_back();
        scan.lines.pop_back();
    }
}

/// The bars of a file that may be stored; its row defects are left in `scan.defects`.
Result<BarScan> importable(const std::string &file, const SeriesId &series, Timestamp now)
{
    const auto bytes = readWholeFile(file);
    if (!bytes)
        return failure(bytes.error());
    auto scan = scanBars(bytes->text());
    if (!scan)
        return failure(
            Error{.code = scan.error().code, .message = scan.error().message, .file = file});
    arrange(*scan);
    rejectFuture(*scan, now);
    const auto moments = momentsOf(*scan, now);
    if (const auto other =
            firstOfOtherLength(moments, lengthOf(series.timeframe), sessionOf(series.instrument)))
        scan->defects.push_back(
            {.kind = DefectKind::MixedTimeframe,
             .line = moments[*other].line,
             .detail = std::string("the bar is not one of ") + timeframeName(series.timeframe)});
    std::ranges::stable_sort(scan->defects, {}, &Defect::line);
    for (const Defect &defect : scan->defects)
        if (stopsReading(defect) && !concernsOneRow(defect.kind) &&
            defect.kind != DefectKind::OutOfOrder)
            return failure(asError(defect, file));
    if (scan->bars.empty())
        return failure(
            Error{.code = ErrorCode::BadInput, .message = "no row holds a bar", .file = file});
    return scan;
}

bool areEqual(const Bar &a, const Bar &b)
{
    return a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close &&
           a.volume == b.volume;
}

/// Both series in order of time; of one time the newcomer stays. Counts into the report.
std::vector<Bar> merged(const std::vector<Bar> &stored, const std::vector<Bar> &incoming,
                        Marks &marks, ImportReport &report)
{
    std::vector<Bar> all;
    all.reserve(stored.size() + incoming.size());
    auto old = stored.begin();
    for (const Bar &bar : incoming) {
        for (; old != stored.end() && old->openTime < bar.openTime; ++old)
            all.push_back(*old);
        const bool isStored = old != stored.end() && old->openTime == bar.openTime;
        if (!isStored) {
            ++report.added;
        } else if (areEqual(*old++, bar)) {
            ++report.unchanged;
        } else {
            ++report.replaced;
            marks.insert(toMillis(bar.openTime));
        }
        all.push_back(bar);
    }
    all.insert(all.end(), old, stored.end());
    return all;
}

Result<> makeFolderOf(const std::string &path)
{
    std::error_code trouble;
    fs::create_directories(nativePath(path).parent_path(), trouble);
    if (trouble)
        return failure(Error{.code = ErrorCode::Io, .message = trouble.message(), .file = path});
    return {};
}

// --- finding -----------------------------------------------------------------------------------

/// Lower is better; nothing for a folder that does not serve the venue.
std::optional<int> rankOf(std::string_view folder, const InstrumentId &instrument)
{
    if (folder == folderName(instrument.venue))
        return 0;
    if (instrument.venue == "alpaca" && folder.starts_with("us-")) {
        if (folder == "us-intraday")
            return 1;
        if (folder == "us-yahoo")
            return 2;
        return folder.find("raw") == std::string_view::npos ? 3 : 4;
    }
    if (!instrument.venue.starts_with("bybit-") || !folder.starts_with("binance-"))
        return std::nullopt;
    const bool isSameKind = (folder == "binance-spot") == (instrument.venue == "bybit-spot");
    return isSameKind ? 1 : 2;
}

/// Names of the folders in one, sorted.
Result<std::vector<std::string>> foldersIn(const fs::path &place)
{
    std::vector<std::string> names;
    std::error_code trouble;
    for (fs::directory_iterator at(place, trouble), end; !trouble && at != end;
         at.increment(trouble))
        if (at->is_directory(trouble))
            names.push_back(utf8(at->path().filename()));
    if (trouble && trouble != std::errc::no_such_file_or_directory)
        return failure(
            Error{.code = ErrorCode::Io, .message = trouble.message(), .file = utf8(place)});
    std::ranges::sort(names);
    return names;
}

} // namespace

std::optional<SessionKind> sessionOfFolder(std::string_view folder)
{
    if (folder.starts_with("us-") || folder == "alpaca")
        return SessionKind::UsEquities;
    if (folder.starts_with("bybit-") || folder.starts_with("binance-") || folder == "alpaca-crypto")
        return SessionKind::AlwaysOpen;
    return std::nullopt;
}

std::string BarStore::pathOf(const SeriesId &series) const
{
    return utf8(nativePath(m_root) / "bars" / folderName(series.instrument.venue) /
                folderName(series.instrument.symbol)) +
           "/" + timeframeName(series.timeframe) + ".csv";
}

Result<std::vector<Bar>> BarStore::load(const SeriesId &series) const
{
    const std::string path = pathOf(series);
    auto bars =
        readBars(path, {.timeframe = series.timeframe, .session = sessionOf(series.instrument)});
    if (!bars)
        return bars;
    const auto marks = readMarks(path);
    if (!marks)
        return failure(marks.error());
    for (Bar &bar : *bars)
        bar.isRepaired = marks->contains(toMillis(bar.openTime));
    return bars;
}

Result<ImportReport> BarStore::import(const std::string &file, const SeriesId &series,
                                      Timestamp now) const
{
    if (series.instrument.venue.empty() || series.instrument.symbol.empty())
        return failure(
            {ErrorCode::BadInput, "a venue and an instrument must be named", {}, 0, "instrument"});
    auto scan = importable(file, series, now);
    if (!scan)
        return failure(scan.error());
    ImportReport report{.path = pathOf(series)};
    for (const Defect &defect : scan->defects)
        if (concernsOneRow(defect.kind)) {
            ++report.rejected;
            report.defects.push_back(defect);
        }
    auto stored = load(series);
    if (!stored && stored.error().code != ErrorCode::NotFound)
        return failure(stored.error());
    auto marks = readMarks(report.path);
    if (!marks)
        return failure(marks.error());
    const std::vector<Bar> all =
        merged(stored ? *stored : std::vector<Bar>(), scan->bars, *marks, report);
    if (report.added + report.replaced == 0)
        return report;
    if (const auto made = makeFolderOf(report.path); !made)
        return failure(made.error());
    // Marks first: a mark without its new bar does no harm, a new bar without its mark would.
    if (report.replaced > 0)
        if (const auto written = writeMarks(report.path, *marks); !written)
            return failure(written.error());
    if (const auto written = writeBars(report.path, all); !written)
        return failure(written.error());
    return report;
}

namespace {

StoredSeries describeStored(const BarStore &store, const SeriesId &id)
{
    StoredSeries stored{.id = id, .path = store.pathOf(id)};
    const auto bars = store.load(id);
    if (!bars) {
        stored.problem = describe(bars.error());
        return stored;
    }
    stored.rows = std::ssize(*bars);
    stored.repaired = std::ranges::count_if(*bars, &Bar::isRepaired);
    if (!bars->empty()) {
        stored.first = bars->front().openTime;
        stored.last = bars->back().openTime;
    }
    return stored;
}

constexpr std::array allTimeframes{Timeframe::M1, Timeframe::M5, Timeframe::M15, Timeframe::M30,
                                   Timeframe::H1, Timeframe::H4, Timeframe::D1,  Timeframe::W1};

} // namespace

Result<std::vector<StoredSeries>> BarStore::list() const
{
    std::vector<StoredSeries> all;
    const fs::path place = nativePath(m_root) / "bars";
    const auto venues = foldersIn(place);
    if (!venues)
        return failure(venues.error());
    for (const std::string &venue : *venues) {
        const auto symbols = foldersIn(place / nativePath(venue));
        if (!symbols)
            return failure(symbols.error());
        for (const std::string &symbol : *symbols)
            for (const Timeframe timeframe : allTimeframes) {
                const SeriesId id{{nameOfFolder(venue), nameOfFolder(symbol)}, timeframe};
                std::error_code trouble;
                if (fs::exists(nativePath(pathOf(id)), trouble))
                    all.push_back(describeStored(*this, id));
            }
    }
    return all;
}

Result<std::string> findBars(const std::string &dataDir, const SeriesId &series)
{
    const fs::path place = nativePath(dataDir) / "bars";
    const auto folders = foldersIn(place);
    if (!folders)
        return failure(folders.error());
    std::vector<std::pair<int, std::string>> serving;
    for (const std::string &folder : *folders)
        if (const auto rank = rankOf(folder, series.instrument))
            serving.emplace_back(*rank, folder);
    std::ranges::sort(serving);
    for (const auto &[rank, folder] : serving)
        for (const char *ending : {".csv", ".csv.gz"}) {
            const fs::path file = place / nativePath(folder) /
                                  folderName(series.instrument.symbol) /
                                  (std::string(timeframeName(series.timeframe)) + ending);
            std::error_code trouble;
            if (fs::is_regular_file(file, trouble))
                return utf8(file);
        }
    return failure(Error{.code = ErrorCode::NotFound,
                         .message = std::string("there are no ") + timeframeName(series.timeframe) +
                                    " bars of " + series.instrument.text(),
                         .file = utf8(place),
                         .field = "instrument"});
}

} // namespace core
