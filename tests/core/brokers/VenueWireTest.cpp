#include "tests/support/CoreBuilders.h"

#include "core/brokers/sim/VenueWire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace core;
using namespace support;

namespace {

const Timestamp odd = sessionTime() + std::chrono::nanoseconds(123'456'789);

OrderRequest stopLimit()
{
    OrderRequest order;
    order.clientOrderId = ClientOrderId("d3bo0a900000017x");
    order.instrument = stock();
    order.side = Side::Sell;
    order.quantity = qty("0.123456789");
    order.type = OrderType::StopLimit;
    order.limitPrice = px("98.000000001");
    order.stopPrice = px("98.5");
    order.timeInForce = TimeInForce::GoodTillCancelled;
    order.role = OrderRole::Stop;
    order.reduceOnly = true;
    order.ocoGroup = "oco-\"F1\"\n";
    return order;
}

OrderRequest market()
{
    OrderRequest order;
    order.clientOrderId = ClientOrderId("d3bo0a9000000281");
    order.instrument = {"bybit-linear", "BTCUSDT"};
    order.quantity = qty("9000000000");
    return order;
}

Order partlyFilled()
{
    Order order;
    order.request = stopLimit();
    order.venueId = VenueOrderId("V7");
    order.status = OrderStatus::PartiallyFilled;
    order.filled = qty("0.1");
    order.filledNotional = usd("123456789012.123456789012345678");
    order.createdAt = sessionTime();
    order.updatedAt = odd;
    order.reason = "";
    return order;
}

Fill fill()
{
    Fill made = fillOf("F12", Side::Buy, "3", "101.25", "-0.000000000000000001");
    made.at = odd;
    return made;
}

Bar bar()
{
    return {sessionTime(), odd, px("1"), px("2"), px("-0.5"), px("1.5"), 0.1 + 0.2, true};
}

const SeriesId minutes{stock("BRK.B"), Timeframe::M1};

std::vector<std::pair<const char *, venue::Request>> requests()
{
    return {{"hello", venue::Hello{venue::wireVersion, "s3cret", false}},
            {"submit", venue::Submit{stopLimit()}},
            {"submit a market order", venue::Submit{market()}},
            {"cancel", venue::Cancel{ClientOrderId("a")}},
            {"query", venue::Query{ClientOrderId("a")}},
            {"snapshot", venue::AskSnapshot{9007199254740993, 3}},
            {"bars", venue::AskBars{1, minutes, odd}},
            {"advance", venue::Advance{2, 5, {}}},
            {"advance until", venue::Advance{2, 0, odd}},
            {"books", venue::AskBooks{-1}}};
}

std::vector<std::pair<const char *, venue::Message>> messages()
{
    const VenueSnapshot shot{{partlyFilled()}, {fill()}, {{stock(), qty("-3")}}, usd("-0.5")};
    return {{"welcome", venue::Welcome{venue::wireVersion, odd, {minutes}}},
            {"quote", venue::Told{odd, QuoteChanged{stock(), quoteAt("100.01", "100.02", odd)}}},
            {"bar", venue::Told{odd, BarClosed{minutes, bar()}}},
            {"accepted", venue::Told{odd, OrderAccepted{ClientOrderId("a"), VenueOrderId("V1")}}},
            {"rejected", venue::Told{odd, OrderRejected{ClientOrderId("a"), "no \xe2\x82\xac"}}},
            {"filled", venue::Told{odd, OrderFilled{fill()}}},
            {"cancelled", venue::Told{odd, OrderCancelled{ClientOrderId("a"), ""}}},
            {"not found", venue::Told{odd, OrderNotFound{ClientOrderId("a")}}},
            {"page", venue::SnapshotPage{4, odd, 5, 6, shot}},
            {"bars", venue::Bars{1, minutes, {bar(), bar()}}},
            {"advanced", venue::Advanced{1, odd, 2, true}},
            {"books", venue::Books{1, {partlyFilled()}, {fill()}, {{stock(), qty("3")}}, usd("1"), {{odd, 2, "{}"}}}},
            {"refused", venue::Refused{ErrorCode::Busy, "no"}}};
}

// --- every way to spoil a field --------------------------------------------------------------------

using Variants = std::vector<QJsonObject>;

bool mayBeNull(const QString &key)
{
    return key == QLatin1String("limit_price") || key == QLatin1String("stop_price") || key == QLatin1String("until") ||
           key == QLatin1String("cash"); // of a snapshot
}

/// Each wrong thing that can stand in the place of this value.
QList<QJsonValue> wrongFor(const QString &key, const QJsonValue &right)
{
    QList<QJsonValue> all{QJsonValue(true), QJsonValue(QStringLiteral("x")), QJsonValue(1.5), QJsonValue(-7.5e300),
                          QJsonObject(), QJsonArray{1}, QJsonValue(QJsonValue::Null)};
    QList<QJsonValue> wrong;
    for (const QJsonValue &each : all) {
        const bool isSameType = each.type() == right.type();
        const bool isFree = right.isString() || right.isArray() || right.isObject();
        if (each.isNull() ? mayBeNull(key) : isSameType && (isFree || right.isBool()))
            continue;
        if (key == QLatin1String("volume") && each.isDouble())
            continue;
        wrong.push_back(each);
    }
    return wrong;
}

Variants spoiled(const QJsonObject &object)
{
    Variants all;
    for (auto it = object.begin(); it != object.end(); ++it) {
        QJsonObject without = object;
        without.remove(it.key());
        all.push_back(without);
        const auto replaced = [&](const QJsonValue &value) {
            QJsonObject other = object;
            other[it.key()] = value;
            all.push_back(other);
        };
        for (const QJsonValue &wrong : wrongFor(it.key(), *it))
            replaced(wrong);
        if (it->isObject())
            for (const QJsonObject &inner : spoiled(it->toObject()))
                replaced(inner);
        if (it->isArray() && it->toArray().first().isObject())
            for (const QJsonObject &inner : spoiled(it->toArray().first().toObject()))
                replaced(QJsonArray{inner});
    }
    return all;
}

template <class Parse>
void refusesEverySpoiledLine(const std::string &line, Parse parse)
{
    const QJsonObject right = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    const Variants all = spoiled(right);
    QVERIFY(all.size() >= 8);
    for (const QJsonObject &each : all) {
        const QByteArray text = QJsonDocument(each).toJson(QJsonDocument::Compact);
        const auto read = parse(text.toStdString());
        QVERIFY2(!read, text.constData());
        QCOMPARE(read.error().code, ErrorCode::BadInput);
    }
}

template <class Parse>
void refusesEveryCut(const std::string &line, Parse parse)
{
    for (std::size_t length = 0; length < line.size(); ++length)
        QVERIFY2(!parse(std::string_view(line).substr(0, length)), line.substr(0, length).c_str());
}

} // namespace

class VenueWireTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsComeBackAsTheyWere()
    {
        for (const auto &[name, request] : requests()) {
            const std::string line = toLine(request);
            const auto read = venue::parseRequest(line);
            QVERIFY2(read, name);
            QCOMPARE(read->index(), request.index());
            QCOMPARE(toLine(*read), line);
            QVERIFY(line.find('\n') == std::string::npos);
        }
    }

    void messagesComeBackAsTheyWere()
    {
        for (const auto &[name, message] : messages()) {
            const std::string line = toLine(message);
            const auto read = venue::parseMessage(line);
            QVERIFY2(read, read ? name : describe(read.error()).c_str());
            QCOMPARE(read->index(), message.index());
            QCOMPARE(toLine(*read), line);
            QVERIFY(line.find('\n') == std::string::npos);
        }
    }

    void nothingIsRoundedOnTheWay()
    {
        const auto order = venue::parseRequest(toLine(venue::Request(venue::Submit{stopLimit()})));
        const OrderRequest &request = std::get<venue::Submit>(*order).order;
        QCOMPARE(request.quantity, qty("0.123456789"));
        QCOMPARE(*request.limitPrice, px("98.000000001"));
        QCOMPARE(request.ocoGroup, stopLimit().ocoGroup);
        QVERIFY(request.type == OrderType::StopLimit && request.role == OrderRole::Stop && request.reduceOnly);

        const auto told = venue::parseMessage(toLine(venue::Message(venue::Told{odd, OrderFilled{fill()}})));
        const Fill back = std::get<OrderFilled>(std::get<venue::Told>(*told).event).fill;
        QCOMPARE(back.fee.toString(), std::string("-0.000000000000000001"));
        QVERIFY(back.at == odd);
    }

    void everyCutIsRefused()
    {
        for (const auto &[name, request] : requests())
            refusesEveryCut(toLine(request), venue::parseRequest);
        for (const auto &[name, message] : messages())
            refusesEveryCut(toLine(message), venue::parseMessage);
    }

    void everyMissingOrSwappedFieldIsRefused()
    {
        for (const auto &[name, request] : requests())
            refusesEverySpoiledLine(toLine(request), venue::parseRequest);
        for (const auto &[name, message] : messages())
            refusesEverySpoiledLine(toLine(message), venue::parseMessage);
    }

    void nonsenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("text") << QByteArray("\"hello\"");
        QTest::newRow("two objects") << QByteArray(R"({"request":"books","id":1}{"request":"books","id":1})");
        QTest::newRow("rest") << QByteArray(R"({"request":"books","id":1} x)");
        QTest::newRow("a field twice") << QByteArray(R"({"request":"books","id":1,"id":2})");
        QTest::newRow("unknown request") << QByteArray(R"({"request":"sell everything","id":1})");
        QTest::newRow("broken UTF-8") << QByteArray("{\"request\":\"cancel\",\"order\":\"\xff\"}");
        QTest::newRow("NUL") << QByteArray("{\"request\":\"cancel\",\"order\":\"a\0\"}", 33);
        QTest::newRow("too large a number") << QByteArray(R"({"request":"books","id":18446744073709551615})");
        QTest::newRow("a fraction") << QByteArray(R"({"request":"books","id":1.0})");
        QTest::newRow("negative steps") << QByteArray(R"({"request":"advance","id":1,"steps":-1,"until":null})");
        QTest::newRow("deep") << QByteArray(3000, '[');
        QTest::newRow("NaN") << QByteArray(R"({"request":"books","id":NaN})");
    }
    void nonsenseIsRefused()
    {
        QFETCH(QByteArray, line);
        QVERIFY(!venue::parseRequest(line.toStdString()));
        QVERIFY(!venue::parseMessage(line.toStdString()));
    }

    void badDecimalsAreRefused_data()
    {
        QTest::addColumn<QString>("quantity");
        for (const char *text : {"", " 1", "1 ", "0x10", "1_000", "NaN", "Infinity", "-", "1e400", "1,5", "１２",
                                 "0.1234567891", "99999999999", "9007199254740993.000000001.2"})
            QTest::newRow(text) << QString::fromUtf8(text);
    }
    void badDecimalsAreRefused()
    {
        QFETCH(QString, quantity);
        std::string line = toLine(venue::Request(venue::Submit{market()}));
        line.replace(line.find("9000000000"), 10, quantity.toStdString());

        const auto read = venue::parseRequest(line);

        QVERIFY(!read);
        QCOMPARE(read.error().field, std::string("order.quantity"));
    }

    void theFieldIsNamed()
    {
        const auto read = venue::parseRequest(R"({"request":"cancel"})");
        QCOMPARE(read.error().field, std::string("order"));
        QCOMPARE(read.error().message, std::string("it is missing"));
    }

    void onlyWhatAVenueTellsIsPushed()
    {
        QVERIFY(!venue::toVenueEvent(LinkChanged{true, ""}));
        QVERIFY(!venue::toVenueEvent(JournalAdvanced{1}));
        QVERIFY(!venue::toVenueEvent(VenueSnapshot{}));
        QVERIFY(!venue::toVenueEvent(OrderOutcomeUnknown{ClientOrderId("a"), ""}));
        const auto event = venue::toVenueEvent(OrderNotFound{ClientOrderId("a")});
        QVERIFY(event);
        QCOMPARE(std::get<OrderNotFound>(venue::toEvent(*event)).order.text(), std::string("a"));
    }
};

QTEST_GUILESS_MAIN(VenueWireTest)
#include "VenueWireTest.moc"
