#pragma once

#include "core/backtest/Backtest.h"
#include "core/optimise/CrossoverAccount.h"

#include <span>

namespace core {

/// One pair of periods of the SMA crossover.
struct CrossoverSet {
    int fast = 10;
    int slow = 30;
    auto operator<=>(const CrossoverSet &) const = default;
};

/// What one set made of the bars.
struct CrossoverOutcome {
    CrossoverSet set;
    std::int64_t roundTrips = 0; ///< Closed ones.
    Money finalEquity;
    Money fees;
};

/// One set in full.
struct CrossoverRun {
    CrossoverOutcome outcome;
    std::vector<RoundTrip> trades; ///< Closed ones, then the open one.
    std::string digest;            ///< That of `runBacktest` with the same settings.
};

/// The SMA crossover over one series for many sets of parameters, with the results of `runBacktest` and
/// none of its events. One thread; several sweeps may share nothing and run side by side.
class CrossoverSweep {
public:
    /// The settings are those of a back-test of `ma-crossover`; its periods are what is swept. BadInput
    /// for anything the sweep does not cover: more than one series or bot, a stop or target, another
    /// size than all-in, shorts, limits, slippage, fills at the close, warm-up bars, bars that overlap.
    [[nodiscard]] static Result<CrossoverSweep> create(BacktestSettings settings);

    /// One outcome per set, in order. BadInput for a set whose fast period is not shorter than its slow one.
    [[nodiscard]] Result<std::vector<CrossoverOutcome>> run(std::span<const CrossoverSet> sets) const;
    [[nodiscard]] Result<CrossoverRun> runInFull(CrossoverSet set) const;

private:
    explicit CrossoverSweep(BacktestSettings settings);
    struct Walker;
    void walk(std::span<Walker> walkers, const std::vector<int> &periods) const;
    void walkStretch(Walker &walker, const double *fast, const double *slow, double doubt, std::size_t first,
                     std::size_t last) const;
    void step(Walker &walker, double difference, double doubt, std::size_t bar) const;
    [[nodiscard]] std::optional<bool> isAboveExactly(CrossoverSet set, std::size_t bar) const;
    [[nodiscard]] CrossoverOutcome outcomeOf(const Walker &walker) const;

    BacktestSettings m_settings; ///< Without its bars.
    CrossoverMoney m_money;
    std::vector<Price> m_opens;
    std::vector<Price> m_closes;
    std::vector<Timestamp> m_openTimes;
};

} // namespace core
