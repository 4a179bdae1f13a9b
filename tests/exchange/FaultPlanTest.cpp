#include "app/exchange/faults/FaultPlan.h"

#include <QByteArray>
#include <QTest>

using namespace app;
using namespace std::chrono_literals;

namespace {

const std::vector<FaultKind> everything = [] {
    std::vector<FaultKind> kinds;
    for (int kind = 0; kind <= int(FaultKind::RevokedKey); ++kind)
        kinds.push_back(static_cast<FaultKind>(kind));
    return kinds;
}();

FaultPlan planOf(const char *yaml, std::uint64_t seed = 1)
{
    return {FaultPlan::parse(yaml, "plan").value(), seed};
}

/// One letter for each second: what struck an order then.
std::string strikes(FaultPlan plan, int seconds, FaultTarget target = FaultTarget::Order)
{
    std::string story;
    for (int second = 0; second < seconds; ++second) {
        const auto fault = plan.strike(target, everything, std::chrono::seconds(second));
        story += fault ? faultKindName(fault->kind)[0] : '.';
    }
    return story;
}

} // namespace

class FaultPlanTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKindOfTheContractHasItsName()
    {
        for (const char *name :
             {"drop", "delay", "duplicate", "reorder", "truncate", "wrong-id", "rate-limit",
              "server-error-before-acceptance", "server-error-after-acceptance", "timeout-before-acceptance",
              "timeout-after-acceptance", "socket-reset", "silent-socket", "stale-data", "clock-skew", "slow",
              "maintenance", "revoked-key"}) {
            const auto kind = parseFaultKind(name);
            QVERIFY2(kind, name);
            QCOMPARE(faultKindName(*kind), name);
        }
        QCOMPARE(everything.size(), std::size_t(18));
    }

    void countsTimesAndChances()
    {
        QCOMPARE(strikes(planOf("faults:\n- {kind: drop, count: 2}\n"), 5), std::string("dd..."));
        QCOMPARE(strikes(planOf("faults:\n- {kind: drop, at: 2}\n"), 5), std::string("..d.."));
        QCOMPARE(strikes(planOf("faults:\n- {kind: drop, at: 1, seconds: 2}\n"), 5), std::string(".dd.."));
        QCOMPARE(strikes(planOf("faults:\n- {kind: drop, probability: 0}\n"), 5), std::string("....."));
        QCOMPARE(strikes(planOf("faults:\n- {kind: drop, probability: 1}\n"), 5), std::string("ddddd"));
        QCOMPARE(strikes(planOf("faults: []\n"), 3), std::string("..."));
        const auto tenth = strikes(planOf("faults:\n- {kind: drop, probability: 0.1}\n"), 2000);
        const auto struck = std::count(tenth.begin(), tenth.end(), 'd');
        QVERIFY2(struck > 140 && struck < 260, qPrintable(QString::number(struck)));
    }

    void statesLastTheirTime()
    {
        QCOMPARE(strikes(planOf("faults:\n- {kind: maintenance, count: 1, seconds: 3}\n"), 6), std::string("mmm..."));
        QCOMPARE(strikes(planOf("faults:\n- {kind: revoked-key, at: 2}\n"), 5), std::string("..rrr"));
        QCOMPARE(strikes(planOf("faults:\n- {kind: silent-socket, count: 1}\n"), 4), std::string("ssss"));
    }

    void strikesOnlyWhatItIsMeantFor()
    {
        const FaultPlan plan = planOf("faults:\n- {kind: drop, on: cancel, count: 9}\n- {kind: slow, count: 1}\n");
        QCOMPARE(strikes(plan, 3, FaultTarget::Cancel), std::string("ddd"));
        QCOMPARE(strikes(plan, 3, FaultTarget::Order), std::string("s.."));
        FaultPlan streams = planOf("faults:\n- {kind: rate-limit, count: 1}\n- {kind: duplicate, count: 1}\n");
        const auto first = streams.strike(FaultTarget::Stream, {FaultKind::Duplicate}, 0s);
        QVERIFY(first && first->kind == FaultKind::Duplicate); // what cannot happen here is not used up
        QVERIFY(streams.strike(FaultTarget::Order, {FaultKind::RateLimit}, 0s));
    }

    void theSameSeedStrikesTheSame()
    {
        const char *const yaml = "faults:\n- {kind: drop, probability: 0.3}\n- {kind: slow, probability: 0.3}\n";
        QCOMPARE(strikes(planOf(yaml, 7), 200), strikes(planOf(yaml, 7), 200));
        QVERIFY(strikes(planOf(yaml, 7), 200) != strikes(planOf(yaml, 8), 200));
    }

    void refusesWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<int>("line");
        QTest::newRow("nothing") << QByteArray("") << 1;
        QTest::newRow("no list") << QByteArray("faults: 3\n") << 1;
        QTest::newRow("no kind") << QByteArray("faults:\n- {count: 1}\n") << 2;
        QTest::newRow("an unknown kind") << QByteArray("faults:\n- kind: drop\n  count: 1\n- kind: dorp\n  count: 1\n") << 4;
        QTest::newRow("an unknown target") << QByteArray("faults:\n- {kind: drop, on: moon, count: 1}\n") << 2;
        QTest::newRow("no moment") << QByteArray("faults:\n- {kind: drop}\n") << 2;
        QTest::newRow("two moments") << QByteArray("faults:\n- {kind: drop, count: 1, at: 2}\n") << 2;
        QTest::newRow("a chance above one") << QByteArray("faults:\n- {kind: drop, probability: 1.5}\n") << 2;
        QTest::newRow("a time before the start") << QByteArray("faults:\n- {kind: drop, at: -1}\n") << 2;
        QTest::newRow("an unknown member") << QByteArray("faults:\n- {kind: drop, count: 1, often: true}\n") << 2;
        QTest::newRow("another list") << QByteArray("faults: []\nmore: []\n") << 2;
    }
    void refusesWhatItDoesNotUnderstand()
    {
        QFETCH(QByteArray, yaml);
        QFETCH(int, line);
        const auto rows = FaultPlan::parse(yaml.toStdString(), "plan.yaml");
        QVERIFY(!rows);
        QCOMPARE(rows.error().line, line);
        QCOMPARE(rows.error().file, std::string("plan.yaml"));
    }
};

QTEST_GUILESS_MAIN(FaultPlanTest)
#include "FaultPlanTest.moc"
