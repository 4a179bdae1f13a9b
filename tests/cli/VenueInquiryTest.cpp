// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/VenueInquiry.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/SharedData.h"

#include <QTest>

using namespace core;

namespace {

const char *const alpacaAccount =
    R"({"id":"x","account_number":"PA3ABCDEFG","status":"ACTIVE","crypto_status":"ACTIVE","currency":"USD",)"
    R"("cash":"1000.5","equity":"1000.5","trading_blocked":false,"account_blocked":false,)"
    R"("trade_suspended_by_user":false,"transfers_blocked":false,"shorting_enabled":true})";

std::string asset(const std::string &symbol, const char *status, bool isTradable)
{
    return R"({"id":"a","class":"us_equity","exchange":"NASDAQ","symbol":")" + symbol +
           R"(","name":"N","status":")" + status + R"(","tradable":)" + (isTradable ? "true" : "false") +
           R"(,"marginable":true,"shortable":true,"easy_to_borrow":true,"fractionable":true})";
}

/// `{"retCode":0,"result":…}`
std::string answered(const std::string &result)
{
    return R"({"retCode":0,"retMsg":"OK","result":)" + result + R"(,"retExtInfo":{},"time":1760000000000})";
}

const char *const bybitTime = R"({"timeSecond":"1760000000","timeNano":"1760000000000000000"})";
const char *const bybitKey =
    R"({"id":"1","note":"n","apiKey":"KK","readOnly":0,"permissions":{"ContractTrade":["Order","Position"],)"
    R"("Spot":["SpotTrade"],"Wallet":[]},"ips":["*"],"type":1,"deadlineDay":80,"expiredAt":"2027-01-01T00:00:00Z",)"
    R"("createdAt":"2026-01-01T00:00:00Z","uta":1,"userID":24617703,"isMaster":true})";
const char *const bybitAccount = R"({"unifiedMarginStatus":5,"marginMode":"REGULAR_MARGIN"})";

std::string contract(const std::string &symbol, const char *status)
{
    return R"({"symbol":")" + symbol + R"(","contractType":"LinearPerpetual","status":")" + status +
           R"(","baseCoin":"BTC","quoteCoin":"USDT","settleCoin":"USDT","priceScale":"2","fundingInterval":480,)"
           R"("leverageFilter":{"minLeverage":"1","maxLeverage":"100.00","leverageStep":"0.01"},)"
           R"("priceFilter":{"minPrice":"0.10","maxPrice":"1999999.80","tickSize":"0.10"},)"
           R"("lotSizeFilter":{"maxOrderQty":"1190.000","minOrderQty":"0.001","qtyStep":"0.001",)"
           R"("maxMktOrderQty":"500.000","minNotionalValue":"5"}})";
}

/// One inquiry, answered by hand.
class Desk {
public:
    explicit Desk(const char *slot, const std::vector<InstrumentId> &instruments)
    {
        auto made = app::makeInquiry(app::parseAccountSlot(slot).value(),
                                     {Secret(std::string("KEY-ID")), Secret(std::string("THE-SECRET"))}, {}, http, clock);
        inquiry = std::move(made.value());
        inquiry->ask(instruments, [this](Result<app::VenueFacts> facts) {
            ++answers;
            outcome = std::move(facts);
        });
    }
    void answer(int status, const std::string &body) { http.answer(http.requests.size() - 1, status, body); }
    [[nodiscard]] QString shown() const
    {
        if (!outcome)
            return QStringLiteral("not yet");
        if (!*outcome)
            return QString::fromLatin1(errorCodeName(outcome->error().code)) + QStringLiteral(" ") +
                   QString::fromStdString(outcome->error().field);
        QString text = QString::fromStdString((*outcome)->accountNumber);
        for (const Instrument &instrument : (*outcome)->instruments)
            text += QStringLiteral(" %1/%2/%3").arg(QString::fromStdString(instrument.id.text()),
                                                    QString::fromStdString(instrument.tickSize.toString()),
                                                    QString::fromStdString(instrument.lotSize.toString()));
        return text;
    }

    ManualClock clock{Timestamp(std::chrono::milliseconds(1760000000000))};
    support::FakeHttp http;
    std::unique_ptr<app::VenueInquiry> inquiry;
    std::optional<Result<app::VenueFacts>> outcome;
    int answers = 0;
};

const InstrumentId aapl{"alpaca", "AAPL"};
const InstrumentId tsla{"alpaca", "TSLA"};
const InstrumentId btc{"bybit-linear", "BTCUSDT"};

