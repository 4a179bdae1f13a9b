#pragma once

#include "core/history/Defect.h"
#include "core/domain/Bar.h"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// One stored series, as `data list` shows it.
struct StoredSeries {
    SeriesId id;
    std::string path;
    std::int64_t rows = 0;
    std::int64_t repaired = 0;        ///< Bars that were corrected or filled after the fact.
    std::optional<Timestamp> first{}; ///< Opening times.
    std::optional<Timestamp> last{};
    std::string problem{}; ///< Why the file cannot be read; then the rest is unknown.
};

/// What an import did.
struct ImportReport {
    std::int64_t added = 0;
    std::int64_t replaced =
        0; ///< The time was stored with other values; the bar is now marked repaired.
    std::int64_t unchanged = 0;
    std::int64_t rejected = 0; ///< Rows that are no bars, repeat a time, or lie in the future.
    std::string path;
    std::vector<Defect> defects{}; ///< Why rows were rejected, in order of line.
};

/// Bars on disk, one CSV file for each series that anyone can open:
/// `<root>/bars/<venue>/<SYMBOL>/<timeframe>.csv`, beside it `<timeframe>.repaired.csv` with the
/// opening times of repaired bars, if any. Characters that a file name cannot hold are written as
/// %XX. All paths are UTF-8.
class BarStore {
public:
    explicit BarStore(std::string root) : m_root(std::move(root)) {}

    /// Everything stored, by venue, symbol and timeframe. Io when a folder cannot be read.
    [[nodiscard]] Result<std::vector<StoredSeries>> list() const;
    /// NotFound when nothing is stored; else as `readBars`.
    [[nodiscard]] Result<std::vector<Bar>> load(const SeriesId &series) const;
    /// Adds a bar file. Rows that are no bars are left out and counted; a file that cannot be
    /// understood as a whole (header, encoding, time zone, another timeframe) is BadInput with
    /// line and field and changes nothing. The stored file is replaced in one step.
    [[nodiscard]] Result<ImportReport> import(const std::string &file, const SeriesId &series,
                                              Timestamp now) const;

    [[nodiscard]] std::string pathOf(const SeriesId &series) const;

private:
    std::string m_root;
};

/// The best file of a series below a folder laid out like the store or like a collection of
/// downloads (`bars/<folder>/<SYMBOL>/<timeframe>.csv[.gz]`): the venue's own folder first; for
/// `alpaca` the folders beginning `us-` (intraday, then Yahoo, unadjusted prices last); for Bybit
/// Binance fills in. NotFound says what was looked for.
[[nodiscard]] Result<std::string> findBars(const std::string &dataDir, const SeriesId &series);

/// What kind of market a folder of bars comes from, where its name tells: `us-…` and `alpaca` keep
/// New York hours, the crypto venues never close.
[[nodiscard]] std::optional<SessionKind> sessionOfFolder(std::string_view folder);

} // namespace core
