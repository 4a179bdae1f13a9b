#include "core/engine/ControlServer.h"

#include "core/domain/AccountTail.h"
#include "core/engine/WireJson.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QLocalSocket>

namespace core {

namespace {

constexpr qint64 maxLine = 64 * 1024;

std::string text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString().toStdString();
}

Error missing(const char *what)
{
    return {ErrorCode::BadInput, std::string(what) + " is missing", {}, 0, what};
}

Error unknownCommand(const QString &command)
{
    return {ErrorCode::Unsupported, "unknown command \"" + command.toStdString() + "\""};
}

QByteArray errorLine(const Error &error)
{
    JsonWriter json;
    json.beginObject().member("ok", false).key("error").beginObject();
    json.member("code", errorCodeName(error.code)).member("message", error.message).member("field", error.field);
    json.endObject().endObject();
    return QByteArray::fromStdString(json.text()) + '\n';
}

QByteArray resultLine(const std::string &result)
{
    return "{\"ok\":true,\"result\":" + QByteArray::fromStdString(result) + "}\n";
}

const ProposalView *find(const EngineSnapshot &snapshot, const std::string &id)
{
    for (const auto *list : {&snapshot.waiting, &snapshot.decided})
        for (const ProposalView &view : *list)
            if (view.proposal.id.text() == id)
                return &view;
    return nullptr;
}

} // namespace

QString controlName(const QString &dataDir)
{
    const QByteArray path = QDir(dataDir).absolutePath().toUtf8();
    const QByteArray hash = QCryptographicHash::hash(path, QCryptographicHash::Sha256).toHex().left(24);
    return QStringLiteral("countersign-") + QString::fromLatin1(hash);
}

ControlServer::ControlServer(EngineHost &host, QObject *parent) : QObject(parent), m_host(host)
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &ControlServer::accept);
}

Result<> ControlServer::listen(const QString &dataDir)
{
    const QString name = controlName(dataDir);
    if (m_server.listen(name))
        return {};
    // A socket file that a killed engine left behind; the data directory's lock says nobody lives there.
    QLocalServer::removeServer(name);
    if (m_server.listen(name))
        return {};
    return failure(ErrorCode::Busy, "the control socket cannot be opened: " + m_server.errorString().toStdString());
}

void ControlServer::accept()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(*socket); });
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    }
}

void ControlServer::read(QLocalSocket &socket)
{
    while (socket.canReadLine()) {
        const QByteArray line = socket.readLine(maxLine);
        if (!line.endsWith('\n'))
            return socket.abort(); // too long; its rest is no request of its own
        socket.write(answer(line));
    }
    if (socket.bytesAvailable() > maxLine)
        socket.abort();
}

QByteArray ControlServer::answer(const QByteArray &line)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return errorLine({ErrorCode::BadInput, "not a JSON object"});
    const QJsonObject request = document.object();
    const auto result = run(request.value(QLatin1String("command")).toString(),
                            request.value(QLatin1String("arguments")).toObject());
    return result ? resultLine(*result) : errorLine(result.error());
}

Result<std::string> ControlServer::act(const Command &command)
{
    const CommandAnswer answer = m_host.command(command, {"owner", "cli"});
    if (!answer.isDone)
        return failure(answer.code, answer.message);
    JsonWriter json;
    return json.beginObject().member("done", true).member("message", answer.message).endObject().take();
}

Result<std::string> ControlServer::showProposal(const QString &id)
{
    const auto snapshot = m_host.snapshot();
    const ProposalView *view = snapshot ? find(*snapshot, id.toStdString()) : nullptr;
    if (!view)
        return failure(ErrorCode::NotFound, "there is no proposal " + id.toStdString());
    JsonWriter json;
    json.beginObject().key("proposal");
    writeProposal(json, *view);
    return json.endObject().take();
}

Result<Command> ControlServer::approval(const QJsonObject &arguments)
{
    const std::string id = text(arguments, "id");
    const std::string hash = text(arguments, "hash");
    if (id.empty() || hash.empty())
        return failure(missing(id.empty() ? "id" : "hash"));
    const auto snapshot = m_host.snapshot();
    const ProposalView *view = snapshot ? find(*snapshot, id) : nullptr;
    if (!view)
        return failure(ErrorCode::NotFound, "there is no proposal " + id);
    ApproveProposal command{ProposalId(id), view->proposal.version, hash};
    if (arguments.contains(QLatin1String("quantity"))) {
        const auto quantity = Decimal::parse(text(arguments, "quantity"));
        if (!quantity)
            return failure({ErrorCode::BadInput, quantity.error().message, {}, 0, "quantity"});
        command.quantity = Quantity(*quantity);
    }
    return Command(command);
}

