#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAsset.h"
#include "core/brokers/alpaca/AlpacaFills.h"
#include "core/brokers/alpaca/AlpacaOrderReader.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/core/brokers/alpaca/Payloads.h"
#include "tests/support/SharedData.h"

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

VenueOrder orderFrom(const char *name)
{
    return parseOrder(payload(name)).value();
}

} // namespace

class AlpacaOrdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAnOrder()
    {
        const VenueOrder order = orderFrom("order-new.json");

        QCOMPARE(order.id.text(), std::string("7c1f0c52-51b7-4a4e-9b0a-2f6d1f0a9e11"));
        QCOMPARE(order.clientId.text(), std::string("AB01CD0000000017K"));
        QCOMPARE(order.instrument.text(), std::string("alpaca:PLTR"));
        QVERIFY(order.side == Side::Buy && order.type == WireType::Limit && order.timeInForce == WireTimeInForce::Gtc);
        QVERIFY(order.quantity == qty("12") && order.limit == px("81.37") && order.filled.isZero());
        QVERIFY(order.status == OrderStatus::Working && !order.isCancelPending && !order.averagePrice);
        QVERIFY(order.createdAt == at("2026-03-02T14:31:05.120034771Z"));
        QVERIFY(order.updatedAt == at("2026-03-02T14:31:05.140500001Z")); // told as New York time
        QVERIFY(order.isReplaceable());
    }

    void readsWhatIsFilledExactly()
    {
        const VenueOrder order = orderFrom("order-partial.json");
        const Order domain = toOrder(order);

        QVERIFY(order.quantity == qty("12")); // it came as a number
        QVERIFY(domain.status == OrderStatus::PartiallyFilled);
        QVERIFY(domain.filled == qty("5"));
        QCOMPARE(domain.filledNotional.toString(), std::string("406.756172839450617")); // 5 × 81.3512345678901234
        QVERIFY(domain.updatedAt == at("2026-03-02T14:31:09.000000017Z"));
    }

    void readsOrdersOfEveryKind()
    {
        const VenueOrder byMoney = orderFrom("order-notional.json");
        QVERIFY(!byMoney.quantity && byMoney.notional == usd("250.5") && !byMoney.isReplaceable());
        const VenueOrder bracket = orderFrom("order-bracket.json");
        QCOMPARE(bracket.legs.size(), std::size_t(2));
        QVERIFY(bracket.legs[1].stop == px("78.9") && bracket.legs[1].side == Side::Sell);
        QVERIFY(toOrder(bracket.legs[1]).request.reduceOnly);
        const VenueOrder trailing = orderFrom("order-trailing.json");
        QVERIFY(trailing.trailPercent == dec("2.5") && trailing.stop == px("82.0105")); // rounded at the ninth place
        QVERIFY(toOrder(trailing).request.type == OrderType::Stop);
        const VenueOrder crypto = orderFrom("order-crypto.json");
        QCOMPARE(crypto.instrument.text(), std::string("alpaca-crypto:ETH/USD"));
        QVERIFY(crypto.status == OrderStatus::PartiallyFilled && crypto.isCancelPending);
        QVERIFY(toOrder(crypto).cancelRequested);
        const VenueOrder replaced = orderFrom("order-replaced.json");
        QVERIFY(isFinal(replaced.status) && replaced.replacedBy->text().ends_with("0008"));
        QCOMPARE(toOrder(replaced).reason, std::string("replaced by order a0a0a0a0-0000-4000-8000-000000000008"));
    }

    void anUnknownStatusStaysDoubt()
    {
        const auto orders = parseOrders(payload("orders.json"));

        VERIFY_RESULT(orders);
        QCOMPARE(orders->size(), std::size_t(5));
        const VenueOrder &odd = orders->back();
        QCOMPARE(odd.statusText, std::string("waiting_for_godot"));
        QVERIFY(toOrder(odd).status == OrderStatus::Unknown);
        QVERIFY(toOrder(odd).reason.find("waiting_for_godot") != std::string::npos);
        const VenueOrder &mleg = orders->at(3);
        QVERIFY(mleg.instrument.symbol.empty() && mleg.limit == px("-0.55") && mleg.legs.size() == 2);
        QVERIFY(!mleg.legs[0].type);
    }

    void everyDocumentedStatusHasItsMeaning_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("withFills");
        const auto row = [](const char *word, OrderStatus status, OrderStatus withFills) {
            QTest::newRow(word) << QString::fromLatin1(word) << int(status) << int(withFills);
        };
        for (const char *word : {"pending_new", "accepted", "accepted_for_bidding", "new", "held", "pending_cancel",
                                 "pending_replace", "done_for_day", "stopped", "suspended", "calculated", "pending_review"})
            row(word, OrderStatus::Working, OrderStatus::PartiallyFilled);
        row("partially_filled", OrderStatus::PartiallyFilled, OrderStatus::PartiallyFilled);
        row("filled", OrderStatus::Filled, OrderStatus::Filled);
        row("canceled", OrderStatus::Cancelled, OrderStatus::Cancelled);
        row("expired", OrderStatus::Expired, OrderStatus::Expired);
        row("replaced", OrderStatus::Cancelled, OrderStatus::Cancelled);
        row("rejected", OrderStatus::Rejected, OrderStatus::Rejected);
        row("Filled", OrderStatus::Unknown, OrderStatus::Unknown);
        row("", OrderStatus::Unknown, OrderStatus::Unknown);
    }
    void everyDocumentedStatusHasItsMeaning()
    {
        QFETCH(QString, word);
        QFETCH(int, status);
        QFETCH(int, withFills);

        QCOMPARE(int(meaningOf(word.toStdString(), false).status), status);
        QCOMPARE(int(meaningOf(word.toStdString(), true).status), withFills);
        QCOMPARE(meaningOf(word.toStdString(), true).isCancelPending, word == QStringLiteral("pending_cancel"));
        QCOMPARE(meaningOf(word.toStdString(), true).isReplacePending, word == QStringLiteral("pending_replace"));
    }

    void readsTheLinesOfCancellingAndClosingAll()
    {
        const auto cancelled = parseBulk(payload("cancel-all.json"));
        const auto closed = parseBulk(payload("close-all.json"));

        VERIFY_RESULT(cancelled);
        QCOMPARE(cancelled->size(), std::size_t(3));
        QVERIFY(cancelled->at(0).isAccepted() && cancelled->at(0).order->isCancelPending);
        QVERIFY(!cancelled->at(1).isAccepted());
        QCOMPARE(cancelled->at(1).message, std::string("order is being handled elsewhere"));
        QVERIFY(cancelled->at(2).isAccepted() && !cancelled->at(2).order);
        VERIFY_RESULT(closed);
        QCOMPARE(closed->at(1).subject, std::string("TSLA"));
        QCOMPARE(closed->at(1).status, 403);
        QVERIFY(parseBulk("[]")->empty());
    }

    void readsFillsAndTheNextPage()
    {
        const auto page = parseFillPage(payload("fills.json"), 4);

        VERIFY_RESULT(page);
        QCOMPARE(page->fills.size(), std::size_t(3)); // the deposit is passed over
        QVERIFY(page->nextToken == "20260302000000000::6e6f");
        QVERIFY(!parseFillPage(payload("fills.json"), 5)->nextToken);
        QVERIFY(!parseFillPage("[]", 4)->nextToken);
        const Execution &second = page->fills[1];
        QVERIFY(second.cumulative == qty("12") && second.quantity == qty("7") && second.price == px("81.37"));
        QVERIFY(second.at == at("2026-03-02T14:31:09Z"));
        const Execution &third = page->fills[2];
        QCOMPARE(third.instrument.text(), std::string("alpaca-crypto:ETH/USD"));
        QVERIFY(third.side == Side::Sell && !third.cumulative);
        const Fill fill = toFill(third, ClientOrderId("A"));
        QVERIFY(fill.order.text() == "A" && fill.signedQuantity() == qty("-0.123456789") && fill.fee.isZero());
    }

    void aFillHasOneIdWhateverItsSource()
    {
        const FillKey stream{VenueOrderId("o"), qty("5"), px("81.36"), qty("5"), at("2026-03-02T14:31:07.391204518Z")};
        FillKey activity = stream;
        activity.at = at("2026-03-02T14:31:07.391204Z");
        FillKey later = stream;
        later.cumulative = qty("12");
        FillKey otherOrder = stream;
        otherOrder.order = VenueOrderId("p");
        FillKey otherPrice = stream;
        otherPrice.price = px("81.37");

        QVERIFY(fillIdOf(stream) == fillIdOf(activity));
        QVERIFY(fillIdOf(stream) != fillIdOf(later));
        QVERIFY(fillIdOf(stream) != fillIdOf(otherOrder));
        QVERIFY(fillIdOf(stream) != fillIdOf(otherPrice));
        FillKey poor = stream;
        poor.cumulative.reset();
        FillKey poorLater = poor;
        poorLater.at += std::chrono::milliseconds(1);
        QVERIFY(fillIdOf(poor) != fillIdOf(poorLater));
        QCOMPARE(fillIdOf(stream).text().size(), std::size_t(39));
    }

    void readsOtherActivities()
    {
        const auto page = parseActivityPage(payload("activities.json"), 3);

        VERIFY_RESULT(page);
        QCOMPARE(page->activities.size(), std::size_t(2)); // the fill is passed over
        QVERIFY(page->activities[0].netAmount == usd("2500") && page->activities[0].type == "CSD");
        QVERIFY(page->activities[0].at == at("2026-03-02"));
        QVERIFY(page->activities[1].quantity == qty("-0.000185185"));
        QVERIFY(page->nextToken == "20260302093107391::3f2b");
    }

    void readsAssets()
    {
        const auto assets = parseAssets(payload("assets.json"));

        VERIFY_RESULT(assets);
        QCOMPARE(assets->size(), std::size_t(3)); // the bond is left out
        const Asset &stock = assets->at(0);
        QVERIFY(stock.isTradable && stock.isShortable && !stock.isEasyToBorrow); // borrow_status stands above the old word
        QVERIFY(!toInstrument(stock).shortable);
        QVERIFY(stock.has("has_options") && !stock.has("ipo"));
        QVERIFY(toInstrument(stock).lotSize == dec("1") && toInstrument(stock).tickSize == dec("0.01"));
        QVERIFY(assets->at(2).isEasyToBorrow && !assets->at(2).isActive);
        const Instrument coin = toInstrument(parseAsset(payload("asset-crypto.json")).value());
        QCOMPARE(coin.id.text(), std::string("alpaca-crypto:ETH/USD"));
        QVERIFY(coin.tickSize == dec("0.05") && coin.lotSize == dec("0.000000001") && coin.minQuantity == qty("0.0002"));
        QVERIFY(coin.session == SessionKind::AlwaysOpen && coin.currency == "USD");
    }

    void ordersOfSeveralLegsAreReadWhole()
    {
        const VenueOrder oco = parseOrder(payload("order-oco.json")).value();
        const VenueOrder oto = parseOrder(payload("order-oto.json")).value();
        const VenueOrder several = parseOrder(payload("order-mleg.json")).value();

        QVERIFY(oco.orderClass == "oco" && oco.limit == px("90.1") && oco.legs.size() == 1);
        QVERIFY(oco.legs[0].stop == px("78.9") && oco.legs[0].side == Side::Sell);
        QVERIFY(oto.side == Side::Buy && oto.legs.size() == 1 && oto.legs[0].type == WireType::Stop);
        QVERIFY(several.instrument.symbol.empty() && several.legs.size() == 2);
        QCOMPARE(several.legs[1].instrument.symbol, std::string("PLTR260320C00085000"));
    }

    void malformedTwinsAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"order-new", "order-partial", "order-notional", "order-bracket", "order-trailing",
                                 "order-crypto", "order-replaced", "order-oco", "order-oto", "order-mleg", "orders", "cancel-all", "close-all", "fills",
                                 "activities", "asset-stock", "asset-crypto", "assets"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void malformedTwinsAreRefused()
    {
        QFETCH(QString, name);
        const auto reads = [&](const std::string &bytes) {
            if (name == QStringLiteral("orders"))
                return parseOrders(bytes).has_value();
            if (name.endsWith(QStringLiteral("-all")))
                return parseBulk(bytes).has_value();
            if (name == QStringLiteral("fills"))
                return parseFillPage(bytes, 100).has_value();
            if (name == QStringLiteral("activities"))
                return parseActivityPage(bytes, 100).has_value();
            if (name == QStringLiteral("assets"))
                return parseAssets(bytes).has_value();
            return name.startsWith(QStringLiteral("asset")) ? parseAsset(bytes).has_value()
                                                            : parseOrder(bytes).has_value();
        };
        const std::string good = payload((name + QStringLiteral(".json")).toLatin1().constData());

        QVERIFY(reads(good));
        QVERIFY(!reads(payload((name + QStringLiteral(".bad.json")).toLatin1().constData())));
        QVERIFY(!reads(good.substr(0, good.size() / 2)));
        QVERIFY(!reads("<html>502 Bad Gateway</html>"));
        QVERIFY(!reads(""));
        QVERIFY(!reads("null"));
    }

    void numbersAtTheEdgeAreRefusedNotABug()
    {
        for (const char *number : {"-9223372036.854775808", "9223372036.854775808", "1e99", "-1"}) {
            std::string bytes = payload("order-new.json");
            bytes.replace(bytes.find("\"12\""), 4, number);
            QVERIFY2(!parseOrder(bytes), number);
        }
        std::string fills = payload("fills.json");
        fills.replace(fills.find("\"5\""), 3, "-9223372036.854775808");
        QVERIFY(!parseFillPage(fills, 100));
    }
};

QTEST_GUILESS_MAIN(AlpacaOrdersTest)
#include "AlpacaOrdersTest.moc"
