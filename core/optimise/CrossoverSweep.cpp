#include "core/optimise/CrossoverSweep.h"

#include "core/indicators/Sma.h"
#include "core/optimise/WindowMeans.h"
#include "core/strategies/CrossDetector.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <utility>

namespace core {

namespace {

constexpr std::size_t stretchBars = 1024; ///< The means of a hundred periods stay in the cache.
constexpr std::size_t manyBars = 32;      ///< Looked at as one while nothing crosses.
constexpr std::size_t fewBars = 8;        ///< Looked at one by one where something may.
constexpr int longestPeriod = 10'000;     ///< As the strategy's own bound.
/// Two averages further apart than this share of the price are surely not equal, and surely ordered as
/// the strategy sees them: equality is 1e-11 of the slow one, the streaming averages err by at most
/// (period + 2)·2^-53 each, which is 1.2e-12, and the means here by far less.
constexpr double doubtShare = 2e-11;

tl::unexpected<Error> notCovered(const char *what, const char *field)
{
    return failure(Error{.code = ErrorCode::BadInput,
                         .message = std::string("the sweep does not cover ") + what,
                         .field = field});
}

/// What in the bot's settings changes a result and is not modelled; null when all is well.
const char *oddity(const BotSettings &bot)
{
    const auto parameter = [&bot](const char *name, const char *usual) {
        const auto found = bot.parameters.find(name);
        return found == bot.parameters.end() || found->second == usual;
    };
    if (bot.strategy != "ma-crossover" || !parameter("average", "sma"))
        return "another strategy than the SMA crossover";
    if (bot.allowsShort || bot.allowsAdding || !parameter("allow-short", "false"))
        return "shorts and adding";
    if (bot.planning.stopAtrs || bot.planning.targetR)
        return "stops and targets";
    if (bot.planning.size != SizeRule::AllIn || bot.planning.orderType != OrderType::Market ||
        !bot.planning.collar.isZero())
        return "another order than all-in at the market";
    return nullptr;
}

Result<> checked(CrossoverSet set)
{
    if (set.fast >= 1 && set.fast < set.slow && set.slow <= longestPeriod)
        return {};
    return failure(Error{.code = ErrorCode::BadInput,
                         .message = "fast must be at least 1 and smaller than slow, slow at most 10000",
                         .field = "fast"});
}

bool isOverlapping(const std::vector<Bar> &bars)
{
    return std::adjacent_find(bars.begin(), bars.end(), [](const Bar &a, const Bar &b) {
               return b.openTime < a.closeTime || a.closeTime <= a.openTime;
           }) != bars.end();
}

bool hasUsualVenue(const BacktestSettings &settings)
{
    return settings.fillAt == FillAt::NextOpen && settings.atTheEnd == AtTheEnd::Value && !settings.venue &&
           settings.slippage.isZero() && settings.feePerUnit.isZero();
}

/// Surely, all along, for a count that is a multiple of four: four smallest distances side by side, without
/// a branch, so that several bars go at once.
bool staysAbove(const double *upper, const double *lower, std::size_t count, double doubt)
{
    std::array<double, 4> least;
    least.fill(std::numeric_limits<double>::infinity());
    for (std::size_t i = 0; i < count; i += least.size())
        for (std::size_t lane = 0; lane < least.size(); ++lane) {
            const double distance = upper[i + lane] - lower[i + lane];
            least[lane] = distance < least[lane] ? distance : least[lane];
        }
    return least[0] > doubt && least[1] > doubt && least[2] > doubt && least[3] > doubt;
}

} // namespace

/// One set on its way through the bars.
struct CrossoverSweep::Walker {
    CrossoverSet set;
    std::size_t fastIndex;
    std::size_t slowIndex;
    CrossoverAccount account;
    std::optional<bool> isAbove{};
};

Result<CrossoverSweep> CrossoverSweep::create(BacktestSettings settings)
{
    const EngineSettings &engine = settings.engine;
    if (settings.series.size() != 1 || settings.series.front().bars.empty() || !settings.warmUp.empty())
        return notCovered("anything but one series with bars", "series");
    if (engine.bots.size() != 1 || engine.instruments.size() != 1)
        return notCovered("anything but one bot on one instrument", "bots");
    if (const char *what = oddity(engine.bots.front()))
        return notCovered(what, "strategy");
    if (!engine.limits.isUnlimited || engine.instruments.front().multiplier != Decimal::fromInteger(1))
        return notCovered("limits and multipliers", "limits");
    if (!hasUsualVenue(settings))
        return notCovered("another fill than the next open without slippage", "fill");
    if (isOverlapping(settings.series.front().bars))
        return notCovered("bars that overlap", "series");
    return CrossoverSweep(std::move(settings));
}

CrossoverSweep::CrossoverSweep(BacktestSettings settings) : m_settings(std::move(settings))
{
    const EngineSettings &engine = m_settings.engine;
    m_money = {engine.instruments.front(), engine.startingCash, engine.feeRate};
    for (const Bar &bar : m_settings.series.front().bars) {
        m_opens.push_back(bar.open);
        m_closes.push_back(bar.close);
        m_openTimes.push_back(bar.openTime);
    }
    m_settings.series.clear();
    m_settings.series.shrink_to_fit();
}

Result<std::vector<CrossoverOutcome>> CrossoverSweep::run(std::span<const CrossoverSet> sets) const
{
    std::set<int> distinct;
    for (const CrossoverSet &set : sets) {
        if (auto fine = checked(set); !fine)
            return failure(fine.error());
        distinct.insert({set.fast, set.slow});
    }
    const std::vector<int> periods(distinct.begin(), distinct.end());
    const auto indexOf = [&periods](int period) {
        return static_cast<std::size_t>(std::ranges::lower_bound(periods, period) - periods.begin());
    };
    std::vector<Walker> walkers;
    walkers.reserve(sets.size());
    for (const CrossoverSet &set : sets)
        walkers.push_back({set, indexOf(set.fast), indexOf(set.slow), CrossoverAccount(m_money, nullptr)});
    walk(walkers, periods);
    std::vector<CrossoverOutcome> outcomes;
    outcomes.reserve(sets.size());
    for (const Walker &walker : walkers)
        outcomes.push_back(outcomeOf(walker));
    return outcomes;
}

Result<CrossoverRun> CrossoverSweep::runInFull(CrossoverSet set) const
{
    if (auto fine = checked(set); !fine)
        return failure(fine.error());
    CrossoverRun result;
    Walker walker{set, 0, 1, CrossoverAccount(m_money, &result.trades)};
    walk(std::span(&walker, 1), {set.fast, set.slow});
    walker.account.finish(m_closes.back());
    result.outcome = outcomeOf(walker);
    result.digest = backtestDigest(m_settings, result.trades, result.outcome.finalEquity, result.outcome.fees);
    return result;
}

CrossoverOutcome CrossoverSweep::outcomeOf(const Walker &walker) const
{
    return {walker.set, walker.account.roundTrips(), walker.account.equity(m_closes.back()), walker.account.fees()};
}

void CrossoverSweep::walk(std::span<Walker> walkers, const std::vector<int> &periods) const
{
    WindowMeans means(m_closes, periods);
    for (std::size_t first = 0; first < m_closes.size(); first += stretchBars) {
        const std::size_t last = std::min(first + stretchBars, m_closes.size());
        const bool isKnown = means.load(first, last);
        // Sums that do not fit leave everything in doubt: slow, and right.
        const double doubt = isKnown ? means.highest() * doubtShare : std::numeric_limits<double>::infinity();
        for (Walker &walker : walkers)
            walkStretch(walker, means.of(walker.fastIndex), means.of(walker.slowIndex), doubt, first, last);
    }
}

void CrossoverSweep::walkStretch(Walker &walker, const double *fast, const double *slow, double doubt,
                                 std::size_t first, std::size_t last) const
{
    std::size_t bar = std::max(first, static_cast<std::size_t>(walker.set.slow - 1));
    while (bar < last) {
        const bool isAbove = walker.isAbove.value_or(true);
        const double *const upper = (isAbove ? fast : slow) + (bar - first);
        const double *const lower = (isAbove ? slow : fast) + (bar - first);
        if (walker.isAbove && bar + manyBars <= last && staysAbove(upper, lower, manyBars, doubt)) {
            bar += manyBars;
            continue;
        }
        const std::size_t end = std::min(bar + fewBars, last);
        const bool isQuiet = walker.isAbove && end == bar + fewBars && staysAbove(upper, lower, fewBars, doubt);
        for (std::size_t i = bar; !isQuiet && i < end; ++i)
            step(walker, fast[i - first] - slow[i - first], doubt, i);
        bar = end;
    }
}

void CrossoverSweep::step(Walker &walker, double difference, double doubt, std::size_t bar) const
{
    const bool isSure = difference > doubt || difference < -doubt;
    const auto now = isSure ? std::optional(difference > 0) : isAboveExactly(walker.set, bar);
    if (!now)
        return;
    const auto before = std::exchange(walker.isAbove, now);
    if (!before || *before == *now || bar + 1 == m_closes.size())
        return;
    if (*now)
        walker.account.buy(m_opens[bar + 1], m_openTimes[bar + 1]);
    else if (walker.account.isHolding())
        walker.account.sell(m_opens[bar + 1], m_openTimes[bar + 1]);
}

/// The strategy's own averages at this bar. A streaming SMA rests on its present block of `period` values
/// and the one before, so it is fed from there.
std::optional<bool> CrossoverSweep::isAboveExactly(CrossoverSet set, std::size_t bar) const
{
    const auto streamed = [&](int period) {
        const auto size = static_cast<std::size_t>(period);
        const std::size_t block = bar / size;
        Sma average(period);
        for (std::size_t i = (block > 0 ? block - 1 : 0) * size; i <= bar; ++i)
            average.update(m_closes[i].toDouble());
        return average.value();
    };
    return isAbove(streamed(set.fast), streamed(set.slow));
}

} // namespace core
