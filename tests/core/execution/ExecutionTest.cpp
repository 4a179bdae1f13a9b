#include "core/base/Timestamp.h"
#include "core/execution/ClientOrderIds.h"
#include "tests/core/execution/ExecutionFixture.h"

#include <QTest>

#include <rapidcheck.h>

#include <set>

using namespace core;
using namespace support;
using namespace std::chrono_literals;
using O = OrderStatus;

using Fixture = support::ExecutionFixture;

class ExecutionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAverageThatIsNoPriceIsNone()
    {
        Order order;
        QVERIFY(!order.averagePrice());
        order.filled = qty("0.000000001");
        order.filledNotional = usd("9000000000");
        QVERIFY(!order.averagePrice());
        order.filledNotional = usd("100000000000000000000");
        QVERIFY(!order.averagePrice());
        order.filledNotional = usd("9");
        QCOMPARE(*order.averagePrice(), px("9000000000"));
    }

    // --- durability ----------------------------------------------------------------------------

    void anEntryThatWaitedTooLongForTheDiskNeverLeavesAndAnExitDoes()
    {
        Fixture f;
        const auto entry = f.place("c1", OrderRole::Entry, false);
        const auto exit = f.place("c2", OrderRole::Exit, false);
        f.wait(2001ms);
        f.execution.durableThrough(2);
        QCOMPARE(f.broker.submissionsOf(entry), 0);
        QCOMPARE(f.status(entry), O::Cancelled);
        QCOMPARE(f.broker.submissionsOf(exit), 1);
    }

    /// Once, whole, and only what had been sent.
    void theGateLetsWhatNeverArrivedLeaveOnceMore()
    {
        ExitGate gate;
        const ClientOrderId id("c1");
        gate.approve(id, qty("10"));
        QVERIFY(!gate.passAgain(id, qty("10")));
        QVERIFY(gate.pass(id, qty("10")));
        QVERIFY(!gate.pass(id, qty("10")));
        QVERIFY(!gate.passAgain(id, qty("9")));
        QVERIFY(gate.passAgain(id, qty("10")));
        QVERIFY(!gate.passAgain(id, qty("10")));
        QVERIFY(!gate.passAgain(ClientOrderId("c2"), qty("10")));
    }

    void nothingLeavesBeforeItsIntentIsDurable()
    {
        Fixture f;
        const auto first = f.place("c1", OrderRole::Entry, false);
        const auto second = f.place("c2", OrderRole::Exit, false);
        QVERIFY(f.broker.submitted.empty());
        QCOMPARE(f.status(first), O::Intended);
        QVERIFY(!f.execution.isSettled());
        f.wait(2s);
        f.execution.durableThrough(0);
        QVERIFY(f.broker.submitted.empty());
        f.execution.durableThrough(1);
        QCOMPARE(f.broker.submissionsOf(first), 1);
        QCOMPARE(f.broker.submissionsOf(second), 0);
        f.execution.durableThrough(1);
        f.execution.durableThrough(2);
        f.execution.durableThrough(2);
        QCOMPARE(f.broker.submissionsOf(first), 1);
        QCOMPARE(f.broker.submissionsOf(second), 1);
        QVERIFY(f.execution.isSettled());
    }

    void aDurableIntentBehindOneThatWaitsKeepsItsPlace()
    {
        Fixture f;
        (void)f.place("c1", OrderRole::Exit, false);
        (void)f.place("c2", OrderRole::Exit, true);
        QVERIFY(f.broker.submitted.empty());
        f.execution.durableThrough(2);
        QCOMPARE(f.broker.submitted.size(), std::size_t(2));
        QCOMPARE(f.broker.submitted[0].clientOrderId, ClientOrderId("c1"));
    }

    void aFailedJournalStopsEntriesAndLetsExitsGo()
    {
        Fixture f;
        const auto entry = f.place("c1", OrderRole::Entry, false);
        const auto exit = f.place("c2", OrderRole::Exit, false);

        f.execution.journalFailed("disk full");

        QCOMPARE(f.status(entry), O::Cancelled);
        QCOMPARE(f.status(exit), O::Sent);
        QCOMPARE(f.broker.submitted.size(), std::size_t(1));
    }

    void afterTheFailureExitsStillGoAndEntriesDoNot()
    {
        Fixture f;
        f.execution.journalFailed("disk full");

        const auto exit = f.place("c1", OrderRole::Stop, false);
        const auto entry = f.place("c2", OrderRole::Entry, true);

        QCOMPARE(f.status(exit), O::Sent);
        QCOMPARE(f.status(entry), O::Cancelled);
        f.execution.durableThrough(1'000'000);
        QCOMPARE(f.broker.submitted.size(), std::size_t(1));
        QVERIFY(f.execution.isSettled());
    }

    // --- the gate ------------------------------------------------------------------------------

    void theGateLetsEachIdPassOnceAndNeverMoreThanApproved()
    {
        ExitGate gate;
        const ClientOrderId id("c1");
        QVERIFY(!gate.pass(id, qty("1"))); // nobody approved it
        gate.approve(id, qty("10"));
        QVERIFY(!gate.pass(id, qty("10.000000001")));
        QVERIFY(!gate.pass(id, qty("0")));
        QVERIFY(!gate.pass(id, qty("-1")));
        QVERIFY(gate.pass(id, qty("10")));
        QVERIFY(!gate.pass(id, qty("10")));
        QVERIFY(!gate.pass(id, qty("0.000000001")));
        QVERIFY(!gate.pass(ClientOrderId("c2"), qty("1")));
        gate.approve(id, qty("10")); // said yes to once
        QVERIFY(!gate.pass(id, qty("10")));
    }

    void whatTheGateStopsDoesNotLeaveAndIsABreach()
    {
        ExitGate gate;
        gate.approve(ClientOrderId("c1"), qty("9")); // and ten will want to leave
        Fixture f(gate);

        const auto id = f.place("c1", OrderRole::Entry);

        QVERIFY(f.broker.submitted.empty());
        QCOMPARE(f.status(id), O::Cancelled);
        QCOMPARE(f.breaches.size(), std::size_t(1));
    }

    void theSameIdTwiceIsABug()
    {
        Fixture f;
        (void)f.place("c1", OrderRole::Exit);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, f.place("c1", OrderRole::Exit));
        QCOMPARE(f.broker.submitted.size(), std::size_t(1));
        QVERIFY(f.breaches.empty());
    }

    // --- unknown -------------------------------------------------------------------------------

    void silenceForThreeSecondsIsUnknown_data()
    {
        QTest::addColumn<qint64>("wait");
        QTest::addColumn<bool>("isUnknown");
        QTest::newRow("a nanosecond less") << qint64(2'999'999'999) << false;
        QTest::newRow("three seconds") << qint64(3'000'000'000) << true;
    }
    void silenceForThreeSecondsIsUnknown()
    {
        QFETCH(qint64, wait);
        QFETCH(bool, isUnknown);
        Fixture f;
        const auto id = f.place("c1");
        f.wait(Duration(wait));
        QCOMPARE(f.status(id), isUnknown ? O::Unknown : O::Sent);
    }

    void anUnknownOrderIsAskedForOnScheduleAndNeverSentAgain()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.wait(3s);
        QCOMPARE(f.status(id), O::Unknown);
        std::vector<qint64> askedAfter; // milliseconds since it became unknown
        for (qint64 ms = 100; ms <= 62'000; ms += 100) {
            const auto before = f.broker.queried.size();
            f.wait(100ms);
            if (f.broker.queried.size() > before)
                askedAfter.push_back(ms);
            f.execution.tick(); // ticking more often asks no more often
        }
        const std::vector<qint64> schedule{500, 1'500, 3'500, 7'500, 15'500, 30'500, 60'500};
        QCOMPARE(askedAfter, schedule);
        QCOMPARE(f.broker.queried.size(), schedule.size());
        QCOMPARE(f.broker.submissionsOf(id), 1);
        QCOMPARE(f.status(id), O::Unknown);
    }

    void absenceIsProvenByTwoNegativesThirtySecondsAfterSending()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.wait(3s);
        for (int i = 0; i < 5; ++i)
            f.execution.on(OrderNotFound{id}); // too early: the request may still be on its way
        f.wait(27s - 1ns);
        f.execution.on(OrderNotFound{id});
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Unknown);
        f.wait(1ns);
        f.execution.on(OrderNotFound{id}); // late answers to early questions
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Unknown);
        f.wait(4s); // asked again, late enough
        f.execution.on(OrderNotFound{id});
        f.execution.on(OrderNotFound{id}); // one question has one answer
        QCOMPARE(f.status(id), O::Unknown);
        f.wait(15s);
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Cancelled);
        QVERIFY(f.execution.find(id)->reason.find("never arrived") != std::string::npos);
        f.wait(5min);
        QCOMPARE(f.broker.submissionsOf(id), 1);
    }

    void anUnknownOrderIsFoundAgain()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.execution.on(OrderOutcomeUnknown{id, "socket lost"});
        QCOMPARE(f.status(id), O::Unknown);
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        QCOMPARE(f.status(id), O::Working);
        QCOMPARE(f.execution.find(id)->venueId, VenueOrderId("V1"));
        const auto asked = f.broker.queried.size();
        f.wait(10min);
        QCOMPARE(f.broker.queried.size(), asked);
    }

    void aWorkingOrderThatTheVenueDoesNotKnowIsDoubtNotProof()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        f.execution.on(OrderNotFound{id});
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Unknown);
        f.wait(31s);
        f.execution.on(OrderNotFound{id});
        f.wait(15s);
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Cancelled);
    }

    // --- answers in any order ------------------------------------------------------------------

    void aFillBeforeTheAnswerCounts()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.fill(id, "F1", "4");
        QCOMPARE(f.status(id), O::PartiallyFilled);
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        QCOMPARE(f.status(id), O::PartiallyFilled);
        QCOMPARE(f.execution.find(id)->venueId, VenueOrderId("V1"));
        f.fill(id, "F2", "6", "110");
        QCOMPARE(f.status(id), O::Filled);
        QCOMPARE(*f.execution.find(id)->averagePrice(), px("106"));
        f.wait(1min);
        QVERIFY(f.broker.queried.empty());
    }

    void anAnswerAfterTheWholeFillChangesNothing()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.fill(id, "F1", "10");
        const auto moves = f.moves.size();
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        f.execution.on(OrderRejected{id, "late"});
        f.execution.on(OrderCancelled{id, "late"});
        f.execution.on(OrderOutcomeUnknown{id, "late"});
        f.execution.on(OrderNotFound{id});
        QCOMPARE(f.status(id), O::Filled);
        QCOMPARE(f.moves.size(), moves);
        QVERIFY(f.execution.open().empty());
    }

    void theSameFillTwiceIsOneFill()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.fill(id, "F1", "4");
        f.fill(id, "F1", "4");
        QCOMPARE(f.execution.find(id)->filled, qty("4"));
        QCOMPARE(f.fills.size(), std::size_t(1));
    }

    void aFillAfterTheCancelIsStillAFill()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.execution.on(OrderCancelled{id, "on request"});
        f.fill(id, "F1", "4");
        QCOMPARE(f.fills.size(), std::size_t(1));
        QCOMPARE(f.execution.find(id)->filled, qty("4"));
        QCOMPARE(f.status(id), O::Cancelled);
    }

    void wordsAboutForeignOrdersAreIgnored()
    {
        Fixture f;
        const ClientOrderId id("foreign");
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        f.execution.on(OrderRejected{id, ""});
        f.execution.on(OrderCancelled{id, ""});
        f.execution.on(OrderOutcomeUnknown{id, ""});
        f.execution.on(OrderNotFound{id});
        f.fill(id, "F1", "1");
        f.execution.cancel(id);
        QVERIFY(f.execution.orders().empty());
        QVERIFY(f.broker.cancelled.empty());
    }

    // --- cancelling ----------------------------------------------------------------------------

    void aCancelBeforeSendingMeansItIsNeverSent()
    {
        Fixture f;
        const auto id = f.place("c1", OrderRole::Entry, false);
        f.execution.cancel(id);
        QVERIFY(f.broker.cancelled.empty());
        f.execution.durableThrough(1);
        QVERIFY(f.broker.submitted.empty());
        QCOMPARE(f.status(id), O::Cancelled);
    }

    void aCancelInFlightGoesToTheVenueAndWaitsForItsWord()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.execution.cancel(id);
        QCOMPARE(f.broker.cancelled, std::vector<ClientOrderId>{id});
        QCOMPARE(f.status(id), O::Sent); // never a state by decree
        f.execution.on(OrderCancelled{id, "on request"});
        QCOMPARE(f.status(id), O::Cancelled);
        f.execution.cancel(id);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(1));
    }

    void aCancelWithoutAnswerIsAskedAgainUntilTheOrderIsFinal()
    {
        Fixture f;
        const auto id = f.place("c1");
        f.execution.on(OrderAccepted{id, VenueOrderId("V1")});
        f.execution.cancel(id);
        f.wait(3s - 1ns);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(1));
        f.wait(1ns);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(2));
        f.wait(6s - 1ns);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(2)); // ever more seldom
        f.wait(1ns);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(3));
        QVERIFY(!f.broker.queried.empty()); // perhaps only the answer was lost
        f.execution.on(OrderCancelled{id, "on request"});
        f.wait(1min);
        QCOMPARE(f.broker.cancelled.size(), std::size_t(3));
        QCOMPARE(f.broker.submissionsOf(id), 1);
    }

    // --- restart -------------------------------------------------------------------------------

    void whatMayHaveLeftBeforeTheEndOfTheProgramIsUnknownAndAskedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("becomes");
        QTest::newRow("intended") << int(O::Intended) << int(O::Unknown);
        QTest::newRow("sent") << int(O::Sent) << int(O::Unknown);
        QTest::newRow("unknown") << int(O::Unknown) << int(O::Unknown);
        QTest::newRow("working") << int(O::Working) << int(O::Working);
        QTest::newRow("partial") << int(O::PartiallyFilled) << int(O::PartiallyFilled);
    }
    void whatMayHaveLeftBeforeTheEndOfTheProgramIsUnknownAndAskedFor()
    {
        QFETCH(int, status);
        QFETCH(int, becomes);
        Fixture f;
        Order order;
        order.request.clientOrderId = ClientOrderId("c1");
        order.request.quantity = qty("10");
        order.status = O(status);

        f.execution.adopt(order);

        QCOMPARE(f.status(ClientOrderId("c1")), O(becomes));
        QCOMPARE(f.broker.queried.size(), std::size_t(1));
        QVERIFY(f.broker.submitted.empty());
        if (O(becomes) != O::Unknown)
            return;
        f.wait(500ms);
        QCOMPARE(f.broker.queried.size(), std::size_t(2)); // it stays on the query schedule
        f.wait(30s);
        f.execution.on(OrderNotFound{ClientOrderId("c1")});
        f.wait(15s);
        f.execution.on(OrderNotFound{ClientOrderId("c1")});
        QCOMPARE(f.status(ClientOrderId("c1")), O::Cancelled);
        QVERIFY(f.broker.submitted.empty());
    }

    void aFillOfTheEarlierRunIsNotCountedIntoItsOrderAgain()
    {
        Fixture f;
        Order order;
        order.request.clientOrderId = ClientOrderId("c1");
        order.request.quantity = qty("10");
        order.status = O::PartiallyFilled;
        order.filled = qty("5");
        f.execution.knowFill(FillId("F1"));
        f.execution.adopt(order);

        f.fill(ClientOrderId("c1"), "F1", "5"); // the venue tells it once more

        QCOMPARE(f.execution.find(ClientOrderId("c1"))->filled, qty("5"));
        QCOMPARE(f.status(ClientOrderId("c1")), O::PartiallyFilled);
        QVERIFY(f.fills.empty());
        f.fill(ClientOrderId("c1"), "F2", "5");
        QCOMPARE(f.status(ClientOrderId("c1")), O::Filled);
    }

    // --- ids -----------------------------------------------------------------------------------

    void idsComeFromTheCounterAndReadBack()
    {
        ClientOrderIds ids(AccountId("demo"), 7);
        ClientOrderIds again(AccountId("demo"), 7);
        std::set<std::string> seen;
        for (int i = 0; i < 200; ++i) {
            const auto id = ids.make(BotId("bot"), sessionTime());
            QCOMPARE(id, again.make(BotId("bot"), sessionTime()));
            QCOMPARE(*ClientOrderIds::counterOf(id), std::int64_t(7 + i));
            QCOMPARE(id.text().size(), std::size_t(16));
            seen.insert(id.text());
        }
        QCOMPARE(seen.size(), std::size_t(200));
        QCOMPARE(ids.nextCounter(), std::int64_t(207));
    }

    void anIdWithATypoIsNotOurs()
    {
        const std::string good = ClientOrderIds(AccountId("demo"), 12345).make(BotId("b"), sessionTime()).text();
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::string typo = good;
            typo[i] = typo[i] == 'a' ? 'b' : 'a';
            QVERIFY2(!ClientOrderIds::counterOf(ClientOrderId(typo)), typo.c_str());
        }
        QVERIFY(!ClientOrderIds::counterOf(ClientOrderId("")));
        QVERIFY(!ClientOrderIds::counterOf(ClientOrderId("external-order-1")));
    }

    // --- everything at random ------------------------------------------------------------------

    void inAnyOrderOfEventsEachIntentMakesAtMostOneOrderAndFillsAreTheirSum()
    {
        const bool ok = rc::check("execution", [] {
            Fixture f;
            const ClientOrderId id = f.place("c1", OrderRole::Entry, *rc::gen::arbitrary<bool>());
            std::set<int> fillIds;
            Quantity sum;
            const int steps = *rc::gen::inRange(1, 40);
            for (int i = 0; i < steps; ++i) {
                const bool wasSent = !f.broker.submitted.empty();
                switch (*rc::gen::inRange(0, 10)) {
                case 0: f.execution.durableThrough(1); break;
                case 1: f.wait(Duration(*rc::gen::inRange<std::int64_t>(0, 20'000'000'000))); break;
                case 2: f.execution.cancel(id); break;
                case 3: f.execution.journalFailed("disk"); break;
                case 4: if (wasSent) f.execution.on(OrderAccepted{id, VenueOrderId("V")}); break;
                case 5: if (wasSent) f.execution.on(OrderCancelled{id, "x"}); break;
                case 6: f.execution.on(OrderNotFound{id}); break;
                case 7: f.execution.on(OrderOutcomeUnknown{id, "x"}); break;
                case 8: if (wasSent) f.execution.on(OrderRejected{id, "x"}); break;
                case 9:
                    if (!wasSent)
                        break;
                    const int number = *rc::gen::inRange(0, 8);
                    if (fillIds.insert(number).second)
                        sum += qty("1");
                    f.fill(id, std::to_string(number).c_str(), "1");
                    break;
                }
                RC_ASSERT(f.broker.submissionsOf(id) <= 1);
                RC_ASSERT(f.execution.find(id)->filled == sum);
                for (std::size_t m = 1; m < f.moves.size(); ++m)
                    RC_ASSERT(!isFinal(f.moves[m - 1].second)); // final is final
                RC_ASSERT(f.execution.open().empty() == isFinal(f.execution.find(id)->status));
            }
            RC_ASSERT(f.breaches.empty());
        });
        QVERIFY(ok);
    }
};

QTEST_GUILESS_MAIN(ExecutionTest)
#include "ExecutionTest.moc"
