#include "core/portfolio/Portfolio.h"
#include "core/simulation/BarTape.h"
#include "core/simulation/PlayedVenue.h"
#include "core/simulation/SimVenue.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <rapidcheck.h>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const Timestamp t0 = sessionTime();

Bar bar(const char *open, const char *high, const char *low, const char *close, Timestamp at = t0)
{
    return {at, at + 1h, px(open), px(high), px(low), px(close), 1000};
}

/// A venue with AAPL, a memory of its answers, and short words for orders.
struct Fixture {
    SimVenue venue;
    std::vector<Event> events;
    int number = 0;

    explicit Fixture(VenueRules rules = {}, const char *cash = "100000") : venue(usd(cash), rules)
    {
        venue.addInstrument({.id = stock()});
        venue.addInstrument({.id = stock("TSLA")});
        venue.setSink([this](Event event) { events.push_back(std::move(event)); });
    }
    void price(const char *text) { venue.onPrice(stock(), px(text), t0 + std::chrono::seconds(++number)); }
    void bar(const Bar &over) { venue.onBarEnd(stock(), over, false); }

    ClientOrderId place(OrderRequest request)
    {
        request.instrument = stock();
        if (request.clientOrderId.isEmpty())
            request.clientOrderId = ClientOrderId("c" + std::to_string(++number));
        venue.submit(request);
        return request.clientOrderId;
    }
    ClientOrderId market(Side side, const char *quantity, std::optional<Price> collar = {})
    {
        return place({.side = side, .quantity = qty(quantity), .limitPrice = collar});
    }
    ClientOrderId entryLimit(Side side, const char *quantity, const char *limit)
    {
        return place({.side = side, .quantity = qty(quantity), .type = OrderType::Limit, .limitPrice = px(limit)});
    }
    ClientOrderId target(Side side, const char *quantity, const char *limit, const char *group = "")
    {
        return place({.side = side, .quantity = qty(quantity), .type = OrderType::Limit, .limitPrice = px(limit),
                      .timeInForce = TimeInForce::GoodTillCancelled, .role = OrderRole::Target,
                      .reduceOnly = true, .ocoGroup = group});
    }
    ClientOrderId stop(Side side, const char *quantity, const char *at, const char *group = "")
    {
        return place({.side = side, .quantity = qty(quantity), .type = OrderType::Stop, .stopPrice = px(at),
                      .timeInForce = TimeInForce::GoodTillCancelled, .role = OrderRole::Stop,
                      .reduceOnly = true, .ocoGroup = group});
    }
    void hold(const char *quantity, const char *at = "100")
    {
        price(at);
        const bool isLong = qty(quantity).sign() > 0;
        (void)market(isLong ? Side::Buy : Side::Sell, qty(quantity).abs().toString().c_str());
    }
    [[nodiscard]] OrderStatus status(const ClientOrderId &id) const { return venue.find(id)->status; }
    [[nodiscard]] std::vector<Fill> fills() const { return venue.snapshot().fills; }
    [[nodiscard]] Price lastPrice() const { return fills().back().price; }
    template <class Kind>
    [[nodiscard]] int count() const
    {
        return int(std::count_if(events.begin(), events.end(),
                                 [](const Event &event) { return std::holds_alternative<Kind>(event); }));
    }
    [[nodiscard]] std::string lastRejection() const
    {
        const auto *rejected = std::get_if<OrderRejected>(&events.back());
        return rejected ? rejected->reason : "";
    }
};

} // namespace

class SimulationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- market orders -------------------------------------------------------------------------

    void aMarketOrderPaysTheAskAndGetsTheBid()
    {
        Fixture f({.halfSpread = dec("0.001")});
        f.price("100");
        (void)f.market(Side::Buy, "1");
        QCOMPARE(f.lastPrice(), px("100.1"));
        (void)f.market(Side::Sell, "1");
        QCOMPARE(f.lastPrice(), px("99.9"));
    }

    void aMarketOrderAfterTheBarsEndWaitsForTheNextPrice()
    {
        Fixture f;
        f.price("100");
        f.bar(bar("100", "105", "95", "102"));
        const auto id = f.market(Side::Buy, "1");
        QCOMPARE(f.status(id), OrderStatus::Working);
        f.price("107");
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QCOMPARE(f.lastPrice(), px("107"));
    }

    void aMarketOrderInAPauseWaitsForTheNextSession()
    {
        Fixture f;
        f.price("100");
        f.venue.pauseTrading(stock());
        const auto id = f.market(Side::Buy, "1");
        QCOMPARE(f.status(id), OrderStatus::Working);
        f.price("93");
        QCOMPARE(f.lastPrice(), px("93"));
    }

    void aDayOrderEndsWithItsSessionAndProtectionDoesNot()
    {
        Fixture f;
        f.hold("10");
        const auto entry = f.entryLimit(Side::Buy, "1", "95");
        const auto stop = f.stop(Side::Sell, "10", "90");
        f.venue.pauseTrading(stock());
        QCOMPARE(f.status(entry), OrderStatus::Cancelled);
        QCOMPARE(f.status(stop), OrderStatus::Working);
        f.price("94");
        QCOMPARE(f.venue.held(stock()), qty("10"));
    }

    void aCollarIsNeverPassed_data()
    {
        QTest::addColumn<bool>("isBuy");
        QTest::addColumn<QString>("collar");
        QTest::addColumn<bool>("fills");
        QTest::newRow("buy, at the collar") << true << "100" << true;
        QTest::newRow("buy, a tick beyond") << true << "99.99" << false;
        QTest::newRow("sell, at the collar") << false << "100" << true;
        QTest::newRow("sell, a tick beyond") << false << "100.01" << false;
    }
    void aCollarIsNeverPassed()
    {
        QFETCH(bool, isBuy);
        QFETCH(QString, collar);
        QFETCH(bool, fills);
        Fixture f;
        f.price("100");
        const auto id = f.market(isBuy ? Side::Buy : Side::Sell, "1", px(qPrintable(collar)));
        QCOMPARE(f.status(id), fills ? OrderStatus::Filled : OrderStatus::Cancelled);
        f.price("100");
        QCOMPARE(int(f.fills().size()), fills ? 1 : 0);
    }

    // --- stops ---------------------------------------------------------------------------------

    void aStopFillsAtItsPriceInsideABar()
    {
        Fixture f;
        f.hold("10");
        const auto id = f.stop(Side::Sell, "10", "95");
        f.bar(bar("100", "101", "94", "96"));
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QCOMPARE(f.lastPrice(), px("95"));
    }

    void aStopTouchedExactlyIsTriggeredAndATickBeforeItIsNot()
    {
        Fixture f;
        f.hold("10");
        const auto id = f.stop(Side::Sell, "10", "95");
        f.bar(bar("100", "101", "95.01", "96"));
        QCOMPARE(f.status(id), OrderStatus::Working);
        f.bar(bar("96", "96", "95", "96"));
        QCOMPARE(f.status(id), OrderStatus::Filled);
    }

    void aGapThroughAStopFillsAtTheOpen_data()
    {
        QTest::addColumn<bool>("seesOpen"); // the opening price was played before the bar's end
        QTest::newRow("open played as a price") << true;
        QTest::newRow("the bar comes whole") << false;
    }
    void aGapThroughAStopFillsAtTheOpen()
    {
        QFETCH(bool, seesOpen);
        for (const bool isLong : {true, false}) {
            Fixture f;
            f.hold(isLong ? "10" : "-10");
            (void)f.stop(isLong ? Side::Sell : Side::Buy, "10", isLong ? "95" : "105");
            const char *open = isLong ? "92" : "108"; // −8 % over night
            if (seesOpen)
                f.price(open);
            f.bar(isLong ? bar("92", "97", "91", "96") : bar("108", "109", "103", "104"));
            QCOMPARE(f.lastPrice(), px(open));
            QVERIFY(f.venue.held(stock()).isZero());
        }
    }

    void stopAndTargetInOneBarGiveTheStopAndTheBarIsCounted()
    {
        Fixture f;
        f.hold("10");
        const auto stop = f.stop(Side::Sell, "10", "95", "pair");
        const auto target = f.target(Side::Sell, "10", "105", "pair");
        f.bar(bar("100", "106", "94", "105"));
        QCOMPARE(f.status(stop), OrderStatus::Filled);
        QCOMPARE(f.status(target), OrderStatus::Cancelled);
        QCOMPARE(f.venue.ambiguousBars(), std::int64_t(1));
        QVERIFY(f.venue.held(stock()).isZero());
    }

    void oneAmbiguousBarIsCountedOnceForAllItsPairs()
    {
        Fixture f;
        f.hold("10");
        for (const char *group : {"a", "b"}) {
            (void)f.stop(Side::Sell, "5", "95", group);
            (void)f.target(Side::Sell, "5", "105", group);
        }
        f.bar(bar("100", "106", "94", "105"));
        QCOMPARE(f.venue.ambiguousBars(), std::int64_t(1));
    }

    void aBarThatOpensBeyondTheTargetIsNotAmbiguous()
    {
        Fixture f;
        f.hold("10");
        const auto stop = f.stop(Side::Sell, "10", "95", "pair");
        const auto target = f.target(Side::Sell, "10", "105", "pair");
        f.bar(bar("107", "108", "94", "95"));
        QCOMPARE(f.status(target), OrderStatus::Filled);
        QCOMPARE(f.status(stop), OrderStatus::Cancelled);
        QCOMPARE(f.lastPrice(), px("107"));
        QCOMPARE(f.venue.ambiguousBars(), std::int64_t(0));
    }

    void theEntryBarCanStopOut()
    {
        Fixture f;
        f.price("100");
        (void)f.market(Side::Buy, "10");
        const auto stop = f.stop(Side::Sell, "10", "98", "pair");
        (void)f.target(Side::Sell, "10", "110", "pair");
        f.bar(bar("100", "101", "97", "100"));
        QCOMPARE(f.status(stop), OrderStatus::Filled);
        QCOMPARE(f.lastPrice(), px("98"));
    }

    void aStopLimitDoesNotFillBeyondItsLimit()
    {
        Fixture f;
        f.hold("10");
        const auto id = f.place({.side = Side::Sell, .quantity = qty("10"), .type = OrderType::StopLimit,
                                 .limitPrice = px("94"), .stopPrice = px("95"),
                                 .timeInForce = TimeInForce::GoodTillCancelled, .role = OrderRole::Stop,
                                 .reduceOnly = true});
        f.price("92"); // triggered, and already below the limit: it rests
        QCOMPARE(f.status(id), OrderStatus::Working);
        f.price("93.99");
        QCOMPARE(f.status(id), OrderStatus::Working);
        f.price("94.5");
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QVERIFY(f.lastPrice() >= px("94"));
    }

    void aStopLimitInsideABarFillsAtItsStop()
    {
        Fixture f;
        f.hold("10");
        (void)f.place({.side = Side::Sell, .quantity = qty("10"), .type = OrderType::StopLimit,
                       .limitPrice = px("94"), .stopPrice = px("95"),
                       .timeInForce = TimeInForce::GoodTillCancelled, .role = OrderRole::Stop,
                       .reduceOnly = true});
        f.bar(bar("100", "101", "93", "96"));
        QCOMPARE(f.lastPrice(), px("95"));
    }

    // --- limits --------------------------------------------------------------------------------

    void aTargetFillsAtItsLimitOrAtTheOpenBeyondIt_data()
    {
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("open played as a price") << false;
        QTest::newRow("the bar comes whole") << true;
    }
    void aTargetFillsAtItsLimitOrAtTheOpenBeyondIt()
    {
        QFETCH(bool, isWhole);
        Fixture inside;
        inside.hold("10");
        (void)inside.target(Side::Sell, "10", "105");
        inside.bar(bar("100", "105", "99", "101"));
        QCOMPARE(inside.lastPrice(), px("105"));

        Fixture beyond;
        beyond.hold("10");
        (void)beyond.target(Side::Sell, "10", "105");
        if (!isWhole)
            beyond.price("107");
        beyond.bar(bar("107", "108", "99", "101"));
        QCOMPARE(beyond.lastPrice(), px("107"));
    }

    void aRestingEntryNeedsATradeThroughOfOneTick_data()
    {
        QTest::addColumn<bool>("isBuy");
        QTest::addColumn<bool>("asBar");
        for (const bool isBuy : {true, false})
            for (const bool asBar : {true, false})
                QTest::addRow("%s as %s", isBuy ? "buy" : "sell", asBar ? "bar" : "price") << isBuy << asBar;
    }
    void aRestingEntryNeedsATradeThroughOfOneTick()
    {
        QFETCH(bool, isBuy);
        QFETCH(bool, asBar);
        Fixture f;
        f.price("100");
        const auto id = f.entryLimit(isBuy ? Side::Buy : Side::Sell, "10", isBuy ? "99" : "101");
        const auto reach = [&](const char *low, const char *high) {
            if (asBar)
                f.bar(bar("100", isBuy ? "100" : high, isBuy ? low : "100", "100"));
            else
                f.price(isBuy ? low : high);
        };
        reach("99", "101");
        QCOMPARE(f.status(id), OrderStatus::Working);
        reach("98.99", "101.01");
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QVERIFY(isBuy ? f.lastPrice() <= px("99") : f.lastPrice() >= px("101"));
    }

    void aMarketableLimitFillsOnArrivalAtTheQuote()
    {
        Fixture f;
        f.price("100");
        const auto id = f.entryLimit(Side::Buy, "1", "100");
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QCOMPARE(f.lastPrice(), px("100"));
    }

    // --- pairs and reducing --------------------------------------------------------------------

    void oneOfAPairFilledCancelsTheOther()
    {
        Fixture f;
        f.hold("10");
        const auto stop = f.stop(Side::Sell, "10", "95", "pair");
        const auto target = f.target(Side::Sell, "10", "105", "pair");
        const auto other = f.stop(Side::Sell, "10", "90", "another pair");
        f.price("105");
        QCOMPARE(f.status(target), OrderStatus::Filled);
        QCOMPARE(f.status(stop), OrderStatus::Cancelled);
        QCOMPARE(f.status(other), OrderStatus::Working);
        f.price("94");
        QVERIFY(f.venue.held(stock()).isZero());
    }

    void theOtherOfAPairComesTooLateWhenOneIsFilled()
    {
        Fixture f;
        f.hold("10");
        (void)f.stop(Side::Sell, "5", "101", "pair"); // beyond the price: fills on arrival
        QCOMPARE(f.venue.held(stock()), qty("5"));
        (void)f.target(Side::Sell, "5", "105", "pair");
        QCOMPARE(f.lastRejection(), std::string("the other order of the pair was filled"));
    }

    void aTargetFilledInPartLeavesTheRestProtected()
    {
        Fixture f({.maxFillPerPrice = qty("4")});
        f.price("100");
        (void)f.market(Side::Buy, "4");
        f.price("100");
        (void)f.market(Side::Buy, "4");
        const auto stop = f.stop(Side::Sell, "8", "95", "pair");
        const auto target = f.target(Side::Sell, "8", "105", "pair");
        f.price("105");
        QCOMPARE(f.status(target), OrderStatus::PartiallyFilled);
        QCOMPARE(f.status(stop), OrderStatus::Working);
        f.price("94");
        QVERIFY(f.venue.held(stock()).isZero());
        // Nothing of the pair may wait for a position that comes later.
        QVERIFY(isFinal(f.status(stop)));
        QVERIFY(isFinal(f.status(target)));
    }

    void reduceOnlyNeverOpensOrTurnsAPosition()
    {
        Fixture f;
        f.price("100");
        (void)f.stop(Side::Sell, "10", "95");
        QCOMPARE(f.lastRejection(), std::string("reduce-only, and it would not reduce"));

        f.hold("10");
        const auto stop = f.stop(Side::Sell, "10", "95");
        (void)f.market(Side::Sell, "7");
        f.price("94");
        QCOMPARE(f.fills().back().quantity, qty("3")); // only what is left
        QVERIFY(f.venue.held(stock()).isZero());
        QVERIFY(isFinal(f.status(stop)));
        f.price("90");
        QVERIFY(f.venue.held(stock()).isZero());
    }

    void aReduceOnlyOrderLeftBehindDoesNotAddToTheOtherSide()
    {
        Fixture f;
        f.hold("10");
        (void)f.stop(Side::Sell, "10", "95");
        (void)f.market(Side::Sell, "15"); // now short 5
        QCOMPARE(f.venue.held(stock()), qty("-5"));
        f.price("94");
        QCOMPARE(f.venue.held(stock()), qty("-5"));
    }

    // --- refusals ------------------------------------------------------------------------------

    void theSameClientOrderIdNeverMakesASecondOrder()
    {
        Fixture f;
        f.price("100");
        OrderRequest request{.clientOrderId = ClientOrderId("same"), .quantity = qty("1")};
        (void)f.place(request);
        (void)f.place(request);
        QCOMPARE(f.lastRejection(), std::string("duplicate client order id"));
        QCOMPARE(f.fills().size(), std::size_t(1));
    }

    void whatMakesNoSenseIsRefused()
    {
        Fixture f;
        f.price("100");
        (void)f.place({.quantity = qty("0")});
        QVERIFY(!f.lastRejection().empty());
        (void)f.place({.quantity = qty("1"), .type = OrderType::Limit});
        QVERIFY(!f.lastRejection().empty());
        (void)f.place({.quantity = qty("1"), .type = OrderType::Stop});
        QVERIFY(!f.lastRejection().empty());
        OrderRequest unknown{.clientOrderId = ClientOrderId("u"), .instrument = stock("NONE"), .quantity = qty("1")};
        f.venue.submit(unknown);
        QVERIFY(!f.lastRejection().empty());
        QVERIFY(f.fills().empty());
    }

    void cashHasToCoverThePurchaseAndItsFee_data()
    {
        QTest::addColumn<QString>("cash");
        QTest::addColumn<bool>("isEnough");
        QTest::newRow("exactly") << "1001" << true;
        QTest::newRow("a cent short") << "1000.99" << false;
    }
    void cashHasToCoverThePurchaseAndItsFee()
    {
        QFETCH(QString, cash);
        QFETCH(bool, isEnough);
        Fixture f({.feeRate = dec("0.001")}, qPrintable(cash));
        f.price("100");
        (void)f.market(Side::Buy, "10");
        QCOMPARE(f.fills().size(), std::size_t(isEnough));
        QCOMPARE(f.count<OrderRejected>(), isEnough ? 0 : 1);
        if (isEnough)
            QVERIFY(f.venue.cash().isZero());
    }

    // --- books ---------------------------------------------------------------------------------

    void theBooksAreThePortfolioOfItsFillsToTheLastUnit()
    {
        const bool ok = rc::check("venue books", [] {
            Fixture f({.feeRate = dec("0.000333333"), .feePerUnit = dec("0.005"), .halfSpread = dec("0.0001"),
                       .maxRandomSlippage = dec("0.002"),
                       .maxFillPerPrice = *rc::gen::element(qty("0"), qty("3")), .checksCash = false},
                      "100000");
            Portfolio books(usd("100000"));
            const int steps = *rc::gen::inRange(1, 40);
            std::vector<ClientOrderId> orders;
            for (int i = 0; i < steps; ++i) {
                const auto at = *rc::gen::inRange(9000, 11000);
                const std::string price = Decimal::fromNanos(at * 10'000'000LL).toString();
                const Side side = *rc::gen::element(Side::Buy, Side::Sell);
                switch (*rc::gen::inRange(0, 6)) {
                case 0: f.price(price.c_str()); break;
                case 1: orders.push_back(f.market(side, "7")); break;
                case 2: orders.push_back(f.entryLimit(side, "5", price.c_str())); break;
                case 3: orders.push_back(f.stop(side, "4", price.c_str(), "g")); break;
                case 4: orders.push_back(f.target(side, "4", price.c_str(), "g")); break;
                case 5:
                    if (!orders.empty())
                        f.venue.cancel(*rc::gen::elementOf(orders));
                    break;
                }
            }
            for (const Event &event : f.events)
                if (const auto *filled = std::get_if<OrderFilled>(&event))
                    RC_ASSERT(books.apply(filled->fill, Decimal::fromInteger(1), ""));
            RC_ASSERT(books.cash().toString() == f.venue.cash().toString());
            RC_ASSERT(books.held(stock()) == f.venue.held(stock()));
            for (const ClientOrderId &id : orders)
                if (const Order *order = f.venue.find(id))
                    RC_ASSERT(order->filled <= order->request.quantity);
        });
        QVERIFY(ok);
    }

    void theSameSeedSlipsTheSame()
    {
        const auto run = [](std::uint64_t seed) {
            Fixture f({.maxRandomSlippage = dec("0.01"), .seed = seed});
            f.price("100");
            std::string text;
            for (int i = 0; i < 20; ++i) {
                (void)f.market(Side::Buy, "1");
                text += f.lastPrice().toString() + " ";
            }
            return text;
        };
        QCOMPARE(run(7), run(7));
        QVERIFY(run(7) != run(8));
    }

    void slippageOnlyEverCosts()
    {
        Fixture f({.maxRandomSlippage = dec("0.01"), .seed = 3});
        f.price("100");
        for (int i = 0; i < 50; ++i) {
            (void)f.market(Side::Buy, "1");
            QVERIFY(f.lastPrice() >= px("100") && f.lastPrice() <= px("101.01"));
            (void)f.market(Side::Sell, "1");
            QVERIFY(f.lastPrice() <= px("100") && f.lastPrice() >= px("98.99"));
        }
    }

    void slippageNeverPassesACollar()
    {
        Fixture f({.maxRandomSlippage = dec("0.01"), .seed = 3});
        f.price("100");
        for (int i = 0; i < 50; ++i) {
            (void)f.market(Side::Buy, "1", px("100.05"));
            (void)f.market(Side::Sell, "1", px("99.95"));
        }
        for (const Fill &fill : f.fills())
            QVERIFY(fill.side == Side::Buy ? fill.price <= px("100.05") : fill.price >= px("99.95"));
    }

    void aQueryTellsTheWholeStoryOrThatThereIsNone()
    {
        Fixture f;
        f.price("100");
        const auto id = f.market(Side::Buy, "1");
        f.events.clear();
        f.venue.query(id);
        QCOMPARE(f.count<OrderAccepted>(), 1);
        QCOMPARE(f.count<OrderFilled>(), 1);
        f.venue.query(ClientOrderId("never"));
        QCOMPARE(f.count<OrderNotFound>(), 1);
        const auto resting = f.entryLimit(Side::Buy, "1", "50");
        f.venue.cancel(resting);
        f.events.clear();
        f.venue.cancel(resting); // already final: no second word
        QVERIFY(f.events.empty());
        f.venue.query(resting);
        QCOMPARE(f.count<OrderCancelled>(), 1);
    }

    // --- tapes ---------------------------------------------------------------------------------

    // --- amendments and liquidity -----------------------------------------------------------------

    void anAmendedOrderWorksWithWhatItBecame()
    {
        Fixture f;
        f.price("100");
        const auto id = f.entryLimit(Side::Buy, "10", "95");
        QVERIFY(f.venue.amend(id, {.quantity = qty("4"), .limitPrice = px("98")}));
        f.price("97.9");
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QCOMPARE(f.venue.held(stock()), qty("4"));
    }

    void anAmendmentThatCanBeTradedNowTrades()
    {
        Fixture f;
        f.price("100");
        const auto id = f.entryLimit(Side::Buy, "1", "95");
        QVERIFY(f.venue.amend(id, {.limitPrice = px("101")}));
        QCOMPARE(f.status(id), OrderStatus::Filled);
        QCOMPARE(f.lastPrice(), px("100"));
    }

    void amendmentsThatComeTooLateAreRefused()
    {
        Fixture f({.maxFillPerPrice = qty("3")});
        f.price("100");
        const auto id = f.entryLimit(Side::Buy, "10", "100");
        QCOMPARE(f.venue.held(stock()), qty("3"));
        QVERIFY(!f.venue.amend(id, {.quantity = qty("3")}));
        QVERIFY(!f.venue.amend(ClientOrderId("nobody's"), {}));
        f.venue.cancel(id);
        QVERIFY(!f.venue.amend(id, {.quantity = qty("9")}));
        QCOMPARE(f.venue.find(id)->request.quantity, qty("10"));
    }

    void liquidityDecidesHowMuchIsFilledAtOnePrice()
    {
        VenueRules rules;
        rules.liquidity = [](const Order &, Quantity wanted) { return std::min(wanted, qty("4")); };
        Fixture f(rules);
        f.price("100");
        const auto id = f.market(Side::Buy, "10");
        QCOMPARE(f.status(id), OrderStatus::PartiallyFilled);
        QCOMPARE(f.venue.held(stock()), qty("4"));
        f.price("101");
        f.price("102");
        QCOMPARE(f.status(id), OrderStatus::Filled);
    }

    void aPlayedVenueShowsItsMarketToOthers()
    {
        const SeriesId one{stock(), Timeframe::H1};
        PlayedVenue::Market market;
        market.history[one] = {};
        market.start = t0;
        market.tape = std::make_unique<BarTape>(
            std::vector<BarTape::Series>{{one, {bar("1", "2", "1", "2", t0)}}}, FillAt::NextOpen);
        PlayedVenue venue(std::move(market), usd("100"), {});
        std::string seen;
        venue.watchMarket([&](const MarketStep &step) {
            seen += step.kind == MarketStep::Kind::Tick ? step.price.toString() : "|";
        });

        QVERIFY(venue.playNext());
        venue.passTime(t0 + 20min);
        QVERIFY(venue.now() == t0 + 20min);
        venue.passTime(t0); // never back
        venue.passTime(t0 + 5h); // never beyond what comes next
        QVERIFY(venue.now() == t0 + 1h);
        venue.playPrice(one, px("1.5"));
        QVERIFY(venue.playNext() && !venue.playNext());

        QCOMPARE(QString::fromStdString(seen), QStringLiteral("11.5|"));
        QCOMPARE(venue.bars(one, {}).size(), std::size_t(1));
    }

    void aBarTapePlaysInOrderOfTimeAndClosesBeforeItOpens()
    {
        const SeriesId one{stock(), Timeframe::H1};
        const SeriesId two{stock("TSLA"), Timeframe::H1};
        const std::vector<Bar> bars{bar("1", "2", "1", "2", t0), bar("3", "4", "3", "4", t0 + 1h)};
        for (const FillAt fillAt : {FillAt::NextOpen, FillAt::Close}) {
            BarTape tape({{one, bars}, {two, bars}}, fillAt);
            std::string order;
            Timestamp last{};
            while (const auto at = tape.nextAt()) {
                const MarketStep step = tape.next();
                QCOMPARE(step.at, *at);
                QVERIFY(step.at >= last);
                last = step.at;
                QVERIFY(!step.wasPlayedAsTicks);
                order += step.series == one ? "a" : "b";
                order += step.kind == MarketStep::Kind::Tick ? step.price.toString() : "|";
                if (step.kind == MarketStep::Kind::BarClose)
                    QCOMPARE(step.at, step.bar.closeTime);
            }
            QCOMPARE(QString::fromStdString(order), fillAt == FillAt::NextOpen
                                                       ? QStringLiteral("a1b1a|b|a3b3a|b|")
                                                       : QStringLiteral("a|b|a2b2a|b|a4b4"));
            QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)tape.next());
        }
    }
};

QTEST_GUILESS_MAIN(SimulationTest)
#include "SimulationTest.moc"
