#include "app/support/DataLock.h" // first: moc 6.4 stumbles over <compare>
#include "core/engine/EngineThread.h"
#include "core/storage/AuditChain.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"
#include "tests/core/enginehost/DemoRun.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/SharedData.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace support;

namespace {

/// The promise of the product: the first card is on the desk by then.
constexpr int firstCardMillis = 10'000;
constexpr int longEnoughMillis = 30'000;

const ApproveProposal yesTo(const ProposalView &card)
{
    return {card.proposal.id, card.proposal.version, card.hash};
}

std::string valueIn(const QString &dataDir, const char *statement)
{
    const auto rows = readRows(SqliteJournal::databasePath(dataDir), QString::fromUtf8(statement));
    return rows && !rows->empty() ? rows->front().columns.front().second.value_or("NULL")
                                  : "no row";
}

} // namespace

class EngineHostTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<ThreadEngineClient> m_client;
    QPointer<EngineHost> m_host;

    void begin()
    {
        m_client = std::make_unique<ThreadEngineClient>(
            demoSetup(m_dir->path()), CommandOrigin{"owner", "desk"},
            [this](EngineHost &host) { m_host = &host; });
    }
    /// The answer to one command; nothing when it does not come.
    std::optional<CommandAnswer> ask(const Command &command)
    {
        QSignalSpy answered(m_client.get(), &EngineClient::answered);
        const quint64 token = m_client->send(command);
        while (answered.isEmpty() || answered.back()[0].toULongLong() != token)
            if (!answered.wait(longEnoughMillis))
                return std::nullopt;
        return CommandAnswer{answered.back()[1].toBool(),
                             answered.back()[2].toString().toStdString()};
    }
    bool waitForSnapshots(int count)
    {
        QSignalSpy snapshots(m_client.get(), &EngineClient::snapshotChanged);
        while (snapshots.size() < count)
            if (!snapshots.wait(longEnoughMillis))
                return false;
        return true;
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_client.reset();
        m_dir.reset();
    }

    void theFirstCardComesSoonAndTheMarketWaitsForIt()
    {
        begin();

        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);

        QTRY_VERIFY_WITH_TIMEOUT(m_client->snapshot()->isPausedForCards, firstCardMillis);
        const auto paused = m_client->snapshot();
        QVERIFY(waitForSnapshots(5));
        QVERIFY(m_client->snapshot()->number >= paused->number + 5);
        QVERIFY(m_client->snapshot()->marketTime == paused->marketTime);
        QVERIFY(m_client->snapshot()->isReady && !m_client->snapshot()->isHalted);
    }

    void theMarketGoesOnWhenToldNotToWait()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        const Timestamp stoodAt = m_client->snapshot()->marketTime;

        QVERIFY(ask(SetPauseWhileCardsWait{false})->isDone);

        QTRY_VERIFY_WITH_TIMEOUT(
            m_client->snapshot()->marketTime > stoodAt + std::chrono::seconds(30),
            longEnoughMillis);
        QVERIFY(!m_client->snapshot()->isPausedForCards);
        QVERIFY(ask(SetSpeed{0})->isDone);
        QVERIFY(waitForSnapshots(1)); // one may have been under way
        const Timestamp stopped = m_client->snapshot()->marketTime;
        QVERIFY(waitForSnapshots(3));
        QVERIFY(m_client->snapshot()->marketTime == stopped);
        QVERIFY(!ask(SetSpeed{-1})->isDone);
    }

    void aYesBecomesAProtectedPosition()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        const ProposalView card = *decidable(m_client->snapshot());

        const auto answer = ask(yesTo(card));

        QVERIFY(answer && answer->isDone);
        QTRY_VERIFY_WITH_TIMEOUT(
            isInState(m_client->snapshot(), card.proposal.id, ProposalState::Filled),
            longEnoughMillis);
        const auto snapshot = m_client->snapshot(); // holds the position while others come
        const InstrumentId instrument = card.proposal.signal.series.instrument;
        const PositionView *position = positionOf(snapshot, instrument);
        QVERIFY(position);
        QCOMPARE(position->quantity, card.proposal.quantity);
        QVERIFY(position->stopPrice == card.proposal.stopPrice);
        QVERIFY(position->targetPrice == card.proposal.targetPrice);
        QTRY_VERIFY_WITH_TIMEOUT(
            positionOf(m_client->snapshot(), instrument)->venueQuantity == card.proposal.quantity,
            longEnoughMillis);
    }

    void aYesToOtherContentIsRefused()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        const ProposalView card = *decidable(m_client->snapshot());
        ApproveProposal other = yesTo(card);
        other.hash = std::string(64, '0');

        const auto answer = ask(other);

        QVERIFY(answer && !answer->isDone && !answer->message.empty());
        QVERIFY(isInState(m_client->snapshot(), card.proposal.id, ProposalState::Pending));
        m_client.reset();
        QCOMPARE(valueIn(m_dir->path(), "SELECT COUNT(*) FROM intents"), std::string("0"));
        QCOMPARE(valueIn(m_dir->path(), "SELECT COUNT(*) FROM decisions"), std::string("0"));
    }

    void commandsAreAnsweredInTheirOrder()
    {
        begin();
        QSignalSpy answered(m_client.get(), &EngineClient::answered);

        const quint64 halt = m_client->send(Halt{});
        const quint64 twice = m_client->send(Resume{});
        const quint64 resume = m_client->send(Resume{"looked into it"});

        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 3, longEnoughMillis);
        QCOMPARE(answered[0][0].toULongLong(), halt);
        QCOMPARE(answered[1][0].toULongLong(), twice);
        QCOMPARE(answered[2][0].toULongLong(), resume);
        QCOMPARE(answered[0][1].toBool(), true);
        QCOMPARE(answered[1][1].toBool(), false); // a reason is needed
        QCOMPARE(answered[2][1].toBool(), true);
    }

    void closingJoinsTheThreadAndLeavesACompleteStore()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        const ProposalView card = *decidable(m_client->snapshot());
        QVERIFY(ask(yesTo(card))->isDone);
        (void)m_client->send(Halt{}); // under way when the window closes

        m_client.reset();

        QVERIFY(m_host.isNull());
        const auto audit = verifyAudit(SqliteJournal::databasePath(m_dir->path()));
        VERIFY_RESULT(audit);
        QVERIFY(!audit->firstBadRow);
        QCOMPARE(valueIn(m_dir->path(), "SELECT kind FROM audit ORDER BY seq DESC LIMIT 1"),
                 std::string("runs"));
        QCOMPARE(valueIn(m_dir->path(), "SELECT event FROM runs WHERE event <> 'started'"),
                 std::string("stopped: the window was closed"));
        QCOMPARE(valueIn(m_dir->path(), "SELECT is_halted FROM halts"), std::string("1"));
        QCOMPARE(valueIn(m_dir->path(), "SELECT verb FROM decisions"), std::string("approve"));
    }

    void aHaltSurvivesTheRestart()
    {
        begin();
        QVERIFY(ask(Halt{})->isDone);
        m_client.reset();

        begin();
        QTRY_VERIFY_WITH_TIMEOUT(m_client->snapshot(), longEnoughMillis);

        QVERIFY(m_client->snapshot()->isHalted);
        QVERIFY(!m_client->snapshot()->haltReason.empty());
        QVERIFY(ask(Resume{"a new day"})->isDone);
        m_client.reset();
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(m_client->snapshot(), longEnoughMillis);
        QVERIFY(!m_client->snapshot()->isHalted);
    }

    void aStoreThatCannotBeOpenedIsSaid()
    {
        const QString path = m_dir->filePath(QStringLiteral("file"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();

        m_client = std::make_unique<ThreadEngineClient>(demoSetup(path), CommandOrigin{});
        QSignalSpy lost(m_client.get(), &EngineClient::engineLost);
        QVERIFY(lost.wait(longEnoughMillis));

        QVERIFY(lost.front()[0].toString().contains(path));
        QVERIFY(!m_client->snapshot());
        const auto answer = ask(Halt{});
        QVERIFY(answer && !answer->isDone);
        QCOMPARE(lost.size(), 1);
    }

    void theMonitorSaysHowTheProgramIsDoing()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        QVERIFY(ask(yesTo(*decidable(m_client->snapshot())))->isDone);
        m_client->reportWindowLag(std::chrono::milliseconds(7));
        const auto isMeasured = [this] {
            const auto monitor = m_client->snapshot()->monitor;
            if (!monitor || monitor->history.size() < 2 || !monitor->process.cpuPct)
                return false;
            return std::ranges::all_of(monitor->latencies, [](const LatencyView &view) { return view.count > 0; });
        };

        QTRY_VERIFY_WITH_TIMEOUT(isMeasured(), longEnoughMillis);

        const auto monitor = m_client->snapshot()->monitor;
        QVERIFY(*monitor->process.residentBytes > 1'000'000);
        QVERIFY(*monitor->process.threads >= 3); // this one, the engine's, the journal's
        QVERIFY(monitor->engineLag);
        QStringList names;
        for (const LatencyView &view : monitor->latencies) {
            names += QString::fromStdString(view.name);
            QVERIFY(*view.p50 <= *view.p90 && *view.p90 <= *view.p99 && *view.p99 <= *view.max);
            if (view.name == "window-lag")
                QCOMPARE(*view.max, Duration(std::chrono::milliseconds(7)));
        }
        QCOMPARE(names.removeDuplicates(), 0);
        QVERIFY(names.contains(QStringLiteral("journal-commit")));
        names.clear();
        for (const DepthView &view : monitor->depths)
            names += QString::fromStdString(view.name);
        QCOMPARE(names, (QStringList{QStringLiteral("approved"), QStringLiteral("cards"),
                                     QStringLiteral("engine-events"), QStringLiteral("intents"),
                                     QStringLiteral("journal")}));
    }

    void aWindowThatStopsAnsweringIsAWarningAndNothingElse()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), firstCardMillis);
        m_client->reportWindowLag({}); // one beat, and then the window hangs
        const auto says = [this](const char *words) {
            const auto snapshot = m_client->snapshot();
            return std::ranges::any_of(snapshot->activity, [words](const Activity &line) {
                return line.kind == "window" && line.text.find(words) != std::string::npos;
            });
        };

        QTRY_VERIFY_WITH_TIMEOUT(says("has not answered"), longEnoughMillis);
        QVERIFY(!m_client->snapshot()->isHalted);
        QVERIFY(ask(yesTo(*decidable(m_client->snapshot())))->isDone);
        m_client->reportWindowLag({});
        QTRY_VERIFY_WITH_TIMEOUT(says("answers again"), longEnoughMillis);
    }

    void oneEngineToADataDirectory()
    {
        auto first = app::DataLock::take(m_dir->path());
        VERIFY_RESULT(first);

        const auto second = app::DataLock::take(m_dir->path());

        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::Busy);
        QCOMPARE(second.error().file, m_dir->path().toStdString());
        QVERIFY(second.error().message.find(std::to_string(QCoreApplication::applicationPid())) !=
                std::string::npos);
        first->reset();
        const auto third = app::DataLock::take(m_dir->path());
        VERIFY_RESULT(third);
    }

    void theLockedDirectoryIsItsOwnersOnly()
    {
        const QString place = m_dir->filePath(QStringLiteral("new"));

        const auto lock = app::DataLock::take(place);

        VERIFY_RESULT(lock);
#ifdef Q_OS_UNIX
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(QFile::permissions(place) & others));
#endif
    }
};

QTEST_GUILESS_MAIN(EngineHostTest)
#include "EngineHostTest.moc"
