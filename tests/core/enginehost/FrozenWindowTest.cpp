#include "app/support/DataLock.h" // first: moc 6.4 stumbles over <compare>
#include "core/engine/ControlClient.h"
#include "core/engine/ControlServer.h"
#include "core/engine/EngineThread.h"
#include "tests/core/enginehost/DemoRun.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>
#include <thread>

using namespace core;
using namespace support;

namespace {

constexpr int longEnoughMillis = 30'000;

/// When the kill began and when the venue had confirmed it, on the engine's clock. Told on its thread.
class KillWatch final : public EngineObserver {
public:
    void haltChanged(TradingState now, const std::string &, const std::string &, Timestamp at) override
    {
        const std::lock_guard guard(m_mutex);
        if (now == TradingState::Flattening)
            m_began = at;
        if (now == TradingState::Halted && m_began)
            m_took = at - *m_began;
    }
    [[nodiscard]] std::optional<Duration> took()
    {
        const std::lock_guard guard(m_mutex);
        return m_took;
    }

private:
    std::mutex m_mutex;
    std::optional<Timestamp> m_began;
    std::optional<Duration> m_took;
};

QJsonObject asked(const QString &dataDir, const char *command, const QJsonObject &arguments = {})
{
    const auto answer = askEngine(dataDir, QString::fromLatin1(command), arguments);
    return answer ? QJsonDocument::fromJson(QByteArray::fromStdString(*answer)).object() : QJsonObject();
}

/// The kill of another process: it is given, then asked about until it is done.
bool killAndWait(const QString &dataDir)
{
    if (!asked(dataDir, "halt", {{QStringLiteral("flatten"), true}})[QLatin1String("done")].toBool())
        return false;
    const QDeadlineTimer patience(longEnoughMillis);
    while (!patience.hasExpired()) {
        const QJsonObject account = asked(dataDir, "account.show");
        if (account[QLatin1String("halted")].toBool() && !account[QLatin1String("flattening")].toBool(true))
            return true;
    }
    return false;
}

} // namespace

/// The window hangs: its thread runs nothing at all. Halt and kill must not notice.
class FrozenWindowTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    KillWatch m_watch;
    std::unique_ptr<ThreadEngineClient> m_client;

    void begin()
    {
        HostSetup setup = demoSetup(m_dir.path());
        setup.observers.push_back(&m_watch);
        m_client = std::make_unique<ThreadEngineClient>(
            std::move(setup), CommandOrigin{"owner", "desk"}, [path = m_dir.path()](EngineHost &host) {
                auto *server = new ControlServer(host, &host);
                if (!server->listen(path))
                    qFatal("the control socket cannot be opened");
            });
    }

private Q_SLOTS:
    void cleanup() { m_client.reset(); }

    void aKillFlattensWhileTheWindowHangs()
    {
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(decidable(m_client->snapshot()), longEnoughMillis);
        const ProposalView card = *decidable(m_client->snapshot());
        m_client->send(SetSpeed{1}); // a second of the market is a second
        m_client->send(ApproveProposal{card.proposal.id, card.proposal.version, card.hash});
        QTRY_VERIFY_WITH_TIMEOUT(isInState(m_client->snapshot(), card.proposal.id, ProposalState::Filled),
                                 longEnoughMillis);
        const std::uint64_t shown = m_client->snapshot()->number;

        bool isDone = false;
        std::thread other([&] { isDone = killAndWait(m_dir.path()); });
        other.join(); // the window's thread stands here until the kill is over

        QVERIFY(isDone);
        QCOMPARE(m_client->snapshot()->number, shown); // it has not seen a thing
        const auto took = m_watch.took();
        QVERIFY(took);
        QVERIFY2(*took <= std::chrono::milliseconds(100),
                 qPrintable(QString::number(std::chrono::duration<double, std::milli>(*took).count())));
        QTRY_VERIFY_WITH_TIMEOUT(m_client->snapshot()->isHalted && !m_client->snapshot()->isFlattening,
                                 longEnoughMillis);
        const auto snapshot = m_client->snapshot();
        for (const PositionView &position : snapshot->positions)
            QVERIFY(position.quantity.isZero());
        for (const OrderView &view : snapshot->orders)
            QVERIFY(isFinal(view.order.status));
    }
};

QTEST_GUILESS_MAIN(FrozenWindowTest)
#include "FrozenWindowTest.moc"
