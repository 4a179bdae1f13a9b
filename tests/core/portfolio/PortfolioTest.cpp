#include "core/portfolio/Portfolio.h"
#include "core/portfolio/EquityIndex.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <cmath>

#include <boost/multiprecision/cpp_int.hpp>
#include <rapidcheck.h>

using namespace core;
using namespace support;

namespace {

const Decimal one = Decimal::fromNanos(Decimal::one);

/// An independent ledger in whole 1e-18 units: nothing of Portfolio or WideDecimal is in it.
struct Ledger {
    using Whole = boost::multiprecision::cpp_int;
    Whole cash;   ///< 1e-18 of the account's currency.
    Whole fees;
    std::int64_t held = 0; ///< 1e-9 units.

    void apply(Side side, std::int64_t quantity, std::int64_t price, std::int64_t fee, int multiplier)
    {
        const int sign = side == Side::Buy ? 1 : -1;
        const Whole feeUnits = Whole(fee) * 1'000'000'000;
        cash -= Whole(price) * quantity * sign * multiplier + feeUnits;
        fees += feeUnits;
        held += sign * quantity;
    }
    /// The same text as WideDecimal::toString.
    static std::string text(const Whole &units)
    {
        const Whole magnitude = units < 0 ? Whole(-units) : units;
        std::string digits = magnitude.str();
        if (digits.size() < 19)
            digits.insert(0, 19 - digits.size(), '0');
        std::string whole = digits.substr(0, digits.size() - 18);
        std::string fraction = digits.substr(digits.size() - 18);
        fraction.erase(fraction.find_last_not_of('0') + 1);
        return (units < 0 ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
    }
};

struct Trade {
    Side side;
    std::int64_t quantity; ///< 1e-9
    std::int64_t price;    ///< 1e-9
    std::int64_t fee;      ///< 1e-9
};

/// Odd to the last place, sometimes exactly what is held, so that flat and through zero both happen.
Trade arbitraryTrade(std::int64_t held)
{
    Trade trade;
    trade.side = *rc::gen::element(Side::Buy, Side::Sell);
    trade.quantity = *rc::gen::inRange<std::int64_t>(1, 50'000'000'000);
    if (held != 0 && *rc::gen::inRange(0, 4) == 0) {
        trade.side = held > 0 ? Side::Sell : Side::Buy;
        trade.quantity = held > 0 ? held : -held;
    }
    trade.price = *rc::gen::inRange<std::int64_t>(1, 90'000'000'000'000);
    trade.fee = *rc::gen::inRange<std::int64_t>(-5'000'000, 900'000'000); // a maker's rebate is negative
    return trade;
}

Fill fillFrom(const Trade &trade, int number)
{
    Fill fill = fillOf(std::to_string(number).c_str(), trade.side, "1", "1");
    fill.quantity = Quantity(Decimal::fromNanos(trade.quantity));
    fill.price = Price(Decimal::fromNanos(trade.price));
    fill.fee = Money(Decimal::fromNanos(trade.fee));
    return fill;
}

} // namespace

class PortfolioTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFlowIsBookedOnceAndIsNoProfit()
    {
        Portfolio portfolio(usd("1000"));
        const CashFlow in{CashFlowId("D1"), usd("0.000000000000000001"), sessionTime()};
        const CashFlow out{CashFlowId("W1"), usd("-300"), sessionTime() + std::chrono::hours(1)};

        QVERIFY(portfolio.apply(in));
        QVERIFY(!portfolio.apply(in));
        QVERIFY(portfolio.apply(out));

        QCOMPARE(portfolio.cash(), usd("700.000000000000000001"));
        QCOMPARE(portfolio.equity(), portfolio.cash());
        QCOMPARE(portfolio.netFlowsSince(sessionTime()), usd("-299.999999999999999999"));
        QCOMPARE(portfolio.netFlowsSince(sessionTime() + std::chrono::nanoseconds(1)), usd("-300"));
        QVERIFY(portfolio.closedTrips().empty());
    }

    void theIndexForgetsFlowsAndRemembersThePeak()
    {
        EquityIndex index;
        for (const char *equity : {"100", "110"})
            index.sample(usd(equity));
        index.flow(usd("-55")); // half is taken out: no loss
        index.sample(usd("55"));
        QCOMPARE(index.drawdown(), 0.0);
        QCOMPARE(index.state().index, 1.1);
        index.sample(usd("44")); // a fifth is lost
        QVERIFY(std::abs(index.drawdown() - 0.2) < 1e-12);
        index.flow(usd("1000"));
        index.sample(usd("1044")); // new money makes nothing good
        QVERIFY(std::abs(index.drawdown() - 0.2) < 1e-12);
        index.sample(usd("1305"));
        QVERIFY(std::abs(index.drawdown()) < 1e-12);
    }

