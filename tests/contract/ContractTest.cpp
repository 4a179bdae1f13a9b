#include "tests/contract/World.h"

#include <array>
#include <set>

#include <QTest>

using namespace core;
using namespace support;
using namespace contract;
using namespace std::chrono_literals;
using B = Behaviour;
using O = OrderStatus;

namespace {

/// Whether the venue's books and what was told of that order say the same.
void sameAsBooks(World &world, const ClientOrderId &id)
{
    Quantity there;
    for (const VenueBooks::Fill &fill : world.books().fills)
        if (fill.clientId == id.text())
            there += fill.quantity;
    QCOMPARE(world.order(id).filled, there);
}

bool isSettled(World &world, const ClientOrderId &id)
{
    return isFinal(world.status(id));
}

} // namespace

/// Every row is one broker: the same tests for all. What a venue cannot do is an exception with a reason.
class ContractTest : public QObject {
    Q_OBJECT

private:
    static void rows()
    {
        QTest::addColumn<int>("which");
        for (std::size_t i = 0; i < worlds().size(); ++i)
            QTest::newRow(worlds()[i].name) << int(i);
    }
    [[nodiscard]] static std::unique_ptr<World> make(const Options &options = {})
    {
        QFETCH(int, which);
        auto world = worlds()[std::size_t(which)].make(options);
        if (!world->connect())
            bug("the broker never connected");
        return world;
    }
    [[nodiscard]] static std::optional<std::string> exceptionFor(Behaviour behaviour)
    {
        QFETCH(int, which);
        return worlds()[std::size_t(which)].make({})->exceptionFor(behaviour);
    }

#define EXCEPT_WITH_REASON(behaviour)                                                                                  \
    if (const auto why = exceptionFor(behaviour))                                                                      \
    QSKIP(("exception: " + *why).c_str())

private Q_SLOTS:
    void anOrderRests_data() { rows(); }
    void anOrderRests()
    {
        EXCEPT_WITH_REASON(B::Place);
        const auto world = make();
        const auto id = world->buy("one", "10", "95");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Working; }));
        QVERIFY(!world->order(id).venueId.text().empty());
        const VenueBooks books = world->books();
        QCOMPARE(books.orders.size(), std::size_t(1));
        QCOMPARE(books.orders[0].clientId, std::string("one"));
        QCOMPARE(books.orders[0].quantity, qty("10"));
        QCOMPARE(world->arrivals("one"), 1);
    }

    void anOrderFills_data() { rows(); }
    void anOrderFills()
    {
        EXCEPT_WITH_REASON(B::Fill);
        const auto world = make();
        const auto id = world->buy("one", "10", "101");
        world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        sameAsBooks(*world, id);
        const VenueBooks books = world->books();
        QCOMPARE(books.held(world->instrument().symbol), world->left(qty("10")));
        Money notionals, fees;
        for (const VenueBooks::Fill &fill : books.fills) {
            notionals += notional(fill.price, fill.quantity);
            fees += fill.fee;
        }
        QCOMPARE(world->order(id).filledNotional, notionals);
        Money feesTold;
        std::set<FillId> ids;
        for (const OrderFilled &each : world->told<OrderFilled>())
            if (ids.insert(each.fill.id).second)
                feesTold += each.fill.fee + Money(each.fill.assetFee.value()); // in money or in the coin, never both
        QCOMPARE(feesTold, fees);
    }

    /// An entry at the market is let through up to a price that the desk has shown, and no further.
    void aMarketOrderStaysWithinItsCollar_data() { rows(); }
    void aMarketOrderStaysWithinItsCollar()
    {
        EXCEPT_WITH_REASON(B::Collar);
        const auto world = make();
        const auto id = world->buyAtMarket("one", "10", "101");
        world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        const auto beyond = world->buyAtMarket("two", "10", "99");
        world->price("100");
        world->play(5s);
        QVERIFY(world->status(beyond) != O::Filled);
        sameAsBooks(*world, id);
        sameAsBooks(*world, beyond);
        QCOMPARE(world->books().held(world->instrument().symbol), world->left(qty("10")));
    }

    void anOrderFillsInParts_data() { rows(); }
    void anOrderFillsInParts()
    {
        EXCEPT_WITH_REASON(B::PartialFill);
        Options options;
        options.fillAtMost = qty("4");
        const auto world = make(options);
        const auto id = world->buy("one", "10", "101");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::PartiallyFilled; }));
        QVERIFY(world->order(id).filled < qty("10"));
        for (int i = 0; i < 5; ++i)
            world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        QCOMPARE(world->order(id).filled, qty("10"));
        QVERIFY(world->books().fills.size() >= 3);
        sameAsBooks(*world, id);
    }

    void anOrderIsCancelled_data() { rows(); }
    void anOrderIsCancelled()
    {
        EXCEPT_WITH_REASON(B::Cancel);
        const auto world = make();
        const auto id = world->buy("one", "10", "95");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Working; }));
        world->execution().cancel(id);
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Cancelled; }));
        world->price("90"); // it is really gone
        world->play(2s);
        QVERIFY(world->books().fills.empty());
    }

    /// Whatever comes first, our end is the venue's, and no fill is lost to a cancel.
    void aCancelRacesAFill_data() { rows(); }
    void aCancelRacesAFill()
    {
        EXCEPT_WITH_REASON(B::CancelRacesFill);
        for (std::uint64_t seed = 1; seed <= 25; ++seed) {
            Options options;
            options.seed = seed;
            options.fillAtMost = seed % 2 ? qty("4") : Quantity();
            const auto world = make(options);
            const auto id = world->buy("one", "10", "99");
            QVERIFY(world->waitFor([&] { return world->status(id) == O::Working; }));
            world->price("98");
            world->execution().cancel(id);
            QVERIFY(world->waitFor([&] { return isSettled(*world, id); }));
            world->play(10s);
            sameAsBooks(*world, id);
            QCOMPARE(world->status(id) == O::Filled, world->order(id).filled == qty("10"));
        }
    }

    void anOrderIsAmended_data() { rows(); }
    void anOrderIsAmended()
    {
        EXCEPT_WITH_REASON(B::Amend);
        const auto world = make();
        const auto id = world->buy("one", "10", "95");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Working; }));
        Amendment terms;
        terms.quantity = qty("8");
        terms.limitPrice = px("96");
        world->broker().amend(world->order(id), terms);
        QVERIFY(world->waitFor([&] { return !world->told<OrderAmended>().empty(); }));
        QCOMPARE(world->order(id).request.quantity, qty("8"));
        QCOMPARE(*world->order(id).request.limitPrice, px("96"));
        world->price("95.5");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; })); // still the same order of ours
        QCOMPARE(world->order(id).filled, qty("8"));
        QCOMPARE(world->books().held(world->instrument().symbol), world->left(qty("8")));
    }

    void anOrderIsRefused_data() { rows(); }
    void anOrderIsRefused()
    {
        EXCEPT_WITH_REASON(B::Refuse);
        const auto world = make();
        const auto id = world->buy("one", "5000", "100"); // worth five times the cash
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Rejected; }));
        QVERIFY(!world->order(id).reason.empty());
        QVERIFY(world->books().fills.empty());
        QVERIFY(world->arrivals("one") <= 1);
    }

    void anExitOfNothingOpensNothing_data() { rows(); }
    void anExitOfNothingOpensNothing()
    {
        EXCEPT_WITH_REASON(B::NothingHeld);
        const auto world = make();
        const auto id = world->exit("out", OrderRole::Exit, "10", nullptr);
        QVERIFY(world->waitFor([&] { return isSettled(*world, id); }));
        world->price("100");
        world->play(5s);
        QVERIFY(world->status(id) != O::Filled);
        QVERIFY(world->books().held(world->instrument().symbol).isZero());
    }

    /// It never arrived: that is known only after the proof, and it is not sent again.
    void aLostRequestIsProvenAbsent_data() { rows(); }
    void aLostRequestIsProvenAbsent()
    {
        EXCEPT_WITH_REASON(B::LostRequest);
        for (const char *kind : {"drop", "timeout-before-acceptance", "server-error-before-acceptance"}) {
            const auto world = make();
            world->begin(std::string("kind: ") + kind + ", on: order, count: 1");
            const auto id = world->buy("one", "10", "101");
            QVERIFY(world->waitFor([&] { return world->status(id) == O::Unknown; }));
            QVERIFY2(world->waitFor([&] { return isSettled(*world, id); }, 120s), kind);
            QCOMPARE(world->status(id), O::Cancelled);
            QCOMPARE(world->arrivals("one"), 1);
            QVERIFY(world->books().orders.empty());
        }
    }

    /// It arrived and nobody said so: it is found by its client id.
    void aLostAnswerIsFound_data() { rows(); }
    void aLostAnswerIsFound()
    {
        EXCEPT_WITH_REASON(B::LostAnswer);
        for (const char *kind : {"timeout-after-acceptance", "server-error-after-acceptance", "truncate", "wrong-id"})
            for (const char *limit : {"95", "101"}) {
                const auto world = make();
                world->begin(std::string("kind: ") + kind + ", on: order, count: 1");
                const auto id = world->buy("one", "10", limit);
                const O end = std::string_view(limit) == "95" ? O::Working : O::Filled;
                world->price("100");
                QVERIFY2(world->waitFor([&] { return world->status(id) == end; }), kind);
                QCOMPARE(world->arrivals("one"), 1);
                sameAsBooks(*world, id);
                QCOMPARE(world->books().orders.size(), std::size_t(1));
            }
    }

    void whatHappenedWithoutALinkIsTold_data() { rows(); }
    void whatHappenedWithoutALinkIsTold()
    {
        EXCEPT_WITH_REASON(B::Reconnect);
        const auto world = make();
        const auto id = world->buy("one", "10", "99");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Working; }));
        world->cutLink();
        QVERIFY(world->waitFor([&] { return !world->told<LinkChanged>().back().isUp; }, 120s));
        world->price("98");
        const auto snapshots = world->told<VenueSnapshot>().size();
        world->joinLink();
        QVERIFY(world->waitFor([&] { return world->told<LinkChanged>().back().isUp; }, 120s));
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        QVERIFY(world->waitFor([&] { return world->told<VenueSnapshot>().size() > snapshots; }));
        sameAsBooks(*world, id);
    }

    void aSnapshotIsTheVenuesBooks_data() { rows(); }
    void aSnapshotIsTheVenuesBooks()
    {
        EXCEPT_WITH_REASON(B::Snapshot);
        const auto world = make();
        const auto bought = world->buy("one", "10", "101");
        world->price("100");
        const auto resting = world->buy("two", "3", "95");
        QVERIFY(world->waitFor([&] { return world->status(bought) == O::Filled && world->status(resting) == O::Working; }));
        const auto snapshot = world->snapshot();
        QVERIFY(snapshot.has_value());
        const VenueBooks books = world->books();
        QCOMPARE(snapshot->openOrders.size(), std::size_t(1));
        QCOMPARE(snapshot->openOrders[0].request.clientOrderId, resting);
        QCOMPARE(snapshot->openOrders[0].request.quantity, qty("3"));
        QCOMPARE(*snapshot->openOrders[0].request.limitPrice, px("95"));
        Quantity held;
        for (const auto &holding : snapshot->holdings)
            if (holding.instrument == world->instrument())
                held += holding.quantity;
        QCOMPARE(held, world->left(qty("10")));
        QVERIFY(snapshot->cash.has_value());
        QVERIFY((*snapshot->cash - books.cash).abs() <= snapshot->cashRounding);
    }

    void anOrderOfTheOwnersIsShown_data() { rows(); }
    void anOrderOfTheOwnersIsShown()
    {
        EXCEPT_WITH_REASON(B::AdoptOrder);
        const auto world = make();
        world->byHand(Side::Buy, "2", px("94"));
        const auto snapshot = world->snapshot();
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->openOrders.size(), std::size_t(1));
        QCOMPARE(snapshot->openOrders[0].request.quantity, qty("2"));
        QCOMPARE(*snapshot->openOrders[0].request.limitPrice, px("94"));
        QVERIFY(!snapshot->openOrders[0].venueId.text().empty());
        QVERIFY(world->execution().orders().empty());
    }

    void aPositionOfTheOwnersIsShown_data() { rows(); }
    void aPositionOfTheOwnersIsShown()
    {
        EXCEPT_WITH_REASON(B::ExternalPosition);
        const auto world = make();
        world->byHand(Side::Buy, "2", px("101"));
        world->price("100");
        world->play(1s);
        const auto snapshot = world->snapshot();
        QVERIFY(snapshot.has_value());
        QCOMPARE(snapshot->holdings.size(), std::size_t(1));
        QCOMPARE(snapshot->holdings[0].instrument, world->instrument());
        QCOMPARE(snapshot->holdings[0].quantity, world->left(qty("2")));
    }

    /// Too many requests: it was not taken, and nobody sends it again.
    void anOrderBeyondTheRateIsRefused_data() { rows(); }
    void anOrderBeyondTheRateIsRefused()
    {
        EXCEPT_WITH_REASON(B::RateLimit);
        const auto world = make();
        world->begin("kind: rate-limit, on: order, count: 1");
        const auto id = world->buy("one", "10", "101");
        QVERIFY(world->waitFor([&] { return isSettled(*world, id); }, 180s));
        QCOMPARE(world->status(id), O::Rejected);
        QVERIFY(world->told<OrderRejected>().back().kind == RefusalKind::RateLimit);
        QCOMPARE(world->arrivals("one"), 1);
        world->play(60s); // and later orders leave again
        const auto next = world->buy("two", "10", "95");
        QVERIFY(world->waitFor([&] { return world->status(next) == O::Working; }));
    }

    /// Entries are stopped by a wrong clock, exits are not: what is sent is signed with the venue's time.
    void aWrongClockIsNoticedAndExitsGoOn_data() { rows(); }
    void aWrongClockIsNoticedAndExitsGoOn()
    {
        EXCEPT_WITH_REASON(B::BadClock);
        for (const Duration error : {Duration(-20s), Duration(20s)}) {
            Options options;
            options.clockError = error;
            const auto world = make(options);
            QVERIFY(world->waitFor([&] {
                const auto all = world->told<ClockJudged>();
                return !all.empty() && !all.back().allowsEntries;
            }));
            QVERIFY((*world->told<ClockJudged>().back().offset + error).count() < 2'000'000'000);
            world->byHand(Side::Buy, "10", px("101"));
            world->price("100");
            world->play(1s);
            const std::string all = world->left(qty("10")).toString();
            const auto id = world->exit("out", OrderRole::Exit, all.c_str(), nullptr);
            world->price("100");
            QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
            QVERIFY(world->books().held(world->instrument().symbol).isZero());
        }
    }

    void aFillThatIsToldTwiceCountsOnce_data() { rows(); }
    void aFillThatIsToldTwiceCountsOnce()
    {
        EXCEPT_WITH_REASON(B::DuplicateFill);
        const auto world = make();
        world->begin("kind: duplicate, on: stream, probability: 1");
        const auto id = world->buy("one", "10", "101");
        world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        world->broker().requestSnapshot(); // and once more, from another source
        world->play(10s);
        QCOMPARE(world->order(id).filled, qty("10"));
        std::set<FillId> ids;
        for (const OrderFilled &each : world->told<OrderFilled>())
            ids.insert(each.fill.id);
        for (const VenueSnapshot &each : world->told<VenueSnapshot>())
            for (const Fill &fill : each.fills)
                ids.insert(fill.id);
        QCOMPARE(ids.size(), world->books().fills.size());
    }

    /// A word that nobody knows is a question, not a state.
    void anUnknownWordIsAskedAbout_data() { rows(); }
    void anUnknownWordIsAskedAbout()
    {
        EXCEPT_WITH_REASON(B::UnknownWord);
        const auto world = make();
        world->misspell("illed", "eleported"); // Filled, filled, PartiallyFilled
        const auto id = world->buy("one", "10", "101");
        world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(id) == O::Filled; }));
        sameAsBooks(*world, id);
    }

    /// One of the two ends the other, whichever way the venue holds them.
    void stopAndTargetEndEachOther_data() { rows(); }
    void stopAndTargetEndEachOther()
    {
        EXCEPT_WITH_REASON(B::Pair);
        for (const bool rises : {true, false}) {
            const auto world = make();
            const auto entry = world->buy("one", "10", "101");
            world->price("100");
            QVERIFY(world->waitFor([&] { return world->status(entry) == O::Filled; }));
            world->pair("stop", "target", "10", "97", "103");
            const ClientOrderId stop("stop"), target("target");
            QVERIFY(world->waitFor([&] { return world->status(stop) == O::Working && world->status(target) == O::Working; }));
            for (const char *price : rises ? std::array{"102", "104", "104"} : std::array{"98", "96", "96"})
                world->price(price);
            const ClientOrderId &done = rises ? target : stop, &other = rises ? stop : target;
            QVERIFY(world->waitFor([&] { return world->status(done) == O::Filled; }));
            QVERIFY(world->waitFor([&] { return isSettled(*world, other); }));
            QVERIFY(world->order(other).filled.isZero());
            QVERIFY(world->books().held(world->instrument().symbol).isZero());
        }
    }

    void anOrderThatNeverWasIsNotFound_data() { rows(); }
    void anOrderThatNeverWasIsNotFound()
    {
        EXCEPT_WITH_REASON(B::NotFound);
        const auto world = make();
        Order never;
        never.request = {.clientOrderId = ClientOrderId("never"), .instrument = world->instrument(), .quantity = qty("1")};
        never.createdAt = sessionTime();
        world->broker().query(never);
        QVERIFY(world->waitFor([&] { return !world->told<OrderNotFound>().empty(); }));
        QCOMPARE(world->told<OrderNotFound>()[0].order, never.request.clientOrderId);
    }

    /// A new program finds what became of everything the old one had sent, and books no fill twice.
    void aNewProgramFindsEverything_data() { rows(); }
    void aNewProgramFindsEverything()
    {
        EXCEPT_WITH_REASON(B::Restart);
        const auto world = make();
        const auto done = world->buy("one", "10", "101");
        world->price("100");
        QVERIFY(world->waitFor([&] { return world->status(done) == O::Filled; }));
        const auto resting = world->buy("two", "3", "99");
        QVERIFY(world->waitFor([&] { return world->status(resting) == O::Working; }));
        const auto flying = world->buy("three", "2", "95");
        world->play(31ms); // it has left, and nobody waits for its answer
        QVERIFY(world->restart());
        QVERIFY(world->waitFor([&] { return world->status(flying) == O::Working; }));
        world->price("98");
        QVERIFY(world->waitFor([&] { return world->status(resting) == O::Filled; }));
        for (const auto &id : {done, resting, flying}) {
            sameAsBooks(*world, id);
            QCOMPARE(world->arrivals(id.text()), 1);
        }
    }
};

QTEST_GUILESS_MAIN(ContractTest)
#include "ContractTest.moc"
