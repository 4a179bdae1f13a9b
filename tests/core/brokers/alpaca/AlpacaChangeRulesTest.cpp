#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaOrderRules.h"

#include "tests/core/brokers/alpaca/Builders.h"

#include <QTest>

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

/// Friday 2026-11-20, 11:00 in New York.
const Timestamp morning = at("2026-11-20T16:00:00Z");

NewOrder bracketBuy()
{
    NewOrder order = limitBuy();
    order.orderClass = OrderClass::Bracket;
    order.takeProfit = px("90.1");
    order.stopLoss = StopLoss{px("78.9")};
    return order;
}

VenueOrder working(WireType type, const char *limit = nullptr, Side side = Side::Sell)
{
    VenueOrder order;
    order.instrument = {"alpaca", "PLTR"};
    order.side = side;
    order.type = type;
    order.typeText = wireName(type);
    order.status = OrderStatus::Working;
    order.statusText = "new";
    order.quantity = qty("12");
    if (limit)
        order.limit = px(limit);
    return order;
}

} // namespace

/// Changing a working order, and orders that would stand beside one another.
class AlpacaChangeRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aChangeMustBeOneThatTheVenueTakes_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("limit");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char *name, const char *status, const char *id, const char *quantity,
                            const char *limit, bool passes) {
            QTest::newRow(name) << QString::fromLatin1(status) << QString::fromLatin1(id) << QString::fromLatin1(quantity)
                                << QString::fromLatin1(limit) << passes;
        };
        row("price", "new", "B", "", "81.4", true);
        row("quantity", "partially_filled", "B", "10", "", true);
        row("the same", "new", "B", "12", "81.37", false);
        row("nothing", "new", "B", "", "", false);
        row("the old id", "new", "A", "", "81.4", false);
        row("no id", "new", "", "", "81.4", false);
        row("not at the exchange", "accepted", "B", "", "81.4", false);
        row("pending new", "pending_new", "B", "", "81.4", false);
        row("pending cancel", "pending_cancel", "B", "", "81.4", false);
        row("pending replace", "pending_replace", "B", "", "81.4", false);
        row("filled", "filled", "B", "", "81.4", false);
        row("part of a share", "new", "B", "10.5", "", false);
        row("no more than is filled", "partially_filled", "B", "5", "", false);
        row("between steps", "new", "B", "", "81.375", false);
    }
    void aChangeMustBeOneThatTheVenueTakes()
    {
        QFETCH(QString, status);
        QFETCH(QString, id);
        QFETCH(QString, quantity);
        QFETCH(QString, limit);
        QFETCH(bool, passes);
        VenueOrder order = working(WireType::Limit, "81.37");
        order.clientId = ClientOrderId("A");
        order.statusText = status.toStdString();
        order.filled = status == QStringLiteral("partially_filled") ? qty("5") : Quantity();
        OrderChange change{.id = ClientOrderId(id.toStdString())};
        if (!quantity.isEmpty())
            change.quantity = qty(quantity.toLatin1().constData());
        if (!limit.isEmpty())
            change.limit = px(limit.toLatin1().constData());

        const auto objection = objectionTo(change, order);

        QVERIFY2(!objection == passes, objection ? objection->sentence.c_str() : "it passed");
    }

    void someOrdersCannotBeChangedAtAll()
    {
        const OrderChange price{.id = ClientOrderId("B"), .limit = px("81.4")};
        const OrderChange stop{.id = ClientOrderId("B"), .stop = px("80")};
        const OrderChange trail{.id = ClientOrderId("B"), .trail = dec("3")};
        const OrderChange more{.id = ClientOrderId("B"), .quantity = qty("13")};
        VenueOrder byMoney = working(WireType::Limit, "81.37");
        byMoney.notional = usd("250");
        VenueOrder part = working(WireType::Limit, "81.37");
        part.quantity = qty("0.5");
        VenueOrder trailing = working(WireType::TrailingStop);
        trailing.trailPercent = dec("2.5");

        QVERIFY(objectionTo(price, byMoney));
        QVERIFY(objectionTo(more, part));
        QVERIFY(!objectionTo(price, part));
        QVERIFY(objectionTo(stop, part));
        QVERIFY(objectionTo(trail, part));
        QVERIFY(!objectionTo(trail, trailing));
        QVERIFY(objectionTo({.id = ClientOrderId("B"), .trail = dec("2.5")}, trailing));
    }

    void aWorkingOrderOnTheOtherSideMayBeInTheWay_data()
    {
        QTest::addColumn<int>("existing");
        QTest::addColumn<QString>("sellAt");
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("buyAt");
        QTest::addColumn<bool>("passes");
        const auto row = [](const char *name, WireType existing, const char *sellAt, WireType type, const char *buyAt,
                            bool passes) {
            QTest::newRow(name) << int(existing) << QString::fromLatin1(sellAt) << int(type) << QString::fromLatin1(buyAt)
                                << passes;
        };
        row("stop, market", WireType::Stop, "", WireType::Market, "", false);
        row("stop, far limit", WireType::Stop, "", WireType::Limit, "1", false);
        row("limit, market", WireType::Limit, "90", WireType::Market, "", false);
        row("limit, stop", WireType::Limit, "90", WireType::Stop, "", false);
        row("limit, crossing limit", WireType::Limit, "90", WireType::Limit, "90", false);
        row("limit, lower limit", WireType::Limit, "90", WireType::Limit, "89.99", true);
        row("stop-limit, lower limit", WireType::StopLimit, "90", WireType::Limit, "89.99", true);
        row("trailing is exempt", WireType::TrailingStop, "", WireType::Market, "", true);
    }
    void aWorkingOrderOnTheOtherSideMayBeInTheWay()
    {
        QFETCH(int, existing);
        QFETCH(QString, sellAt);
        QFETCH(int, type);
        QFETCH(QString, buyAt);
        QFETCH(bool, passes);
        const QByteArray sell = sellAt.toLatin1();
        std::vector<VenueOrder> open{working(WireType(existing), sell.isEmpty() ? nullptr : sell.constData())};
        NewOrder order = limitBuy();
        order.type = WireType(type);
        order.limit = buyAt.isEmpty() ? std::nullopt : std::optional(px(buyAt.toLatin1().constData()));

        const auto objection = washTradeObjection(order, open);

        QVERIFY2(!objection == passes, objection ? objection->sentence.c_str() : "it passed");
        open.front().side = Side::Buy;
        QVERIFY(!washTradeObjection(order, open));
        open.front().side = Side::Sell;
        open.front().instrument.symbol = "TSLA";
        QVERIFY(!washTradeObjection(order, open));
    }

    void aShortSaleAndABuyDoNotStandBesideEachOther()
    {
        NewOrder sell = limitBuy("95");
        sell.side = Side::Sell;
        const OrderContext flat{.now = morning, .held = qty("0")};
        std::vector<VenueOrder> buys{working(WireType::Limit, "80", Side::Buy)};
        std::vector<VenueOrder> sells{working(WireType::Limit, "95", Side::Sell)};

        QVERIFY(!washTradeObjection(sell, buys)); // the prices do not meet
        QVERIFY(pairObjection(sell, flat, buys));
        QVERIFY(!pairObjection(sell, {.now = morning, .held = qty("12")}, buys));
        QVERIFY(!pairObjection(exitSell(), flat, buys));
        buys.front().intent = "buy_to_close";
        QVERIFY(!pairObjection(sell, flat, buys));
        QVERIFY(!pairObjection(limitBuy("80"), flat, sells)); // a plain sale of what is held
        sells.front().intent = "sell_to_open";
        QVERIFY(pairObjection(limitBuy("80"), flat, sells));
        sells.front().status = OrderStatus::Cancelled;
        QVERIFY(!pairObjection(limitBuy("80"), flat, sells));
    }

    void bracketsAndFinishedOrdersAreNotInTheWay()
    {
        NewOrder order = limitBuy();
        std::vector<VenueOrder> open{working(WireType::Stop)};
        QVERIFY(washTradeObjection(order, open));
        open.front().orderClass = "bracket";
        QVERIFY(!washTradeObjection(order, open));
        open.front().orderClass = "simple";
        QVERIFY(washTradeObjection(order, open));
        open.front().status = OrderStatus::Filled;
        QVERIFY(!washTradeObjection(order, open));
        open.front().status = OrderStatus::Working;
        QVERIFY(!washTradeObjection(bracketBuy(), open));
    }
};

QTEST_GUILESS_MAIN(AlpacaChangeRulesTest)
#include "AlpacaChangeRulesTest.moc"
