#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/engine/EngineHost.h"
#endif

#include <QJsonObject>
#include <QLocalServer>

namespace core {

/// The name of the local socket (named pipe on Windows) of a data directory's engine.
[[nodiscard]] QString controlName(const QString &dataDir);

/// Answers the command line on a local socket that only its owner can open. One JSON object a line
/// each way: {"command":"…","arguments":{…}} → {"ok":true,"result":{…}} or
/// {"ok":false,"error":{"code":"…","message":"…"}}. Lives on the engine's thread.
class ControlServer final : public QObject {
    Q_OBJECT

public:
    ControlServer(EngineHost &host, QObject *parent);

    /// Busy when another engine answers there already.
    [[nodiscard]] Result<> listen(const QString &dataDir);

private:
    void accept();
    void read(QLocalSocket &socket);
    [[nodiscard]] QByteArray answer(const QByteArray &line);
    [[nodiscard]] Result<std::string> run(const QString &command, const QJsonObject &arguments);
    [[nodiscard]] Result<std::string> act(const Command &command);
    [[nodiscard]] Result<std::string> showProposal(const QString &id);
    [[nodiscard]] Result<std::string> resume(const AccountView &account, const QJsonObject &arguments);
    [[nodiscard]] Result<std::string> runOnPositions(const QString &command, const EngineSnapshot &snapshot,
                                                     const QJsonObject &arguments);
    [[nodiscard]] static Result<InstrumentId> held(const EngineSnapshot &snapshot, const QJsonObject &arguments);
    [[nodiscard]] Result<Command> approval(const QJsonObject &arguments);

    EngineHost &m_host;
    QLocalServer m_server;
};

} // namespace core
