#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAccountRequests.h"
#include "core/brokers/alpaca/AlpacaMarketRequests.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"

#include "tests/core/brokers/alpaca/Builders.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrlQuery>

using namespace core;
using namespace core::alpaca;
using namespace support;

namespace {

std::vector<Request> orderRequests()
{
    NewOrder all = limitBuy();
    all.notional = dec("1");
    all.stop = all.trailPrice = all.takeProfit = px("1");
    all.trailPercent = dec("1");
    all.stopLoss = StopLoss{px("1"), px("1")};
    all.extendedHours = true;
    all.orderClass = OrderClass::Bracket;
    all.intent = PositionIntent::BuyToOpen;
    const OrderChange change{.id = ClientOrderId("B"),
                             .quantity = qty("1"),
                             .timeInForce = WireTimeInForce::Gtc,
                             .limit = px("1"),
                             .stop = px("1"),
                             .trail = dec("1")};
    const VenueOrderId id("x");
    return {createOrder(all), replaceOrder(id, change), cancelOrder(id), cancelAllOrders(), orderById(id),
            orderByClientId(ClientOrderId("A")),
            listOrders({.after = at("2026-03-02"), .until = at("2026-03-03"), .symbols = {"PLTR"}})};
}

std::vector<Request> accountRequests()
{
    const auto from = std::chrono::floor<std::chrono::days>(at("2026-03-20"));
    const InstrumentId instrument{"alpaca", "PLTR"};
    return {account(), venueClock(), calendar(from, from), assets(TradedKind::Stock), asset("PLTR"),
            positions(), position(instrument), closePosition(instrument), closePart(instrument, qty("1")),
            closePercent(instrument, dec("50")), closeAllPositions(true),
            activities({.after = at("2026-03-02"), .until = at("2026-03-03"), .pageToken = "a"}),
            activities({.types = {"CSD", "CSW"}}),
            portfolioHistory({.isContinuous = true, .end = at("2026-03-02")}),
            optionContracts({.underlying = "PLTR", .from = from, .to = from, .leastStrike = px("1"),
                             .mostStrike = px("2"), .pageToken = "a"})};
}

template <class Prices>
std::vector<Request> priceRequests(Prices prices)
{
    const SpanQuery span{.symbols = {"A"}, .from = at("2026-03-02"), .to = at("2026-03-03"), .pageToken = "a"};
    return {bars(prices, Timeframe::H1, span), trades(prices, span), latestTrades(prices, {"A"}),
            latestQuotes(prices, {"A"}), snapshots(prices, {"A"})};
}

std::vector<Request> marketRequests()
{
    const SpanQuery span{.symbols = {"A"}, .from = at("2026-03-02")};
    const auto from = std::chrono::floor<std::chrono::days>(at("2026-03-20"));
    const StockPrices stocks;
    const CryptoPrices coins;
    std::vector<Request> all{quotes(stocks, span), quotes(coins, span), latestBars(stocks, {"A"}), latestBars(coins, {"A"}),
                             orderBooks(coins, {"A"}),
                             optionChain({}, {.underlying = "PLTR", .from = from, .to = from, .leastStrike = dec("1"),
                                              .mostStrike = dec("2"), .pageToken = "a"})};
    for (const auto &more : {priceRequests(stocks), priceRequests(StockPrices{StockFeed::Sip}),
                             priceRequests(StockPrices{StockFeed::DelayedSip}), priceRequests(coins), priceRequests(OptionPrices{})})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// Every request this folder can make, with every field that it can have. (`order_id` of the activities is
/// younger than the JSON edition of the specification; the later YAML names it.)
std::vector<Request> allRequests()
{
    std::vector<Request> all = orderRequests();
    for (const auto &more : {accountRequests(), marketRequests()})
        all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// A vendor's document beside the project, read in place; empty when it is absent.
QJsonObject specification(const char *name)
{
    QFile file(sharedDataDir() + QStringLiteral("/../protocols/alpaca/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

QJsonObject resolved(const QJsonObject &document, QJsonObject schema)
{
    while (schema.contains(QStringLiteral("$ref"))) {
        QJsonObject at = document;
        const QStringList steps = schema.value(QStringLiteral("$ref")).toString().mid(2).split(QLatin1Char('/'));
        for (const QString &step : steps)
            at = at.value(step).toObject();
        schema = at;
    }
    return schema;
}

/// The path of the document that this one is: literally, or by a parameter in braces.
QString pathIn(const QJsonObject &paths, const QString &path)
{
    if (paths.contains(path))
        return path;
    const QStringList keys = paths.keys();
    for (const QString &key : keys) {
        const QString pattern = QRegularExpression::escape(key).replace(
            QRegularExpression(QStringLiteral("\\\\\\{[^}]*\\\\\\}")), QStringLiteral("[^/]+"));
        if (QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(path).hasMatch())
            return key;
    }
    return {};
}

/// The words that a parameter may be, by its name; none of them where any text is allowed.
QMap<QString, QJsonArray> parametersOf(const QJsonObject &document, const QJsonObject &path, const QJsonObject &operation)
{
    QMap<QString, QJsonArray> found;
    for (const QJsonObject &place : {path, operation}) {
        for (const QJsonValue &each : place.value(QStringLiteral("parameters")).toArray()) {
            const QJsonObject parameter = resolved(document, each.toObject());
            const QJsonObject schema = resolved(document, parameter.value(QStringLiteral("schema")).toObject());
            found.insert(parameter.value(QStringLiteral("name")).toString(), schema.value(QStringLiteral("enum")).toArray());
        }
    }
    return found;
}

/// What a body has that the schema does not name; enumerated words are checked too.
QStringList strangers(const QJsonObject &document, const QJsonObject &schema, const QJsonObject &body)
{
    QStringList found;
    const QJsonObject known = schema.value(QStringLiteral("properties")).toObject();
    for (auto each = body.begin(); each != body.end(); ++each) {
        const QJsonObject property = resolved(document, known.value(each.key()).toObject());
        const QJsonArray words = property.value(QStringLiteral("enum")).toArray();
        if (!known.contains(each.key()) || (!words.isEmpty() && !words.contains(each.value())))
            found += each.key();
        if (each.value().isObject())
            found += strangers(document, property, each.value().toObject());
    }
    return found;
}

QJsonObject bodySchema(const QJsonObject &document, const QJsonObject &operation)
{
    const QJsonObject content = resolved(document, operation.value(QStringLiteral("requestBody")).toObject())
                                    .value(QStringLiteral("content"))
                                    .toObject()
                                    .value(QStringLiteral("application/json"))
                                    .toObject();
    return resolved(document, content.value(QStringLiteral("schema")).toObject());
}

/// What is wrong with a request, by the document; empty when nothing is.
QString complaintOf(const QJsonObject &document, const Request &request)
{
    const QJsonObject paths = document.value(QStringLiteral("paths")).toObject();
    const QString key = pathIn(paths, QString::fromStdString(request.path));
    const QJsonObject path = paths.value(key).toObject();
    const QString method = QString::fromStdString(request.method).toLower();
    if (!path.contains(method))
        return QStringLiteral("no such path and method");
    const QJsonObject operation = path.value(method).toObject();
    const auto known = parametersOf(document, path, operation);
    const auto query = QUrlQuery(QString::fromStdString(request.query)).queryItems();
    for (const auto &[name, value] : query)
        if (!known.contains(name))
            return QStringLiteral("no parameter ") + name;
        else if (const QJsonArray words = known.value(name); !words.isEmpty() && !words.contains(value))
            return name + QStringLiteral(" cannot be ") + value;
    const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(request.body)).object();
    return strangers(document, bodySchema(document, operation), body).join(QLatin1Char(' '));
}

} // namespace

/// Our requests against the vendor's own description of its service.
class AlpacaSpecificationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestIsInTheSpecification()
    {
        REQUIRE_SHARED_DATA();
        const QJsonObject trading = specification("trading.json");
        const QJsonObject data = specification("market-data.json");
        if (trading.isEmpty() || data.isEmpty())
            QSKIP("SKIPPED: ../shared/protocols/alpaca is absent, the requests were NOT held against it");

        for (const Request &request : allRequests()) {
            const QString complaint = complaintOf(request.host == Host::Data ? data : trading, request);
            const std::string line = request.method + " " + request.target() + ": " + complaint.toStdString();
            QVERIFY2(complaint.isEmpty(), line.c_str());
        }
    }

    void theComparisonFindsWhatIsWrong()
    {
        REQUIRE_SHARED_DATA();
        const QJsonObject trading = specification("trading.json");
        if (trading.isEmpty())
            QSKIP("SKIPPED: ../shared/protocols/alpaca is absent");
        const auto complaint = [&](const char *method, const char *path, const char *query, const char *body) {
            return complaintOf(trading, {.method = method, .path = path, .query = query, .body = body});
        };
        QVERIFY(complaint("POST", "/v2/orders", "", "{\"type\":\"limit\"}").isEmpty());
        QCOMPARE(complaint("POST", "/v2/orders", "", "{\"kind\":\"limit\"}"), QStringLiteral("kind"));
        QCOMPARE(complaint("POST", "/v2/orders", "", "{\"type\":\"limited\"}"), QStringLiteral("type"));
        QCOMPARE(complaint("POST", "/v2/orders", "", "{\"stop_loss\":{\"price\":\"1\"}}"), QStringLiteral("price"));
        QVERIFY(!complaint("PUT", "/v2/orders", "", "").isEmpty());
        QVERIFY(!complaint("GET", "/v2/orders/a/b", "", "").isEmpty());
        QVERIFY(!complaint("GET", "/v2/orders%3Aby_client_order_id", "client_order_id=A", "").isEmpty());
        QCOMPARE(complaint("GET", "/v2/orders", "status=opened", ""), QStringLiteral("status cannot be opened"));
        QCOMPARE(complaint("GET", "/v2/orders", "states=open", ""), QStringLiteral("no parameter states"));
    }
};

QTEST_GUILESS_MAIN(AlpacaSpecificationTest)
#include "AlpacaSpecificationTest.moc"
