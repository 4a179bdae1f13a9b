#include "tests/core/brokers/bybit/BybitBrokerDesk.h"

using namespace core;
using namespace core::bybit;
using namespace std::chrono_literals;

namespace {

/// How often trouble was told that has these words in it.
int toldAbout(const BybitBrokerDesk &desk, const char *words)
{
    const auto troubles = desk.told<VenueTrouble>();
    return int(std::count_if(troubles.begin(), troubles.end(), [words](const VenueTrouble &each) {
        return each.sentence.find(words) != std::string::npos;
    }));
}

std::string spotRow(const BybitBrokerDesk &desk, const char *symbol, const char *price)
{
    return desk.orderRow("x-1", "New", {{"category", "spot"}, {"symbol", symbol}, {"price", price}, {"orderLinkId", ""}});
}

/// The spot instruments of the payload, and one that nobody here trades.
std::string withAnother(std::string instruments)
{
    const std::string known = R"({"symbol":"KLMUSDT","baseCoin":"KLM")";
    const std::size_t from = instruments.find(known);
    const std::size_t to = instruments.find("{\"symbol\":\"NEWUSDC\"");
    std::string row = instruments.substr(from, to - from);
    row.replace(0, known.size(), R"({"symbol":"ABCUSDT","baseCoin":"ABC")");
    return instruments.insert(from, row);
}

/// As many contracts as a page has, and where the next page is.
std::string fullPage(const std::string &instruments)
{
    const std::size_t from = instruments.find("{\"symbol\":\"KLMUSDT\"");
    const std::size_t to = instruments.find("{\"symbol\":\"DUST1000USDT\"");
    const std::string row = instruments.substr(from, instruments.rfind('}', to) + 1 - from);
    std::string rows;
    for (int i = 0; i < 1000; ++i)
        rows += (i ? "," : "") + std::string(row).replace(11, 7, "A" + std::to_string(i) + "USDT");
    return R"({"category":"linear","nextPageCursor":"page-2","list":[)" + rows + "]}";
}

} // namespace

