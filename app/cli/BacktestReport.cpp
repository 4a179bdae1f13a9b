#include "app/cli/BacktestReport.h"

#include "core/base/Json.h"
#include "core/history/FileBytes.h"

#include <filesystem>

namespace cli {

namespace {

template <class T>
auto valueOf(const std::optional<T> &amount)
{
    return amount ? std::optional(amount->value()) : std::nullopt;
}

void writeTrade(core::JsonWriter &json, const core::RoundTrip &trip)
{
    json.beginObject()
        .member("instrument", trip.instrument.text())
        .member("side", core::directionName(trip.direction))
        .member("entry_time", trip.entryTime)
        .member("entry_price", trip.entryPrice.value())
        .member("exit_time", trip.exitTime)
        .member("exit_price", valueOf(trip.exitPrice))
        .member("quantity", trip.quantity.value())
        .member("pnl", trip.pnl.value())
        .member("return_pct", trip.returnPct)
        .member("fees", trip.fees.value());
    json.key("reason");
    trip.reason.empty() ? json.null() : json.value(trip.reason);
    json.endObject();
}

void writeTexts(core::JsonWriter &json, const char *key, const std::vector<std::string> &texts)
{
    json.key(key).beginArray();
    for (const std::string &text : texts)
        json.value(text);
    json.endArray();
}

void writeFigures(core::JsonWriter &json, const core::BacktestResult &result)
{
    json.member("bars", result.bars)
        .member("round_trips", result.roundTrips)
        .member("final_equity", result.finalEquity.value())
        .member("final_equity_liquidated", result.finalEquityLiquidated.value())
        .member("return_pct", result.returnPct)
        .member("buy_and_hold_return_pct", result.buyAndHoldReturnPct)
        .member("max_drawdown_pct", result.maxDrawdownPct)
        .member("sharpe", result.sharpe)
        .member("sortino", result.sortino)
        .member("win_rate_pct", result.winRatePct)
        .member("profit_factor", result.profitFactor)
        .member("exposure_pct", result.exposurePct)
        .member("fees", result.fees.value())
        .member("ambiguous_bars", result.ambiguousBars)
        .member("refusals", result.refusals);
}

std::string shown(const std::optional<double> &figure)
{
    return figure ? core::jsonNumber(*figure) : "unknown";
}

std::string tradesCsv(const core::BacktestResult &result)
{
    std::string text = "instrument,side,entry_time,entry_price,exit_time,exit_price,quantity,pnl,"
                       "return_pct,fees,reason\n";
    for (const core::RoundTrip &trip : result.trades) {
        text += trip.instrument.text() + "," + core::directionName(trip.direction) + "," +
                core::toIsoText(trip.entryTime) + "," + trip.entryPrice.toString() + ",";
        text += trip.exitTime ? core::toIsoText(*trip.exitTime) : "";
        text += "," + (trip.exitPrice ? trip.exitPrice->toString() : "") + "," +
                trip.quantity.toString() + "," + trip.pnl.toString() + "," +
                core::jsonNumber(trip.returnPct) + "," + trip.fees.toString() + "," +
                core::jsonQuoted(trip.reason) + "\n";
    }
    return text;
}

std::string equityCsv(const core::BacktestResult &result)
{
    std::string text = "time,equity\n";
    for (const core::EquityPoint &point : result.equity)
        text += core::toIsoText(point.at) + "," + core::jsonNumber(point.equity) + "\n";
    return text;
}

/// What a fill costs against the price it is made at.
std::string costText(const core::BacktestSettings &settings)
{
    if (!settings.venue)
        return "slippage " + settings.slippage.toString() + " of the price on each fill";
    return "half the spread is " + settings.venue->halfSpread.toString() +
           " of the price, market and stop orders slip up to " +
           settings.venue->maxRandomSlippage.toString() + " beyond it, quotes lie on the tick";
}

} // namespace

std::vector<std::string> definitionsOf(const core::BacktestSettings &settings)
{
    const bool isNextOpen = settings.fillAt == core::FillAt::NextOpen;
    return {isNextOpen ? "a signal of a bar's close fills at the next bar's open"
                       : "a signal of a bar's close fills at that close",
            "a cross needs a change of side; equal averages keep the last side",
            "quantities are floored at nine places",
            "fee " + settings.engine.feeRate.toString() + " of the notional on entry and exit",
            costText(settings),
            "an open position is valued at the last close without a fee"};
}

std::string jsonOf(const BacktestReport &report)
{
    core::JsonWriter json;
    json.beginObject();
    writeFigures(json, report.result);
    json.key("trades").beginArray();
    for (const core::RoundTrip &trip : report.result.trades)
        writeTrade(json, trip);
    json.endArray();
    json.member("digest", report.result.digest).member("bars_per_second", report.barsPerSecond);
    writeTexts(json, "optimistic", report.result.optimistic);
    writeTexts(json, "definitions", report.definitions);
    json.key("series").beginArray();
    for (const core::SeriesId &series : report.series)
        json.beginObject()
            .member("instrument", series.instrument.text())
            .member("timeframe", core::timeframeName(series.timeframe))
            .endObject();
    json.endArray().endObject();
    return json.take();
}

std::string textOf(const BacktestReport &report)
{
    const core::BacktestResult &result = report.result;
    std::string text = std::to_string(result.bars) + " bars, " + std::to_string(result.roundTrips) +
                       " round trips\nfinal equity " + result.finalEquity.toString() + " (" +
                       shown(result.returnPct) + " %, buy and hold " +
                       shown(result.buyAndHoldReturnPct) + " %)\n";
    text += "largest drawdown " + core::jsonNumber(result.maxDrawdownPct) + " %, Sharpe " +
            shown(result.sharpe) + ", Sortino " + shown(result.sortino) + "\n";
    text += "winners " + shown(result.winRatePct) + " %, profit factor " +
            shown(result.profitFactor) + ", in the market " + shown(result.exposurePct) + " %\n";
    text += "fees " + result.fees.toString() + "\n";
    for (const std::string &assumption : result.optimistic)
        text += "optimistic: " + assumption + "\n";
    return text + "digest " + result.digest + "\n";
}

core::Result<> writeReport(const std::string &folder, const BacktestReport &report)
{
    std::error_code trouble;
    std::filesystem::create_directories(
        std::filesystem::path(std::u8string(folder.begin(), folder.end())), trouble);
    if (trouble)
        return core::failure(core::Error{.code = core::ErrorCode::Io,
                                         .message = trouble.message(),
                                         .file = folder,
                                         .field = "report"});
    for (const auto &[name, text] : {std::pair("result.json", jsonOf(report) + "\n"),
                                     std::pair("trades.csv", tradesCsv(report.result)),
                                     std::pair("equity.csv", equityCsv(report.result))})
        if (const auto written = core::writeWholeFile(folder + "/" + name, text); !written)
            return written;
    return {};
}

} // namespace cli
