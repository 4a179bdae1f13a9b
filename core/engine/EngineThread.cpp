#include "core/engine/EngineThread.h"

namespace core {

namespace {

constexpr int watchMillis = 500;
constexpr qint64 lostAfterMillis = 3000;
/// Reading recorded bars and checking a large database come before the first snapshot.
constexpr qint64 startMayTakeMillis = 120'000;

} // namespace

ThreadEngineClient::ThreadEngineClient(HostSetup setup, CommandOrigin origin,
                                       std::function<void(EngineHost &)> extend, QObject *parent)
    : EngineClient(parent), m_host(new EngineHost(std::move(setup))), m_origin(std::move(origin))
{
    m_host->moveToThread(&m_thread);
    m_thread.setObjectName(QStringLiteral("engine"));
    connect(&m_thread, &QThread::finished, m_host, &QObject::deleteLater);
    connect(m_host, &EngineHost::snapshotReady, this, [this](std::shared_ptr<const EngineSnapshot> snapshot) {
        m_sinceSnapshot.restart();
        m_isLost = false;
        publish(std::move(snapshot));
    });
    connect(m_host, &EngineHost::failed, this, [this](const QString &reason) {
        m_isLost = true;
        Q_EMIT engineLost(reason);
    });
    m_thread.start();
    QMetaObject::invokeMethod(
        m_host,
        [host = m_host, extend = std::move(extend)] {
            if (host->start() && extend)
                extend(*host);
        },
        Qt::QueuedConnection);
    m_sinceSnapshot.start();
    connect(&m_watch, &QTimer::timeout, this, &ThreadEngineClient::watch);
    m_watch.start(watchMillis);
}

ThreadEngineClient::~ThreadEngineClient()
{
    // The last thing on the engine's own loop: everything before it has been done.
    QMetaObject::invokeMethod(
        m_host,
        [host = m_host] {
            host->stop(QStringLiteral("the window was closed"));
            QThread::currentThread()->quit();
        },
        Qt::QueuedConnection);
    m_thread.wait();
}

quint64 ThreadEngineClient::send(const Command &command)
{
    const quint64 token = m_nextToken++;
    m_host->enqueue([this, host = m_host, command, origin = m_origin, token](Duration sentAt) {
        const CommandAnswer answer = host->command(command, origin, sentAt);
        QMetaObject::invokeMethod(
            this,
            [this, answer, token] {
                if (!answer.isDone)
                    Q_EMIT refused(token, answer.code, QString::fromStdString(answer.message));
                Q_EMIT answered(token, answer.isDone, QString::fromStdString(answer.message));
            },
            Qt::QueuedConnection);
    });
    return token;
}

void ThreadEngineClient::reportWindowLag(Duration lag)
{
    m_host->enqueue([host = m_host, lag](Duration) { host->noteWindowBeat(lag); });
}

void ThreadEngineClient::watch()
{
    if (m_isLost || m_sinceSnapshot.elapsed() < (snapshot() ? lostAfterMillis : startMayTakeMillis))
        return;
    m_isLost = true;
    Q_EMIT engineLost(QStringLiteral("the engine has not answered for three seconds"));
}

} // namespace core