    void theIndexOfNothingCloses()
    {
        EquityIndex empty;
        empty.sample(usd("0"));
        empty.flow(usd("1000"));
        empty.sample(usd("1000")); // paid in, not earned
        QCOMPARE(empty.drawdown(), 0.0);
        EquityIndex ruined;
        for (const char *equity : {"100", "-5", "50"})
            ruined.sample(usd(equity));
        QCOMPARE(ruined.drawdown(), 1.0);
    }

    void theIndexSurvivesAsText()
    {
        EquityIndex index;
        for (const char *equity : {"100", "103.3", "97.123456789"})
            index.sample(usd(equity));
        const auto read = parseIndexState(textOf(index.state()));
        QVERIFY(read);
        QVERIFY(read->index == index.state().index && read->peak == index.state().peak);
        QCOMPARE(*read->equity, usd("97.123456789"));
        for (const char *garbage : {"", "x", "1", "1 1", "nan 1 5", "1 inf 5", "-1 1 5", "2 1 5"})
            QVERIFY2(!parseIndexState(garbage), garbage);
    }

    void cashPositionAndFeesEqualAnIndependentLedgerToTheLastUnit()
    {
        const bool ok = rc::check("ledger", [] {
            const int multiplier = *rc::gen::element(1, 100);
            Portfolio portfolio(usd("1000"));
            Ledger ledger;
            ledger.cash = Ledger::Whole("1000000000000000000000");
            const int count = *rc::gen::inRange(1, 60);
            for (int i = 0; i < count; ++i) {
                const Trade trade = arbitraryTrade(ledger.held);
                ledger.apply(trade.side, trade.quantity, trade.price, trade.fee, multiplier);
                RC_ASSERT(portfolio.apply(fillFrom(trade, i), Decimal::fromInteger(multiplier), "x"));
                RC_ASSERT(portfolio.cash().toString() == Ledger::text(ledger.cash));
                RC_ASSERT(portfolio.fees().toString() == Ledger::text(ledger.fees));
                RC_ASSERT(portfolio.held(stock()).value().nanos() == ledger.held);
            }
        });
        QVERIFY(ok);
    }

    void aPartOfAPositionLeavesAtItsExactCost()
    {
        Portfolio portfolio(usd("10000"));
        portfolio.apply(fillOf("1", Side::Buy, "0.061", "50540.3"), one, "x");
        portfolio.apply(fillOf("2", Side::Sell, "0.031", "50747.3"), one, "x");
        const Position &position = portfolio.positions().begin()->second;
        QCOMPARE(position.openNotional.toString(), std::string("1516.209"));
        QCOMPARE(position.realisedPnl.toString(), std::string("6.417"));
    }

    void whenFlatEverythingGainedIsInTheClosedTripsToTheLastUnit()
    {
        const bool ok = rc::check("trips", [] {
            Portfolio portfolio(usd("0"));
            const int count = *rc::gen::inRange(1, 40);
            for (int i = 0; i < count; ++i)
                portfolio.apply(fillFrom(arbitraryTrade(portfolio.held(stock()).value().nanos()), i), one, "x");
            const Quantity held = portfolio.held(stock());
            if (!held.isZero()) {
                Fill last = fillOf("last", held.sign() > 0 ? Side::Sell : Side::Buy, "1", "77.123456789", "0.1");
                last.quantity = held.abs();
                portfolio.apply(last, one, "x");
            }
            Money sum;
            for (const RoundTrip &trip : portfolio.closedTrips())
                sum += trip.pnl;
            RC_ASSERT(portfolio.held(stock()).isZero());
            RC_ASSERT(portfolio.openTrips().empty());
            RC_ASSERT(sum.toString() == portfolio.cash().toString());
            RC_ASSERT(portfolio.equity() == portfolio.cash());
            RC_ASSERT(portfolio.exposure().isZero());
        });
        QVERIFY(ok);
    }

