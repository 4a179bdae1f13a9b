#include "tests/core/brokers/alpaca/BrokerDesk.h"

using namespace core;
using namespace core::alpaca;
using namespace support;
using namespace std::chrono_literals;

namespace {

const std::string patch = "PATCH /v2/orders/v1";

Theirs old(const std::string &status = "new", const std::string &filled = "0")
{
    return {.status = status, .filled = filled, .type = "stop", .stop = "98"};
}

Theirs successor(const std::string &status = "new", const std::string &id = "v2", const std::string &name = "C1.1",
                 const std::string &before = "v1")
{
    return {.id = id, .clientId = name, .status = status, .type = "stop", .stop = "99", .replaces = before};
}

Theirs replaced(const std::string &by = "v2")
{
    Theirs order = old("replaced");
    order.replacedBy = by;
    return order;
}

/// A stop at 98 that is to be raised to 99.
struct Raised : BrokerDesk {
    Raised()
    {
        start();
        broker.submit(stop);
        answer("POST /v2/orders", old());
        events.clear();
        broker.amend(order(stop), {.stopPrice = px("99")});
    }
    VettedOrder stop = vetted("C1", OrderRole::Stop, "98");
};

/// And the change has been sent.
struct Asked : Raised {
    Asked() { answer("GET /v2/orders/v1", old()); }
};

} // namespace

