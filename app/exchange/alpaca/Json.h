#pragma once

#include "app/exchange/alpaca/AlpacaAccount.h"
#include "core/base/Json.h"

/// The bodies of the trading host: amounts are texts, unset times and prices null.
namespace app::alpaca {

[[nodiscard]] std::string problemJson(const Problem &problem);
void writeOrder(core::JsonWriter &json, const Order &order, const std::vector<const Order *> &legs);
[[nodiscard]] std::string orderJson(const Order &order, const std::vector<const Order *> &legs);
[[nodiscard]] std::string accountJson(const AlpacaAccount &account);
[[nodiscard]] std::string configurationJson(const Configuration &configuration);
void writePosition(core::JsonWriter &json, const AlpacaAccount &account, const Position &position);
void writeAsset(core::JsonWriter &json, const Asset &asset, const Configuration &configuration);
void writeActivity(core::JsonWriter &json, const Execution &execution);
void writeActivity(core::JsonWriter &json, const OptionEnd &end);
[[nodiscard]] std::string clockJson(core::Timestamp now);
/// Trading days from first to last, both included.
[[nodiscard]] std::string calendarJson(std::chrono::sys_days first, std::chrono::sys_days last);
/// Equity over time, numbers; `step` is 1Min, 5Min, 15Min, 1H or 1D as a length.
[[nodiscard]] std::string historyJson(const Books &books, core::Money base, core::Timestamp from, core::Timestamp to,
                                      core::Duration step, const std::string &timeframe);

} // namespace app::alpaca
