#include "core/risk/RiskGate.h"
#include "core/risk/rules/Rules.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <rapidcheck.h>

#include <functional>
#include <type_traits>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using G = GuardGrade;

// Only the gate makes a vetted order, and only from an approved proposal.
static_assert(!std::is_default_constructible_v<VettedOrder>);
static_assert(!std::is_constructible_v<VettedOrder, OrderRequest>);
static_assert(!std::is_constructible_v<VettedOrder, OrderRequest, ProposalId>);
static_assert(!std::is_aggregate_v<VettedOrder>);
static_assert(!std::is_invocable_v<decltype(&RiskGate::vet), RiskGate, Proposal, RiskView, ClientOrderId>);
static_assert(std::is_same_v<decltype(std::declval<const VettedOrder &>().request()), const OrderRequest &>);

namespace {

/// A calm market at 99.99 / 100, a flat account of 100 000, every limit wide enough for ten shares.
RiskView calmView()
{
    RiskView view;
    view.account.instrument.id = stock();
    view.account.quote = quoteAt("99.99", "100");
    view.account.equity = view.account.dayStartEquity = view.account.cash = view.account.buyingPower =
        usd("100000");
    view.account.limits.riskPerTrade = dec("0.02");
    view.account.limits.exposure = dec("0.2");
    view.account.limits.dayLoss = dec("0.05");
    view.account.limits.maxOrderValue = usd("20000");
    view.account.limits.maxOrderQuantity = qty("1000");
    view.account.limits.maxPositions = 3;
    view.account.limits.priceCollar = dec("0.02");
    view.account.limits.maxQuoteAge = 3s;
    view.account.limits.needsStop = true;
    view.account.now = sessionTime();
    view.hasQuote = true;
    view.isReady = view.isLinkUp = view.isJournalHealthy = view.isSessionOpen = true;
    return view;
}

/// One situation for one rule.
struct Row {
    const char *rule;
    const char *name;
    G grade;
    std::function<void(Proposal &, RiskView &)> arrange;
};

void ask(RiskView &view, const char *price)
{
    view.account.quote.ask = px(price);
    view.account.quote.bid = px(price) - px("0.01");
}

const std::vector<Row> &rows()
{
    using P = Proposal;
    using V = RiskView;
    static const std::vector<Row> all{
        {"halt", "all is well", G::Pass, [](P &, V &) {}},
        {"halt", "halted", G::Blocked, [](P &, V &v) { v.trading = TradingState::Halted; }},
        {"halt", "being flattened", G::Blocked, [](P &, V &v) { v.trading = TradingState::Flattening; }},
        {"halt", "not reconciled", G::Blocked, [](P &, V &v) { v.isReady = false; }},
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
        {"drift", "cheaper is not adverse", G::Pass, [](P &, V &v) { ask(v, "99"); }},
        {"drift", "a tick above the stop", G::Pass, [](P &, V &v) { ask(v, "98.01"); }},
        {"drift", "stop touched", G::Blocked, [](P &, V &v) { ask(v, "98"); }},
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
        {"position", "flat", G::Pass, [](P &, V &) {}},
        {"position", "adding not allowed", G::Blocked, [](P &, V &v) { v.held = qty("1"); }},
        {"position", "adding allowed", G::Caution, [](P &, V &v) { v.held = qty("1"), v.allowsAdding = true; }},
        {"position", "the other side is held", G::Blocked,
         [](P &, V &v) { v.held = qty("-1"), v.allowsAdding = v.allowsShort = true; }},
        {"position", "short not allowed", G::Blocked, [](P &p, V &) { p = sellProposal(); }},
        {"position", "short allowed", G::Pass, [](P &p, V &v) { p = sellProposal(), v.allowsShort = true; }},

        {"open-orders", "none", G::Pass, [](P &, V &) {}},
        {"open-orders", "another entry", G::Blocked, [](P &, V &v) { v.entriesUnderWay = 1; }},
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

        {"order-size", "at the limit", G::Pass, [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("10"); }},
        {"order-size", "above it", G::Blocked,
         [](P &, V &v) { v.account.limits.maxOrderQuantity = qty("9.999999999"); }},

        // Ten at the worst price of 101 are 1010.
        {"order-value", "eighty per cent", G::Pass, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1262.5"); }},
        {"order-value", "a cent above eighty per cent", G::Caution,
         [](P &, V &v) { v.account.limits.maxOrderValue = usd("1262.49"); }},
        {"order-value", "at the limit", G::Caution, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1010"); }},
        {"order-value", "above it", G::Blocked, [](P &, V &v) { v.account.limits.maxOrderValue = usd("1009.99"); }},

        {"buying-power", "just enough", G::Pass, [](P &, V &v) { v.account.buyingPower = usd("1010"); }},
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
        {"exposure", "eighty per cent", G::Pass, [](P &, V &v) { v.account.exposureOfOthers = usd("14990"); }},
        {"exposure", "a cent more", G::Caution, [](P &, V &v) { v.account.exposureOfOthers = usd("14990.01"); }},
        {"exposure", "at the limit", G::Caution, [](P &, V &v) { v.account.exposureOfOthers = usd("18990"); }},
        {"exposure", "above it", G::Blocked, [](P &, V &v) { v.account.exposureOfOthers = usd("18990.01"); }},

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

        {"positions", "the last one", G::Pass, [](P &, V &v) { v.positionCount = 2; }},
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
        {"protection", "stop a tick below", G::Pass, [](P &p, V &) { p.stopPrice = px("99.99"); }},
        {"protection", "target at the price", G::Blocked, [](P &p, V &) { p.targetPrice = px("100"); }},
        {"protection", "target a tick above", G::Pass, [](P &p, V &) { p.targetPrice = px("100.01"); }},
        {"protection", "short with the stop below", G::Blocked,
         [](P &p, V &) { p = sellProposal(), p.stopPrice = px("98"); }},
        {"protection", "short with the target above", G::Blocked,
         [](P &p, V &) { p = sellProposal(), p.targetPrice = px("104"); }},
    };
    return all;
}

GuardResult resultOf(const std::vector<GuardResult> &results, const std::string &rule)
{
    for (const GuardResult &result : results)
        if (result.rule == rule)
            return result;
    return {"missing", G::Blocked, "the rule gave no answer"};
}

/// The desk is the only maker of approved proposals, so the tests ask one.
struct Yes {
    ManualClock clock{sessionTime()};
    Desk desk{clock, {}, {[](const DeskEntry &, ProposalState) {}, [](const DeskEntry &, const Decision &) {}}};

    ApprovedProposal to(Proposal proposal)
    {
        const ProposalId id = proposal.id;
        proposal.expiresAt = clock.now() + 1min;
        desk.create(std::move(proposal), false);
        desk.judge(id, {});
        const DeskEntry &card = *desk.find(id);
        if (!desk.approve(id, card.proposal.version, card.hash, {}))
            bug("the desk refused a plain yes");
        return *desk.beginRevalidation(id);
    }
    ApprovedProposal exit(const char *quantity, Side side = Side::Sell, OrderRole role = OrderRole::Stop)
    {
        Proposal proposal = buyProposal();
        proposal.side = side;
        proposal.quantity = qty(quantity);
        proposal.orderType = OrderType::Stop;
        proposal.limitPrice.reset();
        return desk.issueExit(std::move(proposal), role, "oco-F1");
    }
};

} // namespace

class RiskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRuleGradesItsBoundariesExactly_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < rows().size(); ++i)
            QTest::addRow("%s: %s", rows()[i].rule, rows()[i].name) << int(i);
    }
    void everyRuleGradesItsBoundariesExactly()
    {
        QFETCH(int, row);
        const Row &here = rows()[std::size_t(row)];
        Proposal proposal = buyProposal();
        RiskView view = calmView();
        here.arrange(proposal, view);

        const GuardResult result = resultOf(RiskGate().check(proposal, view), here.rule);

        QCOMPARE(QString::fromLatin1(guardGradeName(result.grade)),
                 QString::fromLatin1(guardGradeName(here.grade)));
        QVERIFY(!result.detail.empty());
    }

    void everyRuleHasRowsAndBlocksSomewhere()
    {
        for (const GuardResult &result : RiskGate().check(buyProposal(), calmView())) {
            const bool blocks = std::any_of(rows().begin(), rows().end(), [&](const Row &row) {
                return row.rule == result.rule && row.grade == G::Blocked;
            });
            QVERIFY2(blocks, result.rule.c_str());
        }
    }

    void aCalmOrderPassesEverythingAndKeepsItsContent()
    {
        Yes yes;
        const auto vetted = RiskGate().vet(yes.to(buyProposal()), calmView(), ClientOrderId("c1"));

        QVERIFY(vetted);
        const OrderRequest &order = vetted->request();
        QCOMPARE(order.clientOrderId, ClientOrderId("c1"));
        QCOMPARE(order.quantity, qty("10"));
        QCOMPARE(order.side, Side::Buy);
        QCOMPARE(*order.limitPrice, px("101"));
        QCOMPARE(order.role, OrderRole::Entry);
        QVERIFY(!order.reduceOnly);
        QCOMPARE(vetted->proposal(), ProposalId("P1"));
    }

    void theGateRefusesWhateverAnyRuleBlocks()
    {
        for (const Row &row : rows()) {
            if (row.grade != G::Blocked)
                continue;
            Proposal proposal = buyProposal();
            RiskView view = calmView();
            row.arrange(proposal, view);
            if (proposal.quantity.sign() <= 0)
                continue; // the desk itself refuses such a yes
            Yes yes;
            QVERIFY2(!RiskGate().vet(yes.to(proposal), view, ClientOrderId("c1")), row.name);
        }
    }

    void limitsThatNobodySetLetNothingThrough_data()
    {
        QTest::addColumn<QString>("rule");
        for (const char *rule : {"risk-per-trade", "exposure", "day-loss", "order-value", "order-size",
                                 "positions", "quote", "collar"})
            QTest::newRow(rule) << QString::fromLatin1(rule);
    }
    void limitsThatNobodySetLetNothingThrough()
    {
        QFETCH(QString, rule);
        RiskView view = calmView();
        view.account.limits = RiskLimits{};

        const auto result = resultOf(RiskGate().check(buyProposal(), view), rule.toStdString());

        QCOMPARE(QString::fromLatin1(guardGradeName(result.grade)), QStringLiteral("blocked"));
    }

    void aViewThatNobodyFilledLetsNothingThrough()
    {
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.to(buyProposal()), RiskView{}, ClientOrderId("c1")));
    }

    void anErrorInsideACheckIsANo()
    {
        Proposal proposal = buyProposal();
        RiskView view = calmView();
        view.account.instrument.multiplier = Decimal::fromNanos(std::numeric_limits<std::int64_t>::max());
        proposal.limitPrice = Price(Decimal::fromNanos(std::numeric_limits<std::int64_t>::max()));

        const auto results = RiskGate().check(proposal, view); // an overflow inside must not come out

        QCOMPARE(resultOf(results, "internal").grade, G::Blocked);
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.to(proposal), view, ClientOrderId("c1")));
    }

    void anExitNeverTakesMoreThanIsHeld_data()
    {
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("held");
        QTest::addColumn<QString>("others");
        QTest::addColumn<bool>("isSell");
        QTest::addColumn<bool>("mayGo");
        QTest::newRow("all of it") << "10" << "10" << "0" << true << true;
        QTest::newRow("a bit more") << "10.000000001" << "10" << "0" << true << false;
        QTest::newRow("what other exits leave") << "4" << "10" << "6" << true << true;
        QTest::newRow("more than they leave") << "4.000000001" << "10" << "6" << true << false;
        QTest::newRow("nothing held") << "1" << "0" << "0" << true << false;
        QTest::newRow("the wrong way, long") << "1" << "10" << "0" << false << false;
        QTest::newRow("the wrong way, short") << "1" << "-10" << "0" << true << false;
        QTest::newRow("cover a short") << "10" << "-10" << "0" << false << true;
        QTest::newRow("cover too much") << "11" << "-10" << "0" << false << false;
        QTest::newRow("no quantity") << "0" << "10" << "0" << true << false;
        QTest::newRow("negative quantity") << "-1" << "10" << "0" << true << false;
    }
    void anExitNeverTakesMoreThanIsHeld()
    {
        QFETCH(QString, quantity);
        QFETCH(QString, held);
        QFETCH(QString, others);
        QFETCH(bool, isSell);
        QFETCH(bool, mayGo);
        Yes yes;

        const auto vetted =
            RiskGate().vetExit(yes.exit(qPrintable(quantity), isSell ? Side::Sell : Side::Buy),
                               qty(qPrintable(held)), qty(qPrintable(others)), ClientOrderId("c1"));

        QCOMPARE(vetted.has_value(), mayGo);
        if (!vetted)
            return;
        QVERIFY(vetted->request().reduceOnly);
        QCOMPARE(vetted->request().timeInForce, TimeInForce::GoodTillCancelled);
        QCOMPARE(vetted->request().ocoGroup, std::string("oco-F1"));
        QCOMPARE(*vetted->request().stopPrice, px("98"));
    }

    void exitsThatPassTogetherNeverCrossZero()
    {
        const bool ok = rc::check("never through zero", [] {
            Yes yes;
            const auto held = *rc::gen::inRange<std::int64_t>(-1'000, 1'000);
            Quantity left(Decimal::fromNanos(held));
            Quantity others;
            for (int i = 0; i < 12; ++i) {
                const auto side = *rc::gen::element(Side::Buy, Side::Sell);
                const auto size = *rc::gen::inRange<std::int64_t>(-5, 500);
                const auto vetted =
                    RiskGate().vetExit(yes.exit(Decimal::fromNanos(size).toString().c_str(), side),
                                       Quantity(Decimal::fromNanos(held)), others, ClientOrderId("c"));
                if (!vetted)
                    continue;
                others += vetted->request().quantity;
                left += side == Side::Buy ? vetted->request().quantity : -vetted->request().quantity;
            }
            RC_ASSERT(left.sign() == 0 || left.sign() == (held > 0) - (held < 0));
        });
        QVERIFY(ok);
    }

    void entriesAndExitsCannotTakeEachOthersDoor()
    {
        Yes yes;
        QVERIFY(!RiskGate().vet(yes.exit("1"), calmView(), ClientOrderId("c1")));
        QVERIFY(!RiskGate().vetExit(yes.to(sellProposal()), qty("10"), {}, ClientOrderId("c1")));
    }

    void aPartialYesIsVettedAtItsOwnSize()
    {
        Yes yes;
        Proposal small = buyProposal();
        small.quantity = qty("3");
        QCOMPARE(RiskGate().vet(yes.to(small), calmView(), ClientOrderId("c1"))->request().quantity, qty("3"));
    }
};

QTEST_GUILESS_MAIN(RiskTest)
#include "RiskTest.moc"
