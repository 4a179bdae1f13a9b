#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAcks.h"
#include "core/brokers/bybit/BybitExecutionWire.h"
#include "core/brokers/bybit/BybitOrderWire.h"

#include <QTest>

using namespace core;
using namespace core::bybit;

namespace {

/// One order with these words and amounts, in the shape of the venue.
OrderState told(Category category, const char *status, const char *qty, const char *filled, const char *more = "")
{
    const std::string json = std::string(R"({"retCode":0,"result":{"list":[{"orderId":"v","orderLinkId":"c","symbol":"K",)") +
                             R"("side":"Buy","orderType":"Limit","price":"2","timeInForce":"GTC","orderStatus":")" + status +
                             R"(","qty":")" + qty + R"(","cumExecQty":")" + filled + R"(","createdTime":"1000",)" + more +
                             R"("updatedTime":"2000"}]}})";
    const auto page = parseOrders(category, json);
    return page && page->items.size() == 1 ? page->items.front() : OrderState{};
}

} // namespace

class BybitOrderWireTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsContractOrders()
    {
        const auto page = parseOrders(Category::Linear, payload("orders-linear"));

        QVERIFY2(page, page ? "" : describe(page.error()).c_str());
        QCOMPARE(page->items.size(), std::size_t(3));
        QCOMPARE(shown(page->cursor), QStringLiteral("n%3A1767225700000%2C7"));
        const Order &part = page->items[0].order;
        QCOMPARE(shown(part.request.instrument.text()), QStringLiteral("bybit-linear:KLMUSDT"));
        QCOMPARE(shown(part.request.clientOrderId.text()), QStringLiteral("cs-000070"));
        QVERIFY(part.request.type == OrderType::Limit && part.request.limitPrice == price("98.4"));
        QVERIFY(part.request.role == OrderRole::Entry && !part.request.reduceOnly && !part.request.stopPrice);
        QVERIFY(part.status == OrderStatus::PartiallyFilled && part.filled == quantity("0.1"));
        QVERIFY(part.filledNotional == money("9.84") && part.remaining() == quantity("0.15"));
        QVERIFY(part.updatedAt == timestampFromMillis(1767225600900) && part.createdAt < part.updatedAt);
        QVERIFY(page->items[0].fees == (std::vector<CoinAmount>{{"USDT", *WideDecimal::parse("0.001968")}}));
        const Order &stop = page->items[1].order;
        QVERIFY(stop.request.type == OrderType::Stop && stop.request.stopPrice == price("95"));
        QVERIFY(stop.request.role == OrderRole::Stop && stop.request.reduceOnly && stop.status == OrderStatus::Working);
        const OrderState &byHand = page->items[2];
        QVERIFY(byHand.order.request.clientOrderId.isEmpty() && byHand.order.request.type == OrderType::StopLimit);
        QVERIFY(byHand.order.request.role == OrderRole::Target && byHand.order.filled.isZero());
        QVERIFY(!byHand.doubt && byHand.timeInForce == "PostOnly");
    }

    void readsSpotOrders()
    {
        const auto page = parseOrders(Category::Spot, payload("orders-spot"));

        QVERIFY2(page, page ? "" : describe(page.error()).c_str());
        const OrderState &forMoney = page->items[0];
        QVERIFY(forMoney.isForMoney && !forMoney.doubt);
        QVERIFY(forMoney.order.status == OrderStatus::Filled && forMoney.order.remaining().isZero());
        QVERIFY(forMoney.order.request.quantity == quantity("1.5"));
        const Order &cancelled = page->items[1].order;
        QVERIFY(cancelled.status == OrderStatus::Cancelled && cancelled.filled == quantity("0.4"));
        QVERIFY(cancelled.remaining() == quantity("1.6"));
        QCOMPARE(shown(cancelled.reason), QStringLiteral("cancelled on request"));
        const Order &stop = page->items[2].order;
        QVERIFY(stop.request.type == OrderType::Stop && stop.status == OrderStatus::Working);
        QCOMPARE(shown(stop.request.instrument.text()), QStringLiteral("bybit-spot:KLMUSDT"));
    }

    void amountsDecideBeforeWords_data()
    {
        QTest::addColumn<int>("category");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("filled"); // of 10
        QTest::addColumn<int>("wanted");
        QTest::addColumn<bool>("isDoubt");
        const auto row = [](Category category, const char *status, const char *filled, OrderStatus wanted) {
            QTest::addRow("%s, %s filled", status, filled)
                << int(category) << status << filled << int(wanted) << (wanted == OrderStatus::Unknown);
        };
        using enum OrderStatus;
        row(Category::Linear, "Created", "0", Working);
        row(Category::Linear, "New", "0", Working);
        row(Category::Linear, "New", "3", PartiallyFilled);
        row(Category::Linear, "Untriggered", "0", Working);
        row(Category::Linear, "Triggered", "0", Working);
        row(Category::Linear, "PartiallyFilled", "3", PartiallyFilled);
        row(Category::Linear, "Filled", "10", Filled);
        row(Category::Spot, "Filled", "9.999", Filled);
        row(Category::Linear, "Filled", "0", Unknown);
        row(Category::Linear, "Cancelled", "0", Cancelled);
        row(Category::Linear, "Cancelled", "3", Cancelled);
        row(Category::Linear, "Cancelled", "10", Filled);
        row(Category::Spot, "PartiallyFilledCanceled", "3", Cancelled);
        row(Category::Linear, "Deactivated", "0", Cancelled);
        row(Category::Linear, "Rejected", "0", Rejected);
        row(Category::Linear, "Rejected", "3", Cancelled);
        row(Category::Linear, "Suspended", "0", Unknown);
        row(Category::Linear, "New", "11", Unknown);
    }

    void amountsDecideBeforeWords()
    {
        QFETCH(int, category);
        QFETCH(QString, status);
        QFETCH(QString, filled);
        QFETCH(int, wanted);
        QFETCH(bool, isDoubt);

        const OrderState state = told(static_cast<Category>(category), qPrintable(status), "10", qPrintable(filled));

        QCOMPARE(int(state.order.status), wanted);
        QCOMPARE(state.doubt.has_value(), isDoubt);
        QCOMPARE(shown(state.status), status);
        QCOMPARE(shown(state.order.filled.toString()), filled);
    }

    void computesWhatIsLeftItself()
    {
        const OrderState linear = told(Category::Linear, "Cancelled", "10", "3", R"("leavesQty":"0",)");
        const OrderState spot = told(Category::Spot, "PartiallyFilledCanceled", "10", "3", R"("leavesQty":"7",)");

        QVERIFY(linear.order.remaining() == quantity("7") && spot.order.remaining() == quantity("7"));
    }

    void anOrderWithoutASizeIsAsLargeAsItsFills()
    {
        const OrderState closed = told(Category::Linear, "Filled", "0", "3");
        const OrderState waiting = told(Category::Linear, "Untriggered", "0", "0");

        QVERIFY(closed.order.status == OrderStatus::Filled && closed.order.remaining().isZero() && !closed.doubt);
        QVERIFY(waiting.order.status == OrderStatus::Working && waiting.order.remaining().isZero());
    }

    void seesHedgeModeAndUnknownTypes()
    {
        QCOMPARE(told(Category::Linear, "New", "1", "0", R"("positionIdx":2,)").positionIdx, 2);
        const std::string odd = payload("orders-linear");
        const auto at = odd.find(R"("orderType":"Limit")");
        const auto page = parseOrders(Category::Linear, std::string(odd).replace(at, 19, R"("orderType":"Pegged")"));
        QVERIFY(page && page->items[0].doubt && page->items[0].order.status == OrderStatus::Unknown);
    }

    void neverGoesBack()
    {
        const OrderState part = told(Category::Linear, "PartiallyFilled", "10", "3");
        const OrderState whole = told(Category::Linear, "Filled", "10", "10");
        OrderState older = part;
        older.order.updatedAt -= std::chrono::milliseconds(1);

        QVERIFY(isNewer(part, whole) && !isNewer(whole, part));
        QVERIFY(isNewer(part, part) && !isNewer(part, older));
        QVERIFY(!isNewer(part, told(Category::Linear, "New", "10", "2")));
        QVERIFY(!isNewer(told(Category::Linear, "Cancelled", "10", "3"), told(Category::Linear, "New", "10", "4")));
        QVERIFY(isNewer(told(Category::Linear, "Cancelled", "10", "3"), told(Category::Linear, "Cancelled", "10", "4")));
    }

    void saysWhyAnOrderEnded()
    {
        QCOMPARE(shown(endReason("CancelByReduceOnly", "EC_NoError")), QStringLiteral("there was nothing left to reduce"));
        QCOMPARE(shown(endReason("", "EC_PostOnlyWillTakeLiquidity")),
                 QStringLiteral("a post-only order would have traded at once"));
        QCOMPARE(shown(endReason("CancelByUser", "EC_OrigClOrdIDDoesNotExist")),
                 QStringLiteral("the cancel came too late; cancelled on request"));
        QCOMPARE(shown(endReason("CancelByUser", "EC_PerCancelRequest")), QStringLiteral("cancelled on request"));
        QCOMPARE(shown(endReason("CancelByNovelty", "")), QStringLiteral("CancelByNovelty"));
        QCOMPARE(shown(endReason("", "EC_NoError")), QString());
    }

    void readsExecutionsOfContracts()
    {
        const auto page = parseExecutions(Category::Linear, payload("executions-linear"));

        QVERIFY2(page, page ? "" : describe(page.error()).c_str());
        QCOMPARE(page->items.size(), std::size_t(4));
        const ExecutionState &trade = page->items[0];
        QVERIFY(trade.kind == ExecutionKind::Trade && trade.isMaker && trade.sequence == 88120417001);
        QCOMPARE(shown(trade.fill.id.text()), QStringLiteral("linear-e0000000-0001-5555-8888-000000000001"));
        QVERIFY(trade.fill.price == price("98.4") && trade.fill.quantity == quantity("0.1"));
        QVERIFY(trade.fill.at == timestampFromMillis(1767225600890));
        const Booking booking = bookingOf(trade, linearFacts());
        QVERIFY(booking.fill.fee == money("0.001968") && booking.assetFee.isZero() && !booking.otherFee);
        const ExecutionState &funding = page->items[1];
        QVERIFY(funding.kind == ExecutionKind::Funding && funding.fee == *WideDecimal::parse("-0.00984"));
        const ExecutionState &deleveraged = page->items[2];
        QVERIFY(deleveraged.kind == ExecutionKind::Trade && deleveraged.fill.order.isEmpty());
        QVERIFY(deleveraged.closed == quantity("0.1") && deleveraged.fill.side == Side::Sell);
        QVERIFY(page->items[3].kind == ExecutionKind::Other && page->items[3].type == "Settle");
    }

    void aSpotBuyBringsLessThanItBought()
    {
        const auto page = parseExecutions(Category::Spot, payload("executions-spot"));

        QVERIFY2(page, page ? "" : describe(page.error()).c_str());
        const Booking buy = bookingOf(page->items[0], spotFacts());
        QVERIFY(buy.fill.fee.isZero() && buy.assetFee == *WideDecimal::parse("0.0015000000000001"));
        QCOMPARE(shown(buy.assetChange().toString()), QStringLiteral("1.4984999999999999"));
        const Booking sell = bookingOf(page->items[1], spotFacts()); // names no coin: a seller pays in money
        QVERIFY(sell.fill.fee == money("0.04182") && sell.assetFee.isZero());
        QCOMPARE(shown(sell.assetChange().toString()), QStringLiteral("-0.4"));
        const Booking other = bookingOf(page->items[2], spotFacts());
        QVERIFY(other.fill.fee.isZero() && other.assetFee.isZero());
        QVERIFY(other.otherFee == (CoinAmount{"MNT", *WideDecimal::parse("0.5")}));
    }

    void aPaidMakerIsPaidTheOtherWayRound()
    {
        ExecutionState rebate{.category = Category::Spot, .kind = ExecutionKind::Trade};
        rebate.fill.side = Side::Buy;
        rebate.fill.quantity = quantity("2");
        rebate.fee = *WideDecimal::parse("-0.01");

        QVERIFY(bookingOf(rebate, spotFacts()).fill.fee == money("-0.01"));
        rebate.fill.side = Side::Sell;
        QCOMPARE(shown(bookingOf(rebate, spotFacts()).assetChange().toString()), QStringLiteral("-1.99"));
        rebate.category = Category::Linear;
        QVERIFY(bookingOf(rebate, linearFacts()).fill.fee == money("-0.01"));
    }

    void readsAcknowledgements()
    {
        const auto ack = parseAck(payload("order-ack"));
        QVERIFY(ack);
        QCOMPARE(shown(ack->clientOrderId.text()), QStringLiteral("cs-000042"));
        QCOMPARE(shown(ack->venueId.text()), QStringLiteral("3f0c9a44-0001-4e5b-9d55-6a1d2b7c8e90"));

        const auto batch = parseBatch(payload("order-batch"), RequestKind::Create, 3);
        QVERIFY(batch);
        QVERIFY((*batch)[0].verdict.handling == Handling::Done);
        QVERIFY((*batch)[1].verdict.handling == Handling::DoNotRetry && (*batch)[1].verdict.reason == Reason::Funds);
        QVERIFY((*batch)[2].verdict.handling == Handling::Unknown); // code 0, but no order
        QVERIFY(!parseBatch(payload("order-batch"), RequestKind::Create, 2));

        const auto all = parseCancelAll(payload("order-cancel-all"));
        QVERIFY(all && all->size() == 2 && (*all)[1].clientOrderId.isEmpty());
    }

    void refusesMalformedTwins()
    {
        const auto fieldOf = [](const auto &result) { return result ? QStringLiteral("read") : shown(result.error().field); };
        QCOMPARE(fieldOf(parseOrders(Category::Linear, payload("orders-linear.bad"))),
                 QStringLiteral("result.list[0].cumExecQty"));
        QCOMPARE(fieldOf(parseOrders(Category::Spot, payload("orders-spot.bad"))), QStringLiteral("result.list[2].side"));
        QCOMPARE(fieldOf(parseExecutions(Category::Linear, payload("executions-linear.bad"))),
                 QStringLiteral("result.list[2].execTime"));
        QCOMPARE(fieldOf(parseExecutions(Category::Spot, payload("executions-spot.bad"))),
                 QStringLiteral("result.list[1].execQty"));
        QCOMPARE(fieldOf(parseAck(payload("order-ack.bad"))), QStringLiteral("result.orderId"));
        QCOMPARE(fieldOf(parseCancelAll(payload("order-cancel-all.bad"))), QStringLiteral("result.list"));
        QVERIFY(!parseBatch(payload("order-batch.bad"), RequestKind::Create, 3));
        QVERIFY(parseAck(payload("refused")).error().code == ErrorCode::Refused);
        QVERIFY(parseAck(payload("refused.bad")).error().code == ErrorCode::BadInput);
    }

    void walksCursorsToTheEnd()
    {
        CursorWalk walk(50);
        QCOMPARE(shown(walk.next(50, "a").value_or("end")), QStringLiteral("a"));
        QCOMPARE(shown(walk.next(50, "b").value_or("end")), QStringLiteral("b"));
        QVERIFY(!walk.next(50, "a"));                  // in a circle
        QVERIFY(!CursorWalk(50).next(49, "more"));     // short, though the venue gives a cursor
        QVERIFY(!CursorWalk(50).next(0, "more") && !CursorWalk(50).next(50, ""));
    }
};

QTEST_GUILESS_MAIN(BybitOrderWireTest)
#include "BybitOrderWireTest.moc"
