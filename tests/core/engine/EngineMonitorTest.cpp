#include "tests/support/EngineFixture.h"

#include "core/engine/EngineMetrics.h"
#include "core/engine/WindowWatch.h"
#include "tests/support/Exposition.h"

#include <QTest>

#include <cmath>

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// An engine whose market time and real time are moved apart from one another.
struct Measured {
    explicit Measured(EngineOptions options = {}) : f(options) { f.engine->addObserver(monitor); }

    void realTime(Duration by) { real.advance(by); }
    std::vector<ProposalView> cards() const
    {
        std::vector<ProposalView> views;
        for (const DeskEntry *entry : f.engine->parts().desk.waiting()) {
            views.emplace_back();
            views.back().proposal = entry->proposal;
            views.back().state = entry->state;
        }
        return views;
    }
    LatencyHistogram times(MonitorPoint point) const { return monitor.times(point); }
    std::uint64_t count(const char *name) const { return monitor.counts().at(name); }
    Exposition page() const
    {
        EngineSnapshot snapshot;
        snapshot.profile = "demo \"quoted\"";
        snapshot.account.equity = usd("100243.180000000000000017");
        snapshot.account.dayPnl = usd("-12.5");
        snapshot.waiting = cards();
        snapshot.lamps = {{"feed", true, "well"}, {"broker", false, "lost"}};
        return Exposition(metricsText(monitor, snapshot));
    }

    ManualClock real{sessionTime()};
    EngineMonitor monitor{real};
    EngineFixture f;
};

/// About that long: a histogram's percentile lies at most 1/32 above the truth.
bool isAbout(std::optional<Duration> shown, Duration truth)
{
    return shown && *shown >= truth && *shown <= truth + truth / 32;
}

const DepthView *depthOf(const MonitorView &view, const char *name)
{
    const auto found = std::ranges::find(view.depths, name, &DepthView::name);
    return found == view.depths.end() ? nullptr : &*found;
}

} // namespace

