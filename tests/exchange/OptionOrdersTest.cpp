#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "tests/exchange/AlpacaStreams.h"
#endif

#include <QObject>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

const QString july = QStringLiteral("AAPL260717C00100000");
const QString thisWeek = QStringLiteral("AAPL260618C00100000"); // Friday the 19th is a holiday

/// The chain's quote of a contract.
struct Seen {
    QString bid;
    QString ask;
};

Seen quoteOf(AlpacaDesk &desk, const QString &symbol)
{
    const Reply reply = desk.call("GET", QStringLiteral("/v1beta1/options/quotes/latest?symbols=") + symbol);
    const QJsonObject quote = reply.object()[QStringLiteral("quotes")].toObject()[symbol].toObject();
    return {QString::number(quote[QStringLiteral("bp")].toDouble(), 'f', 2),
            QString::number(quote[QStringLiteral("ap")].toDouble(), 'f', 2)};
}

QByteArray terms(const QString &symbol, const char *side, const QString &limit, const char *quantity = "2")
{
    return QStringLiteral("\"symbol\":\"%1\",\"side\":\"%2\",\"qty\":\"%3\",\"type\":\"limit\",\"limit_price\":\"%4\"")
        .arg(symbol, QLatin1String(side), QLatin1String(quantity), limit)
        .toUtf8();
}

QJsonObject positionOf(AlpacaDesk &desk, const QString &symbol)
{
    return desk.call("GET", QStringLiteral("/v2/positions/") + symbol).object();
}

Decimal decimalOf(const QJsonObject &object, const char *key)
{
    return dec(qPrintable(object[QLatin1String(key)].toString()));
}

QString cashOf(AlpacaDesk &desk)
{
    return desk.get("/v2/account").text("cash");
}

} // namespace

class OptionOrdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anOrderAtTheAskBuysAHundredTimesItsPrice()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        OrderListener orders(desk);
        const Seen quote = quoteOf(desk, july);
        QVERIFY(quote.bid.toDouble() > 1 && quote.ask.toDouble() > quote.bid.toDouble());
        const Reply placed = desk.order(terms(july, "buy", quote.ask));

        QCOMPARE(placed.status, 200);
        QCOMPARE(placed.text("asset_class"), QStringLiteral("us_option"));
        QTRY_COMPARE(orders.events(placed.text("id")), (QStringList{QStringLiteral("new new"), QStringLiteral("fill filled")}));
        QCOMPARE(decimalOf(desk.show(placed.text("id")), "filled_avg_price"),
                 dec(qPrintable(quote.ask)));
        const Decimal ask = dec(qPrintable(quote.ask));
        QCOMPARE(cashOf(desk).toStdString(), (usd("100000") - notional(Price(ask), qty("200"))).toString());
        const QJsonObject position = positionOf(desk, july);
        QCOMPARE(position[QStringLiteral("qty")].toString(), QStringLiteral("2"));
        QCOMPARE(decimalOf(position, "avg_entry_price"), ask);
        QCOMPARE(position[QStringLiteral("cost_basis")].toString().toStdString(), notional(Price(ask), qty("200")).toString());
        QCOMPARE(position[QStringLiteral("asset_class")].toString(), QStringLiteral("us_option"));
    }

    void belowTheAskItWaitsForTheUnderlying()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const Seen quote = quoteOf(desk, july);
        const QString id = desk.order(terms(july, "buy", quote.bid)).text("id");
        QTRY_COMPARE(desk.status(id), QStringLiteral("new"));
        desk.price("AAPL", "100.10");
        QCOMPARE(desk.status(id), QStringLiteral("new"));
        desk.price("AAPL", "97");
        QCOMPARE(desk.status(id), QStringLiteral("filled"));
        QCOMPARE(decimalOf(desk.show(id), "filled_avg_price"),
                 dec(qPrintable(quoteOf(desk, july).ask))); // the quote, better than the limit
    }

    void whatWasBoughtIsSoldAgainAtTheBid()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order(terms(july, "buy", quoteOf(desk, july).ask)).status, 200);
        desk.price("AAPL", "104");
        const Seen quote = quoteOf(desk, july);
        const Reply closed = desk.remove(QStringLiteral("/v2/positions/") + july);

        QCOMPARE(closed.status, 200);
        QTRY_COMPARE(desk.status(closed.text("id")), QStringLiteral("filled"));
        QCOMPARE(decimalOf(desk.show(closed.text("id")), "filled_avg_price"),
                 dec(qPrintable(quote.bid)));
        QVERIFY(usd(qPrintable(cashOf(desk))) > usd("100000"));
        QCOMPARE(desk.call("GET", QStringLiteral("/v2/positions/") + july).status, 404);
    }

    void whatIsNotForOptionsIsRefused_data()
    {
        QTest::addColumn<QByteArray>("members");
        QTest::addColumn<int>("status");
        QTest::addColumn<qint64>("code");
        const auto row = [](const char *name, const QByteArray &members, int status, qint64 code) {
            QTest::newRow(name) << members << status << code;
        };
        row("a part of a contract", terms(july, "buy", QStringLiteral("9"), "0.5"), 422, 42210000);
        row("good till cancelled", terms(july, "buy", QStringLiteral("9")) + R"(,"time_in_force":"gtc")", 422, 42210000);
        row("three places", terms(july, "buy", QStringLiteral("9.005")), 422, 42210000);
        row("half a cent below a dollar", terms(july, "buy", QStringLiteral("0.505")), 422, 42210000);
        row("extended hours", terms(july, "buy", QStringLiteral("9")) + R"(,"extended_hours":true)", 422, 42210000);
        row("writing", terms(july, "sell", QStringLiteral("1")), 403, 40310000);
        row("more than there is money", terms(july, "buy", QStringLiteral("9"), "200"), 403, 40310000);
        row("a contract that nobody lists", terms(QStringLiteral("AAPL260717C00101000"), "buy", QStringLiteral("9")), 422, 42210000);
        row("a bracket",
            terms(july, "buy", QStringLiteral("9")) +
                R"(,"order_class":"bracket","take_profit":{"limit_price":"12"},"stop_loss":{"stop_price":"1"})",
            422, 42210000);
    }
    void whatIsNotForOptionsIsRefused()
    {
        QFETCH(QByteArray, members);
        QFETCH(int, status);
        QFETCH(qint64, code);
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const Reply refused = desk.order(members);

        QVERIFY2(refused.status == status, refused.raw);
        QCOMPARE(refused.code(), code);
        QVERIFY(desk.get("/v2/orders?status=all").array().isEmpty());
    }

    void belowItsLevelTheAccountBuysNone()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QByteArray wanted = terms(july, "buy", QStringLiteral("9"), "1");
        QCOMPARE(desk.call("PATCH", QStringLiteral("/v2/account/configurations"), R"({"max_options_trading_level":1})").status, 200);
        QCOMPARE(desk.order(wanted).code(), 40310000);
        QCOMPARE(desk.call("PATCH", QStringLiteral("/v2/account/configurations"), R"({"max_options_trading_level":2})").status, 200);
        QCOMPARE(desk.order(wanted).status, 200);
    }

    void theDaysOrderEndsWithTheSession()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        const QString id = desk.order(terms(july, "buy", QStringLiteral("0.05"))).text("id");
        desk.barEnd("AAPL", "100", true);
        QCOMPARE(desk.status(id), QStringLiteral("expired"));
    }

    void onItsLastDayAContractInTheMoneyBecomesShares()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order(terms(thisWeek, "buy", quoteOf(desk, thisWeek).ask)).status, 200);
        QTRY_COMPARE(positionOf(desk, thisWeek)[QStringLiteral("qty")].toString(), QStringLiteral("2"));
        desk.now = sessionTime() + 48h; // the 18th
        desk.price("AAPL", "107");
        const Money before = usd(qPrintable(cashOf(desk)));
        desk.barEnd("AAPL", "107", true);

        QCOMPARE(desk.call("GET", QStringLiteral("/v2/positions/") + thisWeek).status, 404);
        const QJsonObject shares = positionOf(desk, QStringLiteral("AAPL"));
        QCOMPARE(shares[QStringLiteral("qty")].toString(), QStringLiteral("200"));
        QCOMPARE(shares[QStringLiteral("avg_entry_price")].toString(), QStringLiteral("100"));
        QCOMPARE(usd(qPrintable(cashOf(desk))), before - usd("20000"));
        QVERIFY(desk.get("/v2/account/activities/OPEXC").array().isEmpty()); // on paper it shows on the next day
        desk.now = sessionTime() + 6 * 24h;
        desk.price("AAPL", "107");
        const QJsonArray ended = desk.get("/v2/account/activities?category=non_trade_activity&direction=asc").array();
        QCOMPARE(ended.size(), 2);
        QCOMPARE(ended[0].toObject()[QStringLiteral("activity_type")].toString(), QStringLiteral("OPEXC"));
        QCOMPARE(ended[1].toObject()[QStringLiteral("net_amount")].toString(), QStringLiteral("-20000"));
        QCOMPARE(desk.order(terms(thisWeek, "buy", QStringLiteral("9"))).status, 422); // it is over
    }

    void outOfTheMoneyItIsGone()
    {
        AlpacaDesk desk;
        desk.price("AAPL", "100");
        QCOMPARE(desk.order(terms(thisWeek, "buy", quoteOf(desk, thisWeek).ask)).status, 200);
        QTRY_COMPARE(positionOf(desk, thisWeek)[QStringLiteral("qty")].toString(), QStringLiteral("2"));
        const QString before = cashOf(desk);
        desk.now = sessionTime() + 48h;
        desk.price("AAPL", "99");
        desk.barEnd("AAPL", "99", true);

        QCOMPARE(cashOf(desk), before);
        QVERIFY(desk.get("/v2/positions").array().isEmpty());
        desk.now = sessionTime() + 6 * 24h;
        desk.price("AAPL", "99");
        QCOMPARE(desk.get("/v2/account/activities/OPEXP").array().size(), 1);
    }
};

QTEST_GUILESS_MAIN(OptionOrdersTest)
#include "OptionOrdersTest.moc"
