#include "tests/core/brokers/bybit/BybitBrokerDesk.h"

using namespace core;
using namespace core::bybit;
using namespace std::chrono_literals;

namespace {

net::HttpAnswer plain(int status, std::string body)
{
    return {status, {}, std::move(body), {}};
}

} // namespace

/// Answers that are missing, refused or not to be believed.
class BybitBrokerTroubleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- an order's answer ----------------------------------------------------------------------
    void whatIsNotProvenIsUnknown_data()
    {
        QTest::addColumn<int>("way");
        QTest::newRow("no answer") << 0;
        QTest::newRow("500") << 1;
        QTest::newRow("502, a gateway's page") << 2;
        QTest::newRow("200, cut off") << 3;
        QTest::newRow("200, empty") << 4;
        QTest::newRow("10000, the venue gave up waiting") << 5;
        QTest::newRow("10016, the venue's own error") << 6;
        QTest::newRow("110072, the id was used") << 7;
        QTest::newRow("10014, a duplicate request") << 8;
        QTest::newRow("a code that nobody knows") << 9;
        QTest::newRow("200, another order's id") << 10;
        QTest::newRow("200, no id") << 11;
        QTest::newRow("a redirect") << 12;
    }
    void whatIsNotProvenIsUnknown()
    {
        QFETCH(int, way);
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        const std::size_t sent = desk.last("order/create");
        switch (way) {
        case 0: desk.http.finish(sent, net::NoAnswer{"silence"}); break;
        case 1: desk.http.finish(sent, plain(500, desk.envelope("{}", 0))); break;
        case 2: desk.http.finish(sent, plain(502, "<html>bad gateway</html>")); break;
        case 3: desk.http.finish(sent, plain(200, desk.envelope("{}").substr(0, 30))); break;
        case 4: desk.http.finish(sent, plain(200, "")); break;
        case 5: desk.refuse(sent, 10000); break;
        case 6: desk.refuse(sent, 10016); break;
        case 7: desk.refuse(sent, 110072); break;
        case 8: desk.refuse(sent, 10014); break;
        case 9: desk.refuse(sent, 119999); break;
        case 10: desk.http.finish(sent, plain(200, desk.envelope("{\"orderId\":\"v-x\",\"orderLinkId\":\"cs-2\"}"))); break;
        case 11: desk.http.finish(sent, plain(200, desk.envelope("{}"))); break;
        default: desk.http.finish(sent, plain(302, "")); break;
        }
        QCOMPARE(desk.toldCount<OrderOutcomeUnknown>(), 1);
        QCOMPARE(desk.toldCount<OrderRejected>() + desk.toldCount<OrderAccepted>(), 0);
        desk.live(60s);
        QCOMPARE(desk.count("order/create"), 1); // nothing is sent again
    }

    void whatTheVenueRefusesIsRejectedWithItsReason_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<RefusalKind>("kind");
        QTest::addColumn<bool>("halts");
        QTest::newRow("no money") << 110007 << RefusalKind::Funds << false;
        QTest::newRow("nothing to reduce") << 110017 << RefusalKind::NothingHeld << false;
        QTest::newRow("too many conditional orders") << 110009 << RefusalKind::RateLimit << false;
        QTest::newRow("too many orders") << 110020 << RefusalKind::RateLimit << false;
        QTest::newRow("rate") << 10006 << RefusalKind::RateLimit << false;
        QTest::newRow("no permission") << 10005 << RefusalKind::Keys << false;
        QTest::newRow("another environment's key") << 10003 << RefusalKind::Keys << true;
        QTest::newRow("expired key") << 33004 << RefusalKind::Keys << true;
        QTest::newRow("a value it does not take") << 10001 << RefusalKind::Other << false;
        QTest::newRow("clock") << 10002 << RefusalKind::NotSent << false;
    }
    void whatTheVenueRefusesIsRejectedWithItsReason()
    {
        QFETCH(int, code);
        QFETCH(RefusalKind, kind);
        QFETCH(bool, halts);
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.refuse(desk.last("order/create"), code);
        const auto rejected = desk.told<OrderRejected>();
        QCOMPARE(rejected.size(), std::size_t(1));
        QCOMPARE(int(rejected[0].kind), int(kind));
        QVERIFY(!rejected[0].reason.empty());
        const auto troubles = desk.told<VenueTrouble>();
        QCOMPARE(std::any_of(troubles.begin(), troubles.end(), [](const auto &each) { return each.mustHalt; }), halts);
        desk.live(20s);
        QCOMPARE(desk.count("order/create"), 1);
    }

    void whatNeverLeftIsRejectedAsNotSent()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.http.finish(desk.last("order/create"), net::NotSent{"no route"});
        QCOMPARE(int(desk.told<OrderRejected>().at(0).kind), int(RefusalKind::NotSent));
    }

    void anOrderThatBreaksARuleNeverLeaves()
    {
        BybitBrokerDesk desk;
        desk.results["market/price-limit"] = R"({"symbol":"KLMUSDT","buyLmt":"98.00","sellLmt":"90"})";
        desk.begin();
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        QVERIFY(shown(desk.told<OrderRejected>().at(0).reason).contains(QStringLiteral("98")));
    }

    void anEntryWaitsForPriceLimitsOnlyWhereThePriceWouldBeMoved_data()
    {
        QTest::addColumn<bool>("isMoved");
        QTest::newRow("moved in silence") << true;
        QTest::newRow("refused by the venue") << false;
    }
    void anEntryWaitsForPriceLimitsOnlyWhereThePriceWouldBeMoved()
    {
        QFETCH(bool, isMoved);
        BybitBrokerDesk desk;
        if (isMoved)
            desk.results["account/user-setting-config"] = R"({"lpaSpot":false,"lpaPerp":false})";
        desk.held = {"market/price-limit"};
        desk.begin();
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), isMoved ? 0 : 1);
    }

    void theSettingIsChangedOnlyWhenTheOwnerAgreed_data()
    {
        QTest::addColumn<bool>("agreed");
        QTest::newRow("agreed") << true;
        QTest::newRow("not asked") << false;
    }
    void theSettingIsChangedOnlyWhenTheOwnerAgreed()
    {
        QFETCH(bool, agreed);
        BybitBrokerDesk desk(Environment::Testnet, agreed);
        desk.results["account/user-setting-config"] = R"({"lpaSpot":false,"lpaPerp":false})";
        desk.settle();
        QCOMPARE(desk.count("account/set-limit-px-action"), agreed ? 1 : 0);
        const auto troubles = desk.told<VenueTrouble>();
        QVERIFY(shown(troubles.at(0).sentence).contains(QStringLiteral("in silence")));
    }

    // --- what must be known first ---------------------------------------------------------------
    void anEntryIsKeptBackByTheAccountAndAnExitIsNot_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("result");
        QTest::addColumn<QString>("word");
        QTest::newRow("read-only key") << QByteArray("user/query-api")
                                       << QByteArray(R"({"readOnly":1,"permissions":{"ContractTrade":["Order","Position"]},"ips":[],"userID":1})")
                                       << QStringLiteral("only read");
        QTest::newRow("key without contracts")
            << QByteArray("user/query-api")
            << QByteArray(R"({"readOnly":0,"permissions":{"Spot":["SpotTrade"]},"ips":[],"userID":1})")
            << QStringLiteral("contracts");
        QTest::newRow("old account") << QByteArray("account/info")
                                     << QByteArray(R"({"unifiedMarginStatus":3,"marginMode":"REGULAR_MARGIN"})")
                                     << QStringLiteral("unified");
    }
    void anEntryIsKeptBackByTheAccountAndAnExitIsNot()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, result);
        QFETCH(QString, word);
        BybitBrokerDesk desk;
        desk.results[path.toStdString()] = result.toStdString();
        desk.begin();
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        QVERIFY2(shown(desk.told<OrderRejected>().at(0).reason).contains(word),
                 desk.told<OrderRejected>().at(0).reason.c_str());
        desk.place("cs-2", OrderRole::Exit);
        QCOMPARE(desk.count("order/create"), 1);
    }

    void whatTheVenueKeepsToItselfIsSaidAndDoneWithout()
    {
        BybitBrokerDesk desk;
        desk.held = {"user/query-api"};
        desk.settle();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(!desk.broker.isReady());
            desk.refuse(desk.last("user/query-api"), 10005);
            desk.live(3s);
        }
        QVERIFY(desk.broker.isReady());
        const auto troubles = desk.told<VenueTrouble>();
        QVERIFY(std::any_of(troubles.begin(), troubles.end(), [](const VenueTrouble &each) {
            return each.sentence.find("user/query-api") != std::string::npos && !each.mustHalt;
        }));
    }

    void hedgeModeKeepsEntriesBack()
    {
        BybitBrokerDesk desk;
        desk.positions = R"({"positionIdx":1,"symbol":"KLMUSDT","side":"","size":"0"},{"positionIdx":2,"symbol":"KLMUSDT","side":"","size":"0"})";
        desk.begin();
        desk.place("cs-1");
        QCOMPARE(desk.count("order/create"), 0);
        QVERIFY(shown(desk.told<OrderRejected>().at(0).reason).contains(QStringLiteral("hedge")));
        desk.positions.clear();
        desk.live(302s, 10s); // switched at the venue's site
        desk.place("cs-2");
        QCOMPARE(desk.count("order/create"), 1);
    }

    void nothingLeavesBeforeTheInstrumentsAreKnown()
    {
        BybitBrokerDesk desk;
        desk.held = {"market/instruments-info"};
        desk.settle();
        desk.place("cs-1", OrderRole::Exit);
        QCOMPARE(desk.count("order/create"), 0);
        QCOMPARE(int(desk.told<OrderRejected>().at(0).kind), int(RefusalKind::NotSent));
    }

    // --- rates ----------------------------------------------------------------------------------
    void aRefusalForTheRateHoldsTheNextOrderUntilTheVenueAllowsIt()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.refuse(desk.last("order/create"), 10006, "Too many visits");
        desk.place("cs-2");
        QCOMPARE(desk.count("order/create"), 1);
        desk.wait(1100ms);
        QCOMPARE(desk.count("order/create"), 2);
        QCOMPARE(desk.toldCount<OrderRejected>(), 1);
    }

    void aBanThatThePricesWereToldIsSilenceHereToo()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.silence->keep(desk.clock.steady() + 600s);
        const std::size_t before = desk.http.requests.size();
        desk.place("cs-1");
        desk.live(590s, 5s);
        QCOMPARE(desk.http.requests.size(), before);
        QCOMPARE(int(desk.told<OrderRejected>().at(0).kind), int(RefusalKind::RateLimit)); // taken back
        desk.live(20s, 5s);
        QVERIFY(desk.http.requests.size() > before);
    }

    void aBanIsTenMinutesOfSilence()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.http.finish(desk.last("order/create"), plain(403, "access too frequent"));
        QCOMPARE(int(desk.told<OrderRejected>().at(0).kind), int(RefusalKind::RateLimit));
        QCOMPARE(desk.told<VenueTrouble>().at(0).mustHalt, false);
        QVERIFY(desk.silence->left(desk.clock.steady()) == Duration(600s));
        const std::size_t before = desk.http.requests.size();
        desk.place("cs-2");
        desk.broker.cancel(desk.orderOf("cs-0"));
        desk.broker.requestSnapshot();
        desk.live(590s, 5s);
        QCOMPARE(desk.http.requests.size(), before);
        QCOMPARE(int(desk.told<OrderRejected>().at(1).kind), int(RefusalKind::RateLimit)); // taken back, never sent
        desk.live(20s, 5s);
        QVERIFY(desk.http.requests.size() > before);
        QCOMPARE(desk.count("order/create"), 1);
    }

    // --- the clock ------------------------------------------------------------------------------
    void aClockThatIsOneSecondAheadKeepsEntriesBackAndSignsWithTheVenuesTime()
    {
        BybitBrokerDesk desk;
        desk.venueAhead = -1s; // ours is ahead
        desk.begin();
        desk.place("cs-1", OrderRole::Exit);
        const auto stamp = desk.http.last().headers.find("X-BAPI-TIMESTAMP");
        QCOMPARE(QString::fromUtf8(stamp->data(), int(stamp->size())),
                 QString::number(toMillis(desk.clock.now() - 1s)));
        BybitBrokerDesk other;
        other.venueAhead = -1s;
        other.settle();
        const ClockJudged judged = other.told<ClockJudged>().back();
        QVERIFY(!judged.allowsEntries);
        QCOMPARE(*judged.offset, Duration(-1s));
        QVERIFY(shown(judged.detail).contains(QStringLiteral("1000 ms ahead")));
    }

    void aClockThatBecomesWrongIsSaidAndMeasuredAnewWhenTheVenueObjects()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.venueAhead = -2s;
        const int measured = desk.count("market/time");
        desk.refuse(desk.last("order/create"), 10002);
        desk.settle();
        QVERIFY(desk.count("market/time") > measured);
        QVERIFY(!desk.told<ClockJudged>().back().allowsEntries);
    }

    // --- the session ----------------------------------------------------------------------------
    void aLoginThatIsRefusedForTheKeyHalts()
    {
        BybitBrokerDesk desk;
        desk.settle();
        desk.events.clear();
        desk.socket.accept();
        desk.socket.tell(R"({"retCode":10003,"retMsg":"API key is invalid.","op":"auth","connId":"c","success":false})");
        QVERIFY(desk.told<VenueTrouble>().at(0).mustHalt);
        QCOMPARE(desk.socket.closings.size(), std::size_t(1));
    }

    void failuresOfTheInterfaceCountAndRefusalsDoNot()
    {
        BybitBrokerDesk desk;
        desk.begin();
        desk.place("cs-1");
        desk.refuse(desk.last("order/create"), 110007);
        QCOMPARE(desk.toldCount<VenueTrouble>(), 0);
        desk.place("cs-2");
        desk.http.finish(desk.last("order/create"), net::NoAnswer{"silence"});
        QCOMPARE(desk.told<VenueTrouble>().at(0).countsToHalt, true);
        desk.place("cs-3"); // in the same moment: not twice
        desk.http.finish(desk.last("order/create"), net::NoAnswer{"silence"});
        QCOMPARE(desk.toldCount<VenueTrouble>(), 1);
    }
};

QTEST_GUILESS_MAIN(BybitBrokerTroubleTest)
#include "BybitBrokerTroubleTest.moc"