/// Where real money goes on, whoever lifts the halt says on which account.
Result<std::string> ControlServer::resume(const AccountView &account, const QJsonObject &arguments)
{
    if (account.destination == Destination::Live && !isTailTyped(account.id.text(), text(arguments, "account")))
        return failure({ErrorCode::BadInput, "a live account is resumed with the last four characters of its number", {},
                        0, "account"});
    return act(Resume{text(arguments, "reason")});
}

/// A symbol alone is enough where only one venue has it.
Result<InstrumentId> ControlServer::held(const EngineSnapshot &snapshot, const QJsonObject &arguments)
{
    const InstrumentId named{text(arguments, "venue"), text(arguments, "instrument")};
    std::vector<InstrumentId> meant;
    for (const PositionView &view : snapshot.positions)
        if (view.instrument.symbol == named.symbol)
            meant.push_back(view.instrument);
    if (named.venue.empty() && meant.size() > 1)
        return failure({ErrorCode::BadInput, "more than one venue has " + named.symbol + ": say which", {}, 0, "venue"});
    return named.venue.empty() && meant.size() == 1 ? meant.front() : named;
}

Result<std::string> ControlServer::runOnPositions(const QString &command, const EngineSnapshot &snapshot,
                                                  const QJsonObject &arguments)
{
    if (command == QLatin1String("positions.list"))
        return positionsJson(snapshot);
    const auto instrument = held(snapshot, arguments);
    if (!instrument)
        return failure(instrument.error());
    if (command == QLatin1String("positions.accept"))
        return act(AcceptDifference{*instrument, arguments.value(QLatin1String("adopt")).toBool(), false,
                                    text(arguments, "reason")});
    if (command != QLatin1String("positions.stop"))
        return failure(unknownCommand(command));
    const auto price = Decimal::parse(text(arguments, "price"));
    if (!price)
        return failure({ErrorCode::BadInput, price.error().message, {}, 0, "price"});
    return act(MoveStop{*instrument, Price(*price)});
}

Result<std::string> ControlServer::run(const QString &command, const QJsonObject &arguments)
{
    const auto snapshot = m_host.snapshot();
    if (!snapshot)
        return failure(ErrorCode::Unreachable, "the engine is still starting");
    if (command == QLatin1String("metrics")) {
        JsonWriter json;
        return json.beginObject().member("text", m_host.metrics()).endObject().take();
    }
    if (command.startsWith(QLatin1String("signals.")))
        m_host.noteShown(*snapshot);
    if (command == QLatin1String("signals.list"))
        return proposalsJson(*snapshot);
    if (command == QLatin1String("signals.show"))
        return showProposal(arguments.value(QLatin1String("id")).toString());
    if (command == QLatin1String("signals.approve")) {
        const auto approve = approval(arguments);
        return approve ? act(*approve) : Result<std::string>(failure(approve.error()));
    }
    if (command == QLatin1String("signals.reject")) {
        const std::string words = text(arguments, "reason");
        const auto reason = parseRejectReason(words);
        return act(RejectProposal{ProposalId(text(arguments, "id")), reason.value_or(RejectReason::Other),
                                  reason ? std::string() : words});
    }
    if (command == QLatin1String("orders.list"))
        return ordersJson(*snapshot);
    if (command.startsWith(QLatin1String("positions.")))
        return runOnPositions(command, *snapshot, arguments);
    if (command == QLatin1String("orders.end"))
        return act(EndUnknownOrder{ClientOrderId(text(arguments, "id")), text(arguments, "reason")});
    if (command == QLatin1String("account.accept"))
        return act(AcceptDifference{std::nullopt, false, arguments.value(QLatin1String("charge")).toBool(),
                                    text(arguments, "reason")});
    if (command == QLatin1String("account.show"))
        return accountJson(*snapshot);
    if (command == QLatin1String("halt") && arguments.value(QLatin1String("reduce-only")).toBool())
        return act(SetReduceOnly{true, text(arguments, "reason")});
    if (command == QLatin1String("halt"))
        return act(Halt{arguments.value(QLatin1String("cancel")).toBool(),
                        arguments.value(QLatin1String("flatten")).toBool()});
    if (command == QLatin1String("resume") && arguments.contains(QLatin1String("bot")))
        return act(SetBotOn{BotId(text(arguments, "bot")), true});
    if (command == QLatin1String("resume"))
        return resume(snapshot->account, arguments);
    return failure(unknownCommand(command));
}

} // namespace core
