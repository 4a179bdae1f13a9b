#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaErrors.h"
#include "tests/core/brokers/alpaca/Payloads.h"

#include <QTest>

using namespace core;
using namespace core::alpaca;

namespace {

const Request order{.method = "POST", .path = "/v2/orders", .body = "{}"};
const Request change{.method = "PATCH", .path = "/v2/orders/x", .body = "{}"};
const Request cancel{.method = "DELETE", .path = "/v2/orders/x"};
const Request question{.method = "GET", .path = "/v2/orders"};
const Request bars{.host = Host::Data, .method = "GET", .path = "/v2/stocks/bars"};

/// `body` is JSON with ' for \".
void row(const char *name, const Request &request, int status, const char *body, Reason reason, Remedy remedy)
{
    QTest::newRow(name) << request << status << QByteArray(body).replace('\'', '"') << int(reason) << int(remedy);
}

} // namespace

Q_DECLARE_METATYPE(core::alpaca::Request)

class AlpacaErrorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyErrorHasItsReasonAndRemedy_data()
    {
        QTest::addColumn<Request>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("remedy");
        const Remedy leave = Remedy::DoNotRetry;
        row("malformed", order, 400, "{'code':40010000,'message':'request body format is invalid'}", Reason::BadRequest, leave);
        row("no such rule", order, 422, "{'code':40010001,'message':'qty must be > 0'}", Reason::BadRequest, leave);
        row("id taken", order, 422, "{'code':40010001,'message':'client_order_id must be unique'}",
            Reason::ClientIdTaken, Remedy::Ask);
        row("id taken, another status", order, 409, "{'code':'40910000','message':'Client_Order_ID must be unique'}",
            Reason::ClientIdTaken, Remedy::Ask);
        row("bad key", question, 401, "{'code':40110000,'message':'request is not authorized'}", Reason::WrongKeys,
            Remedy::Halt);
        row("bad key, words only", order, 401, "{'message':'forbidden.'}", Reason::WrongKeys, Remedy::Halt);
        row("bad key for data", bars, 403, "{'message':'forbidden.'}", Reason::WrongKeys, Remedy::Halt);
        row("recent tape", bars, 403, "{'code':42210000,'message':'subscription does not permit querying recent SIP data'}",
            Reason::DataSubscription, leave);
        row("recent tape, words only", bars, 403, "{'message':'Your subscription does not permit it'}",
            Reason::DataSubscription, leave);
        row("not shortable", order, 403, "{'code':40310000,'message':'asset PLTR is not shortable'}", Reason::NotShortable, leave);
        row("a shortfall is no short", order, 403, "{'code':40310000,'message':'margin shortfall'}", Reason::NotAllowed, leave);
        row("buying power", order, 403, "{'code':40310000,'message':'insufficient buying power','buying_power':'12'}",
            Reason::BuyingPower, leave);
        row("held shares", order, 403,
            "{'code':40310000,'message':'insufficient qty available for order - requested: 12, available: 0','available':'0'}",
            Reason::NotEnoughHeld, leave);
        row("no coins", order, 403, "{'code':40310000,'message':'insufficient balance for ETH'}", Reason::NotEnoughHeld, leave);
        row("wash trade", order, 403, "{'code':40310000,'message':'potential wash trade detected. use complex orders'}",
            Reason::WashTrade, leave);
        row("wash trade by its reason", order, 403,
            "{'code':40310000,'message':'refused','reject_reason':'opposite side market/stop order exists'}",
            Reason::WashTrade, leave);
        row("too small", order, 403, "{'code':40310000,'message':'cost basis must be >= minimal amount of order 10'}",
            Reason::TooSmall, leave);
        row("no shorts", order, 403, "{'code':40310000,'message':'account is not allowed to short'}", Reason::NotShortable, leave);
        row("nothing changed", change, 403, "{'code':40310000,'message':'order parameters are not changed'}",
            Reason::NothingChanged, leave);
        row("day trading", order, 403, "{'code':40310100,'message':'trade denied'}", Reason::DayTradingRule, leave);
        row("option level", order, 403, "{'code':40310000,'message':'account not eligible for level 3'}",
            Reason::NotAllowed, leave);
        row("not found", question, 404, "{'code':40410000,'message':'order not found'}", Reason::NotFound, leave);
        row("not found, nothing said", cancel, 404, "", Reason::NotFound, leave);
        row("penny", order, 422, "{'code':42210000,'message':'sub-penny increment does not fulfill minimum pricing criteria'}",
            Reason::PriceSteps, leave);
        row("filled already", cancel, 422, "{'code':42210000,'message':'order is already in filled state'}",
            Reason::AlreadyDone, leave);
        row("cancel, nothing said", cancel, 422, "", Reason::AlreadyDone, leave);
        row("change too early", change, 422, "{'code':42210000,'message':'cannot replace order in accepted status'}",
            Reason::NotReplaceable, leave);
        row("change, not out yet", change, 422,
            "{'code':40010001,'message':'unable to replace order, order is not sent to exchange yet'}", Reason::NotReplaceable, leave);
        row("rate", order, 429, "{'code':42910000,'message':'rate limit exceeded'}", Reason::RateLimit, Remedy::Retry);
        row("rate for data", bars, 429, "too many requests.", Reason::RateLimit, Remedy::Retry);
        row("code as text", order, 403, "{'code':'40310100','message':'x'}", Reason::DayTradingRule, leave);
    }
    void everyErrorHasItsReasonAndRemedy()
    {
        QFETCH(Request, request);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, reason);
        QFETCH(int, remedy);

        const Trouble trouble = troubleOf(request, status, body.toStdString());

        QCOMPARE(int(trouble.reason), reason);
        QCOMPARE(int(trouble.remedy), remedy);
        QVERIFY(!trouble.sentence.empty());
        QCOMPARE(trouble.countsToHalt, status == 401 || Reason(reason) == Reason::WrongKeys);
    }

    void whatMayHaveBeenDoneIsAskedFor_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("ofQuestion");
        for (const int status : {500, 502, 503, 504, 408, 425})
            QTest::addRow("%d", status) << status << int(Remedy::Retry);
        QTest::newRow("a success that is none") << 202 << int(Remedy::Retry);
        for (const int status : {301, 302, 303, 307, 308})
            QTest::addRow("%d", status) << status << int(Remedy::Halt);
    }
    void whatMayHaveBeenDoneIsAskedFor()
    {
        QFETCH(int, status);
        QFETCH(int, ofQuestion);

        for (const char *body : {"", "<html>Bad Gateway</html>", "{'code':50010000,'message':'internal server error'}"}) {
            const std::string text = QByteArray(body).replace('\'', '"').toStdString();
            QCOMPARE(int(troubleOf(order, status, text).remedy), int(Remedy::Ask));
            QCOMPARE(int(troubleOf(cancel, status, text).remedy), int(Remedy::Ask));
            QCOMPARE(int(troubleOf(question, status, text).remedy), ofQuestion);
        }
        const std::string sentence = troubleOf(order, status, "").sentence;
        QVERIFY(sentence.find("not known yet") != std::string::npos);
        QVERIFY(sentence.find(std::to_string(status)) != std::string::npos);
    }

    void noAnswerAndAnUnreadableOneAreDoubt()
    {
        QVERIFY(noAnswer(order, "timed out").remedy == Remedy::Ask);
        QVERIFY(noAnswer(question, "timed out").remedy == Remedy::Retry);
        QVERIFY(noAnswer(order, "timed out").countsToHalt);
        QVERIFY(unreadable(order, "id: it is missing").remedy == Remedy::Ask);
        QVERIFY(unreadable(order, "id: it is missing").sentence.find("id: it is missing") != std::string::npos);
    }

    void anErrorAndItsMalformedTwin()
    {
        const Trouble told = troubleOf(order, 403, support::payload("error.json"));
        const Trouble unclear = troubleOf(order, 403, support::payload("error.bad.json"));

        QVERIFY(told.reason == Reason::BuyingPower && told.code == "40310000");
        QVERIFY(unclear.reason == Reason::NotAllowed && unclear.code.empty());
        QVERIFY(unclear.remedy == Remedy::DoNotRetry); // the status alone says so
    }

    void theVenuesWordsAreShownInOneLine()
    {
        const std::string body = "{\"code\":40310000,\"message\":\"line\\nbreak" + std::string(500, 'x') + "\"}";

        const Trouble trouble = troubleOf(order, 403, body);

        QVERIFY(trouble.sentence.find("line break") != std::string::npos);
        QVERIFY(trouble.sentence.size() < 400);
        QCOMPARE(trouble.code, std::string("40310000"));
    }
};

QTEST_GUILESS_MAIN(AlpacaErrorsTest)
#include "AlpacaErrorsTest.moc"
