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
[[nodiscard]] GuardResult position(const Proposal &, const RiskView &);    ///< Adding, reversing, shorting.
[[nodiscard]] GuardResult openOrders(const Proposal &, const RiskView &);  ///< Own duplicates, unknown outcomes.
[[nodiscard]] GuardResult steps(const Proposal &, const RiskView &);       ///< Tick, lot, venue minimum.
[[nodiscard]] GuardResult orderSize(const Proposal &, const RiskView &);   ///< Owner's maximum quantity.
[[nodiscard]] GuardResult orderValue(const Proposal &, const RiskView &);  ///< Owner's maximum notional.
[[nodiscard]] GuardResult buyingPower(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult riskPerTrade(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult exposure(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult dayLoss(const Proposal &, const RiskView &);
[[nodiscard]] GuardResult positions(const Proposal &, const RiskView &);   ///< How many at once.
[[nodiscard]] GuardResult protection(const Proposal &, const RiskView &);  ///< A stop, on the right side.

/// The order in which they are shown and in which the first Blocked one names the refusal.
inline constexpr std::array<Rule, 17> all{halt,      reduceOnly,  session,    quote,       drift,        collar,   position,
                                          openOrders, steps,      orderSize,   orderValue,   buyingPower,
                                          riskPerTrade, exposure, dayLoss,     positions,    protection};

/// Helpers shared by the rules.
[[nodiscard]] Price entryPrice(const Proposal &proposal, const RiskView &view); ///< Ask to buy, bid to sell.
[[nodiscard]] Price worstPrice(const Proposal &proposal, const RiskView &view); ///< The collar or limit if there is one.
[[nodiscard]] Money worstNotional(const Proposal &proposal, const RiskView &view);
[[nodiscard]] std::string money(Money amount);    ///< Two places, for sentences.
[[nodiscard]] std::string percent(double share);  ///< "12.3 %"
[[nodiscard]] GuardResult pass(const char *rule, std::string detail);
/// Blocked above the limit, Caution above `cautionShare` of it.
[[nodiscard]] GuardResult againstLimit(const char *rule, Money value, Money limit, const std::string &what);

} // namespace core::rules
