#include "core/market/ExchangeDay.h"
#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QTest>

#include <map>
#include <set>

using namespace core;
using namespace std::chrono;

namespace {

Timestamp at(const char *text)
{
    return *parseIsoText(text);
}

QString iso(Timestamp moment)
{
    return QString::fromStdString(toIsoText(moment));
}

sys_days date(const char *text)
{
    return floor<days>(at(text));
}

/// The New York time of day at which the last hour bar of each date opens.
std::map<sys_days, Duration> lastBarsOf(const std::string &path)
{
    std::map<sys_days, Duration> lastBars;
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return lastBars;
    file.readLine();
    while (!file.atEnd()) {
        const Timestamp open = timestampFromMillis(file.readLine().split(',').first().toLongLong());
        lastBars[newYorkDate(open)] = newYorkTimeOfDay(open);
    }
    return lastBars;
}

/// The dates of a daily bar file, whose rows begin with 00:00 UTC of the trading day.
std::set<sys_days> datesOf(const std::string &path)
{
    std::set<sys_days> dates;
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return dates;
    file.readLine();
    while (!file.atEnd())
        dates.insert(floor<days>(timestampFromMillis(file.readLine().split(',').first().toLongLong())));
    return dates;
}

} // namespace

class MarketTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheNewYorkOffset_data()
    {
        QTest::addColumn<QString>("utc");
        QTest::addColumn<int>("hours");
        QTest::newRow("last winter second 2024") << "2024-03-10T06:59:59" << -5;
        QTest::newRow("first summer second 2024") << "2024-03-10T07:00:00" << -4;
        QTest::newRow("last summer second 2024") << "2024-11-03T05:59:59" << -4;
        QTest::newRow("first winter second 2024") << "2024-11-03T06:00:00" << -5;
        QTest::newRow("2006 not yet summer in March") << "2006-03-20T12:00" << -5;
        QTest::newRow("2006 first Sunday of April") << "2006-04-02T07:00" << -4;
        QTest::newRow("2006 last Sunday of October") << "2006-10-29T06:00" << -5;
        QTest::newRow("1986 first Sunday of April is winter") << "1986-04-06T12:00" << -5;
        QTest::newRow("1986 last Sunday of April") << "1986-04-27T07:00" << -4;
        QTest::newRow("new year") << "2024-12-31T23:59" << -5;
    }
    void knowsTheNewYorkOffset()
    {
        QFETCH(QString, utc);
        QFETCH(int, hours);

        QCOMPARE(newYorkOffset(*parseIsoText(utc.toStdString())), Duration(std::chrono::hours(hours)));
    }

    void turnsMomentsIntoNewYorkDatesAndBack()
    {
        QVERIFY(newYorkDate(at("2024-07-02T03:59:59")) == date("2024-07-01"));
        QVERIFY(newYorkDate(at("2024-07-02T04:00:00")) == date("2024-07-02"));
        QVERIFY(newYorkTimeOfDay(at("2024-01-02T14:30")) == hours(9) + minutes(30));
        for (Timestamp moment = at("2024-01-01"); moment < at("2025-01-01"); moment += minutes(30)) {
            // The second pass of the repeated autumn hour reads as the first one.
            if (moment >= at("2024-11-03T06:00") && moment < at("2024-11-03T07:00"))
                continue;
            QCOMPARE(iso(fromNewYork(newYorkDate(moment), newYorkTimeOfDay(moment))), iso(moment));
        }
    }

    void countsAMomentToTheExchangesDay()
    {
        const Timestamp evening = at("2024-07-02T02:00"); // 22:00 of 1 July in New York

        QVERIFY(exchangeDay(evening, SessionKind::UsEquities) == date("2024-07-01"));
        QVERIFY(exchangeDay(evening, SessionKind::AlwaysOpen) == date("2024-07-02"));
    }

    void resolvesTheRepeatedAndTheMissingHour()
    {
        QCOMPARE(iso(fromNewYork(date("2024-11-03"), hours(1) + minutes(30))),
                 QStringLiteral("2024-11-03T05:30:00.000Z"));
        QCOMPARE(iso(fromNewYork(date("2024-03-10"), hours(2) + minutes(30))),
                 QStringLiteral("2024-03-10T07:30:00.000Z"));
    }

    void closesOnHolidays_data()
    {
        QTest::addColumn<QString>("day");
        QTest::addColumn<bool>("open");
        const auto row = [](const char *day, bool open) {
            QTest::newRow(day) << QString::fromUtf8(day) << open;
        };
        row("2010-12-31", true); // New Year on a Saturday closes nothing
        row("2012-01-02", false); // on a Sunday, the Monday
        row("2021-06-18", true);  // Juneteenth not yet kept
        row("2022-06-20", false);
        row("2027-06-18", false);
        row("2026-07-03", false); // 4 July on a Saturday
        row("2021-12-24", false); // Christmas on a Saturday
        row("2024-03-29", false); // Good Friday
        row("2025-04-18", false);
        row("2026-04-03", false);
        row("2012-10-29", false);
        row("2018-12-05", false);
        row("2025-01-09", false);
        row("2025-01-10", true);
        row("2025-11-11", true); // Veterans Day trades
        row("2026-01-19", false);
        row("2026-11-26", false);
        row("2026-11-28", false);
    }
    void closesOnHolidays()
    {
        QFETCH(QString, day);
        QFETCH(bool, open);

        QCOMPARE(isTradingDay(date(day.toUtf8().constData())), open);
    }

    void tradesOnExactlyTheDaysThatHaveRealBars()
    {
        REQUIRE_SHARED_DATA();
        const auto dates = datesOf(support::sharedFile("bars/us-yahoo/AAPL/1d.csv"));
        QVERIFY(dates.size() > 6000);

        for (sys_days day = *dates.begin(); day <= *dates.rbegin(); day += days(1))
            QVERIFY2(isTradingDay(day) == dates.contains(day), toIsoText(Timestamp(day)).c_str());
        qInfo("calendar equals %zu real bar dates, %s to %s", dates.size(),
              toIsoText(Timestamp(*dates.begin())).c_str(), toIsoText(Timestamp(*dates.rbegin())).c_str());
    }

    void closesEarlyOnTheDaysWhoseRealHourBarsEndEarly()
    {
        REQUIRE_SHARED_DATA();
        const auto lastBars = lastBarsOf(support::sharedFile("bars/us-lean-raw/AAPL/1h.csv"));
        QVERIFY(lastBars.size() > 5000);
        int halfDays = 0;

        for (const auto &[day, lastBar] : lastBars) {
            if (day < sys_days(2010y / 1 / 1))
                continue;
            const auto session = sessionOf(day);
            QVERIFY2(session, toIsoText(Timestamp(day)).c_str());
            const bool isHalf = session->close - session->open < hours(6);
            QVERIFY2(isHalf == (lastBar < hours(13)), toIsoText(Timestamp(day)).c_str());
            halfDays += isHalf;
        }
        qInfo("%d half days since 2010 equal the real hour bars", halfDays);
        QVERIFY(halfDays > 15);
    }

    void givesSessionsAndHalfDays_data()
    {
        QTest::addColumn<QString>("day");
        QTest::addColumn<QString>("open");
        QTest::addColumn<QString>("close");
        QTest::newRow("winter") << "2024-01-02" << "2024-01-02T14:30:00.000Z" << "2024-01-02T21:00:00.000Z";
        QTest::newRow("summer") << "2024-07-02" << "2024-07-02T13:30:00.000Z" << "2024-07-02T20:00:00.000Z";
        QTest::newRow("after Thanksgiving")
            << "2024-11-29" << "2024-11-29T14:30:00.000Z" << "2024-11-29T18:00:00.000Z";
        QTest::newRow("Christmas Eve") << "2024-12-24" << "2024-12-24T14:30:00.000Z" << "2024-12-24T18:00:00.000Z";
        QTest::newRow("3 July") << "2025-07-03" << "2025-07-03T13:30:00.000Z" << "2025-07-03T17:00:00.000Z";
        QTest::newRow("2 July before an observed holiday")
            << "2026-07-02" << "2026-07-02T13:30:00.000Z" << "2026-07-02T20:00:00.000Z";
    }
    void givesSessionsAndHalfDays()
    {
        QFETCH(QString, day);
        QFETCH(QString, open);
        QFETCH(QString, close);

        const auto session = sessionOf(date(day.toUtf8().constData()));

        QVERIFY(session);
        QCOMPARE(iso(session->open), open);
        QCOMPARE(iso(session->close), close);
        QVERIFY(isCoreSession(session->open));
        QVERIFY(!isCoreSession(session->close));
        QVERIFY(!isCoreSession(session->open - nanoseconds(1)));
        QVERIFY(isCoreSession(session->close - nanoseconds(1)));
    }

    void findsTheNextOpen()
    {
        QVERIFY(!sessionOf(date("2024-07-04")));
        QCOMPARE(iso(nextOpen(at("2024-07-03T17:00"))), QStringLiteral("2024-07-05T13:30:00.000Z"));
        QCOMPARE(iso(nextOpen(at("2024-07-05T13:29:59"))), QStringLiteral("2024-07-05T13:30:00.000Z"));
        QCOMPARE(iso(nextOpen(at("2024-07-05T13:30"))), QStringLiteral("2024-07-08T13:30:00.000Z"));
        QCOMPARE(iso(nextOpen(at("2024-03-08T22:00"))), QStringLiteral("2024-03-11T13:30:00.000Z"));
    }
};

QTEST_GUILESS_MAIN(MarketTest)
#include "MarketTest.moc"