/// Changing a working order, which makes another one at Alpaca and stays one order here.
class AlpacaBrokerChangesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsToldWhenItIsProven()
    {
        Asked desk;
        QCOMPARE(desk.http.last().body, std::string(R"({"stop_price":"99","client_order_id":"C1.1"})"));
        desk.answer(patch, successor("pending_new"));
        QCOMPARE(desk.story(), std::string()); // no promise: the old one may fill first
        desk.socket.tell(frame("replaced", replaced()));
        desk.answer("GET /v2/orders/v2", successor());
        QCOMPARE(desk.story(), std::string("amended C1 v2"));
        QVERIFY(desk.told<OrderAmended>()[0].terms.stopPrice == px("99"));
        QVERIFY(desk.told<OrderAmended>()[0].terms.quantity == qty("10"));
    }

    void theStreamMayBeFirst()
    {
        Asked desk;
        desk.socket.tell(frame("new", successor()));
        QCOMPARE(desk.story(), std::string("amended C1 v2"));
        desk.socket.tell(frame("replaced", replaced()));
        desk.answer(patch, successor());
        QCOMPARE(desk.story(), std::string("amended C1 v2"));
    }

    void fillsOfTheSuccessorAreOurs()
    {
        Asked desk;
        desk.answer(patch, successor());
        Theirs filled = successor("filled");
        filled.filled = "10";
        const TheirFill fill{.order = "v2", .price = "98.9"};
        desk.socket.tell(frame("fill", filled, &fill));
        QCOMPARE(desk.story(), std::string("amended C1 v2 · filled C1 10 at 98.9"));
        desk.broker.cancel(desk.order(desk.stop));
        QVERIFY(desk.waiting("DELETE /v2/orders/v2"));
    }

    void theOldOneFillsFirst()
    {
        Asked desk;
        desk.answer(patch, successor("pending_new"));
        const TheirFill fill{.price = "97.9"};
        Theirs filled = old("filled", "10");
        filled.replacedBy = "v2"; // named while it was only asked for
        desk.socket.tell(frame("fill", filled, &fill));
        desk.socket.tell(frame("order_replace_rejected", filled));
        desk.socket.tell(frame("rejected", successor("rejected")));
        desk.answer("GET /v2/orders/v1", filled);
        QVERIFY(!desk.waiting("GET /v2/orders/v2"));
        QCOMPARE(desk.story(), std::string("filled C1 10 at 97.9 · not amended C1"));
        QCOMPARE(desk.told<OrderRejected>().size(), std::size_t(0)); // the order was not
    }

    void aSuccessorThatIsRejectedIsARefusedChange()
    {
        Asked desk;
        desk.answer(patch, successor("pending_new"));
        desk.socket.tell(frame("rejected", successor("rejected")));
        QCOMPARE(desk.story(), std::string("not amended C1"));
        desk.answer("GET /v2/orders/v1", old());
        desk.broker.cancel(desk.order(desk.stop));
        QVERIFY(desk.waiting("DELETE /v2/orders/v1")); // that one lives on
    }

    void aRefusedChangeLeavesTheOrderAsItWas_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("body");
        QTest::newRow("not at the exchange yet")
            << 422 << QStringLiteral("{\"message\":\"unable to replace order, order isn't sent to exchange yet\"}");
        QTest::newRow("unchanged") << 403 << QStringLiteral("{\"message\":\"order parameters are not changed\"}");
        QTest::newRow("rate") << 429 << QStringLiteral("{}");
    }
    void aRefusedChangeLeavesTheOrderAsItWas()
    {
        QFETCH(int, status);
        QFETCH(QString, body);
        Asked desk;
        desk.answer(patch, status, body.toStdString());
        QCOMPARE(desk.story(), std::string("not amended C1"));
        desk.pass(1min);
        QCOMPARE(desk.count(patch), 1);
    }

    void aRuleOfTheVenueRefusesBeforeAnythingLeaves()
    {
        Raised desk;
        desk.answer("GET /v2/orders/v1", old("pending_new"));
        QCOMPARE(desk.story(), std::string("not amended C1"));
        QCOMPARE(desk.count(patch), 0);
    }

    void aLostAnswerIsFollowedUntilItIsProven()
    {
        Asked desk;
        desk.lose(patch);
        desk.pass(1s);
        desk.answer("GET /v2/orders/v1", old());
        QCOMPARE(desk.story(), std::string()); // it may still be about to happen
        desk.pass(4s);
        desk.answer("GET /v2/orders/v1", replaced());
        desk.answer("GET /v2/orders/v2", successor());
        QCOMPARE(desk.story(), std::string("amended C1 v2"));
        QCOMPARE(desk.count(patch), 1);
    }

    void aLostChangeThatNeverHappened()
    {
        Asked desk;
        desk.lose(patch);
        for (int i = 0; i < 60 && desk.story().empty(); ++i) {
            desk.pass(1s);
            if (desk.waiting("GET /v2/orders/v1"))
                desk.answer("GET /v2/orders/v1", old());
        }
        QCOMPARE(desk.story(), std::string("not amended C1"));
        QVERIFY(desk.clock.now() - sessionTime() >= 30s);
    }

    /// It is asked how the order stands before a change leaves; meanwhile another wish may have come.
    void aWishThatWasGivenUpIsNotSentWhenItsQuestionIsAnswered()
    {
        Raised desk;
        desk.socket.tell(frame("order_replace_rejected", old()));
        QCOMPARE(desk.story(), std::string("not amended C1"));
        desk.pass(1s);
        desk.broker.amend(desk.order(desk.stop), {.stopPrice = px("99.5")});
        desk.answer("GET /v2/orders/v1", old());
        QCOMPARE(desk.count(patch), 0);
        for (int i = 0; i < 5 && desk.count(patch) == 0; ++i)
            desk.answer("GET /v2/orders/v1", old());
        QCOMPARE(desk.count(patch), 1);
        QVERIFY(desk.http.last().body.find("99.5") != std::string::npos);
    }

    void aChainIsFollowedToItsEnd()
    {
        Raised desk; // somebody else changes it at the venue, twice
        desk.answer("GET /v2/orders/v1", replaced());
        Theirs second = successor("replaced", "v2", "by-hand");
        second.replacedBy = "v3";
        desk.answer("GET /v2/orders/v2", second);
        desk.answer("GET /v2/orders/v3", successor("new", "v3", "by-hand-too", "v2"));
        QVERIFY(desk.story().starts_with("amended C1 v3"));
        desk.socket.tell(frame("canceled", successor("canceled", "v3", "by-hand-too", "v2")));
        QVERIFY(desk.story().ends_with("cancelled C1"));
    }

    void whatTheChainFilledBeforeIsInTheTotal()
    {
        Asked desk;
        const TheirFill first{.quantity = "4", .cumulative = "4", .price = "97.9"};
        desk.socket.tell(frame("partial_fill", old("partially_filled", "4"), &first));
        Theirs rest = successor();
        rest.quantity = "6"; // this venue counts anew
        desk.answer(patch, rest);
        QVERIFY(desk.told<OrderAmended>()[0].terms.quantity == qty("10"));
    }

    void aSuccessorThatCountsOnEndsWithItsOwnFills()
    {
        Asked desk;
        const TheirFill first{.quantity = "4", .cumulative = "4", .price = "97.9"};
        desk.socket.tell(frame("partial_fill", old("partially_filled", "4"), &first));
        desk.answer(patch, successor());
        const TheirFill second{.order = "v2", .quantity = "3", .cumulative = "7", .price = "98.9"};
        Theirs ended = successor("canceled");
        ended.filled = "7"; // the four of the order before are among them
        desk.socket.tell(frame("partial_fill", ended, &second));
        QVERIFY(desk.story().ends_with("filled C1 3 at 98.9 · cancelled C1"));
    }

    void aSuccessorThatFilledNothingOfItsOwnEndsOnceTheListsCannotBeLate()
    {
        Asked desk;
        const TheirFill first{.quantity = "4", .cumulative = "4", .price = "97.9"};
        desk.socket.tell(frame("partial_fill", old("partially_filled", "4"), &first));
        desk.answer(patch, successor());
        Theirs ended = successor("canceled");
        ended.filled = "4";
        desk.socket.tell(frame("canceled", ended));
        const Timestamp told = desk.clock.now();
        for (int i = 0; i < 60 && desk.told<OrderCancelled>().empty(); ++i) {
            if (desk.waiting("GET /v2/account/activities/FILL?order_id=v2"))
                desk.answerFills("GET /v2/account/activities/FILL?order_id=v2", {});
            desk.pass(1s);
            if (desk.waiting("GET /v2/orders/v2"))
                desk.answer("GET /v2/orders/v2", ended);
        }
        QCOMPARE(desk.told<OrderCancelled>().size(), std::size_t(1));
        QVERIFY(desk.clock.now() - told >= 10s);
        QCOMPARE(desk.told<OrderFilled>().size(), std::size_t(1));
    }

    void onlyOneChangeAtATime()
    {
        Asked desk;
        desk.broker.amend(desk.order(desk.stop), {.stopPrice = px("99.5")});
        QCOMPARE(desk.story(), std::string("not amended C1"));
        QCOMPARE(desk.count("PATCH"), 1);
        desk.answer(patch, successor());
        desk.broker.amend(desk.order(desk.stop), {.stopPrice = px("99.5")});
        desk.answer("GET /v2/orders/v2", successor());
        QVERIFY(desk.waiting("PATCH /v2/orders/v2"));
        QVERIFY(desk.http.last().body.find("\"C1.2\"") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(AlpacaBrokerChangesTest)
#include "AlpacaBrokerChangesTest.moc"
