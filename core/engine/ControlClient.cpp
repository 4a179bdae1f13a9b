#include "core/engine/ControlClient.h"

#include "core/engine/ControlServer.h"

#include <QJsonDocument>
#include <QLocalSocket>

namespace core {

namespace {

constexpr int answerMillis = 10000;
constexpr char okPrefix[] = "{\"ok\":true,\"result\":";

ErrorCode codeOf(const QString &name)
{
    for (const ErrorCode code : {ErrorCode::BadInput, ErrorCode::NotFound, ErrorCode::Io, ErrorCode::Unsupported,
                                 ErrorCode::Refused, ErrorCode::Unreachable, ErrorCode::Timeout, ErrorCode::Busy})
        if (name == QLatin1String(errorCodeName(code)))
            return code;
    return ErrorCode::Internal;
}

Result<std::string> resultOf(const QByteArray &line)
{
    if (line.startsWith(okPrefix)) {
        const auto prefix = qsizetype(sizeof okPrefix) - 1;
        return line.mid(prefix, line.trimmed().size() - prefix - 1).toStdString();
    }
    const QJsonObject error =
        QJsonDocument::fromJson(line).object().value(QLatin1String("error")).toObject();
    if (error.isEmpty())
        return failure(ErrorCode::Internal, "the engine's answer cannot be read");
    return failure({codeOf(error.value(QLatin1String("code")).toString()),
                    error.value(QLatin1String("message")).toString().toStdString(),
                    {},
                    0,
                    error.value(QLatin1String("field")).toString().toStdString()});
}

} // namespace

Result<std::string> askEngine(const QString &dataDir, const QString &command, const QJsonObject &arguments)
{
    QLocalSocket socket;
    socket.connectToServer(controlName(dataDir));
    if (!socket.waitForConnected(answerMillis))
        return failure(ErrorCode::Unreachable,
                       "no engine runs for the data directory " + dataDir.toStdString());
    const QJsonObject request{{QStringLiteral("command"), command}, {QStringLiteral("arguments"), arguments}};
    socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    while (!socket.canReadLine())
        if (!socket.waitForReadyRead(answerMillis)) {
            if (socket.state() != QLocalSocket::ConnectedState)
                return failure(ErrorCode::Unreachable, "the engine ended before it answered");
            return failure(ErrorCode::Timeout, "the engine did not answer in time");
        }
    return resultOf(socket.readLine());
}

} // namespace core