/// What cannot be read, or not be counted, spoils what it is about and nothing else, and is said.
class BybitBrokerDoubtTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- rows -----------------------------------------------------------------------------------
    void aRowOfSomethingElseSpoilsNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.orders.push_back({"spot", "", spotRow(desk, "XYZUSDT", "1.0000000001")});
        desk.fills.push_back({"spot", "", desk.fillRow("x-2", "e-1", "0.0000000001", {{"symbol", "XYZUSDT"}})});
        for (int i = 0; i < 3; ++i) {
            desk.broker.requestSnapshot();
            desk.broker.requestOrders();
            desk.live(2s);
        }
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 3);
        QVERIFY(desk.told<VenueSnapshot>().back().isConsistent);
        QCOMPARE(toldAbout(desk, "XYZUSDT"), 2); // the order and the execution, once each
    }

    void aRowOfOursThatCannotBeReadComparesNothingAndIsSaidOnce()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.orders.push_back({"spot", "", spotRow(desk, "KLMUSDT", "1.0000000001")});
        desk.broker.requestSnapshot();
        desk.live(60s);
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 0);
        QCOMPARE(toldAbout(desk, "cannot be compared"), 1);
        QCOMPARE(toldAbout(desk, "price"), 1); // and why
        desk.orders.clear();
        desk.live(40s);
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 1);
    }

    void anOrderOfOursIsNotLeftOutWhateverItsInstrument()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        desk.orders.push_back({"linear", "cs-1", desk.orderRow("cs-1", "New", {{"symbol", "XYZUSDT"}, {"qty", "?"}})});
        desk.broker.requestSnapshot();
        desk.live(5s);
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 0);
    }

    void aListWithoutEndIsNoList()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.held = {"account/transaction-log"};
        desk.broker.requestSnapshot();
        std::string rows;
        for (int i = 0; i < 50; ++i)
            rows += std::string(i ? "," : "") + R"({"id":"t","type":"TRADE","currency":"USDT","change":"0","transactionTime":"1"})";
        for (int page = 0; page < 600 && desk.toldCount<VenueTrouble>() == 0; ++page) {
            desk.live(500ms);
            desk.http.answer(desk.last("account/transaction-log"), 200,
                             desk.envelope(R"({"nextPageCursor":"c)" + std::to_string(page) + R"(","list":[)" + rows + "]}"),
                             {}, desk.now());
        }
        QCOMPARE(toldAbout(desk, "has no end"), 1);
        QCOMPARE(desk.toldCount<VenueSnapshot>(), 0);
    }

    void aStrangersSpotOrderIsCancelledByItsKind_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("filter");
        QTest::newRow("take-profit and stop-loss") << QByteArray("tpslOrder") << QByteArray("tpslOrder");
        QTest::newRow("both") << QByteArray("BidirectionalTpslOrder") << QByteArray("tpslOrder");
        QTest::newRow("conditional") << QByteArray("Stop") << QByteArray("StopOrder");
        QTest::newRow("plain") << QByteArray("") << QByteArray("Order");
    }
    void aStrangersSpotOrderIsCancelledByItsKind()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, filter);
        BybitBrokerDesk desk;
        desk.begin();
        desk.orders.push_back({"spot", "", desk.orderRow("x-1", "Untriggered",
                                                         {{"category", "spot"}, {"side", "Sell"}, {"orderLinkId", ""},
                                                          {"stopOrderType", kind.toStdString()},
                                                          {"triggerPrice", kind.isEmpty() ? "" : "97"}})});
        desk.broker.requestSnapshot();
        desk.settle();
        desk.broker.cancel(desk.told<VenueSnapshot>().back().openOrders.at(0));
        const std::string &body = desk.http.requests[desk.last("order/cancel")].body;
        QVERIFY2(body.find("\"orderFilter\":\"" + filter.toStdString() + "\"") != std::string::npos, body.c_str());
    }

    // --- amounts --------------------------------------------------------------------------------
    void moreThanCanBeCountedOfWhatNobodyTradesHereIsLeftOut()
    {
        BybitBrokerDesk desk;
        desk.results["market/instruments-info spot"] = withAnother(desk.results["market/instruments-info spot"]);
        desk.begin();
        desk.coins += R"(,{"coin":"ABC","equity":"1","walletBalance":"10000000000.5"},)"
                      R"({"coin":"NOBODYS","equity":"1","walletBalance":"99999999999999999"},)"
                      R"({"coin":"KLM","equity":"1","walletBalance":"0.5"})";
        desk.fills = {{"spot", "s-1", desk.fillRow("s-1", "e-1", "9000000000", {{"symbol", "ABCUSDT"}})},
                      {"spot", "s-1", desk.fillRow("s-1", "e-2", "9000000000", {{"symbol", "ABCUSDT"}})}};
        desk.broker.requestSnapshot();
        desk.settle();
        const auto told = desk.told<VenueSnapshot>();
        QCOMPARE(told.size(), std::size_t(1));
        QVERIFY(told[0].isConsistent && told[0].fills.empty());
        QCOMPARE(told[0].holdings.size(), std::size_t(1));
        QVERIFY(told[0].holdings[0].quantity == quantity("0.5"));
        QCOMPARE(toldAbout(desk, "more ABCUSDT"), 1);
    }

    void moreThanCanBeCountedOfWhatIsTradedHereComparesNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.coins += R"(,{"coin":"KLM","equity":"1","walletBalance":"10000000000"})";
        for (int i = 0; i < 2; ++i) {
            desk.broker.requestSnapshot();
            desk.settle();
        }
        const auto told = desk.told<VenueSnapshot>();
        QCOMPARE(told.size(), std::size_t(2));
        QVERIFY(!told[0].isConsistent && !told[1].isConsistent && told[0].holdings.empty());
        QCOMPARE(toldAbout(desk, "no entries"), 1);
    }

    void moreFilledThanCanBeCountedEndsNothing()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        for (const char *execution : {"e-1", "e-2", "e-3"})
            desk.tellFill(desk.fillRow("cs-1", execution, "9000000000"));
        QCOMPARE(desk.toldCount<OrderFilled>(), 3);
    }

    void anOrderWhoseStateNobodyUnderstandsIsSaidOnce_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("filled");
        QTest::newRow("a new word") << QByteArray("Suspended") << QByteArray("0");
        QTest::newRow("more filled than ordered") << QByteArray("PartiallyFilled") << QByteArray("0.5");
    }
    void anOrderWhoseStateNobodyUnderstandsIsSaidOnce()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, filled);
        BybitBrokerDesk desk;
        desk.begin();
        desk.work("cs-1");
        const std::string row = desk.orderRow("cs-1", status.toStdString(), {{"cumExecQty", filled.toStdString()}});
        desk.orders.push_back({"linear", "cs-1", row});
        desk.tellOrder(row);
        QCOMPARE(toldAbout(desk, "cs-1"), 0); // it may be over in a moment
        desk.live(120s);
        QCOMPARE(toldAbout(desk, "cs-1"), 1);
    }

    // --- positions ------------------------------------------------------------------------------
    void twoPositionsInOneContractAreHedgesAndCountTogether()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.positions = R"({"positionIdx":1,"symbol":"KLMUSDT","side":"Buy","size":"3","avgPrice":"98"},)"
                         R"({"positionIdx":2,"symbol":"KLMUSDT","side":"Sell","size":"1","avgPrice":"99"})";
        desk.broker.requestSnapshot();
        desk.settle();
        const auto holdings = desk.told<VenueSnapshot>().back().holdings;
        QCOMPARE(holdings.size(), std::size_t(1));
        QVERIFY(holdings[0].quantity == quantity("2") && !holdings[0].price);
        QCOMPARE(toldAbout(desk, "hedge mode"), 1);
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
    }

    // --- facts ----------------------------------------------------------------------------------
    void aFactThatCannotBeReadIsSaidAndBlocksNoComparison_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("result");
        QTest::newRow("a word of the settings") << QByteArray("account/user-setting-config")
                                                << QByteArray(R"({"lpaPerp":true})");
        QTest::newRow("the key") << QByteArray("user/query-api") << QByteArray("{}");
        QTest::newRow("the account") << QByteArray("account/info") << QByteArray("{}");
    }
    void aFactThatCannotBeReadIsSaidAndBlocksNoComparison()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, result);
        BybitBrokerDesk desk;
        desk.results[path.toStdString()] = result.toStdString();
        desk.settle();
        desk.live(20s);
        QCOMPARE(toldAbout(desk, path.constData()), 1);
        QVERIFY(desk.toldCount<VenueSnapshot>() > 0);
    }

    void pricesMayBeMovedAsLongAsTheVenueDoesNotSay()
    {
        BybitBrokerDesk desk;
        desk.results["account/user-setting-config"] = "{}";
        desk.held = {"market/price-limit"};
        desk.settle();
        desk.connect();
        desk.live(20s);
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        QCOMPARE(int(desk.told<OrderRejected>().at(0).kind), int(RefusalKind::NotSent));
    }

    void aPositionModeThatCannotBeReadKeepsEntriesBack()
    {
        BybitBrokerDesk desk;
        desk.positions = R"({"positionIdx":"?","symbol":"KLMUSDT","side":"","size":"0"})";
        desk.settle();
        desk.connect();
        desk.live(20s);
        QVERIFY(desk.broker.isReady());
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        desk.place("cs-2", OrderRole::Exit);
        QCOMPARE(desk.count("order/create"), 1);
    }

    void instrumentsAreListedAgainFromTheFirstPageAfterAFailedOne()
    {
        BybitBrokerDesk desk;
        desk.held = {"market/instruments-info"};
        desk.settle();
        const std::string rest = desk.results["market/instruments-info linear"];
        const auto pages = [&](bool isSecondRefused) {
            for (std::size_t i = 0; i < desk.http.requests.size(); ++i) {
                const std::string &url = desk.http.requests[i].url;
                if (!desk.http.isWaiting(i) || url.find("instruments-info") == std::string::npos)
                    continue;
                const bool isSecond = url.find("page-2") != std::string::npos;
                if (isSecond && isSecondRefused)
                    desk.refuse(i, 10016);
                else if (url.find("spot") != std::string::npos)
                    desk.answer(i);
                else
                    desk.http.answer(i, 200, desk.envelope(isSecond ? rest : fullPage(rest)), {}, desk.now());
            }
        };
        pages(true); // the first page, whose second is refused as it is asked for
        desk.live(5s);
        pages(false);
        desk.live(1s);
        QVERIFY(desk.broker.isReady());
        const InstrumentFacts *klm = desk.broker.facts().find(linearFacts().instrument.id);
        QVERIFY(klm && klm->isTrading());
    }

    void whatIsNotListedCanBeLeftAndNotEntered()
    {
        BybitBrokerDesk desk;
        desk.results["market/instruments-info linear"] = R"({"category":"linear","nextPageCursor":"","list":[]})";
        desk.begin();
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        desk.place("cs-2", OrderRole::Exit);
        QCOMPARE(desk.count("order/create"), 1);
        QCOMPARE(desk.toldCount<OrderRejected>(), 1);
    }
};

QTEST_GUILESS_MAIN(BybitBrokerDoubtTest)
#include "BybitBrokerDoubtTest.moc"