/// What a run's monitor makes of the engine's doing; all times here are moved by hand.
class EngineMonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aYesIsFollowedOverTheDiskToTheVenueInRealTime()
    {
        Measured m({.isJournalImmediate = false});
        m.f.signalBuy();
        m.realTime(3s); // somebody looks at the card; market time stands
        QVERIFY(m.f.approve(*m.f.card()).isDone);
        m.realTime(4ms);
        m.f.diskCatchesUp(); // the decision
        QVERIFY(isAbout(m.times(MonitorPoint::DecisionStored).max(), 4ms));
        QVERIFY(m.times(MonitorPoint::DecisionToSend).isEmpty());
        m.realTime(5ms);
        m.f.diskCatchesUp(); // the intent
        m.realTime(6ms);
        m.f.settle();

        QCOMPARE(m.times(MonitorPoint::DecisionToSend).count(), std::uint64_t(1));
        QVERIFY(isAbout(m.times(MonitorPoint::DecisionToSend).percentile(0.99), 9ms));
        QVERIFY(isAbout(m.monitor.waits().at(ProposalState::Approved).max(), 3s));
        QCOMPARE(m.count("signals"), std::uint64_t(1));
        QCOMPARE(m.count("proposals"), std::uint64_t(1));
        QCOMPARE(m.count("orders"), std::uint64_t(3)); // entry, stop, target
        QCOMPARE(m.count("fills"), std::uint64_t(1));
        QCOMPARE(m.monitor.ends().at(ProposalState::Filled), std::uint64_t(1));
    }

    void aSignalIsFollowedToTheFirstSnapshotWithItsCard()
    {
        Measured m;
        m.f.price("100");
        m.f.barTo("100.1");
        m.realTime(40ms);
        m.f.price("100.1");
        m.monitor.shown({}, true);
        QVERIFY(m.times(MonitorPoint::SignalToCard).isEmpty());
        m.realTime(10ms);
        m.monitor.shown(m.cards(), true);
        m.realTime(10s);
        m.monitor.shown(m.cards(), true); // is no longer news

        QCOMPARE(m.times(MonitorPoint::SignalToCard).count(), std::uint64_t(1));
        QVERIFY(isAbout(m.times(MonitorPoint::SignalToCard).max(), 50ms));
    }

    void anExpiredCardWasSeenOrNot()
    {
        Measured unseen;
        unseen.f.signalBuy();
        unseen.monitor.shown(unseen.cards(), false);
        unseen.realTime(7s);
        unseen.f.wait(15min);
        Measured seen;
        seen.f.signalBuy();
        seen.monitor.shown(seen.cards(), true);
        seen.f.wait(15min);

        QCOMPARE(unseen.monitor.expired().unseen, std::uint64_t(1));
        QCOMPARE(unseen.monitor.expired().seen, std::uint64_t(0));
        QCOMPARE(seen.monitor.expired().unseen, std::uint64_t(0));
        QCOMPARE(*seen.page().value("approval_expired_total", {{"seen", "true"}}), 1.0);
        QVERIFY(isAbout(unseen.monitor.waits().at(ProposalState::Expired).max(), 7s));
    }

    void aGuardThatRefusesOnFreshDataIsNamed()
    {
        Measured m({.isJournalImmediate = false});
        m.f.signalBuy();
        const ProposalId id = m.f.card()->proposal.id;
        QVERIFY(m.f.approve(*m.f.card()).isDone);
        m.f.venue.onPrice(stock(), px("103.9"), m.f.clock.now()); // past the first look, before the second
        m.f.engine->process(QuoteChanged{stock(), {px("103.9"), px("103.9"), m.f.clock.now()}});
        m.f.settle();

        QCOMPARE(m.f.stateOf(id), ProposalState::Refused);
        QCOMPARE(m.count("refusals"), std::uint64_t(1));
        std::uint64_t named = 0;
        for (const auto &[guard, refusals] : m.monitor.refusals()) {
            named += refusals;
            QCOMPARE(*m.page().value("approval_refused_total", {{"guard", guard}}), double(refusals));
        }
        QCOMPARE(named, std::uint64_t(1));
    }

    void aSilentWindowIsToldOnceAndForgottenWhenItAnswers()
    {
        WindowWatch watch;
        Duration now = 100s;
        const auto looksFor = [&](Duration time) {
            int told = 0;
            for (const Duration end = now + time; now < end; now += 100ms)
                told += watch.look(now) ? 1 : 0;
            return told;
        };
        QCOMPARE(looksFor(10s), 0); // there is no window
        QVERIFY(!watch.beat(now));
        QCOMPARE(looksFor(2400ms), 0); // half a second may pass between two beats
        QCOMPARE(looksFor(10s), 1);
        QVERIFY(isAbout(watch.beat(now), 12400ms));
        QVERIFY(!watch.beat(now + 500ms)); // it is back; that is told once, too
        now += 1h;                         // the machine slept, the engine with it
        QCOMPARE(looksFor(2400ms), 0);
        QCOMPARE(looksFor(500ms), 1);
    }

    void theShareOfEditedYeses()
    {
        Measured m;
        QVERIFY(!m.monitor.editRatio());
        QVERIFY(std::isnan(*m.page().value("approval_edit_ratio")));
        m.f.signalBuy();
        QVERIFY(m.f.say(EditProposal{.id = m.f.card()->proposal.id, .version = 1, .quantity = qty("10")}).isDone);
        QVERIFY(m.f.approve(*m.f.card()).isDone);

        QCOMPARE(*m.monitor.editRatio(), 1.0);
        QCOMPARE(*m.page().value("approval_drift_r_count"), 1.0);
    }

    void aSecondsFiguresAreItsOwn()
    {
        Measured m;
        QVERIFY(!m.monitor.view());
        m.monitor.took(MonitorPoint::BeatLateness, 3ms);
        m.monitor.took(MonitorPoint::MessageWait, 8ms);
        m.monitor.noteDepth("journal", 9);
        m.monitor.noteDepth("journal", 2);
        m.realTime(1s);
        m.monitor.sample({.cpuTime = 10s, .residentBytes = 1000, .threads = 4, .handles = std::nullopt});
        const auto first = m.monitor.view();
        m.realTime(1s);
        m.monitor.sample({.cpuTime = 10250ms, .residentBytes = 2000, .threads = 4, .handles = std::nullopt});
        const auto second = m.monitor.view();

        QVERIFY(!first->process.cpuPct); // of the time since the reading before, and there was none
        QCOMPARE(*first->engineLag, Duration(8ms));
        QCOMPARE(depthOf(*first, "journal")->now, std::int64_t(2));
        QCOMPARE(depthOf(*first, "journal")->worst, std::int64_t(9));
        QCOMPARE(*second->process.cpuPct, 25.0);
        QVERIFY(!second->engineLag); // nothing was measured in this second
        QCOMPARE(depthOf(*second, "journal")->worst, std::int64_t(2));
        QCOMPARE(second->history.size(), std::size_t(2));
        QCOMPARE(second->history.back().at, Duration(2s));
        for (const LatencyView &times : second->latencies)
            QCOMPARE(times.p99.has_value(), times.count > 0);
    }

    void fiveMinutesAreKept()
    {
        Measured m;
        for (int second = 0; second < 400; ++second) {
            m.realTime(1s);
            m.monitor.sample({});
        }
        QCOMPARE(m.monitor.view()->history.size(), std::size_t(300));
        QCOMPARE(m.monitor.view()->history.front().at, Duration(101s));
    }

    void thePageIsSoundAndHasWhatTheDesignNames()
    {
        Measured m;
        const Exposition before = m.page();
        QCOMPARE(before.error(), std::string());
        m.f.buy();
        m.monitor.setLatency("journal-commit", m.times(MonitorPoint::DecisionToSend));
        m.monitor.sample({});

        const Exposition page = m.page();

        QCOMPARE(page.error(), std::string());
        for (const auto &[name, type] : std::map<std::string, std::string>{
                 {"approval_pending", "gauge"},
                 {"approval_decision_seconds", "summary"},
                 {"approval_expired_total", "counter"},
                 {"approval_drift_r", "histogram"},
                 {"approval_requote_total", "counter"},
                 {"approval_refused_total", "counter"},
                 {"approval_unknown_total", "counter"},
                 {"approval_edit_ratio", "gauge"},
                 {"approval_send_seconds", "summary"},
                 {"countersign_latency_seconds", "summary"},
                 {"countersign_heat", "gauge"}}) {
            QCOMPARE(page.typeOf(name), type);
            QCOMPARE(before.typeOf(name), type); // also of a run that has just begun
        }
        QCOMPARE(*page.value("countersign_day_loss", {{"account", ""}}), 12.5);
        QCOMPARE(*page.value("countersign_component_good", {{"component", "broker"}}), 0.0);
        QCOMPARE(*page.value("countersign_fills_total"), 1.0);
        QCOMPARE(*page.value("countersign_latency_seconds_count", {{"what", "journal-commit"}}), 1.0);
        QVERIFY(std::isnan(*page.value("countersign_cpu_ratio")));
        QCOMPARE(*page.value("approval_send_seconds_count"), 1.0);
    }
};

QTEST_GUILESS_MAIN(EngineMonitorTest)
#include "EngineMonitorTest.moc"