/// Time, key and account answered well.
void answerLogin(Desk &desk, const std::string &key = bybitKey)
{
    desk.answer(200, answered(bybitTime));
    desk.answer(200, answered(key));
    if (!desk.outcome)
        desk.answer(200, answered(bybitAccount));
}

} // namespace

class VenueInquiryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksAlpacaForTheAccountAndEachAsset()
    {
        Desk desk("alpaca-paper", {aapl, tsla});
        desk.answer(200, alpacaAccount);
        desk.answer(200, asset("AAPL", "active", true));
        desk.answer(200, asset("TSLA", "active", true));

        QCOMPARE(desk.shown(), QStringLiteral("PA3ABCDEFG alpaca:AAPL/0.01/1 alpaca:TSLA/0.01/1"));
        QCOMPARE((*desk.outcome)->equity->value().toString(), std::string("1000.5"));
        QCOMPARE(desk.answers, 1);
        QCOMPARE(desk.http.requests.size(), std::size_t(3));
        QCOMPARE(desk.http.requests[0].url, std::string("https://paper-api.alpaca.markets/v2/account"));
        QCOMPARE(desk.http.requests[2].url, std::string("https://paper-api.alpaca.markets/v2/assets/TSLA"));
        for (const net::HttpRequest &request : desk.http.requests)
            QCOMPARE(request.method, std::string("GET"));
    }

    void namesTheInstrumentThatCannotBeTraded()
    {
        Desk unknown("alpaca-paper", {aapl, tsla});
        unknown.answer(200, alpacaAccount);
        unknown.answer(200, asset("AAPL", "active", true));
        unknown.answer(404, R"({"code":40410000,"message":"asset not found for TSLA"})");
        QCOMPARE(unknown.shown(), QStringLiteral("not-found alpaca:TSLA"));

        for (const auto &[status, isTradable] : {std::pair("active", false), std::pair("inactive", true)}) {
            Desk desk("alpaca-paper", {aapl});
            desk.answer(200, alpacaAccount);
            desk.answer(200, asset("AAPL", status, isTradable));
            QCOMPARE(desk.shown(), QStringLiteral("refused alpaca:AAPL"));
        }
    }

    void tellsWrongKeysFromAVenueThatIsAway_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("wrong keys") << 401 << QStringLiteral("refused ");
        QTest::newRow("trouble there") << 503 << QStringLiteral("unreachable ");
        QTest::newRow("a page of a gateway") << 200 << QStringLiteral("unreachable ");
        QTest::newRow("redirected") << 302 << QStringLiteral("refused ");
    }

    void tellsWrongKeysFromAVenueThatIsAway()
    {
        QFETCH(int, status);
        QFETCH(QString, outcome);
        Desk desk("alpaca-paper", {aapl});
        desk.answer(status, "<html>KEY-ID THE-SECRET</html>");

        QCOMPARE(desk.shown(), outcome);
        QCOMPARE(desk.http.requests.size(), std::size_t(1));
    }

    void aLostAnswerIsWorthAnotherTry()
    {
        for (const char *slot : {"alpaca-paper", "bybit-demo"}) {
            Desk lost(slot, {});
            lost.http.finish(0, net::NoAnswer{"the connection was lost"});
            QCOMPARE(lost.shown(), QStringLiteral("unreachable "));
            Desk unsent(slot, {});
            unsent.http.finish(0, net::NotSent{"no network"});
            QCOMPARE(unsent.shown(), QStringLiteral("unreachable "));
        }
    }

    void anAccountInTroubleIsToldAndNotHidden()
    {
        Desk desk("alpaca-paper", {});
        std::string account = alpacaAccount;
        account.replace(account.find(R"("trading_blocked":false)"), 23, R"("trading_blocked":true )");
        desk.answer(200, account);
        QVERIFY(desk.outcome->value().warnings.empty()); // nothing to trade, nothing to say

        Desk trading("alpaca-paper", {aapl});
        trading.answer(200, account);
        trading.answer(200, asset("AAPL", "active", true));
        QCOMPARE(trading.outcome->value().warnings.size(), std::size_t(1));
    }

    void asksBybitForItsTimeFirst()
    {
        Desk desk("bybit-demo", {btc});
        QVERIFY(!desk.http.requests[0].headers.has("X-BAPI-SIGN"));
        desk.clock.moveTo(desk.clock.now() + std::chrono::minutes(2)); // ours is wrong, and the signature right
        answerLogin(desk);
        desk.answer(200, answered(R"({"category":"linear","list":[)" + contract("ETHUSDT", "Trading") + "," +
                               contract("BTCUSDT", "Trading") + R"(],"nextPageCursor":""})"));

        QCOMPARE(desk.shown(), QStringLiteral("24617703 bybit-linear:BTCUSDT/0.1/0.001"));
        QVERIFY(desk.http.requests[1].headers.has("X-BAPI-SIGN"));
        QCOMPARE(desk.http.requests[1].url, std::string("https://api-demo.bybit.com/v5/user/query-api"));
    }

    void asksBybitForTheEquityOfALiveAccountOnly()
    {
        Desk live("bybit-live", {});
        answerLogin(live);
        QVERIFY(live.http.requests.back().url.starts_with("https://api.bybit.com/v5/account/wallet-balance"));
        live.answer(200, answered(R"({"list":[{"accountType":"UNIFIED","totalEquity":"321.5","coin":[]}]})"));
        QVERIFY2(live.outcome && *live.outcome, qPrintable(live.shown()));
        QCOMPARE((*live.outcome)->equity->value().toString(), std::string("321.5"));

        Desk demo("bybit-demo", {});
        answerLogin(demo);
        QVERIFY(demo.outcome && *demo.outcome && !(*demo.outcome)->equity);
    }

    void namesTheContractThatIsNotThere()
    {
        Desk unknown("bybit-demo", {btc});
        answerLogin(unknown);
        unknown.answer(200, answered(R"({"category":"linear","list":[],"nextPageCursor":""})"));
        QCOMPARE(unknown.shown(), QStringLiteral("not-found bybit-linear:BTCUSDT"));

        Desk closed("bybit-demo", {btc});
        answerLogin(closed);
        closed.answer(200, answered(R"({"category":"linear","list":[)" + contract("BTCUSDT", "PreLaunch") +
                                 R"(],"nextPageCursor":""})"));
        QCOMPARE(closed.shown(), QStringLiteral("refused bybit-linear:BTCUSDT"));
    }

    void refusesAKeyThatMayOnlyRead()
    {
        Desk reading("bybit-demo", {btc});
        std::string key = bybitKey;
        key.replace(key.find(R"("readOnly":0)"), 12, R"("readOnly":1)");
        answerLogin(reading, key);
        QCOMPARE(reading.shown(), QStringLiteral("refused "));

        Desk spotOnly("bybit-demo", {btc});
        key = bybitKey;
        key.replace(key.find(R"(["Order","Position"])"), 20, "[]");
        answerLogin(spotOnly, key);
        QCOMPARE(spotOnly.shown(), QStringLiteral("refused "));
    }

    void refusesAnAccountOfTheOldKind()
    {
        Desk desk("bybit-demo", {});
        desk.answer(200, answered(bybitTime));
        desk.answer(200, answered(bybitKey));
        desk.answer(200, answered(R"({"unifiedMarginStatus":1,"marginMode":"REGULAR_MARGIN"})"));
        QCOMPARE(desk.shown(), QStringLiteral("unsupported "));
    }

    void keepsKeysOutOfWhatIsSaid()
    {
        Desk alpaca("alpaca-paper", {});
        alpaca.answer(403, R"({"code":40310000,"message":"forbidden for key KEY-ID"})");
        Desk bybitDesk("bybit-demo", {});
        bybitDesk.answer(200, answered(bybitTime));
        bybitDesk.answer(200, R"({"retCode":10004,"retMsg":"error sign! origin_string[1760KEY-ID5000]","result":{}})");
        for (const Desk *desk : {&alpaca, &bybitDesk}) {
            QVERIFY(desk->outcome && !desk->outcome->has_value());
            QVERIFY(desk->outcome->error().message.find("KEY-ID") == std::string::npos);
            QVERIFY(desk->outcome->error().message.find("THE-SECRET") == std::string::npos);
        }
    }

    void isSilentOnceItIsGone()
    {
        Desk desk("alpaca-paper", {aapl});
        desk.inquiry.reset();
        desk.answer(200, alpacaAccount);
        QCOMPARE(desk.answers, 0);
    }

    void showsTheEndOfANumber()
    {
        QCOMPARE(app::tailOf("PA3ABCDEFG"), std::string("DEFG"));
        QCOMPARE(app::tailOf("1"), std::string("1"));
    }
};

QTEST_GUILESS_MAIN(VenueInquiryTest)
#include "VenueInquiryTest.moc"
