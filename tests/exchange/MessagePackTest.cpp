#include "app/exchange/alpaca/MessagePack.h"

#include <QByteArray>
#include <QTest>

using namespace core;
using namespace app::alpaca;

namespace {

QByteArray pack(const QByteArray &json)
{
    const auto document = json::Document::parse({json.constData(), std::size_t(json.size())});
    return QByteArray::fromStdString(packed(document.value().root())).toHex();
}

Result<std::string> unpack(const QByteArray &hex)
{
    return unpacked(QByteArray::fromHex(hex).toStdString());
}

} // namespace

class MessagePackTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesTheSpecifiedBytes_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("a map") << QByteArray(R"({"compact":true,"schema":0})")
                               << QByteArray("82a7636f6d70616374c3a6736368656d6100"); // the format's own example
        QTest::newRow("nothing") << QByteArray("[null,false]") << QByteArray("92c0c2");
        QTest::newRow("small") << QByteArray("[0,127]") << QByteArray("92007f");
        QTest::newRow("a byte") << QByteArray("[128,255]") << QByteArray("92cc80ccff");
        QTest::newRow("two") << QByteArray("[256]") << QByteArray("91cd0100");
        QTest::newRow("four") << QByteArray("[65536]") << QByteArray("91ce00010000");
        QTest::newRow("eight") << QByteArray("[18446744073709551615]") << QByteArray("91cfffffffffffffffff");
        QTest::newRow("below zero") << QByteArray("[-1]") << QByteArray("91d3ffffffffffffffff");
        QTest::newRow("a fraction") << QByteArray("[1.5]") << QByteArray("91cb3ff8000000000000");
        QTest::newRow("a second") << QByteArray(R"({"t":"1970-01-01T00:00:01Z"})") << QByteArray("81a174d6ff00000001");
        QTest::newRow("a nanosecond") << QByteArray(R"({"t":"1970-01-01T00:00:01.000000001Z"})")
                                      << QByteArray("81a174d7ff0000000400000001");
        QTest::newRow("no time") << QByteArray(R"({"t":"x","T":"b"})") << QByteArray("82a174a178a154a162");
    }
    void writesTheSpecifiedBytes()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, hex);
        QCOMPARE(pack(json), hex);
    }

    void readsBackWhatItWrote()
    {
        const QByteArray longText(70'000, 'x');
        QByteArray list = "[";
        for (int i = 0; i < 20; ++i)
            list += QByteArray::number(i * i * 1000) + ",";
        const QByteArray json = "{\"a\":\"" + longText + "\",\"b\":" + list + "null,true,1.25,-7,\"ö\"],\"c\":{\"d\":[]}}";
        QCOMPARE(QByteArray::fromStdString(unpack(pack(json)).value()), json);
    }

    void everyCutIsRefused()
    {
        const QByteArray hex = pack(R"({"action":"auth","key":"PK","n":[1,300,70000,1.5,-2,null,true]})");
        QVERIFY(unpack(hex));
        for (qsizetype length = 0; length < hex.size(); length += 2)
            QVERIFY2(!unpack(hex.first(length)), qPrintable(QString::number(length)));
        QVERIFY(!unpack(hex + "00"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::newRow("a key that is no text") << QByteArray("810101");
        QTest::newRow("bytes") << QByteArray("c40100");
        QTest::newRow("an extension") << QByteArray("d6ff00000001");
        QTest::newRow("what is never used") << QByteArray("c1");
        QTest::newRow("an endless list") << QByteArray("ddffffffff");
        QTest::newRow("too deep") << QByteArray("91").repeated(40) + "00";
    }
    void refuses()
    {
        QFETCH(QByteArray, hex);
        QVERIFY(!unpack(hex));
    }
};

QTEST_GUILESS_MAIN(MessagePackTest)
#include "MessagePackTest.moc"
