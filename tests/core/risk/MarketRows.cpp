#include "tests/core/risk/CalmView.h"

using namespace core;
using namespace std::chrono_literals;
using G = GuardGrade;

namespace support {

namespace {

void ask(RiskView &view, const char *price)
{
    view.account.quote.ask = px(price);
    view.account.quote.bid = px(price) - px("0.01");
}

} // namespace

const std::vector<RuleRow> &marketRows()
{
    using P = Proposal;
    using V = RiskView;
    static const std::vector<RuleRow> all{
        {"halt", "all is well", G::Pass, [](P &, V &) {}},
        {"halt", "halted", G::Blocked, [](P &, V &v) { v.trading = TradingState::Halted; }},
        {"halt", "being flattened", G::Blocked, [](P &, V &v) { v.trading = TradingState::Flattening; }},
        {"halt", "not reconciled", G::Blocked, [](P &, V &v) { v.isReady = false; }},
        {"halt", "no prices", G::Blocked, [](P &, V &v) { v.isFeedUp = false; }},
        {"halt", "clock off", G::Blocked, [](P &, V &v) { v.clockProblem = "the clock is off"; }},
        {"halt", "link down", G::Blocked, [](P &, V &v) { v.isLinkUp = false; }},
        {"halt", "journal ill", G::Blocked, [](P &, V &v) { v.isJournalHealthy = false; }},

        {"reduce-only", "running", G::Pass, [](P &, V &) {}},
        {"reduce-only", "only exits", G::Blocked, [](P &, V &v) { v.trading = TradingState::ReduceOnly; }},

        {"session", "closed", G::Blocked, [](P &, V &v) { v.isSessionOpen = false; }},
        {"session", "five minutes left", G::Pass, [](P &, V &v) { v.sessionTimeLeft = 5min; }},
        {"session", "a moment less", G::Caution, [](P &, V &v) { v.sessionTimeLeft = 5min - 1ns; }},

        {"quote", "fresh", G::Pass, [](P &, V &) {}},
        {"quote", "none", G::Blocked, [](P &, V &v) { v.hasQuote = false; }},
        {"quote", "bid is ask", G::Pass, [](P &, V &v) { v.account.quote.bid = px("100"); }},
        {"quote", "crossed", G::Blocked, [](P &, V &v) { v.account.quote.bid = px("100.01"); }},
        {"quote", "bid of zero", G::Blocked, [](P &, V &v) { v.account.quote.bid = px("0"); }},
        {"quote", "negative bid", G::Blocked, [](P &, V &v) { v.account.quote.bid = px("-1"); }},
        {"quote", "as old as allowed", G::Pass, [](P &, V &v) { v.quoteAge = 3s; }},
        {"quote", "a nanosecond older", G::Stale, [](P &, V &v) { v.quoteAge = 3s + 1ns; }},
        {"quote", "no age limit set", G::Blocked, [](P &, V &v) { v.account.limits.maxQuoteAge = {}; }},

        // R is 2, so soft is 0.15 R = 0.30 and hard 0.35 R = 0.70 above 100; without an ATR to widen it.
        {"drift", "none", G::Pass, [](P &, V &) {}},
        {"drift", "soft limit", G::Pass,
         [](P &p, V &v) { p.signal.atr.reset(), p.targetPrice.reset(), ask(v, "100.3"); }},
        {"drift", "a tick more", G::Stale,
         [](P &p, V &v) { p.signal.atr.reset(), p.targetPrice.reset(), ask(v, "100.31"); }},
        {"drift", "a wide spread counts twice", G::Pass,
         [](P &p, V &v) {
             p.signal.atr.reset(), p.targetPrice.reset();
             v.account.quote = quoteAt("100.2", "100.4");
         }},
        {"drift", "beyond two spreads", G::Stale,
         [](P &p, V &v) {
             p.signal.atr.reset(), p.targetPrice.reset();
             v.account.quote = quoteAt("100.21", "100.42");
             v.account.quote.bid = px("100.22");
         }},
        {"drift", "a quarter of the average range counts", G::Pass,
         [](P &p, V &v) { p.signal.atr = px("2"), p.targetPrice.reset(), ask(v, "100.5"); }},
        {"drift", "beyond a quarter of the average range", G::Stale,
         [](P &p, V &v) { p.signal.atr = px("2"), p.targetPrice.reset(), ask(v, "100.51"); }},
        {"drift", "a gap since the signal", G::Blocked,
         [](P &p, V &v) { p.targetPrice.reset(), p.signal.referencePrice = px("99.29"), ask(v, "100"); }},
        {"drift", "just no gap since the signal", G::Pass,
         [](P &p, V &v) { p.targetPrice.reset(), p.signal.referencePrice = px("99.31"), ask(v, "100"); }},
        {"drift", "a re-quote does not widen the signal's own R", G::Blocked,
         [](P &p, V &v) {
             p.targetPrice.reset(), p.plannedRisk = px("2"), p.referencePrice = px("101"), ask(v, "101");
         }},
        {"drift", "hard limit", G::Stale, [](P &p, V &v) { p.targetPrice.reset(), ask(v, "100.7"); }},
        {"drift", "a tick beyond it", G::Blocked, [](P &p, V &v) { p.targetPrice.reset(), ask(v, "100.71"); }},
        {"drift", "seventy per cent of the reward for the risk left", G::Stale,
         [](P &, V &v) { ask(v, "100.50"); }}, // (3.5 / 2.5) / 2 = 0.70
        {"drift", "less than seventy per cent", G::Blocked, [](P &, V &v) { ask(v, "100.51"); }},
        // Towards the stop: soft at 0.40 R = 0.80 below 100, hard at 0.75 R = 1.50 below.
        {"drift", "cheaper", G::Pass, [](P &, V &v) { ask(v, "99.2"); }},
        {"drift", "cheaper, but weaker", G::Stale, [](P &, V &v) { ask(v, "99.19"); }},
        {"drift", "three quarters of the way", G::Stale, [](P &, V &v) { ask(v, "98.5"); }},
        {"drift", "a tick further", G::Blocked, [](P &, V &v) { ask(v, "98.49"); }},
        {"drift", "seen and asked again at the new price", G::Pass,
         [](P &p, V &v) { p.referencePrice = px("99"), p.plannedRisk = px("2"), ask(v, "99"); }},
        {"drift", "asked again does not widen the hard limit", G::Blocked,
         [](P &p, V &v) { p.referencePrice = px("98.49"), p.plannedRisk = px("2"), ask(v, "98.49"); }},
        {"drift", "stop touched", G::Blocked, [](P &, V &v) { ask(v, "98.01"); }}, // by the bid, 98
        {"drift", "stop touched since the signal", G::Blocked, [](P &, V &v) { v.lowestBid = px("98"); }},
        {"drift", "a tick above the stop since the signal", G::Pass, [](P &, V &v) { v.lowestBid = px("98.01"); }},
        {"drift", "short, cheaper but weaker", G::Stale,
         [](P &p, V &v) { p = sellProposal(), v.account.quote = quoteAt("100.81", "100.82"); }},
        {"drift", "short, too weak", G::Blocked,
         [](P &p, V &v) { p = sellProposal(), v.account.quote = quoteAt("101.51", "101.52"); }},
        {"drift", "short, stop touched since the signal", G::Blocked,
         [](P &p, V &v) { p = sellProposal(), v.account.quote = quoteAt("100", "100.01"), v.highestAsk = px("102"); }},
        {"drift", "no stop: two average ranges", G::Blocked,
         [](P &p, V &v) { p.stopPrice.reset(), ask(v, "100.71"); }},
        {"drift", "short, hard limit", G::Stale,
         [](P &p, V &v) {
             p = sellProposal(), p.targetPrice.reset();
             v.account.quote = quoteAt("99.3", "99.31");
         }},
        {"drift", "short, beyond it", G::Blocked,
         [](P &p, V &v) {
             p = sellProposal(), p.targetPrice.reset();
             v.account.quote = quoteAt("99.29", "99.3");
         }},
        {"drift", "short, stop touched", G::Blocked,
         [](P &p, V &v) {
             p = sellProposal();
             v.account.quote = quoteAt("102", "102.01");
         }},

        // A tenth above the owner's limit is allowed for the age of the quote it was made from.
        {"collar", "inside", G::Pass, [](P &p, V &) { p.limitPrice = px("102"); }},
        {"collar", "a tenth above the limit", G::Pass, [](P &p, V &) { p.limitPrice = px("102.2"); }},
        {"collar", "a tick more", G::Blocked, [](P &p, V &) { p.limitPrice = px("102.21"); }},
        {"collar", "short, a tick more", G::Blocked,
         [](P &p, V &v) {
             p = sellProposal(), p.limitPrice = px("97.79");
             v.account.quote = quoteAt("100", "100.01");
         }},
        {"collar", "no collar set", G::Blocked, [](P &, V &v) { v.account.limits.priceCollar = {}; }},

        {"position", "the venue holds another quantity", G::Blocked, [](P &, V &v) { v.isMismatched = true; }},
        {"position", "not all of it is ours", G::Blocked, [](P &, V &v) { v.isExternal = true; }},
        {"position", "flat", G::Pass, [](P &, V &) {}},
        {"position", "adding not allowed", G::Blocked, [](P &, V &v) { v.held = qty("1"); }},
        {"position", "adding allowed", G::Caution, [](P &, V &v) { v.held = qty("1"), v.allowsAdding = true; }},
        {"position", "the other side is held", G::Blocked,
         [](P &, V &v) { v.held = qty("-1"), v.allowsAdding = v.allowsShort = true; }},
        {"position", "short not allowed", G::Blocked, [](P &p, V &) { p = sellProposal(); }},
        {"position", "short allowed", G::Pass, [](P &p, V &v) { p = sellProposal(), v.allowsShort = true; }},

        {"open-orders", "none", G::Pass, [](P &, V &) {}},
        {"open-orders", "exits of what is held", G::Caution, [](P &, V &v) { v.workingOrders = 2; }},
        {"open-orders", "another entry", G::Blocked, [](P &, V &v) { v.entriesUnderWay = 1; }},
        {"open-orders", "a stop beside which the venue takes no entry", G::Blocked,
         [](P &, V &v) { v.hasBlockingStop = true; }},
        {"open-orders", "an unknown outcome", G::Blocked, [](P &, V &v) { v.hasUnknownOrder = true; }},

        {"steps", "whole", G::Pass, [](P &, V &) {}},
        {"steps", "no quantity", G::Blocked, [](P &p, V &) { p.quantity = {}; }},
        {"steps", "negative quantity", G::Blocked, [](P &p, V &) { p.quantity = qty("-1"); }},
        {"steps", "off the lot", G::Blocked, [](P &p, V &) { p.quantity = qty("1.5"); }},
        {"steps", "limit off the tick", G::Blocked, [](P &p, V &) { p.limitPrice = px("101.001"); }},
        {"steps", "stop off the tick", G::Blocked, [](P &p, V &) { p.stopPrice = px("98.001"); }},
        {"steps", "target off the tick", G::Blocked, [](P &p, V &) { p.targetPrice = px("104.001"); }},
        {"steps", "the venue's minimum at the stop", G::Pass,
         [](P &, V &v) { v.account.instrument.minNotional = usd("980"); }},
        {"steps", "below it at the stop", G::Blocked,
         [](P &, V &v) { v.account.instrument.minNotional = usd("980.01"); }},
        {"steps", "least quantity", G::Pass, [](P &, V &v) { v.account.instrument.minQuantity = qty("10"); }},
        {"steps", "below least quantity", G::Blocked,
         [](P &, V &v) { v.account.instrument.minQuantity = qty("11"); }},
        {"steps", "an instrument without a lot", G::Blocked,
         [](P &, V &v) { v.account.instrument.lotSize = {}; }},
        {"steps", "an instrument without a tick", G::Blocked,
         [](P &, V &v) { v.account.instrument.tickSize = {}; }},

        {"order-size", "eighty per cent", G::Pass,
         [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("12.5"); }},
        {"order-size", "a bit more than eighty", G::Caution,
         [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("12.49"); }},
        {"order-size", "at the limit", G::Caution, [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("10"); }},
        {"order-size", "above it", G::Blocked,
         [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("9.999999999"); }},

        // Ten at the worst price of 101 are 1010.
        {"order-value", "eighty per cent", G::Pass, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1262.5"); }},
        {"order-value", "a cent above eighty per cent", G::Caution,
         [](P &, V &v) { v.account.limits.maxOrderValue = usd("1262.49"); }},
        {"order-value", "at the limit", G::Caution, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1010"); }},
        {"order-value", "above it", G::Blocked, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1009.99"); }},

        {"buying-power", "120 per cent of the need", G::Pass, [](P &, V &v) { v.account.buyingPower = usd("1212"); }},
        {"buying-power", "a cent less", G::Caution, [](P &, V &v) { v.account.buyingPower = usd("1211.99"); }},
        {"buying-power", "just enough", G::Caution, [](P &, V &v) { v.account.buyingPower = usd("1010"); }},
        {"buying-power", "a cent short", G::Blocked, [](P &, V &v) { v.account.buyingPower = usd("1009.99"); }},
        {"buying-power", "the fee is part of the price", G::Blocked,
         [](P &, V &v) { v.account.buyingPower = usd("1010"), v.account.feeRate = dec("0.0001"); }},

        // Ten times (101 − 98) are 30.
        {"risk-per-trade", "eighty per cent", G::Pass,
         [](P &, V &v) { v.account.equity = usd("1875"); }}, // limit 37.5
        {"risk-per-trade", "a little more", G::Caution, [](P &, V &v) { v.account.equity = usd("1874.99"); }},
        {"risk-per-trade", "at the limit", G::Caution, [](P &, V &v) { v.account.equity = usd("1500"); }},
        {"risk-per-trade", "above it", G::Blocked, [](P &, V &v) { v.account.equity = usd("1499.99"); }},
        {"risk-per-trade", "the smaller of equity and day start", G::Blocked,
         [](P &, V &v) { v.account.dayStartEquity = usd("1499.99"); }},
        {"risk-per-trade", "slippage at the stop counts", G::Blocked,
         [](P &, V &v) { v.account.equity = usd("1500"), v.account.stopSlippage = dec("0.00001"); }},
        {"risk-per-trade", "without a stop all of it is at risk", G::Blocked,
         [](P &p, V &v) { p.stopPrice.reset(), v.account.equity = usd("50000"), v.account.limits.riskPerTrade = dec("0.0201"); }},

        // A fifth of 100 000 is 20 000; this order adds 1010.
        {"exposure", "eighty per cent", G::Pass, [](P &, V &v) { v.exposureElsewhere = usd("14990"); }},
        {"exposure", "a cent more", G::Caution, [](P &, V &v) { v.exposureElsewhere = usd("14990.01"); }},
        {"exposure", "at the limit", G::Caution, [](P &, V &v) { v.exposureElsewhere = usd("18990"); }},
        {"exposure", "above it", G::Blocked, [](P &, V &v) { v.exposureElsewhere = usd("18990.01"); }},

        {"exposure", "what is held counts at the worst price", G::Caution,
         [](P &, V &v) { v.held = qty("188"), v.allowsAdding = true; }}, // 198 · 101 = 19 998
        {"exposure", "one more", G::Blocked, [](P &, V &v) { v.held = qty("189"), v.allowsAdding = true; }},
        {"exposure", "entries under way count", G::Blocked, [](P &, V &v) { v.buysUnderWay = qty("189"); }},
        {"exposure", "the larger side counts", G::Blocked, [](P &, V &v) { v.sellsUnderWay = qty("199"); }},
        {"exposure", "both sides do not add up", G::Caution,
         [](P &, V &v) { v.buysUnderWay = v.sellsUnderWay = qty("188"); }},

        // Five per cent of 100 000 are 5000; this trade risks 30.
        {"day-loss", "reached and recovered", G::Blocked, [](P &, V &v) { v.isDayLost = true; }},
        {"day-loss", "a good day", G::Pass, [](P &, V &v) { v.account.equity = usd("120000"); }},
        {"day-loss", "loss, heat, pending and own add up to the limit", G::Caution,
         [](P &, V &v) { v.account.equity = usd("97000"), v.heat = usd("1000"), v.pendingRisk = usd("970"); }},
        {"day-loss", "a cent above", G::Blocked,
         [](P &, V &v) { v.account.equity = usd("97000"), v.heat = usd("1000"), v.pendingRisk = usd("970.01"); }},
        {"day-loss", "the limit is reached", G::Blocked, [](P &, V &v) { v.account.equity = usd("95000"); }},
        {"day-loss", "eighty per cent", G::Pass, [](P &, V &v) { v.heat = usd("3970"); }},
        {"day-loss", "more than eighty", G::Caution, [](P &, V &v) { v.heat = usd("3970.01"); }},
        {"day-loss", "a gain buys no more risk", G::Blocked,
         [](P &, V &v) { v.account.equity = usd("200000"), v.heat = usd("4970.01"); }},

        {"day-loss", "a deposit hides no loss", G::Blocked,
         [](P &, V &v) { v.account.netFlows = usd("5000"), v.account.equity = usd("100000"); }},
        {"day-loss", "a withdrawal is none", G::Pass,
         [](P &, V &v) { v.account.netFlows = usd("-50000"), v.account.equity = usd("50000"); }},
        {"day-loss", "a withdrawal and a loss", G::Blocked,
         [](P &, V &v) { v.account.netFlows = usd("-50000"), v.account.equity = usd("45000"); }},

        {"positions", "the second of three", G::Pass, [](P &, V &v) { v.positionCount = 1; }},
        {"positions", "the last one", G::Caution, [](P &, V &v) { v.positionCount = 2; }},
        {"positions", "one too many", G::Blocked, [](P &, V &v) { v.positionCount = 3; }},

        {"protection", "stop and target", G::Pass, [](P &, V &) {}},
        {"protection", "a stop is needed", G::Blocked, [](P &p, V &) { p.stopPrice.reset(); }},
        {"protection", "a stop is not needed", G::Caution,
         [](P &p, V &v) { p.stopPrice.reset(), v.account.limits.needsStop = false; }},
        {"protection", "live always needs one", G::Blocked,
         [](P &p, V &v) {
             p.stopPrice.reset(), v.account.limits.needsStop = false, p.destination = Destination::Live;
         }},
        {"protection", "stop at the price", G::Blocked, [](P &p, V &) { p.stopPrice = px("100"); }},
        {"protection", "stop at the bid, where it would sell at once", G::Blocked,
         [](P &p, V &) { p.stopPrice = px("99.99"); }},
        {"protection", "stop a tick below the bid", G::Pass, [](P &p, V &) { p.stopPrice = px("99.98"); }},
        {"protection", "target at the price", G::Blocked, [](P &p, V &) { p.targetPrice = px("100"); }},
        {"protection", "target a tick above", G::Pass, [](P &p, V &) { p.targetPrice = px("100.01"); }},
        {"protection", "short with the stop below", G::Blocked,
         [](P &p, V &) { p = sellProposal(), p.stopPrice = px("98"); }},
        {"protection", "short with the target above", G::Blocked,
         [](P &p, V &) { p = sellProposal(), p.targetPrice = px("104"); }},
    };
    return all;
}

} // namespace support
