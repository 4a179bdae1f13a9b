#pragma once

#include "core/analytics/Performance.h"
#include "core/engine/EngineSettings.h"
#include "core/portfolio/Portfolio.h"
#include "core/simulation/BarTape.h"
#include "core/simulation/SimVenue.h"

#include <functional>

namespace core {

/// What happens to a position that is still open after the last bar.
enum class AtTheEnd {
    Value,         ///< Valued at the last close without a fee, listed with no exit.
    CloseAtOpen,   ///< Closed at the last bar's open: some back-testers' habit, for comparisons.
};

/// One run over stored bars, through the same engine that trades.
struct BacktestSettings {
    EngineSettings engine;           ///< Bots, instruments, limits, cash, fee rate.
    std::vector<BarTape::Series> series;
    FillAt fillAt = FillAt::NextOpen;
    Decimal slippage{};              ///< Share of the price lost on every fill.
    Decimal feePerUnit{};
    /// How the venue of a profile fills; without it the venue of `slippage` and `feePerUnit` does.
    std::optional<VenueRules> venue{};
    std::map<SeriesId, std::vector<Bar>> warmUp{}; ///< Closed bars before the first that is played.
    AtTheEnd atTheEnd = AtTheEnd::Value;
    std::uint64_t seed = 1;
    /// Called now and then; return false to stop early.
    std::function<bool(std::size_t barsDone)> progress{};
};

struct BacktestResult {
    std::int64_t bars = 0;
    std::vector<RoundTrip> trades;  ///< Closed ones in order of their exits, then open ones.
    std::int64_t roundTrips = 0;    ///< Closed ones.
    Money finalEquity;
    Money finalEquityLiquidated;    ///< If the open positions were closed at the last close, fee taken.
    Money fees;
    std::vector<EquityPoint> equity; ///< At every moment at which a bar closed.
    std::optional<double> returnPct;
    std::optional<double> buyAndHoldReturnPct; ///< Of the first series, first to last close.
    double maxDrawdownPct = 0;
    std::optional<double> sharpe;
    std::optional<double> sortino;
    std::optional<double> winRatePct;
    std::optional<double> profitFactor;
    std::optional<double> exposurePct;
    std::int64_t ambiguousBars = 0;
    std::int64_t refusals = 0;      ///< Proposals that did not become orders.
    std::vector<std::string> optimistic; ///< Assumptions that flatter the result, in words.
    std::string digest;             ///< SHA-256 over trades, fees, final equity and definitions.
    bool wasStopped = false;        ///< By `progress`.
};

/// BadInput for a bot that cannot be built or without bars.
[[nodiscard]] Result<BacktestResult> runBacktest(BacktestSettings settings);

/// SHA-256 over the definitions of the run (fill rule, tie rule, fee base, rounding, venue), every trade,
/// the final equity and the fees: what identifies a result, whoever worked it out.
[[nodiscard]] std::string backtestDigest(const BacktestSettings &settings, const std::vector<RoundTrip> &trades,
                                         Money finalEquity, Money fees);

/// An engine for one bare strategy on one instrument: no limits, no stop.
[[nodiscard]] EngineSettings bareEngine(const SeriesId &series, const std::string &strategy,
                                        const std::map<std::string, std::string> &parameters, Money cash,
                                        Decimal feeRate, SizeRule size, Decimal sizeAmount);

} // namespace core
