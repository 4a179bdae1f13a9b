#include "core/base/Timestamp.h"
#include "core/signals/SignalIntake.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <set>



using namespace core;
using namespace support;
using namespace std::chrono_literals;


class SignalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySignalGetsAnIdOfItsOwn()
    {
        SignalIntake intake("R1-");
        Signal signal = buySignal();
        std::set<std::string> ids;
        for (int i = 0; i < 50; ++i) {
            signal.barCloseTime += 1h;
            const auto taken = intake.take(signal);
            QVERIFY(taken);
            QVERIFY(taken->id.text().starts_with("R1-"));
            ids.insert(taken->id.text());
        }
        QCOMPARE(ids.size(), std::size_t(50));
    }

    void theSameSignalTwiceIsDroppedAndCounted()
    {
        SignalIntake intake("R1-");
        QVERIFY(intake.take(buySignal()));

        QVERIFY(!intake.take(buySignal()));
        Signal reworded = buySignal();
        reworded.idea.reason = "another sentence for the same thing";
        QVERIFY(!intake.take(reworded));

        QCOMPARE(intake.duplicates(), std::int64_t(2));
    }

    void anOlderBarAfterANewerOneIsARepeat()
    {
        SignalIntake intake("R1-");
        Signal newer = buySignal();
        newer.barCloseTime += 1h;
        QVERIFY(intake.take(newer));

        QVERIFY(!intake.take(buySignal()));
        QCOMPARE(intake.duplicates(), std::int64_t(1));
    }

    void everyPartOfTheKeyMakesAnotherSignal()
    {
        SignalIntake intake("R1-");
        QVERIFY(intake.take(buySignal()));
        Signal other = buySignal();
        other.idea.kind = SignalKind::Sell;
        QVERIFY(intake.take(other));
        other = buySignal();
        other.bot = BotId("second");
        QVERIFY(intake.take(other));
        other = buySignal();
        other.strategy = "second";
        QVERIFY(intake.take(other));
        other = buySignal(stock("TSLA"));
        QVERIFY(intake.take(other));
        other = buySignal();
        other.series.timeframe = Timeframe::M5;
        QVERIFY(intake.take(other));
        QCOMPARE(intake.duplicates(), std::int64_t(0));
    }
};

QTEST_GUILESS_MAIN(SignalsTest)
#include "SignalsTest.moc"
