#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

EngineOptions fakeVenue(const ExitSupport &exits = {})
{
    EngineOptions options{.isFakeVenue = true};
    options.exits = exits;
    options.venueSays = VenueSnapshot{};
    return options;
}

/// 370 are held at 100.1, and a stop at 98.1 and a target at 104.1 work for them, each with the venue's word.
struct Held {
    explicit Held(const EngineOptions &options = fakeVenue()) : f(automatic(options))
    {
        f.signalBuy();
        entry = f.fake.submitted.at(0).clientOrderId;
        accept(entry);
        fill(entry, "F1", Side::Buy, "370");
        for (const OrderRole role : {OrderRole::Stop, OrderRole::Target})
            accept(f.working(role).at(0)->request.clientOrderId);
    }
    static EngineOptions automatic(EngineOptions options = fakeVenue())
    {
        options.mode = DecisionMode::Auto;
        return options;
    }
    void accept(const ClientOrderId &order)
    {
        f.engine->process(OrderAccepted{order, VenueOrderId("V-" + order.text())});
    }
    void fill(const ClientOrderId &order, const char *id, Side side, const char *quantity, const char *price = "100.1")
    {
        Fill made = fillOf(id, side, quantity, price);
        made.order = order;
        f.engine->process(OrderFilled{made});
    }
    /// Somebody sold by hand at the venue.
    void soldByHand(const char *quantity)
    {
        Fill made = fillOf(("hand-" + std::string(quantity)).c_str(), Side::Sell, quantity, "100");
        made.order = ClientOrderId("by-hand");
        made.at = f.clock.now();
        f.fake.snapshot.fills.push_back(made);
        f.fake.snapshot.holdings = {{stock(), f.held() - qty(quantity)}};
        f.engine->requestVenueSnapshot();
    }
    void answerLast()
    {
        const auto &[order, terms] = f.fake.amended.back();
        f.engine->process(OrderAmended{order, VenueOrderId("V2-" + order.text()), terms});
    }
    [[nodiscard]] const Order &stop() const { return *f.working(OrderRole::Stop).at(0); }
    [[nodiscard]] const Order &target() const { return *f.working(OrderRole::Target).at(0); }
    CommandAnswer moveStop(const char *price) { return f.say(MoveStop{stock(), px(price)}); }
    [[nodiscard]] bool isSaid(const std::vector<std::string> &notes, const char *part) const
    {
        return std::ranges::any_of(notes, [&](const std::string &note) { return note.find(part) != note.npos; });
    }

    EngineFixture f;
    ClientOrderId entry;
};

} // namespace

class ChangedExitsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- a person moves the stop ---------------------------------------------------------------

    void theStopIsChangedWhereItRests_data()
    {
        QTest::addColumn<QString>("price");
        QTest::addColumn<bool>("isLooser");
        QTest::newRow("nearer") << QStringLiteral("99") << false;
        QTest::newRow("further") << QStringLiteral("97") << true;
    }
    void theStopIsChangedWhereItRests()
    {
        QFETCH(const QString, price);
        QFETCH(const bool, isLooser);
        const std::string to = price.toStdString();
        Held p;
        const std::size_t sentBefore = p.f.fake.submitted.size();

        QVERIFY(p.moveStop(to.c_str()).isDone);

        QCOMPARE(p.f.fake.amended.size(), std::size_t(1));
        QVERIFY(p.f.fake.amended[0].second == Amendment{.stopPrice = px(to.c_str())});
        p.answerLast();
        QVERIFY(p.stop().request.stopPrice == px(to.c_str()));
        QCOMPARE(p.stop().request.quantity, qty("370"));
        QVERIFY(p.f.fake.cancelled.empty()); // never cancel-then-new
        QCOMPARE(p.f.fake.submitted.size(), sentBefore);
        QCOMPARE(p.isSaid(p.f.log.notes, "more may be lost"), isLooser);
        QVERIFY(p.isSaid(p.f.log.notes, "moves from 98.1 to"));
    }

    void theWishIsOnTheDiskBeforeItLeaves()
    {
        Held p;
        p.f.journal.isImmediate = false;
        QVERIFY(p.moveStop("99").isDone);
        QVERIFY(p.f.fake.amended.empty());
        QVERIFY(!p.f.engine->isSettled());
        p.f.diskCatchesUp();
        QCOMPARE(p.f.fake.amended.size(), std::size_t(1));
        QVERIFY(p.f.journal.isDurable(Table::Amendments, "client_order_id", p.stop().request.clientOrderId.text()));
    }

    void whatCannotBeAProtectionIsRefused_data()
    {
        QTest::addColumn<QString>("price");
        QTest::addColumn<QString>("why");
        QTest::newRow("at the market") << QStringLiteral("100.1") << QStringLiteral("sell at once");
        QTest::newRow("above it") << QStringLiteral("101") << QStringLiteral("sell at once");
        QTest::newRow("off the tick") << QStringLiteral("98.005") << QStringLiteral("tick");
        QTest::newRow("zero") << QStringLiteral("0") << QStringLiteral("above zero");
        QTest::newRow("where it is") << QStringLiteral("98.1") << QStringLiteral("already");
    }
    void whatCannotBeAProtectionIsRefused()
    {
        QFETCH(const QString, price);
        QFETCH(const QString, why);
        Held p;
        const CommandAnswer answer = p.moveStop(price.toStdString().c_str());
        QVERIFY(!answer.isDone);
        QVERIFY2(answer.message.find(why.toStdString()) != std::string::npos, answer.message.c_str());
        QVERIFY(p.f.fake.amended.empty());
    }

    void oneChangeAtATime()
    {
        Held p;
        QVERIFY(p.moveStop("99").isDone);
        QVERIFY(!p.moveStop("98.5").isDone);
        p.answerLast();
        QVERIFY(p.moveStop("98.5").isDone);
        QCOMPARE(p.f.fake.amended.size(), std::size_t(2));
    }

    void nothingIsMovedWhereNothingIsHeldOrItIsBeingClosed()
    {
        EngineFixture bare(fakeVenue());
        QCOMPARE(bare.say(MoveStop{stock(), px("99")}).code, ErrorCode::NotFound);
        Held p;
        QVERIFY(p.f.say(ClosePosition{stock()}).isDone);
        QVERIFY(!p.moveStop("99").isDone);
        QVERIFY(p.f.fake.amended.empty());
    }

    /// Heat and the loss at a gap count whichever stop is worse, until the venue has spoken.
    void riskCountsTheWorseStopWhileTheChangeIsUnderWay()
    {
        Held p;
        const Money before = p.f.engine->figures().heat();
        QVERIFY(p.moveStop("99").isDone);
        QCOMPARE(p.f.engine->figures().heat(), before);
        p.answerLast();
        const Money nearer = p.f.engine->figures().heat();
        QVERIFY(nearer < before);
        QVERIFY(p.moveStop("97").isDone);
        QVERIFY(p.f.engine->figures().heat() > before);
        p.f.engine->process(OrderAmendRefused{p.stop().request.clientOrderId, "no"});
        QCOMPARE(p.f.engine->figures().heat(), nearer);
        QVERIFY(p.isSaid(p.f.log.notes, "was not made (no); it works for 370 at 99"));
    }

    void laterFillsOfTheEntryAreProtectedWhereTheStopWasMoved()
    {
        EngineFixture f(Held::automatic());
        f.signalBuy();
        const ClientOrderId entry = f.fake.submitted.at(0).clientOrderId;
        f.engine->process(OrderAccepted{entry, VenueOrderId("V1")});
        const auto fillOne = [&](const char *id, const char *quantity) {
            Fill made = fillOf(id, Side::Buy, quantity, "100.1");
            made.order = entry;
            f.engine->process(OrderFilled{made});
        };
        fillOne("F1", "200");
        const ClientOrderId stop = f.working(OrderRole::Stop).at(0)->request.clientOrderId;
        f.engine->process(OrderAccepted{stop, VenueOrderId("V2")});
        QVERIFY(f.say(MoveStop{stock(), px("99")}).isDone);
        f.engine->process(OrderAmended{stop, VenueOrderId("V2"), {.stopPrice = px("99")}});
        fillOne("F2", "170");
        const auto stops = f.working(OrderRole::Stop);
        QCOMPARE(stops.size(), std::size_t(2));
        QVERIFY(stops[1]->request.stopPrice == px("99"));
    }

    void aMovedStopStaysWhereItWasMovedOverARestart()
    {
        StoredState stored;
        Fill bought = fillOf("F1", Side::Buy, "10", "100");
        bought.order = ClientOrderId("e1");
        stored.fills = {bought};
        Order entry;
        entry.request = {.clientOrderId = ClientOrderId("e1"), .instrument = stock(), .quantity = qty("10")};
        entry.proposal = ProposalId("R0-P1");
        entry.bot = BotId("bot");
        entry.status = OrderStatus::Filled;
        entry.filled = qty("10");
        entry.exits = {px("95"), std::nullopt, {}, false};
        stored.lastEntries = {entry};
        stored.movedStops[stock()] = {ProposalId("R0-P1"), px("97")};
        EngineOptions options = fakeVenue();
        options.stored = stored;
        options.venueSays->fills = {bought};
        options.venueSays->holdings = {{stock(), qty("10")}};

        EngineFixture f(options);

        QCOMPARE(f.fake.submitted.size(), std::size_t(1)); // bare: covered again, where the person wanted it
        QVERIFY(f.fake.submitted[0].stopPrice == px("97"));
    }

    // --- checked before the card ---------------------------------------------------------------

    /// Where the venue takes no plain stop beside an entry, it takes no entry beside one either.
    void aRestingPlainStopBlocksAnEntryBesideIt_data()
    {
        QTest::addColumn<int>("pairs");
        QTest::addColumn<bool>("takesStopBesideEntry");
        QTest::addColumn<bool>("isBlocked");
        QTest::newRow("a plain stop") << int(PairHolding::None) << false << true;
        QTest::newRow("the leg of a pair") << int(PairHolding::OneOrder) << false << false;
        QTest::newRow("a venue that does not mind") << int(PairHolding::None) << true << false;
    }
    void aRestingPlainStopBlocksAnEntryBesideIt()
    {
        QFETCH(const int, pairs);
        QFETCH(const bool, takesStopBesideEntry);
        QFETCH(const bool, isBlocked);
        EngineOptions options = fakeVenue({PairHolding(pairs), takesStopBesideEntry});
        EngineFixture f(options);
        f.signalBuy();
        const Proposal another = f.card()->proposal;
        (void)f.approve(*f.card(), qty("10"));
        f.settle();
        const ClientOrderId entry = f.fake.submitted.at(0).clientOrderId;
        f.engine->process(OrderAccepted{entry, VenueOrderId("V1")});
        Fill made = fillOf("F1", Side::Buy, "10", "100.1");
        made.order = entry;
        f.engine->process(OrderFilled{made});
        for (const Order *order : f.engine->parts().execution.open())
            f.engine->process(OrderAccepted{order->request.clientOrderId, VenueOrderId("V2")});

        const RiskView view = f.engine->figures().view(another, f.engine->parts().settings.bots.front());

        QCOMPARE(f.working(OrderRole::Stop).size(), std::size_t(1));
        QCOMPARE(view.hasBlockingStop, isBlocked);
    }

    // --- less is held than the exits are for ---------------------------------------------------

    void aSaleByHandMakesStopAndTargetSmallerWhereTheyRest()
    {
        Held p;
        const std::size_t sentBefore = p.f.fake.submitted.size();

        p.soldByHand("70");

        QCOMPARE(p.f.held(), qty("300"));
        QCOMPARE(p.f.fake.amended.size(), std::size_t(2));
        for (const auto &[order, terms] : p.f.fake.amended)
            QVERIFY(terms == Amendment{.quantity = qty("300")});
        const auto changes = p.f.fake.amended;
        for (const auto &[order, terms] : changes)
            p.f.engine->process(OrderAmended{order, VenueOrderId("V2-" + order.text()), terms});
        QCOMPARE(p.stop().request.quantity, qty("300"));
        QCOMPARE(p.target().request.quantity, qty("300"));
        QVERIFY(p.f.fake.cancelled.empty());
        QCOMPARE(p.f.fake.submitted.size(), sentBefore);
        QCOMPARE(p.f.fake.amended.size(), std::size_t(2));
    }

    void aSaleOfEverythingTakesTheExitsAway()
    {
        Held p;
        p.soldByHand("370");
        QVERIFY(p.f.held().isZero());
        QCOMPARE(p.f.fake.cancelled.size(), std::size_t(2));
        QVERIFY(p.f.fake.amended.empty());
    }

    /// What a pair is for counts what it has taken already.
    void aPairThatHasTakenAPartFollowsWithTheRest()
    {
        Held p;
        p.fill(p.target().request.clientOrderId, "F2", Side::Sell, "100", "104.1");
        p.f.fake.snapshot.fills.clear();
        p.soldByHand("70");
        QCOMPARE(p.f.held(), qty("200"));
        QCOMPARE(p.f.fake.amended.size(), std::size_t(2));
        for (const auto &[order, terms] : p.f.fake.amended)
            QVERIFY(terms == Amendment{.quantity = qty("300")}); // 100 of them are sold
    }

    void aVenueThatDoesNotMakeThemSmallerIsNotAskedForEver()
    {
        Held p;
        p.soldByHand("70");
        const auto changes = p.f.fake.amended;
        for (const auto &[order, terms] : changes)
            p.f.engine->process(OrderAmendRefused{order, "legs of a pair stay as they are"});
        for (int i = 0; i < 5; ++i)
            p.f.price("100.2");
        QCOMPARE(p.f.fake.amended.size(), std::size_t(2));
        QCOMPARE(p.stop().request.quantity, qty("370"));
        p.soldByHand("30"); // another matter: it is tried anew
        QCOMPARE(p.f.fake.amended.size(), std::size_t(4));
    }

    void aStopThatIsForTooMuchIsMovedForWhatIsHeld()
    {
        Held p;
        p.soldByHand("70");
        const auto changes = p.f.fake.amended;
        for (const auto &[order, terms] : changes)
            p.f.engine->process(OrderAmendRefused{order, "not now"});
        QVERIFY(p.moveStop("99").isDone);
        QVERIFY(p.f.fake.amended.back().second == (Amendment{.quantity = qty("300"), .stopPrice = px("99")}));
    }
};

QTEST_GUILESS_MAIN(ChangedExitsTest)
#include "ChangedExitsTest.moc"