    void equityIsCashPlusWhatACloseWouldBring()
    {
        const bool ok = rc::check("equity", [] {
            Portfolio portfolio(usd("5000"));
            for (int i = 0; i < 7; ++i)
                portfolio.apply(fillFrom(arbitraryTrade(portfolio.held(stock()).value().nanos()), i), one, "x");
            portfolio.mark(stock(), quoteAt("99.01", "99.03"));
            const Quantity held = portfolio.held(stock());
            const Price exit = held.sign() > 0 ? px("99.01") : px("99.03");
            RC_ASSERT(portfolio.equity() == portfolio.cash() + notional(exit, held));
            RC_ASSERT(portfolio.exposure() == notional(exit, held).abs());
        });
        QVERIFY(ok);
    }

    /// 1 at 100 less 0.1 in the coin: 0.9 are held that cost 100, and a sale of them at 110 loses 1.
    void aFeeTakenInTheAssetLessensWhatIsHeldAndItsWorthIsALoss()
    {
        Portfolio books(usd("1000"));
        Fill buy = fillOf("1", Side::Buy, "1", "100");
        buy.assetFee = qty("0.1");

        books.apply(buy, one, "entry", dec("0.001"));

        QCOMPARE(books.held(stock()), qty("0.9"));
        QCOMPARE(books.cash(), usd("900"));
        QCOMPARE(books.positions().at(stock()).openNotional, usd("100"));

        books.apply(fillOf("2", Side::Sell, "0.9", "110"), one, "target", dec("0.001"));

        QCOMPARE(books.cash(), usd("999"));
        QCOMPARE(books.closedTrips().size(), std::size_t(1));
        QCOMPARE(books.closedTrips()[0].pnl, usd("-1"));
        QCOMPARE(books.closedTrips()[0].quantity, qty("0.9"));
        QCOMPARE(*books.closedTrips()[0].exitPrice, px("110"));
    }

    /// What is left of a fee is less than can be sold: the round trip is over, the next one begins anew.
    void aRestBelowTheLotEndsTheRoundTrip()
    {
        Portfolio books(usd("1000"));
        Fill buy = fillOf("1", Side::Buy, "1", "100");
        buy.assetFee = qty("0.0005");
        books.apply(buy, one, "entry", dec("0.001"));
        books.apply(fillOf("2", Side::Sell, "0.999", "100"), one, "stop", dec("0.001"));

        QCOMPARE(books.held(stock()), qty("0.0005"));
        QCOMPARE(books.closedTrips().size(), std::size_t(1));
        QVERIFY(books.openTrips().empty());

        books.apply(fillOf("3", Side::Buy, "2", "50"), one, "entry", dec("0.001"));
        QCOMPARE(books.openTrips().at(0).quantity, qty("2"));
        QCOMPARE(books.openTrips().at(0).entryPrice, px("50"));
    }

    void aChargeIsALossAndWhatTheBooksBeginWithIsNoFlow()
    {
        Portfolio books(Money{});
        books.apply(CashFlow{Portfolio::openingFlow(), usd("1000"), sessionTime()});
        books.apply(CashFlow{CashFlowId("fee"), usd("-3"), sessionTime(), CashFlow::Kind::Charge});
        books.apply(CashFlow{CashFlowId("in"), usd("10"), sessionTime()});

        QCOMPARE(books.cash(), usd("1007"));
        QCOMPARE(books.netFlowsSince(sessionTime()), usd("10"));
    }

    void aRepeatedFillIdChangesNothing()
    {
        Portfolio portfolio(usd("1000"));
        QVERIFY(portfolio.apply(fillOf("F1", Side::Buy, "2", "100", "1"), one, ""));
        const Money cash = portfolio.cash();

        QVERIFY(!portfolio.apply(fillOf("F1", Side::Buy, "2", "100", "1"), one, ""));
        QVERIFY(!portfolio.apply(fillOf("F1", Side::Sell, "9", "1"), one, ""));

        QCOMPARE(portfolio.cash(), cash);
        QCOMPARE(portfolio.held(stock()), qty("2"));
        QCOMPARE(portfolio.fees(), usd("1"));
    }

    void anUnmarkedPositionCountsAtItsCost()
    {
        Portfolio portfolio(usd("1000"));
        portfolio.apply(fillOf("F1", Side::Buy, "2", "100", "1"), one, "");

        QCOMPARE(portfolio.equity(), usd("999"));
        QCOMPARE(portfolio.exposure(), usd("200"));
    }

