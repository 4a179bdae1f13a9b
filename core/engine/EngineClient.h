#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/engine/Command.h"
#include "core/engine/Snapshot.h"
#endif

#include <QObject>

#include <memory>

namespace core {

/// What the window holds of the engine: snapshots come in, commands go out, nothing waits.
/// Lives on the GUI thread. `ThreadEngineClient` is the real one; tests have a fake.
class EngineClient : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The newest snapshot; null until the first one has come.
    [[nodiscard]] std::shared_ptr<const EngineSnapshot> snapshot() const { return m_snapshot; }

    /// Returns a token at once; `answered` brings the outcome with that token.
    virtual quint64 send(const Command &command) = 0;

    /// The window's event loop is alive; how late it came since the report before, at worst. Twice a second.
    virtual void reportWindowLag(Duration) {}

Q_SIGNALS:
    void snapshotChanged(std::shared_ptr<const core::EngineSnapshot> snapshot);
    void answered(quint64 token, bool isDone, const QString &message);
    /// Comes just before `answered` of a command that was not done: why, for the advice.
    void refused(quint64 token, core::ErrorCode code, const QString &message);
    /// The engine's thread ended or stopped beating; the window greys out what it cannot vouch for.
    void engineLost(const QString &reason);

protected:
    void publish(std::shared_ptr<const EngineSnapshot> snapshot)
    {
        m_snapshot = std::move(snapshot);
        Q_EMIT snapshotChanged(m_snapshot);
    }

private:
    std::shared_ptr<const EngineSnapshot> m_snapshot;
};

} // namespace core
