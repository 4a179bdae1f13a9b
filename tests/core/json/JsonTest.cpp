#include "core/base/Timestamp.h"
#include "core/json/Fields.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include <simdjson.h>

using namespace core;
using namespace core::json;

namespace {

std::string text(std::string_view view)
{
    return std::string(view);
}

/// Ours as Qt's, where Qt's doubles can hold the numbers.
QJsonValue toQt(Value value)
{
    switch (value.kind()) {
    case Kind::Absent:
    case Kind::Null: return QJsonValue(QJsonValue::Null);
    case Kind::Truth: return *value.truth();
    case Kind::Number: return QByteArray::fromStdString(text(value.text())).toDouble();
    case Kind::Text: return QString::fromStdString(text(value.text()));
    case Kind::Array: {
        QJsonArray array;
        for (const Value each : value)
            array.append(toQt(each));
        return array;
    }
    case Kind::Object: {
        QJsonObject object;
        for (const Value each : value)
            object.insert(QString::fromStdString(text(each.key())), toQt(each));
        return object;
    }
    }
    return {};
}

QJsonValue randomValue(QRandomGenerator &random, int depth)
{
    const quint32 kind = random.bounded(depth > 4 ? 4U : 6U);
    if (kind == 0)
        return QJsonValue(QJsonValue::Null);
    if (kind == 1)
        return random.bounded(2) == 1;
    if (kind == 2)
        return random.bounded(2) == 1 ? double(random.bounded(1000)) : random.generateDouble() * 1e6 - 5e5;
    const QString odd = QStringLiteral("a\"\\/\b\n\u00e9\u20ac\U0001F4B6 ");
    QString word;
    for (quint32 i = random.bounded(8U); i > 0; --i)
        word += odd.at(qsizetype(random.bounded(quint32(odd.size() - 3)))); // no half surrogates
    if (kind == 3)
        return word;
    QJsonArray array;
    QJsonObject object;
    for (quint32 i = random.bounded(6U); i > 0; --i) {
        array.append(randomValue(random, depth + 1));
        object.insert(word + QString::number(i), randomValue(random, depth + 1));
    }
    return kind == 4 ? QJsonValue(array) : QJsonValue(object);
}

/// Whether simdjson reads it; nothing where it is laxer or stricter by design: the size of numbers, halves of
/// surrogate pairs, depth and doubled names.
std::optional<bool> isReadBySimdjson(const std::string &bytes, const Result<Document> &ours)
{
    static simdjson::dom::parser parser;
    const auto error = parser.parse(bytes).error();
    if (error == simdjson::NUMBER_ERROR)
        return std::nullopt;
    for (const char *own : {"twice", "deeply", "surrogate"})
        if (!ours && ours.error().message.find(own) != std::string::npos)
            return std::nullopt;
    return error == simdjson::SUCCESS;
}

/// A byte more, less or other, most often one that means something.
std::string damaged(std::string bytes, QRandomGenerator &random)
{
    static const std::string telling = "{}[]:,\"\\ntf-+.eE0159u\x01\xe2\xff \n";
    for (quint32 i = 1 + random.bounded(3U); i > 0 && !bytes.empty(); --i) {
        const std::size_t at = random.bounded(quint32(bytes.size()));
        const char other = telling[random.bounded(quint32(telling.size()))];
        switch (random.bounded(3U)) {
        case 0: bytes[at] = other; break;
        case 1: bytes.insert(at, 1, other); break;
        default: bytes.erase(at, 1); break;
        }
    }
    return bytes;
}

/// What the reader says of {"v": token}, read as a required field.
template <class Read>
std::string problemOf(const char *json, Read read)
{
    const auto document = Document::parse(json);
    if (!document)
        return document.error().message;
    std::optional<Error> problem;
    Fields fields(document->root(), "order.", problem);
    read(fields);
    return problem ? describe(*problem) : std::string();
}

} // namespace

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersStayTheTextTheyWere()
    {
        const auto document = Document::parse(R"({"p":0.1000000000000000055,"i":9223372036854775807123,"e":1e-9,"z":-0})");

        QVERIFY(document);
        QCOMPARE(text(document->root()["p"].text()), std::string("0.1000000000000000055"));
        QCOMPARE(text(document->root()["i"].text()), std::string("9223372036854775807123"));
        QCOMPARE(text(document->root()["e"].text()), std::string("1e-9"));
        QCOMPARE(text(document->root()["z"].text()), std::string("-0"));
    }

    void namesDifferByCaseAndWhatIsMissingMayBeAskedOn()
    {
        const auto document = Document::parse(R"({"t":1,"T":"q","a":[{"s":2},[],null]})");

        const Value root = document->root();
        QCOMPARE(text(root["t"].text()), std::string("1"));
        QCOMPARE(text(root["T"].text()), std::string("q"));
        QCOMPARE(root["a"].size(), std::size_t(3));
        QCOMPARE(text(root["a"].at(0)["s"].text()), std::string("2"));
        QVERIFY(root["a"].at(2).isNull());
        QVERIFY(root["a"].at(3).isAbsent());
        QVERIFY(root["no"]["deeper"].at(4).isAbsent());
    }

    void readsWhatQtReads()
    {
        QRandomGenerator random(20261120);
        for (int i = 0; i < 2000; ++i) {
            QJsonDocument made;
            const QJsonValue value = randomValue(random, 0);
            made = value.isObject() ? QJsonDocument(value.toObject()) : QJsonDocument(QJsonArray{value});
            const QByteArray bytes = made.toJson(i % 2 ? QJsonDocument::Compact : QJsonDocument::Indented);

            const auto ours = Document::parse(bytes.toStdString());

            QVERIFY2(ours, bytes.constData());
            const QJsonValue back = toQt(ours->root());
            QCOMPARE(back.isObject() ? QJsonDocument(back.toObject()) : QJsonDocument(back.toArray()), made);
        }
    }

    void readsAndRefusesWhatSimdjsonDoes()
    {
        QRandomGenerator random(20261120);
        int read = 0;
        int refused = 0;
        for (const char *venue : {"alpaca", "bybit"}) {
            const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/%1").arg(QLatin1String(venue)));
            for (const QString &name : folder.entryList({QStringLiteral("*.json")})) {
                QFile file(folder.filePath(name));
                QVERIFY(file.open(QIODevice::ReadOnly));
                const std::string whole = file.readAll().toStdString();
                for (int i = 0; i < 300; ++i) {
                    const std::string bytes = i == 0 ? whole : damaged(whole, random);
                    const auto ours = Document::parse(bytes);
                    const auto theirs = isReadBySimdjson(bytes, ours);
                    QVERIFY2(!theirs || *theirs == ours.has_value(), bytes.c_str());
                    ++(ours ? read : refused);
                }
            }
        }
        QVERIFY2(read > 3000 && refused > 3000, qPrintable(QStringLiteral("%1 %2").arg(read).arg(refused)));
    }

    void readsEscapesAndPairs()
    {
        const auto document = Document::parse(R"({"\u0041\n":"\ud83d\udcb6 \u20ac\u00e9\/\u0000.","b":"\\"})");

        QVERIFY(document);
        QCOMPARE(text(document->root()["A\n"].text()), std::string("\U0001F4B6 \u20ac\u00e9/\0.", 13));
        QCOMPARE(text(document->root()["b"].text()), std::string("\\"));
    }

    void manyNamesAreAllDifferent()
    {
        std::string many = "{";
        for (int i = 0; i < 500; ++i)
            many += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":" + std::to_string(i);

        QCOMPARE(Document::parse(many + "}")->root().size(), std::size_t(500));
        QVERIFY(!Document::parse(many + R"(,"499":1})"));
        QVERIFY(!Document::parse(many + R"(,"7":{}})"));
        QVERIFY(!Document::parse(R"({"a":{"x":[1,{"y":2}],"z":3,"x":4}})"));
        QVERIFY(Document::parse(R"({"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":1}]})"));
    }

    void twoDocumentsAtOnceDoNotShareTheirPages()
    {
        const auto first = Document::parse(R"({"a":"first"})");
        const auto second = Document::parse(R"({"a":"second"})");
        const auto third = Document::parse(R"({"a":"third"})");

        QCOMPARE(text(first->root()["a"].text()), std::string("first"));
        QCOMPARE(text(second->root()["a"].text()), std::string("second"));
        QCOMPARE(text(third->root()["a"].text()), std::string("third"));
    }

    void refusesWhatIsNotOneWholeText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("blank") << QByteArray("  \n");
        QTest::newRow("html") << QByteArray("<html>502</html>");
        QTest::newRow("cut") << QByteArray(R"({"a":[1,2)");
        QTest::newRow("two") << QByteArray(R"({"a":1}{"b":2})");
        QTest::newRow("rest") << QByteArray(R"({"a":1} x)");
        QTest::newRow("rest of a scalar") << QByteArray("1 2");
        QTest::newRow("comma") << QByteArray(R"({"a":1,})");
        QTest::newRow("number") << QByteArray(R"({"a":01})");
        QTest::newRow("number and letters") << QByteArray(R"({"a":12abc})");
        QTest::newRow("bare point") << QByteArray(R"({"a":1.})");
        QTest::newRow("exponent") << QByteArray(R"({"a":1e})");
        QTest::newRow("plus") << QByteArray(R"({"a":+1})");
        QTest::newRow("NaN") << QByteArray(R"({"a":NaN})");
        QTest::newRow("nul") << QByteArray(R"({"a":nulx})");
        QTest::newRow("tru") << QByteArray(R"({"a":trux})");
        QTest::newRow("latin 1") << QByteArray("{\"a\":\"\xe9\"}");
        QTest::newRow("half a surrogate") << QByteArray(R"({"a":"\ud83d"})");
        QTest::newRow("the other half") << QByteArray(R"({"a":"\udcb6"})");
        QTest::newRow("two first halves") << QByteArray(R"({"a":"\ud83d\ud83d"})");
        QTest::newRow("no escape") << QByteArray(R"({"a":"\x"})");
        QTest::newRow("a short escape") << QByteArray(R"({"a":"\u12"})");
        QTest::newRow("a zero byte") << QByteArray("{\"a\":1}\0", 8);
        QTest::newRow("a zero byte in a text") << QByteArray("{\"a\":\"\0\"}", 9);
        QTest::newRow("control character") << QByteArray("{\"a\":\"\x01\"}");
        QTest::newRow("twice") << QByteArray(R"({"qty":"1","side":"buy","qty":"2"})");
        QTest::newRow("too deep") << (QByteArray(100, '[') + QByteArray(100, ']'));
    }

    void refusesWhatIsNotOneWholeText()
    {
        QFETCH(QByteArray, bytes);

        const auto document = Document::parse({bytes.constData(), std::size_t(bytes.size())});

        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::BadInput);
    }

    void everyCutOfAMessageIsRefused()
    {
        const std::string whole = R"({"data":[{"e":"fill","p":"401.20","q":1.5,"t":[null,true,false]}],"x":"\u00e9\n"})";
        QVERIFY(Document::parse(whole));
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY2(!Document::parse(whole.substr(0, i)), whole.substr(0, i).c_str());
    }

    void aMovedDocumentKeepsItsTexts()
    {
        auto first = Document::parse(R"({"a":"b\nc"})");
        const Document second = std::move(*first);
        QCOMPARE(text(second.root()["a"].text()), std::string("b\nc"));
    }

    void aNumberMayBeANumberOrAText()
    {
        const auto read = [](Fields &fields) {
            return std::pair(fields.amount<Price>("a"), fields.amount<Price>("b"));
        };
        const auto both = readObject<std::pair<Price, Price>>(R"({"a":401.25,"b":"401.250"})", +read);

        QVERIFY(both);
        QVERIFY(both->first == both->second);
        QCOMPARE(both->first.toString(), std::string("401.25"));
    }

    void absentNullAndEmptyAreNone()
    {
        std::optional<Error> problem;
        const auto document = Document::parse(R"({"n":null,"e":"","z":"0"})");
        Fields fields(document->root(), "", problem);

        QVERIFY(!fields.maybeAmount<Price>("absent") && !fields.maybeAmount<Price>("n") && !fields.maybeMoney("e"));
        QVERIFY(!fields.maybeText("e") && !fields.maybeFlag("n") && !fields.maybeIsoTime("n") && !fields.maybeInteger("e"));
        QVERIFY(fields.maybeAmount<Price>("z")->isZero());
        QVERIFY(!problem);
    }

    void readsTimesAndMoney()
    {
        std::optional<Error> problem;
        const auto document = Document::parse(
            R"({"a":"2026-03-02T09:31:07.391204518-05:00","m":1700000000123,"t":"1700000000123","w":"1234567890123.123456789012345678"})");
        Fields fields(document->root(), "", problem);

        QVERIFY(fields.isoTime("a") == *parseIsoText("2026-03-02T14:31:07.391204518Z"));
        QVERIFY(fields.milliTime("m") == fields.milliTime("t"));
        QCOMPARE(fields.money("w").toString(), std::string("1234567890123.123456789012345678"));
        QVERIFY(!problem);
    }

    void complainsWithThePlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<int>("reader");
        QTest::addColumn<QString>("says");
        QTest::newRow("missing") << QByteArray("{}") << 0 << QStringLiteral("order.v: it is missing");
        QTest::newRow("not a number") << QByteArray(R"({"v":"4o1"})") << 0 << QStringLiteral("order.v: ");
        QTest::newRow("NaN") << QByteArray(R"({"v":"NaN"})") << 0 << QStringLiteral("order.v: ");
        QTest::newRow("ten places") << QByteArray(R"({"v":"0.0000000001"})") << 0 << QStringLiteral("order.v: ");
        QTest::newRow("too large") << QByteArray(R"({"v":1e300})") << 0 << QStringLiteral("order.v: ");
        QTest::newRow("an object") << QByteArray(R"({"v":{}})") << 0 << QStringLiteral("order.v: it is neither");
        QTest::newRow("half a unit") << QByteArray(R"({"v":1.5})") << 1 << QStringLiteral("order.v: ");
        QTest::newRow("word") << QByteArray(R"({"v":"yes"})") << 2 << QStringLiteral("order.v: it is neither true");
        QTest::newRow("moment") << QByteArray(R"({"v":"99999999999999999"})") << 3 << QStringLiteral("order.v: ");
        QTest::newRow("day") << QByteArray(R"({"v":"2026-02-30T00:00:00Z"})") << 4 << QStringLiteral("order.v: ");
        QTest::newRow("infinite") << QByteArray(R"({"v":1e999})") << 5 << QStringLiteral("order.v: ");
        QTest::newRow("list") << QByteArray(R"({"v":[{"w":1},{"w":"x"}]})") << 6 << QStringLiteral("order.v[1].w: ");
        QTest::newRow("no list") << QByteArray(R"({"v":3})") << 6 << QStringLiteral("order.v: it is not a list");
        QTest::newRow("no object in it") << QByteArray(R"({"v":[3]})") << 6 << QStringLiteral("order.v[0].: it is not");
        QTest::newRow("no object") << QByteArray("[]") << 0 << QStringLiteral("order.: it is not an object");
    }

    void complainsWithThePlace()
    {
        QFETCH(QByteArray, json);
        QFETCH(int, reader);
        QFETCH(QString, says);
        const std::string problem = problemOf(json.constData(), [reader](Fields &fields) {
            switch (reader) {
            case 0: return (void)fields.amount<Price>("v");
            case 1: return (void)fields.integer("v");
            case 2: return (void)fields.flag("v");
            case 3: return (void)fields.milliTime("v");
            case 4: return (void)fields.isoTime("v");
            case 5: return (void)fields.number("v");
            default: fields.forEach("v", [](Fields &each) { (void)each.integer("w"); });
            }
        });

        QVERIFY2(QString::fromStdString(problem).startsWith(says), problem.c_str());
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "JsonTest.moc"
