#include "tests/core/risk/CalmView.h"

#include <limits>

using namespace core;
using namespace std::chrono_literals;
using G = GuardGrade;

namespace support {

const std::vector<RuleRow> &paceRows()
{
    using P = Proposal;
    using V = RiskView;
    static const std::vector<RuleRow> all{
        // The usual spread of today is 0.05; the quote below is 100 at the ask.
        {"spread", "not known yet", G::Pass, [](P &, V &v) { v.account.quote.bid = px("90"); }},
        {"spread", "twice the usual", G::Pass,
         [](P &, V &v) { v.medianSpread = px("0.05"), v.account.quote.bid = px("99.9"); }},
        {"spread", "a tick wider", G::Stale,
         [](P &, V &v) { v.medianSpread = px("0.05"), v.account.quote.bid = px("99.89"); }},
        {"spread", "prices without a spread tell nothing", G::Pass,
         [](P &, V &v) { v.medianSpread = px("0"), v.account.quote.bid = px("99.89"); }},

        {"bars", "complete", G::Pass, [](P &, V &) {}},
        {"bars", "one was repaired", G::Caution, [](P &p, V &) { p.signal.isOnRepairedBars = true; }},
        {"bars", "a hole", G::Stale, [](P &, V &v) { v.hasHoleInBars = true; }},

        {"rounding", "nothing known", G::Pass, [](P &, V &) {}},
        {"rounding", "a hundredth", G::Pass,
         [](P &p, V &) { p.quantity = p.proposedQuantity = qty("99"), p.unroundedQuantity = qty("100"); }},
        {"rounding", "a bit more", G::Caution,
         [](P &p, V &) { p.quantity = p.proposedQuantity = qty("99"), p.unroundedQuantity = qty("100.000000001"); }},
        {"rounding", "edited by a person", G::Pass,
         [](P &p, V &) { p.quantity = qty("5"), p.unroundedQuantity = qty("10.9"); }},

        // Ten at 101 are 1010 and lose a tenth at a gap, 101; the limit is 5000.
        {"overnight", "eighty per cent", G::Pass, [](P &, V &v) { v.account.overnightOfOthers = usd("3899"); }},
        {"overnight", "a cent more", G::Caution, [](P &, V &v) { v.account.overnightOfOthers = usd("3899.01"); }},
        {"overnight", "at the limit", G::Caution, [](P &, V &v) { v.account.overnightOfOthers = usd("4899"); }},
        {"overnight", "above it", G::Blocked, [](P &, V &v) { v.account.overnightOfOthers = usd("4899.01"); }},
        {"overnight", "the usual gap is larger: a fifth", G::Blocked,
         [](P &, V &v) { v.account.overnightOfOthers = usd("4798.01"), v.account.gapShare = dec("0.2"); }},
        {"overnight", "a usual gap below a tenth does not help", G::Blocked,
         [](P &, V &v) { v.account.overnightOfOthers = usd("4899.01"), v.account.gapShare = dec("0.01"); }},
        {"overnight", "twice a far stop: 202 of 1010", G::Blocked,
         [](P &p, V &v) { p.stopPrice = px("90.9"), v.account.overnightOfOthers = usd("4798.01"); }},
        {"overnight", "exactly that", G::Caution,
         [](P &p, V &v) { p.stopPrice = px("90.9"), v.account.overnightOfOthers = usd("4798"); }},
        {"overnight", "of the day's start and not of now", G::Blocked,
         [](P &, V &v) { v.account.dayStartEquity = usd("2019.99"), v.account.equity = usd("1000000"); }},

        {"drawdown", "none", G::Pass, [](P &, V &) {}},
        {"drawdown", "eighty per cent", G::Pass, [](P &, V &v) { v.drawdown = 0.8 * 0.2; }},
        {"drawdown", "a bit more", G::Caution, [](P &, V &v) { v.drawdown = 0.160001; }},
        {"drawdown", "below the limit", G::Caution, [](P &, V &v) { v.drawdown = 0.199999; }},
        {"drawdown", "at the limit", G::Blocked, [](P &, V &v) { v.drawdown = 0.2; }},
        {"drawdown", "not a number", G::Blocked,
         [](P &, V &v) { v.drawdown = std::numeric_limits<double>::quiet_NaN(); }},
        {"drawdown", "not known", G::Blocked, [](P &, V &v) { v.drawdown.reset(); }},
        {"drawdown", "the owner sets none", G::Pass,
         [](P &, V &v) { v.account.limits.drawdown = dec("1"), v.drawdown = 0.9; }},

        {"duplicate", "never before", G::Pass, [](P &, V &) {}},
        {"duplicate", "a nanosecond too early", G::Blocked, [](P &, V &v) { v.pace.sinceSameEntry = 3s - 1ns; }},
        {"duplicate", "three seconds later", G::Pass, [](P &, V &v) { v.pace.sinceSameEntry = 3s; }},
        {"duplicate", "a clock that went back", G::Blocked, [](P &, V &v) { v.pace.sinceSameEntry = -1s; }},

        {"order-rate", "the eighth", G::Pass, [](P &, V &v) { v.pace.entriesLastMinute = 7; }},
        {"order-rate", "the ninth", G::Caution, [](P &, V &v) { v.pace.entriesLastMinute = 8; }},
        {"order-rate", "the tenth", G::Caution, [](P &, V &v) { v.pace.entriesLastMinute = 9; }},
        {"order-rate", "the eleventh", G::Blocked, [](P &, V &v) { v.pace.entriesLastMinute = 10; }},

        {"automation", "the last one", G::Pass,
         [](P &p, V &v) { p.mode = v.account.mode = DecisionMode::Auto, v.pace.automatedEntries = 4; }},
        {"automation", "one too many", G::Blocked,
         [](P &p, V &v) { p.mode = v.account.mode = DecisionMode::Auto, v.pace.automatedEntries = 5; }},
        {"automation", "a person decides", G::Pass,
         [](P &p, V &v) { p.mode = DecisionMode::Auto, v.pace.automatedEntries = 5; }},

        {"loss-streak", "two in a row", G::Pass,
         [](P &, V &v) { v.pace.ofAccount = {2, sessionTime()}; }},
        {"loss-streak", "three in a row, just now", G::Blocked,
         [](P &, V &v) { v.pace.ofAccount = {3, sessionTime()}; }},
        {"loss-streak", "a nanosecond before half an hour", G::Blocked,
         [](P &, V &v) { v.pace.ofAccount = {3, sessionTime() - 30min + 1ns}; }},
        {"loss-streak", "half an hour ago", G::Pass,
         [](P &, V &v) { v.pace.ofAccount = {3, sessionTime() - 30min}; }},
        {"loss-streak", "of the bot alone", G::Blocked, [](P &, V &v) { v.pace.ofBot = {4, sessionTime() - 1min}; }},

        {"cool-down", "a nanosecond before two bars after the stop", G::Blocked,
         [](P &, V &v) { v.pace.stoppedOutAt = sessionTime() - 2h + 1ns; }},
        {"cool-down", "two bars after the stop", G::Pass,
         [](P &, V &v) { v.pace.stoppedOutAt = sessionTime() - 2h; }},
        {"cool-down", "less than a bar after the no", G::Blocked,
         [](P &, V &v) { v.pace.rejectedAt = sessionTime() - 1h + 1ns; }},
        {"cool-down", "a bar after the no", G::Pass, [](P &, V &v) { v.pace.rejectedAt = sessionTime() - 1h; }},
    };
    return all;
}

} // namespace support
