#include "core/base/Decimal.h"
#include "core/base/Json.h"
#include "core/base/Sha256.h"
#include "core/base/Timestamp.h"
#include "core/base/WideMath.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <boost/multiprecision/cpp_int.hpp>
#include <rapidcheck.h>

using namespace core;

class BaseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesDecimalsExactly_data()
    {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out"); // empty = refused
        QTest::newRow("integer") << "42" << "42";
        QTest::newRow("negative") << "-12.5" << "-12.5";
        QTest::newRow("smallest") << "1e-9" << "0.000000001";
        QTest::newRow("scientific") << "1.0579600000e+05" << "105796";
        QTest::newRow("large") << "9223372036.854775807" << "9223372036.854775807";
        QTest::newRow("trailing zeros") << "123456789.1234567890000" << "123456789.123456789";
        QTest::newRow("minus zero") << "-0" << "0";
        QTest::newRow("leading zero") << "01" << "1";
        QTest::newRow("point first") << ".5" << "0.5";
        QTest::newRow("overflow") << "9223372036.854775808" << "";
        QTest::newRow("ten places") << "1.0000000001" << "";
        QTest::newRow("huge exponent") << "1e400" << "";
        QTest::newRow("absurd exponent") << "1e99999999999" << "";
        QTest::newRow("nan") << "NaN" << "";
        QTest::newRow("infinity") << "Infinity" << "";
        QTest::newRow("hex") << "0x10" << "";
        QTest::newRow("underscore") << "1_000" << "";
        QTest::newRow("comma") << "1,5" << "";
        QTest::newRow("wide digits") << QStringLiteral("１２") << "";
        QTest::newRow("two points") << "1.2.3" << "";
        QTest::newRow("empty") << "" << "";
        QTest::newRow("sign only") << "-" << "";
        QTest::newRow("space") << " 1" << "";
        QTest::newRow("400 digits") << QString(400, QLatin1Char('9')) << "";
    }
    void readsAndWritesDecimalsExactly()
    {
        QFETCH(QString, in);
        QFETCH(QString, out);

        const auto parsed = Decimal::parse(in.toStdString());

        QCOMPARE(parsed.has_value(), !out.isEmpty());
        if (parsed)
            QCOMPARE(QString::fromStdString(parsed->toString()), out);
        else
            QCOMPARE(parsed.error().code, ErrorCode::BadInput);
    }

    void roundsWhenAskedHalfToEven()
    {
        QCOMPARE(Decimal::parseRounded("0.00000000050")->nanos(), 0);
        QCOMPARE(Decimal::parseRounded("0.00000000150")->nanos(), 2);
        QCOMPARE(Decimal::parseRounded("-0.00000000051")->nanos(), -1);
        QCOMPARE(Decimal::parseRounded("211.41000366210938")->toString(), std::string("211.410003662"));
    }

    void stopsOnOverflow()
    {
        const auto largest = Decimal::fromNanos(std::numeric_limits<std::int64_t>::max());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)(largest + Decimal::fromNanos(1)));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)-Decimal::fromNanos(std::numeric_limits<std::int64_t>::min()));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)WideDecimal::product(largest, largest).times(WideDecimal(largest)));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)WideDecimal(largest).over(WideDecimal()));
    }

    void wideProductsAndSumsAreExact()
    {
        const auto price = *Decimal::parse("123456789.123456789");
        const auto quantity = *Decimal::parse("0.000000007");
        QCOMPARE(WideDecimal::product(price, quantity).toString(),
                 std::string("0.864197523864197523"));
        auto sum = WideDecimal();
        for (int i = 0; i < 1'000'000; ++i)
            sum = sum + WideDecimal(*Decimal::parse("0.1"));
        QCOMPARE(sum.toString(), std::string("100000"));
        QCOMPARE(WideDecimal::parse("-17.123456789012345678")->toString(),
                 std::string("-17.123456789012345678"));
    }

    void aShareIsRoundedOnce()
    {
        const auto part = [](const char *text) { return *Decimal::parse(text); };
        // 31/61 alone has no end, and would leave a rest in the last places.
        QCOMPARE(WideDecimal::parse("3082.9583")->share(part("0.031"), part("0.061")).toString(), std::string("1566.7493"));
        QCOMPARE(WideDecimal::parse("-1")->share(part("2"), part("3")).toString(), std::string("-0.666666666666666667"));
        const auto largest = Decimal::fromNanos(std::numeric_limits<std::int64_t>::max());
        QCOMPARE(WideDecimal::product(largest, part("9")).share(largest, largest).toString(),
                 WideDecimal::product(largest, part("9")).toString());
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)WideDecimal(largest).share(part("1"), Decimal()));
    }

    void floorsQuotientsDown()
    {
        const auto wide = [](const char *text) { return *WideDecimal::parse(text); };
        QCOMPARE(wide("0.29").overFloored(wide("0.01")).toString(), std::string("29"));
        QCOMPARE(wide("10000").overFloored(wide("3")).toString(), std::string("3333.333333333"));
        QCOMPARE(wide("-1").overFloored(wide("3")).toString(), std::string("-0.333333334"));
    }

    void theFastWaysOfMoneyAgreeWithNumbersOfAnyLength()
    {
        const bool ok = rc::check("times and overFloored = 256-bit integers", [](std::int64_t a, std::int64_t b,
                                                                                std::int64_t c, std::int64_t d) {
            using Big = boost::multiprecision::int256_t;
            const auto wide = WideDecimal::product(Decimal::fromNanos(a), Decimal::fromNanos(b));
            const Decimal factor = Decimal::fromNanos(c % 2'000'000'000);
            RC_ASSERT(wide.times(factor) == wide.times(WideDecimal(factor)));

            const Big divisor = Big(c) * d;
            RC_PRE(divisor != 0);
            const Big dividend = Big(a) * b * Decimal::one;
            Big floored = dividend / divisor;
            floored -= floored * divisor != dividend && (dividend < 0) != (divisor < 0) ? 1 : 0;
            RC_PRE(abs(floored) <= std::numeric_limits<std::int64_t>::max());
            const auto by = WideDecimal::product(Decimal::fromNanos(c), Decimal::fromNanos(d));
            RC_ASSERT(wide.overFloored(by).nanos() == static_cast<std::int64_t>(floored));
        });
        QVERIFY(ok);
    }

    void theStepsOfWideNumbersCarryAndBorrow()
    {
        using Big = boost::multiprecision::uint256_t;
        const std::uint64_t parts[]{0, 1, 999'999'999, 1'000'000'000, 0xffffffffU, 0x100000000U, std::uint64_t(1) << 63, ~std::uint64_t(0)};
        const auto big = [](wide::Number192 n) { return (((Big(n.high) << 64) + n.middle) << 64) + n.low; };
        for (const std::uint64_t a : parts)
            for (const std::uint64_t b : parts)
                for (const std::uint64_t c : parts) {
                    const wide::Number192 product = wide::product(wide::Number128{a, b}, c);
                    QVERIFY(big(product) == ((Big(a) << 64) + b) * c);
                    const wide::Number192 number{a, b, c};
                    wide::Number192 quotient = number;
                    const std::uint32_t rest = wide::divide<1'000'000'000>(quotient);
                    QVERIFY(big(quotient) * 1'000'000'000 + rest == big(number) && rest < 1'000'000'000);
                    for (const std::uint64_t d : parts) {
                        const wide::Number192 other{d, d == 0 ? c : b, a};
                        QCOMPARE(number < other, big(number) < big(other));
                        const auto [less, more] = std::minmax(number, other);
                        QVERIFY(big(wide::difference(more, less)) == big(more) - big(less));
                    }
                }
    }

    void floorsNextToAWholeQuotient()
    {
        const bool ok = rc::check("a unit less than a multiple gives one less", [] {
            const auto a = Decimal::fromNanos(*rc::gen::inRange<std::int64_t>(1, 900'000'000'000'000));
            const auto b = Decimal::fromNanos(*rc::gen::inRange<std::int64_t>(2, 9'000'000'000'000'000));
            const auto last = *WideDecimal::parse("0.000000000000000001");
            const auto product = WideDecimal::product(a, b);
            RC_ASSERT(product.overFloored(WideDecimal(b)) == a);
            RC_ASSERT((product + last).overFloored(WideDecimal(b)) == a);
            RC_ASSERT((product - last).overFloored(WideDecimal(b)) == a - Decimal::fromNanos(1));
        });
        QVERIFY(ok);
    }

    void halvesOfTheLastPlaceGoToTheEvenOne()
    {
        const auto wide = [](const char *text) { return *WideDecimal::parse(text); };
        const auto half = *Decimal::parse("0.5");
        QCOMPARE(wide("0.000000000000000001").times(half).toString(), std::string("0"));
        QCOMPARE(wide("0.000000000000000003").times(half).toString(), std::string("0.000000000000000002"));
        QCOMPARE(wide("-0.000000000000000003").times(half).toString(), std::string("-0.000000000000000002"));
        QCOMPARE(wide("-0.000000000000000005").times(half).toString(), std::string("-0.000000000000000002"));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)wide("100000000000000000000").times(*Decimal::parse("1.8")));
    }

    void arithmeticAgreesWithPlainIntegers()
    {
        const bool ok = rc::check("WideDecimal = 128-bit integers", [](std::int64_t a, std::int64_t b,
                                                                       std::int64_t c) {
            using Wide = boost::multiprecision::int128_t;
            const auto da = Decimal::fromNanos(a);
            const auto db = Decimal::fromNanos(b);
            const auto dc = Decimal::fromNanos(c);
            RC_PRE(a != std::numeric_limits<std::int64_t>::min());
            const auto product = WideDecimal::product(da, db);
            const auto other = WideDecimal::product(dc, db);
            const Wide expected = Wide(a) * b;
            RC_ASSERT((product < other) == (expected < Wide(c) * b));
            RC_ASSERT((product + other - other) == product);
            RC_ASSERT((-(-product)) == product);
            RC_ASSERT(WideDecimal::parse(product.toString()).value() == product);
            RC_ASSERT(Decimal::parse(da.toString()).value() == da);
            if (b != 0) {
                RC_ASSERT(product.overFloored(WideDecimal(db)) == da);
            }
        });
        QVERIFY(ok);
    }

    void roundsToSteps()
    {
        const auto step = *Decimal::parse("0.05");
        QCOMPARE(Decimal::parse("10.07")->roundedTo(step, Rounding::Floor).toString(), std::string("10.05"));
        QCOMPARE(Decimal::parse("10.07")->roundedTo(step, Rounding::Ceiling).toString(), std::string("10.1"));
        QCOMPARE(Decimal::parse("-10.07")->roundedTo(step, Rounding::Floor).toString(), std::string("-10.1"));
        QCOMPARE(Decimal::parse("10.075")->roundedTo(step, Rounding::HalfEven).toString(), std::string("10.1"));
        QCOMPARE(Decimal::parse("10.025")->roundedTo(step, Rounding::HalfEven).toString(), std::string("10"));
    }

    void readsAndWritesTimes()
    {
        const auto at = parseIsoText("2026-01-31T15:30:00.000Z");
        QVERIFY(at.has_value());
        QCOMPARE(toMillis(*at), 1769873400000LL);
        QCOMPARE(toIsoText(*at), std::string("2026-01-31T15:30:00.000Z"));
        QCOMPARE(*parseIsoText("2026-01-31 10:30:00-05:00"), *at);
        QCOMPARE(*parseIsoText("2026-01-31T15:30"), *at);
        QCOMPARE(toIsoText(*parseIsoText("1969-12-31T23:59:59.999Z")), std::string("1969-12-31T23:59:59.999Z"));
        for (const char *bad : {"", "2026", "2026-02-30", "2026-01-31T25:00", "2026-01-31T10:61",
                                "2026-01-31T10:00X", "9999-01-01", "20260131"})
            QVERIFY2(!parseIsoText(bad), bad);
    }

    void hashesLikeQt()
    {
        QCOMPARE(sha256Hex("abc"),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        for (int length : {0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000}) {
            const QByteArray bytes(length, 'x');
            QCOMPARE(QByteArray::fromStdString(sha256Hex(bytes.toStdString())),
                     QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
        }
    }

    void writesJsonThatAnotherReaderAccepts()
    {
        JsonWriter json;
        json.beginObject()
            .member("text", std::string("a\"\\\n\x01 é \xff"))
            .member("price", *Decimal::parse("12.50"))
            .member("ratio", 0.1)
            .member("unknown", std::optional<double>())
            .member("nan", std::nan(""))
            .member("yes", true);
        json.key("list").beginArray().value(1).value(2).beginObject().endObject().endArray();
        json.endObject();

        QJsonParseError error;
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(json.text()), &error).object();

        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(object[QStringLiteral("text")].toString(), QStringLiteral("a\"\\\n\x01 é \uFFFD"));
        QCOMPARE(object[QStringLiteral("price")].toString(), QStringLiteral("12.5"));
        QCOMPARE(object[QStringLiteral("ratio")].toDouble(), 0.1);
        QVERIFY(object[QStringLiteral("unknown")].isNull());
        QVERIFY(object[QStringLiteral("nan")].isNull());
        QCOMPARE(object.size(), 7);
    }
};

QTEST_GUILESS_MAIN(BaseTest)
#include "BaseTest.moc"