    void aRoundTripKeepsItsAveragesFeesAndReason()
    {
        Portfolio portfolio(usd("10000"));
        portfolio.apply(fillOf("F1", Side::Buy, "10", "100", "1"), one, "");
        portfolio.apply(fillOf("F2", Side::Buy, "30", "104", "3"), one, "");
        portfolio.apply(fillOf("F3", Side::Sell, "15", "110", "1.5"), one, "target");
        QVERIFY(portfolio.closedTrips().empty());
        portfolio.apply(fillOf("F4", Side::Sell, "25", "90", "2.5"), one, "stop");

        QCOMPARE(portfolio.closedTrips().size(), std::size_t(1));
        const RoundTrip &trip = portfolio.closedTrips().front();
        QCOMPARE(trip.direction, Direction::Long);
        QCOMPARE(trip.entryPrice, px("103"));   // (1000 + 3120) / 40
        QCOMPARE(*trip.exitPrice, px("97.5"));  // (1650 + 2250) / 40
        QCOMPARE(trip.quantity, qty("40"));
        QCOMPARE(trip.fees, usd("8"));
        QCOMPARE(trip.pnl, usd("-228"));        // 3900 − 4120 − 8
        QCOMPARE(trip.returnPct, 100.0 * -228.0 / 4120.0);
        QCOMPARE(trip.reason, std::string("stop"));
        QCOMPARE(portfolio.cash(), usd("9772"));
    }

    void aFillThroughZeroEndsOneTripAndBeginsTheOther()
    {
        Portfolio portfolio(usd("0"));
        portfolio.apply(fillOf("F1", Side::Buy, "10", "100", "1"), one, "");
        portfolio.apply(fillOf("F2", Side::Sell, "40", "110", "4"), one, "reversed");

        QCOMPARE(portfolio.closedTrips().size(), std::size_t(1));
        QCOMPARE(portfolio.closedTrips()[0].pnl, usd("98"));  // 100 − 1 − a quarter of 4
        QCOMPARE(portfolio.held(stock()), qty("-30"));
        const auto open = portfolio.openTrips();
        QCOMPARE(open.size(), std::size_t(1));
        QCOMPARE(open[0].direction, Direction::Short);
        QCOMPARE(open[0].entryPrice, px("110"));
        QCOMPARE(open[0].fees, usd("3"));

        portfolio.apply(fillOf("F3", Side::Buy, "30", "105", "0"), one, "covered");
        QCOMPARE(portfolio.closedTrips()[1].pnl, usd("147")); // 30 · 5 − 3
        QCOMPARE(portfolio.cash(), usd("245"));
    }

    void aShortIsMarkedAtTheAskAndALongAtTheBid()
    {
        Portfolio portfolio(usd("0"));
        portfolio.apply(fillOf("F1", Side::Sell, "10", "100"), one, "");
        portfolio.apply(fillOf("F2", Side::Buy, "5", "50", "0", stock("TSLA")), one, "");
        portfolio.mark(stock(), quoteAt("98", "99"));
        portfolio.mark(stock("TSLA"), quoteAt("51", "53"));

        QCOMPARE(portfolio.positions().at(stock()).unrealisedPnl(quoteAt("98", "99")), usd("10"));
        QCOMPARE(portfolio.equity(), usd("15")); // 10 on the short, 5 on the long
        QCOMPARE(portfolio.exposure(), usd("1245"));
    }

    void averagesAreRoundedHalfToEvenAndNothingWhenFlat()
    {
        Portfolio portfolio(usd("0"));
        portfolio.apply(fillOf("F1", Side::Buy, "1", "10"), one, "");
        portfolio.apply(fillOf("F2", Side::Buy, "2", "11"), one, "");
        QCOMPARE(*portfolio.positions().at(stock()).averagePrice(), px("10.666666667"));

        portfolio.apply(fillOf("F3", Side::Sell, "3", "11"), one, "");
        QVERIFY(!portfolio.positions().at(stock()).averagePrice());
    }

    void theMultiplierIsInEveryAmountButNotInPrices()
    {
        Portfolio portfolio(usd("0"));
        portfolio.apply(fillOf("F1", Side::Buy, "2", "3"), Decimal::fromInteger(100), "");

        QCOMPARE(portfolio.cash(), usd("-600"));
        QCOMPARE(*portfolio.positions().at(stock()).averagePrice(), px("3"));
        portfolio.mark(stock(), quoteAt("4", "5"));
        QCOMPARE(portfolio.equity(), usd("200"));
    }
};

QTEST_GUILESS_MAIN(PortfolioTest)
#include "PortfolioTest.moc"
