#include "ui/format/DecimalInput.h"
#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

#include <QTest>

#include <limits>
#include <rapidcheck.h>

using namespace core;
using namespace ui;
using namespace std::chrono_literals;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);
const QLocale german(QLocale::German, QLocale::Germany);
const QLocale french(QLocale::French, QLocale::France);
const QLocale hindi(QLocale::Hindi, QLocale::India);
const QLocale arabic(QLocale::Arabic, QLocale::Egypt);

Decimal decimal(const char *text) { return Decimal::parse(text).value(); }
Price price(const char *text) { return Price(decimal(text)); }
Money money(const char *text) { return Money(WideDecimal::parse(text).value()); }

} // namespace

class FormatTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsPricesWithTheirTicksAndNeverLess()
    {
        QCOMPARE(priceText(price("1234.5"), decimal("0.01"), english), QStringLiteral("1,234.50"));
        QCOMPARE(priceText(price("1234.505"), decimal("0.01"), english), QStringLiteral("1,234.505"));
        QCOMPARE(priceText(price("1234.5"), decimal("0.01"), german), QStringLiteral("1.234,50"));
        QCOMPARE(priceText(price("0.000000001"), decimal("0.01"), english),
                 QStringLiteral("0.000000001"));
        QCOMPARE(priceText(price("1234567"), decimal("1"), hindi), QStringLiteral("12,34,567"));
        QCOMPARE(priceText(price("-3.5"), decimal("0.1"), english), QStringLiteral("−3.5"));
        QCOMPARE(priceText(std::nullopt, english), QStringLiteral("—"));
    }

    void roundsMoneyHalfToEvenOnItsDigits()
    {
        QCOMPARE(moneyText(money("0.005"), {}, english), QStringLiteral("0.00"));
        QCOMPARE(moneyText(money("0.015"), {}, english), QStringLiteral("0.02"));
        QCOMPARE(moneyText(money("0.0150000001"), {}, english), QStringLiteral("0.02"));
        QCOMPARE(moneyText(money("-0.004"), {}, english), QStringLiteral("0.00")); // no "−0.00"
        QCOMPARE(moneyText(money("-999.999"), {}, english), QStringLiteral("−1,000.00"));
        QCOMPARE(moneyText(money("90071992547409.93"), {}, english),
                 QStringLiteral("90,071,992,547,409.93")); // beyond a double's exact integers
        QCOMPARE(signedMoneyText(money("12"), QStringLiteral("USD"), english),
                 QStringLiteral("+12.00\u00a0USD"));
        QCOMPARE(signedMoneyText(money("0"), {}, english), QStringLiteral("0.00"));
    }

    void showsStatisticsWithASignAndAbsence()
    {
        QCOMPARE(percentText(12.34, 1, english), QStringLiteral("12.3\u00a0%"));
        QCOMPARE(percentText(-0.04, 1, english), QStringLiteral("0.0\u00a0%"));
        QCOMPARE(percentText(std::numeric_limits<double>::quiet_NaN(), 1, english), QStringLiteral("—"));
        QCOMPARE(riskMultipleText(0.12, english), QStringLiteral("+0.12\u00a0R"));
        QCOMPARE(riskMultipleText(-0.4, english), QStringLiteral("−0.40\u00a0R"));
        QCOMPARE(rewardToRiskText(2.14, english), QStringLiteral("2.1\u00a0:\u00a01"));
        QCOMPARE(rewardToRiskText(std::nullopt, english), QStringLiteral("—"));
    }

    void showsTimesOnTheClockOfTheMarket()
    {
        const Timestamp winter = parseIsoText("2026-01-30T15:30:05Z").value();
        const Timestamp summer = parseIsoText("2026-07-01T15:30:05Z").value();
        const InstrumentId apple{.venue = "alpaca", .symbol = "AAPL"};
        const InstrumentId bitcoin{.venue = "bybit-linear", .symbol = "BTCUSDT"};

        QCOMPARE(timeText(winter, zoneOf(apple)), QStringLiteral("10:30:05"));
        QCOMPARE(momentText(summer, zoneOf(apple)), QStringLiteral("2026-07-01 11:30 EDT"));
        QCOMPARE(momentText(winter, zoneOf(apple)), QStringLiteral("2026-01-30 10:30 EST"));
        QCOMPARE(momentText(winter, zoneOf(bitcoin)), QStringLiteral("2026-01-30 15:30 UTC"));
        QCOMPARE(dateText(parseIsoText("2026-01-30T03:00Z").value(), zoneOf(apple)),
                 QStringLiteral("2026-01-29"));
    }

    void showsDurationsRoundedDown()
    {
        QCOMPARE(durationText(45'900ms), QStringLiteral("45 s"));
        QCOMPARE(durationText(-5s), QStringLiteral("0 s"));
        QCOMPARE(durationText(245s), QStringLiteral("4:05"));
        QCOMPARE(durationText(3900s), QStringLiteral("1 h 05 min"));
        QCOMPARE(durationText(51h), QStringLiteral("2 d 3 h"));
    }

    void readsWhatAPersonTypes_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<QString>("value"); // empty = refused
        const auto row = [](const char *name, const QString &typed, const QLocale &locale,
                            const char *value) {
            QTest::newRow(name) << typed << locale << QString::fromLatin1(value);
        };
        row("plain", QStringLiteral("101.20"), english, "101.2");
        row("comma that cannot group", QStringLiteral("101,20"), english, "101.2");
        row("point that cannot group", QStringLiteral("101.20"), german, "101.2");
        row("grouped english", QStringLiteral("1,000.50"), german, "1000.5");
        row("grouped german", QStringLiteral("1.000,50"), english, "1000.5");
        row("ambiguous comma", QStringLiteral("1,000"), english, "");
        row("ambiguous point", QStringLiteral("1.000"), german, "");
        row("own decimal sign", QStringLiteral("1.000"), english, "1");
        row("own decimal comma", QStringLiteral("1,255"), german, "1.255");
        row("zero cannot group", QStringLiteral("0,500"), english, "0.5");
        row("four digits cannot group", QStringLiteral("1000,500"), english, "1000.5");
        row("several groups", QStringLiteral("1,000,000"), german, "1000000");
        row("broken groups", QStringLiteral("1,00,000"), english, "");
        row("indian groups", QStringLiteral("10,00,000"), hindi, "1000000");
        row("narrow spaces", QStringLiteral("1\u202f000,50"), french, "1000.5");
        row("spaces", QStringLiteral("1 000.50"), english, "1000.5");
        row("broken spaces", QStringLiteral("1 00.50"), english, "");
        row("two points", QStringLiteral("1.2.3"), english, "");
        row("group after decimal", QStringLiteral("1.000,000.5"), english, "");
        row("exponent", QStringLiteral("1e3"), english, "");
        row("full-width digits", QStringLiteral("１００"), english, "");
        row("arabic digits at home", QStringLiteral("١٢٫٥"), arabic, "12.5");
        row("arabic digits abroad", QStringLiteral("١٢"), english, "");
        row("minus", QStringLiteral("−5"), english, "-5");
        row("minus zero", QStringLiteral("-0"), english, "0");
        row("two signs", QStringLiteral("--5"), english, "");
        row("point first", QStringLiteral(".5"), english, "0.5");
        row("ten places", QStringLiteral("0.0000000001"), english, "");
        row("too large", QStringLiteral("99999999999"), english, "");
        row("nothing", QStringLiteral("  "), english, "");
        row("sign only", QStringLiteral("-"), english, "");
        row("point only", QStringLiteral("."), english, "");
        row("letters", QStringLiteral("12a"), english, "");
        row("nan", QStringLiteral("nan"), english, "");
        row("exact nanos", QStringLiteral("0.123456789"), english, "0.123456789");
    }
    void readsWhatAPersonTypes()
    {
        QFETCH(QString, typed);
        QFETCH(QLocale, locale);
        QFETCH(QString, value);

        const auto read = parseDecimal(typed, locale);

        QCOMPARE(read ? QString::fromStdString(read->toString()) : QString(), value);
        if (!read)
            QVERIFY(!read.error().message.empty());
    }

    void readsBackWhatItShowsInAField()
    {
        for (const QLocale &locale : {english, german, french, hindi, arabic}) {
            const bool holds = rc::check("edit text is read back exactly", [&locale] {
                const auto nanos = *rc::gen::inRange<std::int64_t>(-9'000'000'000'000'000'000,
                                                                   9'000'000'000'000'000'000);
                const auto step = *rc::gen::element(1LL, 10'000'000LL, 1'000'000'000LL);
                const Decimal value = Decimal::fromNanos(nanos / step * step);
                const auto read =
                    parseDecimal(editText(value, Decimal::fromNanos(step), locale), locale);
                RC_ASSERT(read.has_value());
                RC_ASSERT(*read == value);
            });
            QVERIFY(holds);
        }
    }

    void latenciesHaveAboutThreeFigures_data()
    {
        QTest::addColumn<qint64>("nanos");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << QStringLiteral("0.0 µs");
        QTest::newRow("nanoseconds") << qint64(640) << QStringLiteral("0.6 µs");
        QTest::newRow("microseconds") << qint64(45'300) << QStringLiteral("45 µs");
        QTest::newRow("below a millisecond") << qint64(999'400) << QStringLiteral("999 µs");
        QTest::newRow("just a millisecond") << qint64(999'600) << QStringLiteral("1.00 ms");
        QTest::newRow("milliseconds") << qint64(3'240'000) << QStringLiteral("3.24 ms");
        QTest::newRow("tens") << qint64(18'460'000) << QStringLiteral("18.5 ms");
        QTest::newRow("hundreds") << qint64(250'400'000) << QStringLiteral("250 ms");
        QTest::newRow("just a second") << qint64(999'600'000) << QStringLiteral("1.00 s");
        QTest::newRow("seconds") << qint64(2'600'000'000) << QStringLiteral("2.60 s");
    }
    void latenciesHaveAboutThreeFigures()
    {
        QFETCH(qint64, nanos);
        QFETCH(QString, text);

        QCOMPARE(ui::latencyText(core::Duration(nanos), QLocale::c()), text);
    }

    void memoryInDecimalUnits()
    {
        QCOMPARE(ui::bytesText(148'200'000, QLocale::c()), QStringLiteral("148.2 MB"));
        QCOMPARE(ui::bytesText(std::nullopt), ui::absentText());
        QCOMPARE(ui::latencyText(std::nullopt), ui::absentText());
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "FormatTest.moc"
