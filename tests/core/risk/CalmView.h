#pragma once

#include "core/risk/RiskGate.h"
#include "core/risk/rules/Rules.h"
#include "tests/support/CoreBuilders.h"

#include <functional>
#include <vector>

namespace support {

/// A calm market at 99.99 / 100, a flat account of 100 000, every limit wide enough for ten shares.
inline core::RiskView calmView()
{
    using namespace std::chrono_literals;
    core::RiskView view;
    view.account.instrument.id = stock();
    view.account.quote = quoteAt("99.99", "100");
    view.account.equity = view.account.dayStartEquity = view.account.cash = view.account.buyingPower =
        usd("100000");
    core::RiskLimits &limits = view.account.limits;
    limits.riskPerTrade = dec("0.02");
    limits.exposure = dec("0.2");
    limits.dayLoss = dec("0.05");
    limits.maxOrderValue = usd("20000");
    limits.maxOrderQuantity = qty("1000");
    limits.maxPositions = 3;
    limits.priceCollar = dec("0.02");
    limits.maxQuoteAge = 3s;
    limits.needsStop = true;
    limits.overnight = dec("0.05");
    limits.drawdown = dec("0.2");
    limits.maxOrdersPerMinute = 10;
    limits.duplicateWindow = 3s;
    limits.lossStreak = 3;
    limits.coolDown = 30min;
    limits.stopOutBars = 2;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 5;
    view.account.now = sessionTime();
    view.drawdown = 0.0;
    view.pace.bar = 1h;
    view.hasQuote = true;
    view.isReady = view.isLinkUp = view.isJournalHealthy = view.isSessionOpen = true;
    return view;
}

/// One situation for one rule.
struct RuleRow {
    const char *rule;
    const char *name;
    core::GuardGrade grade;
    std::function<void(core::Proposal &, core::RiskView &)> arrange;
};

/// Of the rules on market, size and money.
[[nodiscard]] const std::vector<RuleRow> &marketRows();
/// Of the rules that look back, over night, and at what the market was like.
[[nodiscard]] const std::vector<RuleRow> &paceRows();

} // namespace support
