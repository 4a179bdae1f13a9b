#include "core/planning/Planner.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <rapidcheck.h>

#include <cmath>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

Decimal share(const char *text) { return dec(text); }

PlanningRules usualRules()
{
    PlanningRules rules;
    rules.size = SizeRule::RiskAtStop;
    rules.sizeAmount = share("0.01");
    rules.stopAtrs = share("2");
    rules.targetR = share("2");
    rules.collar = share("0.005");
    return rules;
}

/// 100 000 in cash, wide limits, AAPL at 99.99 / 100, no fees.
PlanInputs usualInputs()
{
    PlanInputs inputs;
    inputs.account = AccountId("demo");
    inputs.instrument.id = stock();
    inputs.quote = quoteAt("99.99", "100");
    inputs.equity = inputs.dayStartEquity = inputs.equityAtSignal = inputs.cash = inputs.buyingPower =
        usd("100000");
    inputs.limits.riskPerTrade = share("0.02");
    inputs.limits.exposure = share("1");
    inputs.limits.dayLoss = share("0.05");
    inputs.limits.maxOrderValue = usd("1000000");
    inputs.limits.maxOrderQuantity = qty("100000");
    inputs.limits.maxPositions = 5;
    inputs.limits.priceCollar = share("0.02");
    inputs.limits.maxQuoteAge = 3s;
    inputs.limits.overnight = share("0.5");
    inputs.now = sessionTime();
    return inputs;
}

Signal sellSignal()
{
    Signal signal = buySignal();
    signal.idea.kind = SignalKind::Sell;
    return signal;
}

tl::expected<Proposal, Refusal> planned(const PlanningRules &rules, const PlanInputs &inputs,
                                        const Signal &signal = buySignal())
{
    return plan(ProposalId("P1"), signal, rules, inputs);
}

} // namespace

class PlanningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBuyIsPlannedAroundTheAskWithStopTargetAndCollar()
    {
        const auto proposal = planned(usualRules(), usualInputs());

        QVERIFY(proposal);
        QCOMPARE(proposal->referencePrice, px("100"));
        QCOMPARE(*proposal->stopPrice, px("98"));   // 2 ATR of 1
        QCOMPARE(*proposal->targetPrice, px("104")); // 2 R
        QCOMPARE(*proposal->limitPrice, px("100.5"));
        QCOMPARE(proposal->quantity, qty("400"));   // 1000 / (100.5 − 98): the worst entry counts
        QCOMPARE(proposal->bindingLimit, std::string("risk-at-stop"));
        QCOMPARE(*proposal->lossAtStop, usd("1000"));
        QCOMPARE(proposal->notionalValue, usd("40000"));
        QCOMPARE(*proposal->gainAtTarget, usd("1600"));
        QCOMPARE(proposal->version, 1);
        QCOMPARE(proposal->quantity, proposal->proposedQuantity);
    }

    void aShortIsTheMirrorImageAroundTheBid()
    {
        const auto proposal = planned(usualRules(), usualInputs(), sellSignal());

        QVERIFY(proposal);
        QCOMPARE(proposal->side, Side::Sell);
        QCOMPARE(proposal->referencePrice, px("99.99"));
        QCOMPARE(*proposal->stopPrice, px("101.99"));
        QCOMPARE(*proposal->targetPrice, px("95.99"));
        QCOMPARE(*proposal->limitPrice, px("99.5")); // 99.49005, up to the tick
    }

    void aMarketOrderNeverGoesBeyondTheHardLimitOfDrift()
    {
        PlanningRules rules = usualRules();
        rules.collar = share("0.02"); // wider than 0.35 R

        QCOMPARE(*planned(rules, usualInputs())->limitPrice, px("100.7"));
        QCOMPARE(*planned(rules, usualInputs(), sellSignal())->limitPrice, px("99.29"));
    }

    void feesAndStopSlippageAreInTheLossAtTheStop()
    {
        PlanInputs inputs = usualInputs();
        inputs.feeRate = share("0.001");
        inputs.stopSlippage = share("0.002");

        const auto proposal = planned(usualRules(), inputs);

        // One unit: 2.5 + 98 · 0.002 + (100.5 + 98) · 0.001 = 2.8945
        QVERIFY(proposal);
        QCOMPARE(proposal->quantity, qty("345"));
        QCOMPARE(*proposal->lossAtStop, usd("998.6025"));
        QCOMPARE(*lossAtStop(*proposal, inputs), usd("998.6025"));
    }

    void theSmallestLimitBindsAndIsNamed_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<QString>("quantity");
        QTest::newRow("risk-per-trade") << "risk-per-trade" << "19";  // 50 · 0.995 / 2.5
        QTest::newRow("exposure") << "exposure" << "44";              // (100000 · 0.995 − 95000) / 100.5
        QTest::newRow("buying-power") << "buying-power" << "29";      // 3000 / 100.5
        QTest::newRow("order-value") << "order-value" << "19";        // 2000 / 100.5
        QTest::newRow("order-size") << "order-size" << "7";
        QTest::newRow("overnight") << "overnight" << "69"; // (1000 · 0.995 − 300) / (100.5 · 0.1)
    }
    void theSmallestLimitBindsAndIsNamed()
    {
        QFETCH(QString, limit);
        QFETCH(QString, quantity);
        PlanInputs inputs = usualInputs();
        if (limit == QLatin1String("risk-per-trade"))
            inputs.limits.riskPerTrade = share("0.0005");
        if (limit == QLatin1String("exposure"))
            inputs.exposureOfOthers = usd("95000");
        if (limit == QLatin1String("buying-power"))
            inputs.buyingPower = usd("3000");
        if (limit == QLatin1String("order-value"))
            inputs.limits.maxOrderValue = usd("2000");
        if (limit == QLatin1String("overnight")) {
            inputs.limits.overnight = share("0.01");
            inputs.overnightOfOthers = usd("300");
        }
        if (limit == QLatin1String("order-size"))
            inputs.limits.maxOrderQuantity = qty("7");

        const auto proposal = planned(usualRules(), inputs);

        QVERIFY(proposal);
        QCOMPARE(proposal->bindingLimit, limit.toStdString());
        QCOMPARE(proposal->quantity.toString(), quantity.toStdString());
    }

    void aGapCostsTheLargestOfATenthTheUsualGapAndTwiceTheStop()
    {
        QCOMPARE(gapLossShare(px("100"), std::nullopt, {}).toString(), std::string("0.1"));
        QCOMPARE(gapLossShare(px("100"), px("95"), {}).toString(), std::string("0.1"));
        QCOMPARE(gapLossShare(px("100"), px("94"), {}).toString(), std::string("0.12"));
        QCOMPARE(gapLossShare(px("100"), px("106"), {}).toString(), std::string("0.12")); // a short's
        QCOMPARE(gapLossShare(px("100"), px("94"), dec("0.2")).toString(), std::string("0.2"));
        QCOMPARE(gapLossShare(px("0"), px("94"), {}).toString(), std::string("0.1"));
    }

    void whatTheLotTookIsKept()
    {
        PlanInputs inputs = usualInputs();
        inputs.limits.maxOrderQuantity = qty("7.9");
        const auto proposal = planned(usualRules(), inputs);
        QCOMPARE(proposal->quantity, qty("7"));
        QCOMPARE(*proposal->unroundedQuantity, qty("7.9"));
    }

    void riskIsTakenFromTheSmallerOfEquityAndDayStart()
    {
        PlanInputs inputs = usualInputs();
        inputs.dayStartEquity = usd("50000");
        QCOMPARE(planned(usualRules(), inputs)->quantity, qty("200"));

        inputs = usualInputs();
        inputs.equity = usd("50000");
        QCOMPARE(planned(usualRules(), inputs)->quantity, qty("200"));
    }

    void eachSizeRuleHasItsFormula_data()
    {
        QTest::addColumn<int>("rule");
        QTest::addColumn<QString>("amount");
        QTest::addColumn<QString>("quantity");
        QTest::newRow("all in, fee kept back") << int(SizeRule::AllIn) << "0" << "995.024875621";
        QTest::newRow("whole equity") << int(SizeRule::WholeEquity) << "0" << "995";
        QTest::newRow("share of equity") << int(SizeRule::ShareOfEquity) << "0.1" << "99.502487562";
        QTest::newRow("fixed") << int(SizeRule::Fixed) << "2.5" << "2.5";
    }
    void eachSizeRuleHasItsFormula()
    {
        QFETCH(int, rule);
        QFETCH(QString, amount);
        QFETCH(QString, quantity);
        PlanningRules rules = usualRules();
        rules.size = SizeRule(rule);
        rules.sizeAmount = dec(qPrintable(amount));
        PlanInputs inputs = usualInputs();
        inputs.limits = RiskLimits::unlimited();

        const auto proposal = planned(rules, inputs);

        QVERIFY(proposal);
        QCOMPARE(proposal->quantity, qty(qPrintable(quantity)));
    }

    void limitsThatNobodySetLetNothingThrough()
    {
        PlanInputs inputs = usualInputs();
        inputs.limits = RiskLimits{};

        const auto proposal = planned(usualRules(), inputs);

        QVERIFY(!proposal);
    }

    void refusesWhatCannotBeProtectedOrIsTooSmall()
    {
        Signal noAtr = buySignal();
        noAtr.atr.reset();
        QCOMPARE(planned(usualRules(), usualInputs(), noAtr).error().rule, std::string("stop"));
        Signal hugeAtr = buySignal();
        hugeAtr.atr = px("50"); // the stop would be at zero
        QCOMPARE(planned(usualRules(), usualInputs(), hugeAtr).error().rule, std::string("stop"));

        PlanInputs inputs = usualInputs();
        inputs.instrument.minNotional = usd("1000000");
        QCOMPARE(planned(usualRules(), inputs).error().rule, std::string("minimum"));
        inputs = usualInputs();
        inputs.instrument.minQuantity = qty("401");
        QCOMPARE(planned(usualRules(), inputs).error().rule, std::string("minimum"));
        inputs = usualInputs();
        inputs.quote = {};
        QCOMPARE(planned(usualRules(), inputs).error().rule, std::string("quote"));
        inputs = usualInputs();
        inputs.buyingPower = usd("100");
        QCOMPARE(planned(usualRules(), inputs).error().rule, std::string("buying-power"));
    }

    void everyPlannedPriceAndQuantityIsOnTickAndLot()
    {
        const bool ok = rc::check("on the venue's steps", [] {
            PlanInputs inputs = usualInputs();
            inputs.instrument.tickSize = *rc::gen::element(dec("0.01"), dec("0.25"), dec("0.0001"));
            inputs.instrument.lotSize = *rc::gen::element(dec("1"), dec("0.001"), dec("10"));
            const auto ask = *rc::gen::inRange<std::int64_t>(50'000'000'000, 200'000'000'000);
            inputs.quote.ask = Price(Decimal::fromNanos(ask));
            inputs.quote.bid = Price(Decimal::fromNanos(ask - *rc::gen::inRange(0, 50'000'000)));
            PlanningRules rules = usualRules();
            rules.orderType = *rc::gen::element(OrderType::Market, OrderType::Limit);
            Signal signal = *rc::gen::element(buySignal(), sellSignal());
            signal.atr = Price(Decimal::fromNanos(*rc::gen::inRange<std::int64_t>(300'000'000, 3'000'000'000)));

            const auto proposal = planned(rules, inputs, signal);
            RC_PRE(proposal.has_value());
            const auto isOn = [](Decimal value, Decimal step) { return value.nanos() % step.nanos() == 0; };
            RC_ASSERT(isOn(proposal->quantity.value(), inputs.instrument.lotSize));
            RC_ASSERT(isOn(proposal->limitPrice->value(), inputs.instrument.tickSize));
            RC_ASSERT(isOn(proposal->stopPrice->value(), inputs.instrument.tickSize));
            RC_ASSERT(isOn(proposal->targetPrice->value(), inputs.instrument.tickSize));
            RC_ASSERT(*lossAtStop(*proposal, inputs) <= usd("1000"));
            RC_ASSERT(notional(*proposal->limitPrice, proposal->quantity) <= inputs.buyingPower);
        });
        QVERIFY(ok);
    }

    void aLimitEntryNeverPaysMoreThanTheQuote()
    {
        PlanningRules rules = usualRules();
        rules.orderType = OrderType::Limit;
        PlanInputs inputs = usualInputs();
        inputs.quote = quoteAt("99.987654321", "100.004321");

        QCOMPARE(*planned(rules, inputs)->limitPrice, px("100"));
        QCOMPARE(*planned(rules, inputs, sellSignal())->limitPrice, px("99.99"));
    }

    void theLifeOfACardFollowsItsBarItsCapAndTheSession_data()
    {
        QTest::addColumn<int>("timeframe");
        QTest::addColumn<int>("secondsToSessionEnd"); // 0 = no session
        QTest::addColumn<int>("life");
        QTest::newRow("half a minute bar") << int(Timeframe::M1) << 0 << 30;
        QTest::newRow("half a five-minute bar") << int(Timeframe::M5) << 0 << 150;
        QTest::newRow("cap") << int(Timeframe::H1) << 0 << 900;
        QTest::newRow("cap of daily bars") << int(Timeframe::D1) << 0 << 900;
        QTest::newRow("a minute before the close") << int(Timeframe::H1) << 600 << 540;
        QTest::newRow("almost closed") << int(Timeframe::H1) << 30 << 1;
    }
    void theLifeOfACardFollowsItsBarItsCapAndTheSession()
    {
        QFETCH(int, timeframe);
        QFETCH(int, secondsToSessionEnd);
        QFETCH(int, life);
        Signal signal = buySignal();
        signal.series.timeframe = Timeframe(timeframe);
        PlanInputs inputs = usualInputs();
        if (secondsToSessionEnd > 0)
            inputs.sessionEnd = inputs.now + std::chrono::seconds(secondsToSessionEnd);

        const auto proposal = planned(usualRules(), inputs, signal);

        QVERIFY(proposal);
        QCOMPARE((proposal->expiresAt - inputs.now).count(), Duration(std::chrono::seconds(life)).count());
    }

    void riskDistanceIsTheStopOrTwoAtrOrUnknown()
    {
        Proposal proposal = buyProposal();
        QCOMPARE(*proposal.riskDistance(), px("2"));
        proposal.stopPrice.reset();
        proposal.signal.atr = px("1.5");
        QCOMPARE(*proposal.riskDistance(), px("3"));
        proposal.signal.atr.reset();
        QVERIFY(!proposal.riskDistance());
    }

    void theContentHashChangesWithEveryFieldThatAffectsMoney_data()
    {
        QTest::addColumn<int>("field");
        const char *names[]{"id",       "version", "account", "destination", "mode",  "instrument",
                            "venue",    "side",    "quantity", "order type", "limit", "no limit",
                            "time in force", "stop", "no stop", "target", "no target", "expiry"};
        for (int i = 0; i < int(std::size(names)); ++i)
            QTest::newRow(names[i]) << i;
    }
    void theContentHashChangesWithEveryFieldThatAffectsMoney()
    {
        QFETCH(int, field);
        Proposal changed = buyProposal();
        switch (field) {
        case 0: changed.id = ProposalId("P2"); break;
        case 1: changed.version = 2; break;
        case 2: changed.account = AccountId("other"); break;
        case 3: changed.destination = Destination::Live; break;
        case 4: changed.mode = DecisionMode::Auto; break;
        case 5: changed.signal.series.instrument.symbol = "TSLA"; break;
        case 6: changed.signal.series.instrument.venue = "bybit-spot"; break;
        case 7: changed.side = Side::Sell; break;
        case 8: changed.quantity = qty("10.000000001"); break;
        case 9: changed.orderType = OrderType::Limit; break;
        case 10: changed.limitPrice = px("101.000000001"); break;
        case 11: changed.limitPrice.reset(); break;
        case 12: changed.timeInForce = TimeInForce::GoodTillCancelled; break;
        case 13: changed.stopPrice = px("97.999999999"); break;
        case 14: changed.stopPrice.reset(); break;
        case 15: changed.targetPrice = px("104.000000001"); break;
        case 16: changed.targetPrice.reset(); break;
        case 17: changed.expiresAt += 1ms; break;
        }

        QVERIFY(contentHash(changed) != contentHash(buyProposal()));
    }

    void theContentHashChangesWithNothingElse()
    {
        Proposal changed = buyProposal();
        changed.signal.id = SignalId("S2");
        changed.signal.idea.reason = "said otherwise";
        changed.signal.referencePrice = px("1");
        changed.signal.atr.reset();
        changed.referencePrice = px("55");
        changed.proposedQuantity = qty("1");
        changed.bindingLimit = "exposure";
        changed.reasons = {"one", "two"};
        changed.notionalValue = usd("1");
        changed.lossAtStop = usd("2");
        changed.gainAtTarget = usd("3");
        changed.estimatedFees = usd("4");
        changed.createdAt += 1h;

        QCOMPARE(contentHash(changed), contentHash(buyProposal()));
        QCOMPARE(contentHash(changed).size(), std::size_t(64));
    }

    void textThatMovesBetweenTwoFieldsIsAnotherContent()
    {
        Proposal one = buyProposal("P1");
        Proposal two = buyProposal("P");
        one.account = AccountId("x");
        two.account = AccountId("1x");
        QVERIFY(contentHash(one) != contentHash(two));
    }
};

QTEST_GUILESS_MAIN(PlanningTest)
#include "PlanningTest.moc"
