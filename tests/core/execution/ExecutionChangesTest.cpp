#include "tests/core/execution/ExecutionFixture.h"

#include <QTest>

using namespace support;
using Step = AmendmentStep;

namespace {

/// A stop for ten that works at the venue as V1.
struct Fixture : ExecutionFixture {
    ClientOrderId stop = place("s1", OrderRole::Stop);

    explicit Fixture(OrderStatus reached = O::Working)
    {
        if (reached == O::Working)
            execution.on(OrderAccepted{stop, VenueOrderId("V1")});
    }
    [[nodiscard]] const Order &order() const { return *execution.find(stop); }
    [[nodiscard]] VettedChange vettedChange(const Amendment &terms, const char *held = "10") const
    {
        return *RiskGate().vetChange(order(), terms, qty(held), order().filled, {});
    }
    Result<> amend(const Amendment &terms, bool isDurable = true, const char *held = "10")
    {
        return execution.amend(vettedChange(terms, held), isDurable ? 1'000'000 : 0);
    }
    [[nodiscard]] std::vector<Step> steps() const
    {
        std::vector<Step> told;
        for (const auto &[step, reason] : changes)
            told.push_back(step);
        return told;
    }
    /// So long that the venue's silence about a change proves something, being asked all the time.
    void waitForProof()
    {
        for (int second = 0; second < 32; ++second)
            wait(1s);
    }
};

} // namespace

class ExecutionChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- written, then sent once ---------------------------------------------------------------

    void nothingLeavesBeforeTheWishIsDurable()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}, false));
        QVERIFY(f.broker.amended.empty());
        QVERIFY(!f.execution.isSettled());
        QCOMPARE(f.steps(), std::vector{Step::Asked});
        f.execution.durableThrough(f.ticket - 1);
        QVERIFY(f.broker.amended.empty());
        f.execution.durableThrough(f.ticket);
        QCOMPARE(f.broker.amended.size(), std::size_t(1));
        QVERIFY(f.broker.amended[0].second == Amendment{.stopPrice = px("99")});
        QVERIFY(f.execution.isSettled());
        f.execution.durableThrough(f.ticket);
        QCOMPARE(f.broker.amended.size(), std::size_t(1));
    }

    void aChangeBehindOneThatWaitsKeepsItsPlace()
    {
        Fixture f;
        const auto other = f.place("s2", OrderRole::Stop);
        f.execution.on(OrderAccepted{other, VenueOrderId("V2")});
        QVERIFY(f.amend({.stopPrice = px("99")}, false));
        const auto change = RiskGate().vetChange(*f.execution.find(other), {.stopPrice = px("97")}, qty("10"), {}, {});
        QVERIFY(f.execution.amend(*change, 1'000'000));
        QVERIFY(f.broker.amended.empty());
        f.execution.durableThrough(f.ticket);
        QCOMPARE(f.broker.amended.size(), std::size_t(2));
        QCOMPARE(f.broker.amended[0].first, f.stop);
    }

    void anExitIsChangedAlsoWithoutAJournal()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}, false));
        f.execution.journalFailed("disk");
        QCOMPARE(f.broker.amended.size(), std::size_t(1));
    }

    void aWishThatHasNoOrderLeftIsNotSent()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}, false));
        f.execution.cancel(f.stop);
        f.execution.durableThrough(f.ticket);
        QVERIFY(f.broker.amended.empty());
        QCOMPARE(f.steps(), (std::vector{Step::Asked, Step::Refused}));
        QVERIFY(!f.order().amendment);
    }

    void whatCannotBeChangedIsRefused()
    {
        Fixture early(O::Sent);
        QVERIFY(!early.amend({.stopPrice = px("99")}));
        Fixture f;
        QVERIFY(!f.amend({.quantity = qty("10")})); // it is for ten
        QVERIFY(f.amend({.stopPrice = px("99")}));
        QVERIFY(!f.amend({.stopPrice = px("98")})); // one at a time
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V1"), {.stopPrice = px("99")}});
        QVERIFY(f.amend({.stopPrice = px("98")}));
        f.execution.on(OrderAmendRefused{f.stop, "no"});
        f.execution.cancel(f.stop);
        QVERIFY(!f.amend({.stopPrice = px("97")}));
        QCOMPARE(f.broker.amended.size(), std::size_t(2));
    }

    // --- the gates -----------------------------------------------------------------------------

    void aChangeNeverTakesMoreThanIsHeld()
    {
        Fixture f;
        const RiskGate gate;
        const Amendment larger{.quantity = qty("11")};
        QVERIFY(!gate.vetChange(f.order(), larger, qty("10"), {}, {}));
        QVERIFY(gate.vetChange(f.order(), larger, qty("11"), {}, {}));
        QVERIFY(!gate.vetChange(f.order(), larger, qty("11"), {}, qty("1")));
        QVERIFY(!gate.vetChange(f.order(), {.stopPrice = px("99")}, qty("9"), {}, {})); // as it is, too large already
        QVERIFY(gate.vetChange(f.order(), {.stopPrice = px("99")}, qty("9"), qty("1"), {})); // its pair has taken one
        QVERIFY(!gate.vetChange(f.order(), {.quantity = qty("3")}, qty("9"), qty("3"), {})); // nothing would be left
        QVERIFY(!gate.vetChange(f.order(), {.stopPrice = px("99")}, qty("-10"), {}, {}));
        QVERIFY(!gate.vetChange(f.order(), {.stopPrice = px("99")}, {}, {}, {}));
        QVERIFY(!gate.vetChange(f.order(), {.stopPrice = px("0")}, qty("10"), {}, {}));
        Order entry = f.order();
        entry.request.role = OrderRole::Entry;
        entry.request.side = Side::Sell;
        QVERIFY(!gate.vetChange(entry, {.stopPrice = px("99")}, qty("10"), {}, {}));
    }

    /// Whatever the venue calls what has replaced it: what is out for the order stays within what was vetted.
    void theExitGateCountsTheWholeChain()
    {
        ExitGate gate;
        const ClientOrderId id("c1");
        QVERIFY(!gate.passChange(id, qty("1")));
        gate.approve(id, qty("10"));
        QVERIFY(!gate.passChange(id, qty("10"))); // nothing has left
        QVERIFY(gate.pass(id, qty("10")));
        QVERIFY(gate.passChange(id, qty("6")));
        QVERIFY(gate.passChange(id, qty("10")));
        QVERIFY(!gate.passChange(id, qty("11")));
        gate.approveChange(id, qty("12"));
        gate.approveChange(id, qty("8")); // takes nothing back
        QVERIFY(gate.passChange(id, qty("12")));
        QVERIFY(!gate.passChange(id, qty("13")));
        QVERIFY(!gate.passChange(id, qty("0")));
        QVERIFY(!gate.pass(id, qty("1")));
        gate.adopt(ClientOrderId("old"), qty("5"));
        QVERIFY(!gate.pass(ClientOrderId("old"), qty("5")));
        QVERIFY(gate.passChange(ClientOrderId("old"), qty("5")));
        QVERIFY(!gate.passChange(ClientOrderId("old"), qty("6")));
    }

    // --- answers -------------------------------------------------------------------------------

    void aMadeChangeIsTheOrderFromThenOn()
    {
        Fixture f;
        QVERIFY(f.amend({.quantity = qty("6"), .stopPrice = px("99")}));
        QVERIFY(f.order().request.stopPrice != px("99"));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {qty("6"), {}, px("99")}});
        QCOMPARE(f.order().request.quantity, qty("6"));
        QVERIFY(f.order().request.stopPrice == px("99"));
        QCOMPARE(f.order().venueId, VenueOrderId("V2"));
        QVERIFY(!f.order().amendment);
        QCOMPARE(f.steps(), (std::vector{Step::Asked, Step::Made}));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {qty("6"), {}, px("99")}}); // told again
        QCOMPARE(f.changes.size(), std::size_t(2));
    }

    void aRefusedChangeLeavesTheOrderAsItWas()
    {
        Fixture f;
        const Price before = *f.order().request.stopPrice;
        QVERIFY(f.amend({.stopPrice = px("99")}));
        f.execution.on(OrderAmendRefused{f.stop, "the market is closed"});
        QVERIFY(f.order().request.stopPrice == before);
        QVERIFY(!f.order().amendment);
        QCOMPARE(f.changes.back().second, std::string("the market is closed"));
        f.execution.on(OrderAmendRefused{f.stop, "again"});
        QCOMPARE(f.changes.size(), std::size_t(2));
        QCOMPARE(f.status(f.stop), O::Working);
    }

    /// What the venue does to the order by itself while ours is under way is no answer to ours.
    void anotherChangeOfTheVenuesIsNoAnswer()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V1"), {.quantity = qty("8")}});
        QVERIFY(f.order().amendment);
        QCOMPARE(f.order().request.quantity, qty("8"));
        QCOMPARE(f.steps(), (std::vector{Step::Asked, Step::Made, Step::Asked})); // a restart must know that it waits
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V1"), {.stopPrice = px("99")}});
        QVERIFY(!f.order().amendment);
    }

    void otherTermsThanWereAskedForAreSaid()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99.001")}));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {qty("10"), {}, px("99")}});
        QVERIFY(!f.order().amendment);
        QVERIFY(f.order().request.stopPrice == px("99"));
        QVERIFY(!f.changes.back().second.empty());
    }

    // --- doubt ---------------------------------------------------------------------------------

    void withoutAnAnswerItIsAskedForAndNeverSentAgain()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}));
        f.wait(2s);
        QVERIFY(f.broker.queried.empty());
        f.wait(1s);
        QCOMPARE(f.broker.queried, std::vector{f.stop});
        f.waitForProof();
        QVERIFY(f.broker.queried.size() >= 5);
        QVERIFY(f.order().amendment); // no word is no proof
        QCOMPARE(f.broker.amended.size(), std::size_t(1));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V1"), {.stopPrice = px("99")}});
        const std::size_t asked = f.broker.queried.size();
        f.waitForProof();
        QCOMPARE(f.broker.queried.size(), asked);
    }

    void twoLateAnswersWithoutTheChangeProveThatItWasNotMade()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}));
        for (int i = 0; i < 9; ++i) { // it may still be on its way
            f.wait(3s);
            f.execution.on(OrderAccepted{f.stop, VenueOrderId("V1")});
        }
        QVERIFY(f.order().amendment);
        f.waitForProof();
        f.execution.on(OrderAccepted{f.stop, VenueOrderId("V1")});
        f.wait(1s);
        QVERIFY(f.order().amendment);
        f.wait(60s);
        f.execution.on(OrderAccepted{f.stop, VenueOrderId("V1")});
        f.wait(1s);
        QVERIFY(!f.order().amendment);
        QCOMPARE(f.steps(), (std::vector{Step::Asked, Step::Refused}));
    }

    /// Until the answer the worse of both terms counts.
    void eitherTermsMayBeTheTrueOnes()
    {
        Fixture f;
        QVERIFY(f.amend({.quantity = qty("6"), .stopPrice = px("97")}));
        QCOMPARE(f.order().mostQuantity(), qty("10"));
        QCOMPARE(f.order().leastQuantity(), qty("6"));
        QVERIFY(f.order().worstStop() == px("97")); // of a sale the lower one
        f.execution.on(OrderAmendRefused{f.stop, "no"});
        QVERIFY(f.amend({.stopPrice = px("150")}));
        QVERIFY(f.order().worstStop() == f.order().request.stopPrice);
        QCOMPARE(f.order().leastQuantity(), qty("10"));
    }

    // --- races with fills ----------------------------------------------------------------------

    /// The order is not over by its old terms while it may be for more.
    void aFillOfTheOldQuantityDoesNotEndAnOrderThatGrows()
    {
        Fixture f;
        QVERIFY(f.amend({.quantity = qty("15")}, true, "15"));
        f.fill(f.stop, "F1", "10");
        QCOMPARE(f.status(f.stop), O::PartiallyFilled);
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {.quantity = qty("15")}});
        f.fill(f.stop, "F2", "5");
        QCOMPARE(f.status(f.stop), O::Filled);
    }

    void aRefusedGrowthOfAFilledOrderEndsIt()
    {
        Fixture f;
        QVERIFY(f.amend({.quantity = qty("15")}, true, "15"));
        f.fill(f.stop, "F1", "10");
        f.execution.on(OrderAmendRefused{f.stop, "it is filled"});
        QCOMPARE(f.status(f.stop), O::Filled);
    }

    void aFillThatMakesTheSmallerOrderWholeEndsItWithTheAnswer()
    {
        Fixture f;
        QVERIFY(f.amend({.quantity = qty("6")}));
        f.fill(f.stop, "F1", "6");
        QCOMPARE(f.status(f.stop), O::PartiallyFilled); // perhaps four are left
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {.quantity = qty("6")}});
        QCOMPARE(f.status(f.stop), O::Filled);
    }

    void anOrderThatEndsTakesItsChangeWithIt()
    {
        Fixture f;
        QVERIFY(f.amend({.stopPrice = px("99")}));
        f.fill(f.stop, "F1", "10");
        QCOMPARE(f.status(f.stop), O::Filled);
        QVERIFY(!f.order().amendment);
        QCOMPARE(f.steps(), (std::vector{Step::Asked, Step::Refused}));
        f.execution.on(OrderAmended{f.stop, VenueOrderId("V2"), {.stopPrice = px("99")}}); // final is final
        QCOMPARE(f.order().venueId, VenueOrderId("V1"));
        f.waitForProof();
        QVERIFY(f.broker.queried.empty());
    }

    // --- over a restart ------------------------------------------------------------------------

    void anUnansweredChangeOfAnEarlierRunIsAskedForAndNotSent()
    {
        Fixture f;
        Order old = f.order();
        old.request.clientOrderId = ClientOrderId("old");
        old.amendment = Amendment{.quantity = qty("12"), .stopPrice = px("99")};
        f.execution.adopt(old);
        const ClientOrderId id("old");
        QCOMPARE(f.broker.queried, std::vector{id});
        f.wait(3s);
        QCOMPARE(f.broker.queried.size(), std::size_t(2));
        QVERIFY(f.broker.amended.empty());
        f.execution.on(OrderAmended{id, VenueOrderId("V9"), {qty("12"), {}, px("99")}});
        QVERIFY(!f.execution.find(id)->amendment);
        QCOMPARE(f.execution.find(id)->request.quantity, qty("12"));
        const auto smaller = RiskGate().vetChange(*f.execution.find(id), {.quantity = qty("4")}, qty("12"), {}, {});
        QVERIFY(f.execution.amend(*smaller, 1'000'000)); // one of an earlier run can be changed too
        QCOMPARE(f.broker.amended.size(), std::size_t(1));
        QVERIFY(f.breaches.empty());
    }

    void anOrderThatHasFilledItsOldQuantityIsNotOverWhileItMayBeForMore()
    {
        Fixture f;
        Order old = f.order();
        old.request.clientOrderId = ClientOrderId("old");
        old.filled = qty("10");
        old.amendment = Amendment{.quantity = qty("12")};
        f.execution.adopt(old);
        QVERIFY(!isFinal(f.status(ClientOrderId("old"))));
        f.execution.on(OrderAmendRefused{ClientOrderId("old"), "it is filled"});
        QCOMPARE(f.status(ClientOrderId("old")), O::Filled);
    }
};

QTEST_GUILESS_MAIN(ExecutionChangesTest)
#include "ExecutionChangesTest.moc"
