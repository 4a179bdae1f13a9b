#include "core/base/Timestamp.h"
#include "tests/support/EngineFixture.h"

#include <QTest>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

CashFlow flow(const char *id, const char *amount, Timestamp at)
{
    return {CashFlowId(id), usd(amount), at};
}

/// New York times of days in June 2026: the 16th is a Tuesday, the 19th a holiday (Friday).
Timestamp newYork(int day, Duration sinceMidnight)
{
    return Timestamp(std::chrono::sys_days(std::chrono::year(2026) / 6 / day)) + 4h + sinceMidnight;
}

Timestamp utc(int day, Duration sinceMidnight)
{
    return newYork(day, sinceMidnight) - 4h;
}

void quoteAtTime(EngineFixture &f, Timestamp at, const char *price)
{
    f.clock.moveTo(at);
    f.quoteNow(px(price));
}

Money dayStart(const EngineFixture &f)
{
    return f.engine->parts().dayStartEquity;
}

/// Limits of which the day's loss is this share.
RiskLimits losing(const char *share)
{
    RiskLimits limits = usualLimits();
    limits.dayLoss = dec(share);
    return limits;
}

} // namespace

/// The account's day: where it starts, what was paid in and out, and what is lost of it.
class EngineDayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- deposits and withdrawals --------------------------------------------------------------

    void aDepositAtMiddayIsNoProfit()
    {
        EngineFixture f;
        f.buy();
        f.price("99.1"); // 370 lost a point
        const Money lost = f.engine->figures().dayLoss();
        const Money equity = f.engine->figures().equity();
        const Money cash = f.engine->parts().portfolio.cash();

        f.engine->process(flow("D1", "10000", f.clock.now()));
        f.engine->process(flow("D1", "10000", f.clock.now())); // told twice, booked once

        QCOMPARE(lost, usd("370"));
        QCOMPARE(f.engine->figures().dayLoss(), lost);
        QCOMPARE(f.engine->figures().equity(), equity + usd("10000"));
        QCOMPARE(f.engine->parts().portfolio.cash(), cash + usd("10000"));
        QVERIFY(f.journal.isDurable(Table::CashFlows, "id", "demo/D1"));
        QVERIFY(f.log.trips.empty());
    }

    void aWithdrawalIsNoLoss()
    {
        EngineFixture f;
        f.price("100");
        f.engine->process(flow("W1", "-50000", f.clock.now()));
        f.price("100");

        QCOMPARE(f.engine->figures().dayLoss(), Money());
        QVERIFY(!f.engine->parts().isDayLost);
        f.signalBuy();
        QVERIFY(f.card());
        QCOMPARE(f.card()->state, ProposalState::Pending);
    }

    void aDepositThatIsToldLateIsNoProfitEither()
    {
        EngineFixture f({.limits = losing("0.0101")});
        f.buy();
        quoteAtTime(f, newYork(16, 15h + 59min), "101");
        quoteAtTime(f, newYork(17, 9h + 30min), "97"); // through the stop: the day is lost
        QVERIFY(f.engine->parts().isDayLost);
        const Money lost = f.engine->figures().dayLoss();
        const Money start = dayStart(f);

        f.engine->process(flow("D1", "1000", newYork(16, 12h))); // yesterday's

        QCOMPARE(f.engine->figures().dayLoss(), lost);
        QCOMPARE(dayStart(f), start + usd("1000"));
        QCOMPARE(f.engine->parts().netFlows, Money());
        QVERIFY(f.engine->parts().isDayLost);
        const auto &records = f.journal.records(); // the next start finds the new E0, and the loss after it
        QStringList kinds;
        for (const Record &record : records)
            if (record.table == Table::Equity && FakeJournal::column(record, "kind") != "sample")
                kinds += QString::fromStdString(*FakeJournal::column(record, "kind"));
        QCOMPARE(kinds.mid(kinds.size() - 3),
                 (QStringList{QStringLiteral("close"), QStringLiteral("day-start"), QStringLiteral("day-lost")}));
        QVERIFY(f.journal.isDurable(Table::Equity, "equity", (start + usd("1000")).toString()));
    }

    void aDepositDoesNotHideTheDaysLoss()
    {
        EngineFixture f({.limits = losing("0.0101")});
        f.buy();
        f.engine->process(flow("D1", "5000", f.clock.now()));
        f.price("98.2");
        QVERIFY(!f.engine->parts().isDayLost);
        f.price("97"); // through the stop: 1147 of at most 1010
        QVERIFY(f.engine->parts().isDayLost);
        QVERIFY(f.journal.isDurable(Table::Equity, "kind", "day-lost"));
    }

    // --- the day's start -------------------------------------------------------------------------

    void aTradingDayStartsAtTheLastClose()
    {
        EngineFixture f;
        f.buy();
        quoteAtTime(f, newYork(16, 15h + 59min), "101");
        const Money atClose = f.engine->figures().equity();
        f.engine->process(flow("D0", "500", newYork(16, 16h))); // at the close itself: after it
        quoteAtTime(f, newYork(16, 16h + 5min), "103");         // after hours
        f.engine->process(flow("D1", "1000", newYork(16, 16h + 10min)));

        quoteAtTime(f, newYork(17, 9h + 30min), "102");

        QCOMPARE(dayStart(f), atClose);
        QCOMPARE(f.engine->parts().netFlows, usd("1500")); // since the close
        QCOMPARE(f.engine->figures().dayLoss(), usd("-370"));
        QVERIFY(f.journal.isDurable(Table::Equity, "kind", "close"));
    }

    void aCloseWithoutAnotherPriceIsNotedWithTheNextDaysFirst()
    {
        EngineFixture f;
        f.buy();
        quoteAtTime(f, newYork(16, 15h + 59min), "101");
        const Money atClose = f.engine->figures().equity();
        quoteAtTime(f, newYork(17, 9h + 30min), "99");
        QCOMPARE(dayStart(f), atClose);
        QCOMPARE(f.engine->figures().dayLoss(), usd("740"));
    }

    void aDayWithoutTradingStartsWithWhatWasThereAtMidnight()
    {
        EngineFixture f;
        f.buy();
        quoteAtTime(f, newYork(18, 15h + 59min), "101");
        const Money atClose = f.engine->figures().equity();
        quoteAtTime(f, newYork(18, 18h), "103");
        const Money atMidnight = f.engine->figures().equity();

        quoteAtTime(f, newYork(19, 10h), "102"); // Juneteenth
        QCOMPARE(dayStart(f), atMidnight);

        quoteAtTime(f, newYork(22, 9h + 30min), "102"); // Monday: the last close was Thursday's
        QCOMPARE(dayStart(f), atClose);
    }

    void whatNeverClosesStartsItsDayAtMidnightUtc()
    {
        EngineFixture f({.daySession = SessionKind::AlwaysOpen});
        f.buy();
        quoteAtTime(f, utc(20, 23h + 59min), "101"); // a Saturday
        const Money before = f.engine->figures().equity();
        f.engine->process(flow("D1", "500", utc(21, 0h))); // the first moment of the day
        QCOMPARE(dayStart(f), before);
        QCOMPARE(f.engine->parts().netFlows, usd("500"));
        quoteAtTime(f, utc(21, 1s), "103");
        QCOMPARE(dayStart(f), before);
        QCOMPARE(f.engine->figures().dayLoss(), usd("-740"));
    }

    void aRestartNeverRebasesTheDay()
    {
        StoredState stored;
        stored.dayStartEquity = usd("99000");
        stored.dayStartAt = newYork(16, 9h + 30min);
        stored.dayStartSince = newYork(15, 16h);
        stored.flows = {flow("D0", "700", newYork(15, 15h)), flow("D1", "1000", newYork(15, 17h))};
        EngineFixture f({.stored = stored});

        f.price("100");

        QCOMPARE(dayStart(f), usd("99000"));
        QCOMPARE(f.engine->parts().netFlows, usd("1000")); // the other one was in E0 already
        QCOMPARE(f.engine->figures().equity(), usd("101700"));
        QCOMPARE(f.engine->figures().dayLoss(), usd("-1700"));
        f.engine->process(flow("D1", "1000", f.clock.now())); // the venue tells it again
        QCOMPARE(f.engine->figures().equity(), usd("101700"));
    }

    void aRestartInTheEveningKnowsTheClose()
    {
        StoredState stored;
        stored.dayStartEquity = usd("99000");
        stored.dayStartAt = newYork(15, 9h + 30min);
        stored.closeAt = newYork(15, 16h);
        stored.closeEquity = usd("98765");
        EngineFixture f({.stored = stored});
        f.price("100"); // on the 16th
        QCOMPARE(dayStart(f), usd("98765"));
    }

    // --- drawdown --------------------------------------------------------------------------------

    void aDrawdownStopsEntriesAndAWithdrawalIsNone()
    {
        RiskLimits limits = usualLimits();
        limits.drawdown = dec("0.004");
        EngineFixture f({.instruments = {stock(), stock("TSLA")}, .limits = limits});
        f.buy();
        f.engine->process(flow("W1", "-20000", f.clock.now()));
        f.signalBuy(stock("TSLA"));
        const auto gradeOf = [&f](const char *rule) {
            for (const GuardResult &guard : f.card()->guards)
                if (guard.rule == rule)
                    return guard.grade;
            return GuardGrade::Pass;
        };
        QCOMPARE(int(gradeOf("drawdown")), int(GuardGrade::Pass));
        f.price("99.2"); // 333 of 80 000 is more than 0.4 %
        f.price("100.1", stock("TSLA"));
        QCOMPARE(int(gradeOf("drawdown")), int(GuardGrade::Blocked));
        QVERIFY(f.journal.isDurable(Table::BotState, "field", "equity-index"));
    }

    void theDrawdownGoesOnAfterARestart()
    {
        RiskLimits limits = usualLimits();
        limits.drawdown = dec("0.1");
        StoredState stored;
        stored.equityIndex = "0.89 1 100000";
        EngineFixture f({.limits = limits, .stored = stored});
        f.signalBuy();
        QCOMPARE(f.card()->state, ProposalState::Blocked);
    }
};

QTEST_GUILESS_MAIN(EngineDayTest)
#include "EngineDayTest.moc"
