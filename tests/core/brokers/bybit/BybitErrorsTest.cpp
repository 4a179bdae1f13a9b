#include "tests/core/brokers/bybit/BybitBuilders.h"

#include "core/brokers/bybit/BybitAccountRequests.h"
#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitMarketRequests.h"

#include <QTest>

#include <map>

using namespace core;
using namespace core::bybit;

namespace {

const std::map<QString, ErrorClass> classes{
    {QStringLiteral("DONE"), ErrorClass::Done}, {QStringLiteral("FIX"), ErrorClass::Fix},
    {QStringLiteral("WAIT"), ErrorClass::Wait}, {QStringLiteral("BUSY"), ErrorClass::WaitOrUnknown},
    {QStringLiteral("UNK"), ErrorClass::Unknown}, {QStringLiteral("ASK"), ErrorClass::Ask},
    {QStringLiteral("OK"), ErrorClass::Fine}, {QStringLiteral("USER"), ErrorClass::User},
    {QStringLiteral("AUTH"), ErrorClass::Auth}, {QStringLiteral("CLOCK"), ErrorClass::Clock}};

/// The venue's sheet, section 6, both parts: the class of every code that it names.
const char *const sheet =
    "DONE 0\n"
    "BUSY -1 429 10019 10429\n"
    "AUTH -2015 33004 10003 10007\n"
    "UNK 10000 10014 10016 110079 170001 170032 170234 170007 170146 170147 170310\n"
    "CLOCK 10002\n"
    "FIX 10001 10004 10017 10404 20006 110057 110064 110094 110108 110109 110119 170105 170130 170115 170116 170117 "
    "170121 170201 170124 170381 170382 170341 170134 170136 170137 170148 170140 170202 170313\n"
    "WAIT 10006 10018 10403 20003 170005 170222 170144 170191 170212\n"
    "OK 20001 110008 110010 110025 110026 110027 110043 34040 170139 170142 170190\n"
    "ASK 110001 110072 40004 170141 170143 170213\n"
    "USER 10005 10008 10009 10010 10024 10027 10028 100028 10029 10032 110003 110004 110006 110007 110012 110044 "
    "110045 110051 110052 110053 110005 110009 110011 110039 110040 110046 110013 110031 110047 110048 110086 110089 "
    "110090 110014 110015 110033 110034 110076 110078 110017 110020 110021 110022 110023 110042 110024 110028 110029 "
    "110036 110038 110054 110055 110056 110058 110059 110060 110061 110063 110066 110074 110085 110092 110093 110095 "
    "110096 110097 110098 110099 110103 110100 110118 110120 110121 110123 110125 110124 110131 110132 3400139 30228 "
    "170031 170033 170131 170036 170037 170344 170132 170133 170192 170193 170194 170203 170204 170145 170312 170149 "
    "170150 170210 170311 170151 170157 170159 170206 170217 170197 170198 170199 170200 170228 170229 170218 170241 "
    "170371 170372 170810 176000 176015 176999 182011\n";

Request order()
{
    return *createOrder(linear(entry()));
}

Request cancel()
{
    return cancelOrder({linearFacts().instrument.id, ClientOrderId("a"), {}});
}

net::HttpAnswer answer(int status, const char *body)
{
    net::HttpAnswer made;
    made.status = status;
    made.body = body;
    return made;
}

Verdict judged(int status, const char *body, const Request &request)
{
    return judge(answer(status, body), request, timestampFromMillis(1700000000000));
}

const char *const page = "<html><body>Bad gateway</body></html>";
const char *const ack = R"({"retCode":0,"retMsg":"OK","result":{},"retExtInfo":{},"time":1700000000123})";

} // namespace

class BybitErrorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsEveryCodeOfTheSheet_data()
    {
        QTest::addColumn<qint64>("code");
        QTest::addColumn<int>("kind");
        for (const QString &line : QString::fromUtf8(sheet).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            const QStringList words = line.split(QLatin1Char(' '));
            for (const QString &code : words.mid(1))
                QTest::newRow(qPrintable(words[0] + QLatin1Char(' ') + code))
                    << code.toLongLong() << static_cast<int>(classes.at(words[0]));
        }
    }

    void sortsEveryCodeOfTheSheet()
    {
        QFETCH(qint64, code);
        QFETCH(int, kind);

        const Reason reason = reasonOfCode(code);

        QCOMPARE(static_cast<int>(factsOf(reason).kind), kind);
        QVERIFY(reason != Reason::Other);
        QVERIFY(shown(factsOf(reason).sentence).endsWith(QLatin1Char('.')) ||
                shown(factsOf(reason).sentence).endsWith(QLatin1Char('?')));
    }

    void doubtsEveryOtherCodeOfAWrite()
    {
        for (const std::int64_t code : {-3, 1, 9999, 10015, 110002, 110016, 110080, 170002, 170118, 175999, 177000}) {
            QVERIFY(reasonOfCode(code) == Reason::Other);
            QVERIFY(judgeCode(code, "new", RequestKind::Create).handling == Handling::Unknown);
            QVERIFY(judgeCode(code, "new", RequestKind::Read).handling == Handling::DoNotRetry);
        }
    }

    void meansSomethingElseForEveryRequest_data()
    {
        QTest::addColumn<qint64>("code");
        QTest::addColumn<int>("read");
        QTest::addColumn<int>("create");
        QTest::addColumn<int>("amend");
        QTest::addColumn<int>("cancel");
        const auto row = [](const char *what, qint64 code, Handling read, Handling create, Handling amend, Handling gone) {
            QTest::newRow(what) << code << int(read) << int(create) << int(amend) << int(gone);
        };
        using enum Handling;
        row("taken", 0, Done, Done, Done, Done);
        row("funds", 110007, DoNotRetry, DoNotRetry, DoNotRetry, DoNotRetry);
        row("server", 10016, RetryLater, Unknown, Unknown, Unknown);
        row("overload", -1, RetryLater, Unknown, Unknown, Unknown);
        row("rate", 10006, RetryLater, RetryLater, RetryLater, RetryLater);
        row("clock", 10002, ResyncClock, ResyncClock, ResyncClock, ResyncClock);
        row("key", 10003, Halt, Halt, Halt, Halt);
        row("not there", 110001, DoNotRetry, Unknown, Unknown, Unknown);
        row("id used", 110072, DoNotRetry, Unknown, Unknown, Unknown);
        row("already cancelled", 110010, DoNotRetry, Unknown, DoNotRetry, AlreadySo);
        row("unchanged", 110043, AlreadySo, AlreadySo, AlreadySo, AlreadySo);
    }

    void meansSomethingElseForEveryRequest()
    {
        QFETCH(qint64, code);
        QFETCH(int, read);
        QFETCH(int, create);
        QFETCH(int, amend);
        QFETCH(int, cancel);

        QCOMPARE(int(judgeCode(code, "", RequestKind::Read).handling), read);
        QCOMPARE(int(judgeCode(code, "", RequestKind::Create).handling), create);
        QCOMPARE(int(judgeCode(code, "", RequestKind::Amend).handling), amend);
        QCOMPARE(int(judgeCode(code, "", RequestKind::Cancel).handling), cancel);
    }

    void judgesStatusAndBodyTogether_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("reason");
        QTest::addColumn<int>("read");
        QTest::addColumn<int>("write");
        const auto row = [](const char *what, int status, const char *body, Reason reason, Handling read, Handling write) {
            QTest::newRow(what) << status << QByteArray(body) << int(reason) << int(read) << int(write);
        };
        using enum Handling;
        row("taken", 200, ack, Reason::None, Done, Done);
        row("refused", 200, R"({"retCode":110007,"retMsg":"ab not enough for new order","result":null})", Reason::Funds,
            DoNotRetry, DoNotRetry);
        row("a page", 200, page, Reason::NotReadable, RetryLater, Unknown);
        row("nothing", 200, "", Reason::NotReadable, RetryLater, Unknown);
        row("half", 200, "{\"retCode\":0,\"retMsg\":", Reason::NotReadable, RetryLater, Unknown);
        row("no code", 200, R"({"retMsg":"OK"})", Reason::NotReadable, RetryLater, Unknown);
        row("redirect", 302, "", Reason::NotReadable, RetryLater, Unknown);
        row("malformed", 400, "", Reason::BadParameter, DoNotRetry, DoNotRetry);
        row("malformed, with code 0", 400, ack, Reason::BadParameter, DoNotRetry, DoNotRetry);
        row("no login", 401, page, Reason::LoginFailed, Halt, Halt);
        row("no login, with code", 401, R"({"retCode":33004,"retMsg":""})", Reason::KeyExpired, Halt, Halt);
        row("ban", 403, "access too frequent, please try again later", Reason::BannedAddress, RetryLater, RetryLater);
        row("ban as envelope", 403, R"({"retCode":10006,"retMsg":"Access too frequent."})", Reason::BannedAddress,
            RetryLater, RetryLater);
        row("ban in capitals", 403, "ACCESS TOO FREQUENT", Reason::BannedAddress, RetryLater, RetryLater);
        row("ban without a word", 403, "", Reason::BannedAddress, RetryLater, RetryLater);
        row("ban as a page", 403, page, Reason::BannedAddress, RetryLater, RetryLater);
        row("place", 403, "<html>blocked access from your country</html>", Reason::Region, Halt, Halt);
        row("place, as envelope", 403, ack, Reason::Region, Halt, Halt);
        row("route", 404, page, Reason::NoSuchRoute, DoNotRetry, DoNotRetry);
        row("overload", 429, "", Reason::Overloaded, RetryLater, Unknown);
        row("overload with a good body", 429, ack, Reason::Overloaded, RetryLater, Unknown);
        row("server", 500, page, Reason::ServerError, RetryLater, Unknown);
        row("gateway", 502, page, Reason::ServerError, RetryLater, Unknown);
        row("server with a good body", 504, ack, Reason::ServerError, RetryLater, Unknown);
        row("server with a refusal", 503, R"({"retCode":110007,"retMsg":""})", Reason::ServerError, RetryLater, Unknown);
    }

    void judgesStatusAndBodyTogether()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(int, reason);
        QFETCH(int, read);
        QFETCH(int, write);

        const Verdict ofRead = judged(status, body.constData(), accountInfo());
        const Verdict ofWrite = judged(status, body.constData(), order());

        QCOMPARE(int(ofRead.reason), reason);
        QCOMPARE(int(ofRead.handling), read);
        QCOMPARE(int(ofWrite.handling), write);
        QCOMPARE(ofWrite.status, status);
        QCOMPARE(ofRead.isSilence, ofRead.reason == Reason::BannedAddress);
        if (ofRead.isSilence)
            QVERIFY(ofRead.waitFor == Duration(std::chrono::minutes(10)));
    }

    void knowsWhatWasNeverSentFromWhatWasNeverAnswered()
    {
        const Verdict unsent = judge(net::NotSent{"no route"}, order(), {});
        const Verdict silent = judge(net::NoAnswer{"closed"}, order(), {});

        QVERIFY(unsent.handling == Handling::RetryLater && unsent.reason == Reason::NotSent);
        QVERIFY(silent.handling == Handling::Unknown && silent.reason == Reason::NoAnswer);
        QVERIFY(judge(net::NoAnswer{"closed"}, accountInfo(), {}).handling == Handling::RetryLater);
        QCOMPARE(shown(silent.detail), QStringLiteral("closed"));
    }

    void waitsAsLongAsTheHeadersSay()
    {
        net::HttpAnswer over = answer(200, R"({"retCode":10006,"retMsg":"Too many visits."})");
        over.headers = {{"x-bapi-limit", "10"}, {"X-Bapi-Limit-Status", "0"},
                        {"X-Bapi-Limit-Reset-Timestamp", "1700000000350"}};

        const Verdict verdict = judge(over, order(), timestampFromMillis(1700000000000));

        QVERIFY(verdict.waitFor == Duration(std::chrono::milliseconds(350)));
        QCOMPARE(shown(verdict.rate.bucket), QStringLiteral("order/create linear"));
        QCOMPARE(verdict.rate.limit.value_or(0), 10);
        QCOMPARE(verdict.rate.remaining.value_or(-1), 0);
        QVERIFY(judged(200, over.body.c_str(), order()).waitFor == Duration(std::chrono::seconds(1)));
        QVERIFY(!judged(429, "", order()).waitFor); // the usual back-off
    }

    void keepsNothingThatMayShowKeys()
    {
        const char *const echo = R"({"retCode":10004,"retMsg":"error sign! origin_string[17000CANARY5000]"})";
        const char *const empty = R"({"retCode":10001,"retMsg":"empty value: apiTimestamp[] apiKey[CANARY]"})";

        QVERIFY(judged(200, echo, order()).detail.find("CANARY") == std::string::npos);
        QVERIFY(judged(200, empty, order()).detail.find("CANARY") == std::string::npos);
        QVERIFY(judgeCode(10003, "CANARY", RequestKind::Read).detail.find("CANARY") == std::string::npos);
        QCOMPARE(shown(judgeCode(110007, "ab not enough\nfor new order", RequestKind::Create).detail),
                 QStringLiteral("110007: ab not enough for new order"));
        QCOMPARE(judgeCode(1, std::string(5000, 'x'), RequestKind::Create).detail.size(), std::size_t(203));
    }

    void namesKindsAndBuckets()
    {
        QVERIFY(kindOf(accountInfo()) == RequestKind::Read && kindOf(order()) == RequestKind::Create);
        QVERIFY(kindOf(cancel()) == RequestKind::Cancel && kindOf(cancelAllLinear("USDT")) == RequestKind::Cancel);
        QVERIFY(kindOf(switchToOneWay("USDT")) == RequestKind::Setting);
        QCOMPARE(shown(bucketOf(cancelAllSpot(OrderFilter::Order))), QStringLiteral("order/cancel-all spot"));
        QCOMPARE(shown(bucketOf(tickers(Category::Spot))), QStringLiteral("market/tickers spot"));
        QCOMPARE(shown(bucketOf(accountInfo())), QStringLiteral("account/info"));
    }
};

QTEST_GUILESS_MAIN(BybitErrorsTest)
#include "BybitErrorsTest.moc"
