#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/engine/EngineClient.h"
#include "core/engine/EngineHost.h"
#endif

#include <QElapsedTimer>
#include <QThread>
#include <QTimer>

#include <functional>

namespace core {

/// Runs an EngineHost on a thread of its own and is the window's end of it. Commands and snapshots
/// cross as queued values; the destructor asks the thread to stop and joins it.
class ThreadEngineClient final : public EngineClient {
    Q_OBJECT

public:
    /// `extend` is called on the engine's thread once the host runs (the control server lives there).
    ThreadEngineClient(HostSetup setup, CommandOrigin origin, std::function<void(EngineHost &)> extend = {},
                       QObject *parent = nullptr);
    ~ThreadEngineClient() override;

    quint64 send(const Command &command) override;
    void reportWindowLag(Duration lag) override;
    /// The origin of the commands that follow.
    void setOrigin(CommandOrigin origin) { m_origin = std::move(origin); }

private:
    void watch();

    QThread m_thread;
    EngineHost *m_host = nullptr; ///< Lives on m_thread; deleted there.
    CommandOrigin m_origin;
    QTimer m_watch;
    QElapsedTimer m_sinceSnapshot;
    quint64 m_nextToken = 1;
    bool m_isLost = false;
};

} // namespace core
