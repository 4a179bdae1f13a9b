#pragma once

#include "core/brokers/bybit/BybitMarketData.h"
#include "core/json/Fields.h"

#include <optional>
#include <string>

namespace core::bybit {

/// One row of a table whose columns have places instead of names: the row `index` of the list `name`.
class TableRow {
public:
    TableRow(json::Value row, std::string_view name, std::size_t index, std::optional<Error> &problem)
        : m_row(row), m_name(name), m_index(index), m_problem(problem)
    {
    }
    [[nodiscard]] Price price(std::size_t column); ///< Above 0.
    [[nodiscard]] Quantity quantity(std::size_t column); ///< Not below 0.
    [[nodiscard]] double number(std::size_t column);
    [[nodiscard]] Timestamp milliTime(std::size_t column);
    void complain(std::size_t column, const std::string &what);

private:
    json::Value m_row;
    std::string_view m_name;
    std::size_t m_index;
    std::optional<Error> &m_problem;
};

/// Members `s b a u seq`, and `ts`, `cts` where `outer` has them (a stream keeps them outside).
[[nodiscard]] BookMessage readBook(json::Fields &data, json::Fields &outer, Category category);
/// A ticker's members by the venue's names; those that are absent are not told.
[[nodiscard]] TickerFields<Told> readTicker(json::Fields &data);
void mergeTicker(const TickerFields<Told> &change, TickerFields<Known> &into);
/// Complains of prices that cannot be a bar's.
void checkBar(const Bar &bar, json::Fields &place, std::string_view key);

} // namespace core::bybit
