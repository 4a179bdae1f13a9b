// What the venue itself says against what our books say: the beginning, differences, polls.
#ifndef Q_MOC_RUN // Qt 6.4's moc cannot read <compare>
#include "core/base/Timestamp.h"
#include "tests/support/EngineFixture.h"
#endif

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

VenueSnapshot saying(const char *cash, std::vector<VenueSnapshot::Holding> holdings = {})
{
    VenueSnapshot shot;
    shot.cash = usd(cash);
    shot.holdings = std::move(holdings);
    return shot;
}

EngineOptions atVenue(const VenueSnapshot &says, const char *startingCash = "100000")
{
    EngineOptions options;
    options.isFakeVenue = true;
    options.venueSays = says;
    options.startingCash = startingCash;
    return options;
}

/// The venue says this now.
void hear(EngineFixture &f, const VenueSnapshot &says)
{
    f.engine->process(says);
}

Fill fillAt(const char *id, Side side, const char *quantity, const char *price, Timestamp at)
{
    Fill fill = fillOf(id, side, quantity, price);
    fill.at = at;
    return fill;
}

bool blocksEntries(const EngineFixture &f)
{
    return f.engine->parts().health.isCashDifferent || !f.engine->parts().mismatched.empty() ||
           !f.engine->parts().corrected.empty() || !f.engine->parts().external.empty();
}

} // namespace

class VenueTruthTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A restart asks for what happened since the books agreed last, so only a good comparison is kept, and not each.
    void whenTheBooksAgreedIsKept()
    {
        EngineOptions options{.isFakeVenue = true};
        options.venueSays = VenueSnapshot{};
        EngineFixture f(options);
        const auto keptAt = [&](Timestamp at) {
            return f.journal.isDurable(Table::BotState, "field", "reconciled") &&
                   f.journal.isDurable(Table::BotState, "value", toIsoText(at));
        };
        const auto compare = [&](Duration after) {
            f.fake.snapshot.at = sessionTime() + after;
            f.engine->requestVenueSnapshot();
            return keptAt(*f.fake.snapshot.at);
        };
        QVERIFY(compare(1s));
        QVERIFY(!compare(31s)); // soon enough after the last one
        QVERIFY(compare(61s));
        f.fake.snapshot.isConsistent = false;
        QVERIFY(!compare(200s));
        f.fake.snapshot.isConsistent = true;
        f.fake.snapshot.holdings = {{stock(), qty("3")}};
        QVERIFY(!compare(300s));
        f.fake.snapshot.holdings.clear();
        QVERIFY(compare(400s));
        f.fake.snapshot.at.reset();
        f.engine->requestVenueSnapshot();
    }

    // --- the beginning

    void theBooksOfANewAccountBeginWithWhatTheVenueSays()
    {
        VenueSnapshot says = saying("5000.25", {{stock(), qty("10"), px("90")}});
        says.fills = {fillAt("old", Side::Buy, "10", "90", sessionTime() - 5min)};
        EngineFixture f(atVenue(says, "0"));

        const EngineParts &parts = f.engine->parts();
        QCOMPARE(parts.portfolio.cash(), usd("5000.25"));
        QCOMPARE(f.held(), qty("10"));
        QCOMPARE(parts.portfolio.positions().at(stock()).openNotional, usd("900"));
        QCOMPARE(parts.external.at(stock()), qty("10"));
        QVERIFY(parts.mismatched.empty() && !parts.health.isCashDifferent && parts.health.isReady);
        QCOMPARE(parts.dayStartEquity, usd("5900.25"));
        QCOMPARE(parts.netFlows, Money());
        QCOMPARE(f.log.fills.size(), std::size_t(1)); // the old one is in what is held
    }

    void aRestartDoesNotBeginTheBooksAgain()
    {
        EngineOptions options = atVenue(saying("4100", {{stock(), qty("20"), {}}}), "0");
        options.stored.flows = {CashFlow{Portfolio::openingFlow(), usd("5900"), sessionTime() - 24h}};
        options.stored.fills = {fillAt("opening-alpaca:AAPL", Side::Buy, "10", "90", sessionTime() - 24h)};
        options.stored.external = {{stock(), qty("10")}};
        // Told again, one from before the books and one since.
        options.venueSays->fills = {fillAt("old", Side::Buy, "10", "90", sessionTime() - 25h),
                                    fillAt("new", Side::Buy, "10", "90", sessionTime() - 1h)};
        EngineFixture f(options);

        QCOMPARE(f.held(), qty("20"));
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("4100"));
        QVERIFY(f.engine->parts().mismatched.empty() && !f.engine->parts().health.isCashDifferent);
        QCOMPARE(f.engine->parts().external.at(stock()), qty("20"));
    }

    void nothingBeginsWithAWordThatIsNotOfOneMoment()
    {
        VenueSnapshot says = saying("5000");
        says.isConsistent = false;
        EngineFixture f(atVenue(says, "0"));
        QVERIFY(!f.engine->parts().health.isReady);
        QCOMPARE(f.engine->parts().portfolio.cash(), Money());

        hear(f, saying("5000"));
        QVERIFY(f.engine->parts().health.isReady);
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("5000"));
    }

    void theFirstDayIsMeasuredFromTheLastCloseUnlessThatHidesALoss()
    {
        for (const auto &[last, start] : {std::pair("6000", "6000"), std::pair("4000", "5000")}) {
            VenueSnapshot says = saying("5000");
            says.lastEquity = usd(last);
            EngineFixture f(atVenue(says, "0"));
            QCOMPARE(f.engine->parts().dayStartEquity, usd(start));
        }
    }

    /// The program was off at the close: the venue tells that equity, and a restart does not tell it anew.
    void aDayAfterACloseThatWeMissedBeginsWithTheVenuesEquity()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.venueSays->lastEquity = usd("101000");
        options.stored.dayStartAt = sessionTime() - 48h;
        options.stored.dayStartEquity = usd("90000");
        EngineFixture f(options);
        QCOMPARE(f.engine->parts().dayStartEquity, usd("101000"));

        VenueSnapshot later = saying("100000");
        later.lastEquity = usd("102000");
        hear(f, later);
        QCOMPARE(f.engine->parts().dayStartEquity, usd("101000"));

        EngineOptions sameDay = atVenue(later);
        sameDay.stored.dayStartAt = sessionTime() - 1h;
        sameDay.stored.dayStartEquity = usd("90000");
        EngineFixture again(sameDay);
        QCOMPARE(again.engine->parts().dayStartEquity, usd("90000"));
    }

    // --- cash

    void whatAPerpetualCostIsNotTakenOffTheVenuesCash()
    {
        EngineOptions options = atVenue(saying("99999", {{stock(), qty("10"), {}}}));
        options.assetClass = AssetClass::Perpetual;
        Fill fill = fillAt("F1", Side::Buy, "10", "500", sessionTime() - 1h);
        fill.fee = usd("1");
        options.stored.fills = {fill};
        EngineFixture f(options);

        QVERIFY(!f.engine->parts().health.isCashDifferent);
        hear(f, saying("94999", {{stock(), qty("10"), {}}}));
        QVERIFY(f.engine->parts().health.isCashDifferent);
    }

    void whatTheVenueRoundsIsACharge()
    {
        EngineFixture f(atVenue(saying("100000")));
        VenueSnapshot says = saying("99999.99");
        says.cashRounding = usd("0.01");
        hear(f, says);
        QVERIFY(!f.engine->parts().health.isCashDifferent);
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("99999.99"));
        QCOMPARE(f.engine->parts().netFlows, Money());

        says.cash = usd("100000"); // and back, twice: each is another charge
        hear(f, says);
        says.cash = usd("99999.99");
        hear(f, says);
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("99999.99"));

        says.cash = usd("99999.97");
        hear(f, says);
        QVERIFY(f.engine->parts().health.isCashDifferent);
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("99999.99"));
    }

    void aPersonMayAcceptTheVenuesCash()
    {
        EngineFixture f(atVenue(saying("100000")));
        QVERIFY(!f.say(AcceptDifference{.reason = "nothing to accept"}).isDone);
        hear(f, saying("90000"));
        QVERIFY(blocksEntries(f));
        QVERIFY(!f.say(AcceptDifference{.reason = " "}).isDone);

        QVERIFY(f.say(AcceptDifference{.reason = "paid out by telephone"}).isDone);

        QVERIFY(!blocksEntries(f));
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("90000"));
        QCOMPARE(f.engine->parts().portfolio.netFlowsSince(sessionTime()), usd("-10000"));
        hear(f, saying("90000"));
        QVERIFY(!blocksEntries(f));

        hear(f, saying("89999"));
        QVERIFY(f.say(AcceptDifference{.isCharge = true, .reason = "a fee"}).isDone);
        QCOMPARE(f.engine->parts().portfolio.netFlowsSince(sessionTime()), usd("-10000"));
        QCOMPARE(f.engine->parts().portfolio.cash(), usd("89999"));
    }

    // --- quantities

    void theLastPlacesOfACoinAreRounding()
    {
        EngineOptions options = atVenue(saying("99500", {{stock(), qty("0.999999999"), {}}}));
        options.assetClass = AssetClass::Crypto;
        options.stored.fills = {fillAt("F1", Side::Buy, "1", "500", sessionTime() - 1h)};
        EngineFixture f(options);
        const auto held = [&f] { return f.engine->parts().portfolio.held(stock()); };

        QVERIFY(f.engine->parts().mismatched.empty() && !f.engine->parts().health.isCashDifferent);
        QCOMPARE(held(), qty("0.999999999"));
        QVERIFY(f.engine->parts().external.empty()); // it stays ours

        VenueSnapshot says = saying("99500", {{stock(), qty("1.000000001"), {}}});
        hear(f, says);
        QCOMPARE(held(), qty("1.000000001"));
        QVERIFY(f.engine->parts().external.empty() && f.engine->parts().corrected.empty());

        says.holdings[0].quantity = held() - qty("0.00000011"); // far below a lot, and still somebody's coins
        hear(f, says);
        QCOMPARE(f.engine->parts().mismatched.size(), std::size_t(1));
        QCOMPARE(held(), qty("1.000000001"));
    }

    void roundingStaysWhoseTheCoinsWere()
    {
        EngineOptions options = atVenue(saying("5000", {{stock(), qty("10"), px("90")}}), "0");
        options.assetClass = AssetClass::Crypto;
        EngineFixture f(options);
        QCOMPARE(f.engine->parts().external.at(stock()), qty("10"));
        for (const char *theirs : {"9.999999999", "10.000000001"}) {
            hear(f, saying("5000", {{stock(), qty(theirs), {}}}));
            QCOMPARE(f.held(), qty(theirs));
            QCOMPARE(f.engine->parts().external.at(stock()), qty(theirs));
            QVERIFY(f.engine->parts().own(stock()).isZero());
        }
    }

    void aDifferenceThatStandsBecomesTheVenuesQuantity()
    {
        EngineFixture f(atVenue(saying("100000")));
        const VenueSnapshot says = saying("100000", {{stock(), qty("7"), px("90")}});
        hear(f, says);
        QVERIFY(f.engine->parts().mismatched.contains(stock()));
        f.wait(9s);
        hear(f, says);
        QCOMPARE(f.held(), Quantity());

        f.wait(1s);
        hear(f, says);

        QCOMPARE(f.held(), qty("7"));
        QVERIFY(f.engine->parts().mismatched.empty());
        QVERIFY(f.engine->parts().corrected.contains(stock()));
        QCOMPARE(f.engine->parts().external.at(stock()), qty("7"));
        QCOMPARE(f.log.fills.size(), std::size_t(1));
        f.wait(60s);
        hear(f, says);
        QCOMPARE(f.log.fills.size(), std::size_t(1));
    }

    void aDifferenceThatMovesOrIsNotOfOneMomentDoesNotStand()
    {
        EngineFixture f(atVenue(saying("100000")));
        hear(f, saying("100000", {{stock(), qty("7"), {}}}));
        f.wait(20s);
        hear(f, saying("100000", {{stock(), qty("8"), {}}})); // another one
        QCOMPARE(f.held(), Quantity());
        f.wait(20s);
        VenueSnapshot torn = saying("100000", {{stock(), qty("8"), {}}});
        torn.isConsistent = false;
        hear(f, torn);
        QCOMPARE(f.held(), Quantity());
    }

    /// The venue may hold what an order on its way has brought, and the fill is not here yet.
    void nothingIsComparedWhileAnOrderIsOnItsWay()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.mode = DecisionMode::Auto;
        EngineFixture f(options);
        f.signalBuy();
        QCOMPARE(f.working(OrderRole::Entry).size(), std::size_t(1));
        QCOMPARE(f.working(OrderRole::Entry)[0]->status, OrderStatus::Sent);

        hear(f, saying("63000", {{stock(), qty("370"), {}}}));

        QVERIFY(f.engine->parts().mismatched.empty() && !f.engine->parts().health.isCashDifferent);
    }

    void theCorrectedInstrumentWaitsForAPersonOverARestart()
    {
        EngineOptions options = atVenue(saying("100000", {{stock(), qty("7"), {}}}));
        Fill made = fillAt("correction-x", Side::Buy, "7", "1", sessionTime() - 1h);
        made.price = Price();
        options.stored.fills = {made};
        options.stored.external = {{stock(), qty("7")}};
        options.stored.corrected = {stock()};
        EngineFixture f(options);
        QVERIFY(f.engine->parts().corrected.contains(stock()));
        QVERIFY(!f.say(AcceptDifference{stock(), true, false, ""}).isDone);

        QVERIFY(f.say(AcceptDifference{stock(), false, false, "looked at"}).isDone);
        QVERIFY(f.engine->parts().corrected.empty() && f.engine->parts().external.contains(stock()));
        QVERIFY(f.say(AcceptDifference{stock(), true, false, "the bot may have them"}).isDone);
        QCOMPARE(f.engine->parts().own(stock()), qty("7"));
        QVERIFY(!f.say(AcceptDifference{stock(), true, false, "again"}).isDone);
    }

    // --- polls

    void aVenueOfTheOutsideIsAskedAgainAndAgain()
    {
        EngineFixture f(atVenue(saying("100000")));
        f.engine->pollVenue();
        const int asked = f.fake.snapshotsAsked;
        f.wait(29s);
        QCOMPARE(f.fake.snapshotsAsked, asked);
        QCOMPARE(f.fake.ordersAsked, 0); // there are none
        f.wait(1s);
        QCOMPARE(f.fake.snapshotsAsked, asked + 1);

        f.engine->requestVenueSnapshot(); // at most one a second
        QCOMPARE(f.fake.snapshotsAsked, asked + 1);
        f.wait(1s);
        QCOMPARE(f.fake.snapshotsAsked, asked + 2);
        f.engine->process(LinkChanged{false, "lost"});
        f.wait(1s);
        f.engine->process(LinkChanged{true, "back"});
        QCOMPARE(f.fake.snapshotsAsked, asked + 3);
    }

    void aTornWordAfterALossOpensNothing()
    {
        EngineFixture f(atVenue(saying("100000")));
        f.engine->pollVenue();
        f.engine->process(LinkChanged{false, "lost"});
        f.fake.snapshot.isConsistent = false;
        f.engine->process(LinkChanged{true, "back"});
        QVERIFY(!f.engine->parts().health.isReady);
        const int asked = f.fake.snapshotsAsked;
        f.fake.snapshot.isConsistent = true;
        f.wait(1s); // not half a minute later
        QCOMPARE(f.fake.snapshotsAsked, asked + 1);
        QVERIFY(f.engine->parts().health.isReady);
    }

    /// While the stream was down the venue was asked over HTTP: that answer may be of before what was missed.
    void aWordThatWasAskedForBeforeTheLinkCameIsNotEnough()
    {
        EngineFixture f(atVenue(saying("100000")));
        f.engine->pollVenue();
        f.engine->process(LinkChanged{false, "lost"});
        hear(f, f.fake.snapshot);
        QVERIFY(f.engine->parts().health.isReady); // it is said by the link that nothing may be entered
        f.fake.answersSnapshots = false;
        f.wait(30s);
        f.engine->process(LinkChanged{true, "back"});
        QVERIFY(!f.engine->parts().health.isReady);
        hear(f, f.fake.snapshot); // the one that was under way
        QVERIFY(!f.engine->parts().health.isReady);
        f.fake.answersSnapshots = true;
        f.wait(1s);
        QVERIFY(f.engine->parts().health.isReady);
    }

    void withoutAComparisonForLongNothingIsEntered()
    {
        EngineFixture f(atVenue(saying("100000")));
        f.engine->pollVenue();
        f.engine->requestVenueSnapshot();
        f.fake.answersSnapshots = false;
        f.wait(89s);
        QVERIFY(!f.engine->parts().health.isComparisonOld);
        f.wait(2s);
        QVERIFY(f.engine->parts().health.isComparisonOld);
        QCOMPARE(f.log.alarms.size(), std::size_t(1));
        f.wait(60s);
        QCOMPARE(f.log.alarms.size(), std::size_t(1)); // said once
        f.signalBuy();
        QVERIFY(!f.card() || f.card()->state == ProposalState::Blocked);

        f.fake.answersSnapshots = true;
        f.wait(30s);
        f.wait(1s);
        QVERIFY(!f.engine->parts().health.isComparisonOld);
    }

    void afterASleepTheVenueIsAskedBeforeAnythingIsEntered()
    {
        EngineFixture f(atVenue(saying("100000")));
        f.engine->pollVenue();
        f.price("100");
        f.fake.answersSnapshots = false;
        f.wait(2s);
        f.engine->onClockJump(3h);
        QVERIFY(!f.engine->parts().health.isReady);
        QVERIFY(f.engine->parts().quoteReceivedAt.empty());
        f.fake.answersSnapshots = true;
        f.wait(30s);
        QVERIFY(f.engine->parts().health.isReady);
    }

    void aQuoteOfTomorrowBeginsNoDay()
    {
        EngineFixture f;
        f.price("100");
        const Timestamp now = f.clock.now();
        const Money start = f.engine->parts().dayStartEquity;
        f.buy();
        f.price("60");
        QVERIFY(f.engine->parts().isDayLost);
        f.engine->process(QuoteChanged{stock(), {px("60"), px("60"), now + 24h}});
        f.engine->tick();
        QVERIFY(f.engine->parts().isDayLost);
        QCOMPARE(f.engine->parts().dayStartEquity, start);
    }

    /// A price that ran away leaves a market order with a collar behind as a limit that could fill hours later.
    void whatAMarketEntryHasNotFilledInTimeIsCancelled()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.mode = DecisionMode::Auto;
        EngineFixture f(options);
        f.engine->pollVenue();
        f.engine->requestVenueSnapshot();
        f.signalBuy();
        f.wait(0s);
        const ClientOrderId entry = f.engine->parts().execution.open().at(0)->request.clientOrderId;
        f.engine->process(OrderAccepted{entry, VenueOrderId("1")});
        f.wait(29s);
        QVERIFY(f.fake.cancelled.empty());
        f.wait(2s);
        QVERIFY(f.fake.cancelled == std::vector{entry});
    }

    void aLimitEntryWaitsToTheEndOfItsCard()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.mode = DecisionMode::Auto;
        options.planning.orderType = OrderType::Limit;
        EngineFixture f(options);
        f.engine->pollVenue();
        f.engine->requestVenueSnapshot();
        f.signalBuy();
        f.wait(0s);
        const ClientOrderId entry = f.engine->parts().execution.open().at(0)->request.clientOrderId;
        f.engine->process(OrderAccepted{entry, VenueOrderId("1")});
        const DeskEntry *card = f.engine->parts().desk.find(f.engine->parts().execution.find(entry)->proposal);
        QVERIFY(card && card->life > 1min);
        f.wait(card->deadline - f.clock.steady() - 1s);
        QVERIFY(f.fake.cancelled.empty());
        f.wait(1s);
        QVERIFY(f.fake.cancelled == std::vector{entry});
    }

    void openOrdersAreAskedForEveryFiveSeconds()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.mode = DecisionMode::Auto;
        EngineFixture f(options);
        f.engine->pollVenue();
        f.engine->requestVenueSnapshot();
        f.signalBuy();
        f.engine->process(OrderAccepted{f.working(OrderRole::Entry)[0]->request.clientOrderId, VenueOrderId("1")});
        const int before = f.fake.ordersAsked;
        f.wait(5s);
        QCOMPARE(f.fake.ordersAsked, before + 1);
        f.wait(4s);
        QCOMPARE(f.fake.ordersAsked, before + 1);
        f.wait(1s);
        QCOMPARE(f.fake.ordersAsked, before + 2);
    }

    // --- fees in the asset

    /// 370 bought, 3.7 of them taken as the fee: 366 whole lots are protected, and no rest is ever closed.
    void whatAFeeInTheAssetLeavesIsProtected()
    {
        EngineOptions options;
        options.assetClass = AssetClass::Crypto;
        options.venue.assetFeeRate = dec("0.01");
        EngineFixture f(options);
        f.buy();
        QCOMPARE(f.held(), qty("366.3"));
        QCOMPARE(f.working(OrderRole::Stop).at(0)->request.quantity, qty("366"));
        QCOMPARE(f.working(OrderRole::Target).at(0)->request.quantity, qty("366"));

        QVERIFY(f.say(ClosePosition{stock()}).isDone);
        f.price("100.1");
        f.settle();
        f.wait(60s);

        QCOMPARE(f.held(), qty("0.3"));
        QVERIFY(f.engine->parts().execution.open().empty());
        QVERIFY(!f.engine->exits().isClosing(stock()));
        QCOMPARE(f.log.trips.size(), std::size_t(1));
    }

    // --- a person's last word

    void onlyAPersonEndsAnOrderOfWhichTheVenueNeverTells()
    {
        EngineOptions options = atVenue(saying("100000"));
        options.mode = DecisionMode::Auto;
        EngineFixture f(options);
        f.signalBuy();
        const ClientOrderId id = f.working(OrderRole::Entry).at(0)->request.clientOrderId;
        QVERIFY(!f.say(EndUnknownOrder{id, "it is gone"}).isDone); // sent, not unknown
        f.wait(3s);
        QCOMPARE(f.engine->parts().execution.find(id)->status, OrderStatus::Unknown);
        QVERIFY(!f.say(EndUnknownOrder{id, ""}).isDone);

        QVERIFY(f.say(EndUnknownOrder{id, "the venue says by telephone that it is gone"}).isDone);
        QCOMPARE(f.engine->parts().execution.find(id)->status, OrderStatus::Cancelled);

        // And if it was not: what it fills counts.
        Fill late = fillOf("late", Side::Buy, "5", "100");
        late.order = id;
        f.engine->process(OrderFilled{late});
        QCOMPARE(f.held(), qty("5"));
    }
};

QTEST_GUILESS_MAIN(VenueTruthTest)
#include "VenueTruthTest.moc"
