#pragma once

#include "core/risk/RiskView.h"

#include <array>

namespace core::rules {

/// A rule looks at one proposal and the present, and answers with a grade and a sentence.
/// Every rule is in a file of its own; formulas are those of trading-rules section 1.
using Rule = GuardResult (*)(const Proposal &, const RiskView &);

[[nodiscard]] GuardResult halt(const Proposal &, const RiskView &);        ///< Halted, not reconciled, link, journal.
[[nodiscard]] GuardResult reduceOnly(const Proposal &, const RiskView &);  ///< Between running and halted.
[[nodiscard]] GuardResult session(const Proposal &, const RiskView &);     ///< Core hours; soft in the last 5 minutes.
[[nodiscard]] GuardResult quote(const Proposal &, const RiskView &);       ///< Present, not crossed, not older than the limit.
[[nodiscard]] GuardResult drift(const Proposal &, const RiskView &);       ///< In R since the signal; soft and hard.
[[nodiscard]] GuardResult collar(const Proposal &, const RiskView &);      ///< No price too far from the quote.
[[nodiscard]] GuardResult spread(const Proposal &, const RiskView &);      ///< Against the day's median.
[[nodiscard]] GuardResult bars(const Proposal &, const RiskView &);        ///< Holes and repairs under the signal.
[[nodiscard]] GuardResult position(const Proposal &, const RiskView &);    ///< Adding, reversing, shorting.
[[nodiscard]] GuardResult openOrders(const Proposal &, const RiskView &);  ///< Own duplicates, unknown outcomes.
[[nodiscard]] GuardResult steps(const Proposal &, const RiskView &);       ///< Tick, lot, venue minimum.
[[nodiscard]] GuardResult rounding(const Proposal &, const RiskView &);    ///< What the lot took off the size.
[[nodiscard]] GuardResult orderSize(const Proposal &, const RiskView &);   ///< Owner's maximum quantity.
[[nodiscard]] GuardResult orderValue(const Proposal &, const RiskView &);  ///< Owner's maximum notional.
[[nodiscard]] GuardResult buyingPower(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult riskPerTrade(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult exposure(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult overnight(const Proposal &, const RiskView &);   ///< Loss at a gap, all together.
[[nodiscard]] GuardResult drawdown(const Proposal &, const RiskView &);    ///< Only where the owner sets it.
[[nodiscard]] GuardResult duplicate(const Proposal &, const RiskView &);   ///< The same entry within seconds.
[[nodiscard]] GuardResult orderRate(const Proposal &, const RiskView &);   ///< Entries within a minute.
[[nodiscard]] GuardResult automation(const Proposal &, const RiskView &);  ///< Entries that nobody was asked about.
[[nodiscard]] GuardResult lossStreak(const Proposal &, const RiskView &);  ///< A rest after losses in a row.
[[nodiscard]] GuardResult coolDown(const Proposal &, const RiskView &);    ///< Same side, after a stop or a no.
[[nodiscard]] GuardResult dayLoss(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult positions(const Proposal &, const RiskView &);   ///< How many at once.
[[nodiscard]] GuardResult protection(const Proposal &, const RiskView &);  ///< A stop, on the right side.

/// The order in which they are shown and in which the first Blocked one names the refusal.
inline constexpr std::array<Rule, 27> all{
    halt,        reduceOnly,   session,  quote,   spread,    drift,      bars,      collar,     position,
    openOrders,  steps,        rounding, orderSize, orderValue, buyingPower, riskPerTrade, exposure, overnight,
    dayLoss,     drawdown,     positions, duplicate, orderRate, automation, lossStreak, coolDown,   protection};

/// Of a run without limits: every other rule would only say that it was not asked for.
inline constexpr std::array<Rule, 7> ofBareBacktest{halt,       reduceOnly, quote,     position,
                                                    openOrders, steps,      protection};

/// Amber above this share of a limit (trading-rules section 2).
inline const WideDecimal cautionShare(Decimal::fromNanos(800'000'000));

/// Helpers shared by the rules.
[[nodiscard]] Price entryPrice(const Proposal &proposal, const RiskView &view); ///< Ask to buy, bid to sell.
[[nodiscard]] Price worstPrice(const Proposal &proposal, const RiskView &view); ///< The collar or limit if there is one.
[[nodiscard]] Money worstNotional(const Proposal &proposal, const RiskView &view);
[[nodiscard]] std::string money(Money amount);    ///< Two places, for sentences.
[[nodiscard]] std::string percent(double share);  ///< "12.3 %"
[[nodiscard]] std::string seconds(Duration duration); ///< "2.5 s"
[[nodiscard]] GuardResult pass(const char *rule, std::string detail);
/// Blocked above the limit, Caution above eighty per cent of it (trading-rules section 2).
[[nodiscard]] GuardResult countAgainstLimit(const char *rule, std::int64_t value, std::int64_t limit,
                                            const std::string &what);
[[nodiscard]] GuardResult againstLimit(const char *rule, Money value, Money limit, const std::string &what);

} // namespace core::rules
