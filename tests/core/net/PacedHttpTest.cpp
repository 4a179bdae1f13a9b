#include "core/net/PacedHttp.h"
#include "tests/support/FakeHttp.h"

#include <QTest>

using namespace core;
using namespace core::net;
using namespace std::chrono_literals;

namespace {

/// Four a minute, of which one is kept for cancels and one more from what can wait.
struct Fixture {
    ManualClock clock{timestampFromMillis(1'700'000'000'000)};
    support::FakeHttp http;
    std::vector<std::string> told;
    std::optional<PacedHttp> paced{std::in_place, http, clock, std::vector<RateRule>{{"trading", 4, 60s}},
                                   [](const HttpRequest &, const HttpAnswer &answer) {
                                       RateVerdict verdict;
                                       verdict.reading.bucket = "trading";
                                       verdict.isRefused = answer.status == 429;
                                       if (answer.status == 403)
                                           verdict.silence = 600s;
                                       return verdict;
                                   }};

    PacedHttp::Ticket send(RateUse use, const std::string &name)
    {
        return paced->send(
            use, {{"trading"}},
            [this, name] { return HttpRequest{.method = "GET", .url = "https://a/" + name + stamp()}; },
            [this, name](HttpOutcome outcome) {
                const auto *answer = std::get_if<HttpAnswer>(&outcome);
                told.push_back(name + (answer ? std::to_string(answer->status) : "-"));
            });
    }
    [[nodiscard]] std::string stamp() const { return "@" + std::to_string(clock.steady() / 1s); }
    [[nodiscard]] std::vector<std::string> sent() const
    {
        std::vector<std::string> urls;
        for (const HttpRequest &request : http.requests)
            urls.push_back(request.url.substr(10));
        return urls;
    }
    void pass(Duration time)
    {
        clock.moveTo(clock.now() + time);
        paced->tick();
    }
};

using Strings = std::vector<std::string>;

} // namespace

class PacedHttpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatHasRoomLeavesAtOnce()
    {
        Fixture f;
        f.send(RateUse::Order, "a");
        QVERIFY(f.sent() == Strings{"a" + f.stamp()});
        f.http.answer(0, 200, "{}");
        QVERIFY(f.told == Strings{"a200"});
    }

    void whatWaitsIsMadeWhenItLeavesAndTheUrgentGoesFirst()
    {
        Fixture f;
        for (const char *name : {"a", "b", "c", "d"})
            f.send(RateUse::Order, name);
        const std::size_t atOnce = f.http.requests.size();
        QVERIFY(atOnce < 4);
        f.send(RateUse::Cancel, "cancel");
        QCOMPARE(f.http.requests.size(), atOnce + 1);
        QVERIFY(f.sent().back().starts_with("cancel"));
        for (std::size_t i = 0; i <= atOnce; ++i)
            f.http.answer(i, 200, "{}");
        f.pass(61s);
        QVERIFY(f.paced->waiting() == 0);
        QVERIFY(f.sent().back() == "d" + f.stamp()); // its stamp is of now
    }

    void aRefusalForTheRateStopsTheBucket()
    {
        Fixture f;
        f.send(RateUse::Order, "a");
        f.http.answer(0, 429, "");
        f.send(RateUse::Cancel, "b");
        QCOMPARE(f.http.requests.size(), std::size_t(1));
        f.pass(61s);
        QCOMPARE(f.http.requests.size(), std::size_t(2));
    }

    void aBanSilencesEverything()
    {
        Fixture f;
        f.send(RateUse::Order, "a");
        f.http.answer(0, 403, "");
        f.send(RateUse::Cancel, "b");
        f.pass(599s);
        QCOMPARE(f.http.requests.size(), std::size_t(1));
        f.pass(2s);
        QCOMPARE(f.http.requests.size(), std::size_t(2));
    }

    void whatIsWithdrawnNeverLeaves()
    {
        Fixture f;
        for (const char *name : {"a", "b", "c"})
            f.send(RateUse::Order, name);
        const std::size_t before = f.http.requests.size();
        const auto waiting = f.send(RateUse::Order, "late");
        QVERIFY(f.paced->withdraw(waiting));
        QVERIFY(!f.paced->withdraw(waiting));
        QVERIFY(!f.paced->withdraw(1)); // it has left
        for (std::size_t i = 0; i < before; ++i)
            f.http.answer(i, 200, "{}");
        f.pass(200s);
        for (const std::string &url : f.sent())
            QVERIFY(!url.starts_with("late"));
    }

    void anAnswerAfterItsEndFindsNobody()
    {
        Fixture f;
        f.send(RateUse::Order, "a");
        f.paced.reset();
        f.http.answer(0, 200, "{}");
        QVERIFY(f.told.empty());
    }

    void itMayEndInsideAnAnswer()
    {
        Fixture f;
        f.paced->send(
            RateUse::Order, {{"trading"}}, [] { return HttpRequest{.method = "GET", .url = "https://a/a"}; },
            [&f](const HttpOutcome &) { f.paced.reset(); });
        f.http.answer(0, 200, "{}");
        QVERIFY(!f.paced);
    }
};

QTEST_GUILESS_MAIN(PacedHttpTest)
#include "PacedHttpTest.moc"
