#include "app/support/DataLock.h" // first: moc 6.4 stumbles over <compare>
#include "core/engine/EngineThread.h"
#include "tests/core/enginehost/DemoRun.h"
#include "tests/support/FakeBroker.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace support;

namespace {

constexpr int longEnoughMillis = 30'000;

/// What a test sees of a venue and says in its place.
struct VenueSeen {
    VenueAccess::Opened opened;
    int beats = 0;
    int begins = 0;
    bool hasEnded = false;
    FakeBroker broker;
    SystemClock clock;
};

/// A venue that takes its time to open.
class SlowVenue final : public VenueAccess {
public:
    explicit SlowVenue(VenueSeen &seen) : m_seen(seen) {}
    [[nodiscard]] const Clock &marketClock() const override { return m_seen.clock; }
    [[nodiscard]] Broker &broker() override { return m_seen.broker; }
    void open(Opened done) override { m_seen.opened = std::move(done); }
    void begin(TradingEngine &, Hooks) override { ++m_seen.begins; }
    void beat(Duration) override { ++m_seen.beats; }
    void stored() override {}
    void end() override { m_seen.hasEnded = true; }
    [[nodiscard]] Duration compareEvery() const override { return std::chrono::hours(1); }
    [[nodiscard]] Duration compareAtMostEvery() const override { return std::chrono::hours(1); }
    [[nodiscard]] PlayState playState() const override { return {}; }
    [[nodiscard]] Result<> setSpeed(double) override { return failure(ErrorCode::Unsupported, "no"); }
    [[nodiscard]] Result<> setPausesForCards(bool) override { return failure(ErrorCode::Unsupported, "no"); }

private:
    VenueSeen &m_seen;
};

} // namespace

/// A venue far away opens when it has answered; until then the host is alive and can be stopped.
class OpeningVenueTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    HostSetup setupAt(VenueSeen &seen)
    {
        HostSetup setup = demoSetup(m_dir.path());
        setup.makeVenue = [&seen](EngineMonitor &) { return std::make_unique<SlowVenue>(seen); };
        return setup;
    }

private Q_SLOTS:
    void itBeginsWhenTheVenueHasAnswered()
    {
        VenueSeen seen;
        EngineHost host(setupAt(seen));
        QSignalSpy began(&host, &EngineHost::began);
        QSignalSpy failed(&host, &EngineHost::failed);

        QVERIFY(host.start());

        QTRY_VERIFY_WITH_TIMEOUT(seen.beats >= 3, longEnoughMillis); // its time goes on while it opens
        QVERIFY(began.isEmpty() && !host.snapshot());
        QVERIFY(!host.command(Halt{}, {"owner", "cli"}).isDone);
        seen.opened(VenueAccess::Past{});
        QCOMPARE(began.size(), 1);
        QCOMPARE(seen.begins, 1);
        QVERIFY(host.engine() && host.snapshot() && host.snapshot()->isReady);
        QVERIFY(failed.isEmpty());
        QVERIFY(host.command(Halt{}, {"owner", "cli"}).isDone);
    }

    void whyItCouldNotOpenIsSaid()
    {
        VenueSeen seen;
        EngineHost host(setupAt(seen));
        QSignalSpy failed(&host, &EngineHost::failed);
        QVERIFY(host.start());
        QTRY_VERIFY_WITH_TIMEOUT(seen.beats > 0, longEnoughMillis);

        seen.opened(failure(ErrorCode::Unreachable, "no answer from the venue"));

        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(QStringLiteral("no answer from the venue")));
        QVERIFY(seen.hasEnded && !host.engine());
    }

    void aVenueThatFailsAtOnceFailsTheStart()
    {
        VenueSeen seen;
        class Closed final : public VenueAccess {
        public:
            explicit Closed(VenueSeen &there) : m_seen(there) {}
            [[nodiscard]] const Clock &marketClock() const override { return m_seen.clock; }
            [[nodiscard]] Broker &broker() override { return m_seen.broker; }
            void open(Opened done) override { done(failure(ErrorCode::Refused, "closed")); }
            void begin(TradingEngine &, Hooks) override {}
            void beat(Duration) override {}
            void stored() override {}
            void end() override {}
            [[nodiscard]] Duration compareEvery() const override { return std::chrono::hours(1); }
            [[nodiscard]] Duration compareAtMostEvery() const override { return {}; }
            [[nodiscard]] PlayState playState() const override { return {}; }
            [[nodiscard]] Result<> setSpeed(double) override { return {}; }
            [[nodiscard]] Result<> setPausesForCards(bool) override { return {}; }

        private:
            VenueSeen &m_seen;
        };
        HostSetup setup = demoSetup(m_dir.path());
        setup.makeVenue = [&seen](EngineMonitor &) { return std::make_unique<Closed>(seen); };
        EngineHost host(std::move(setup));

        QVERIFY(!host.start());
    }

    void stoppingWhileItOpensEndsTheVenueAndNothingBegins()
    {
        VenueSeen seen;
        EngineHost host(setupAt(seen));
        QSignalSpy began(&host, &EngineHost::began);
        QVERIFY(host.start());

        host.stop(QStringLiteral("changed my mind"));

        QVERIFY(seen.hasEnded);
        seen.opened(VenueAccess::Past{}); // an answer that was on its way
        QVERIFY(began.isEmpty() && !host.engine());
    }

    void aWindowMayBeClosedWhileItOpens()
    {
        VenueSeen seen;
        auto client = std::make_unique<ThreadEngineClient>(setupAt(seen), CommandOrigin{"owner", "desk"});
        QSignalSpy answered(client.get(), &EngineClient::answered);
        (void)client->send(Halt{});
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, longEnoughMillis); // refused, but answered
        QVERIFY(!answered[0][1].toBool());

        client.reset(); // joins the thread

        QVERIFY(seen.hasEnded);
    }

    /// Each question is a handful of requests: a fill does not cause one with every picture.
    void itIsNotAskedForItsBooksWithEveryPicture()
    {
        VenueSeen seen;
        seen.broker.answersSnapshots = false;
        EngineHost host(setupAt(seen));
        QSignalSpy pictures(&host, &EngineHost::snapshotReady);
        QVERIFY(host.start());
        seen.opened(VenueAccess::Past{});
        const int asked = seen.broker.snapshotsAsked;

        QTRY_VERIFY_WITH_TIMEOUT(pictures.size() >= 5, longEnoughMillis);

        QCOMPARE(seen.broker.snapshotsAsked, asked);
    }
};

QTEST_GUILESS_MAIN(OpeningVenueTest)
#include "OpeningVenueTest.moc"
