#include "core/base/SeededRandom.h"
#include "core/net/RateBudget.h"

#include <QTest>

#include <rapidcheck.h>

#include <deque>
#include <set>

using namespace core;
using namespace core::net;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = timestampFromMillis(1'700'000'000'000);
const std::vector<RateRule> perMinute{{"trading", 8, 60s}};

std::size_t leaving(RateBudget &budget, RateUse use, int count, const std::string &bucket = "trading")
{
    for (int i = 0; i < count; ++i)
        (void)budget.ask(use, {{bucket}});
    return budget.take().size();
}

RateReading remaining(int limit, int left, std::optional<Duration> resetsIn = {})
{
    return {"trading", limit, left, resetsIn};
}

} // namespace

class RateBudgetTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- headers ---

    void alpacasHeadersAreRead()
    {
        const HttpHeaders headers{{"x-ratelimit-limit", "200"}, {"X-RateLimit-Remaining", "7"},
                                  {"X-Ratelimit-Reset", "1700000042"}};
        const RateReading reading = readSecondsLimit(headers, "trading", noon);
        QCOMPARE(reading.bucket, std::string("trading"));
        QCOMPARE(*reading.limit, 200);
        QCOMPARE(*reading.remaining, 7);
        QVERIFY(*reading.resetsIn == 42s);
    }

    void aRetryAfterWinsAndThePastIsNow()
    {
        HttpHeaders headers{{"X-RateLimit-Reset", "1699999999"}};
        QVERIFY(*readSecondsLimit(headers, "a", noon).resetsIn == 0s);
        headers.add("Retry-After", "30");
        QVERIFY(*readSecondsLimit(headers, "a", noon).resetsIn == 30s);
    }

    void bybitsHeadersAreReadAndTheMomentCountsOnlyWhenNothingIsLeft()
    {
        HttpHeaders headers{{"X-Bapi-Limit", "10"}, {"X-Bapi-Limit-Status", "0"},
                            {"X-Bapi-Limit-Reset-Timestamp", "1700000000750"}};
        RateReading reading = readMillisLimit(headers, "create", noon);
        QCOMPARE(*reading.limit, 10);
        QCOMPARE(*reading.remaining, 0);
        QVERIFY(*reading.resetsIn == 750ms);

        headers = {{"X-Bapi-Limit", "10"},
                   {"X-Bapi-Limit-Status", "9"},
                   {"X-Bapi-Limit-Reset-Timestamp", "1700000000750"}};
        QVERIFY(!readMillisLimit(headers, "create", noon).resetsIn);
    }

    void nonsenseIsAsIfAbsent_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value : {"", "-1", "many", "7x", " 7", "1e3", "99999999999999999999", "0x10", "7.5"})
            QTest::addRow("\"%s\"", value) << QByteArray(value);
    }
    void nonsenseIsAsIfAbsent()
    {
        QFETCH(QByteArray, value);
        const std::string text = value.toStdString();
        const HttpHeaders headers{{"X-RateLimit-Limit", text}, {"X-RateLimit-Remaining", text},
                                  {"X-RateLimit-Reset", text}, {"Retry-After", text}};
        const RateReading reading = readSecondsLimit(headers, "a", noon);
        QVERIFY(!reading.limit && !reading.remaining && !reading.resetsIn);
    }

    void aFarMomentIsAnHourAtMost()
    {
        const HttpHeaders headers{{"X-RateLimit-Reset", "99999999999"},
                                  {"X-Bapi-Limit-Reset-Timestamp", "999999999999999"}};
        QVERIFY(*readSecondsLimit(headers, "a", noon).resetsIn == 1h);
        QVERIFY(*readMillisLimit(headers, "a", noon).resetsIn == 1h);
    }

    // --- shares and order ---

    void eachUseHasItsShare()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);

        QCOMPARE(leaving(budget, RateUse::Other, 9), std::size_t(4));  // half
        QCOMPARE(budget.waiting(), std::size_t(5));
        QCOMPARE(leaving(budget, RateUse::Order, 9), std::size_t(2));  // three quarters
        QCOMPARE(leaving(budget, RateUse::Query, 5), std::size_t(1));  // the reserve, past waiting orders
        QCOMPARE(leaving(budget, RateUse::Cancel, 9), std::size_t(1)); // all of it
        QCOMPARE(budget.free("trading", RateUse::Cancel), 0);
    }

    void theUrgentLeaveFirst()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"trading", 16, 60s}});
        const auto other = budget.ask(RateUse::Other, {{"trading"}});
        const auto query = budget.ask(RateUse::Query, {{"trading"}});
        const auto firstOrder = budget.ask(RateUse::Order, {{"trading"}});
        const auto secondOrder = budget.ask(RateUse::Order, {{"trading"}});
        const auto cancel = budget.ask(RateUse::Cancel, {{"trading"}});

        const std::vector<RateBudget::Ticket> expected{cancel, firstOrder, secondOrder, query, other};
        QVERIFY(budget.take() == expected);
        QVERIFY(budget.take().empty());
    }

    void aLargeRequestIsNotPassedForEverBySmallOnes()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        QCOMPARE(leaving(budget, RateUse::Order, 2), std::size_t(2));
        const auto batch = budget.ask(RateUse::Order, {{"trading", 6}});
        (void)budget.ask(RateUse::Order, {{"trading"}});
        (void)budget.ask(RateUse::Other, {{"trading"}});

        QVERIFY(budget.take().empty()); // there is room for the small ones, but the batch is first
        (void)budget.ask(RateUse::Query, {{"trading"}});
        QCOMPARE(budget.take().size(), std::size_t(1)); // that is what the reserve is for
        clock.advance(5min);
        QVERIFY(budget.take() == std::vector{batch});
    }

    void aRequestLargerThanTheShareWaitsForTheWholeBucket()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        const auto small = budget.ask(RateUse::Cancel, {{"trading"}});
        QVERIFY(budget.take() == std::vector{small});
        const auto huge = budget.ask(RateUse::Order, {{"trading", 20}});
        QVERIFY(budget.take().empty());
        budget.answered(small, {});
        clock.advance(60s);
        QVERIFY(budget.take() == std::vector{huge});
    }

    void aRequestPaysInEachOfItsBuckets()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"create", 100, 1s}, {"address", 2, 5s}});
        for (int i = 0; i < 3; ++i)
            (void)budget.ask(RateUse::Cancel, {{"create"}, {"address"}, {"unknown to us"}});

        QCOMPARE(budget.take().size(), std::size_t(2));
        QCOMPARE(budget.free("create", RateUse::Cancel), 98);
    }

    void whoGaveUpDoesNotLeave()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        const auto ticket = budget.ask(RateUse::Order, {{"trading"}});
        budget.withdraw(ticket);
        QVERIFY(budget.take().empty());
    }

    // --- time ---

    void whatWasSentCountsAWindowFromItsAnswer()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"trading", 1, 1s}});
        const auto first = budget.ask(RateUse::Cancel, {{"trading"}});
        QVERIFY(budget.take() == std::vector{first});
        const auto second = budget.ask(RateUse::Cancel, {{"trading"}});

        clock.advance(1s); // it may have arrived only now
        QVERIFY(budget.take().empty());
        budget.answered(first, {});
        QVERIFY(*budget.nextLook() == clock.steady() + 1s);
        clock.advance(999ms);
        QVERIFY(budget.take().empty());
        clock.advance(1ms);
        QVERIFY(budget.take() == std::vector{second});
    }

    void anOutcomeThatNobodyTellsDoesNotBlockForEver()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"trading", 1, 1s}});
        QCOMPARE(leaving(budget, RateUse::Cancel, 2), std::size_t(1));

        clock.moveTo(clock.now() + (*budget.nextLook() - clock.steady()));
        QCOMPARE(budget.take().size(), std::size_t(1));
        QVERIFY(!budget.nextLook());
    }

    void noRollingWindowEverHoldsMoreThanTheLimit()
    {
        const bool holds = rc::check("arrivals at the venue", [] {
            ManualClock clock(noon);
            RateBudget budget(clock, {{"trading", 10, 1s}});
            SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
            std::deque<Duration> arrivals;
            std::deque<std::pair<Duration, RateBudget::Ticket>> underWay;
            for (int step = 0; step < 400; ++step) {
                clock.advance(std::chrono::milliseconds(random.next() % 100));
                while (!underWay.empty() && underWay.front().first <= clock.steady()) {
                    budget.answered(underWay.front().second, {});
                    underWay.pop_front();
                }
                (void)budget.ask(RateUse::Cancel, {{"trading"}});
                for (const auto ticket : budget.take()) {
                    const Duration way = std::chrono::milliseconds(random.next() % 300);
                    const Duration arrival = std::max(clock.steady() + way, arrivals.empty() ? 0ns : arrivals.back());
                    arrivals.push_back(arrival);
                    underWay.emplace_back(arrival, ticket);
                }
            }
            RC_ASSERT(arrivals.size() > 50U);
            for (std::size_t i = 10; i < arrivals.size(); ++i)
                RC_ASSERT(arrivals[i] - arrivals[i - 10] >= 1s);
        });
        QVERIFY(holds);
    }

    // --- what the venue says ---

    void aChangedLimitIsTaken()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        const auto ticket = budget.ask(RateUse::Other, {{"trading"}});
        QCOMPARE(budget.take().size(), std::size_t(1));
        budget.answered(ticket, remaining(4, 3));
        QCOMPARE(budget.free("trading", RateUse::Cancel), 3);
        QCOMPARE(budget.free("trading", RateUse::Order), 2);
    }

    void whatOthersUsedCountsUntilTheReset()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"trading", 200, 60s}});
        const auto first = budget.ask(RateUse::Query, {{"trading"}});
        (void)budget.ask(RateUse::Query, {{"trading"}}); // still under way: not among the used of the answer
        QCOMPARE(budget.take().size(), std::size_t(2));

        budget.answered(first, remaining(200, 150, 12s));

        QCOMPARE(budget.free("trading", RateUse::Cancel), 200 - 49 - 2);
        clock.advance(12s);
        QCOMPARE(budget.free("trading", RateUse::Cancel), 198);
    }

    void anAnswerWithoutHeadersChangesNothing()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        const auto ticket = budget.ask(RateUse::Query, {{"trading"}});
        (void)budget.take();
        budget.answered(ticket, {});
        budget.answered(999, {"nowhere", 1, 0, 1h});
        QCOMPARE(budget.free("trading", RateUse::Query), 6);
        QCOMPARE(budget.free("trading", RateUse::Cancel), 7);
    }

    void aRefusalForTheRateStopsEvenCancelsUntilTheReset()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"trading", 200, 60s}, {"data", 200, 60s}});
        const auto ticket = budget.ask(RateUse::Other, {{"trading"}});
        QCOMPARE(budget.take().size(), std::size_t(1));
        budget.refused(ticket, remaining(200, 0, 20s));

        const auto cancel = budget.ask(RateUse::Cancel, {{"trading"}});
        QVERIFY(budget.take().empty());
        QVERIFY(*budget.nextLook() == clock.steady() + 20s);
        QCOMPARE(leaving(budget, RateUse::Other, 1, "data"), std::size_t(1)); // another bucket
        clock.advance(20s);
        QVERIFY(budget.take() == std::vector{cancel});
    }

    void aRefusalWithoutHeadersWaitsForTheWindowAndNeverLessThanASecond()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, {{"slow", 100, 60s}, {"quick", 100, 1s}});
        budget.refused(0, {.bucket = "slow"});
        budget.refused(0, {"quick", {}, {}, 0s});
        QCOMPARE(leaving(budget, RateUse::Cancel, 1, "slow"), std::size_t(0));
        QCOMPARE(leaving(budget, RateUse::Cancel, 1, "quick"), std::size_t(0));
        clock.advance(1s);
        QCOMPARE(budget.take().size(), std::size_t(1));
        clock.advance(59s);
        QCOMPARE(budget.take().size(), std::size_t(1));
    }

    void aBanStopsEverything()
    {
        ManualClock clock(noon);
        RateBudget budget(clock, perMinute);
        budget.blockAll(clock.steady() + 10min);
        (void)budget.ask(RateUse::Cancel, {{"trading"}});
        (void)budget.ask(RateUse::Other, {{"without a rule"}});

        QVERIFY(budget.take().empty());
        QCOMPARE(budget.free("trading", RateUse::Cancel), 0);
        QVERIFY(*budget.nextLook() == clock.steady() + 10min);
        clock.advance(10min);
        QCOMPARE(budget.take().size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(RateBudgetTest)
#include "RateBudgetTest.moc"
