#include "tests/kill/VenueProcess.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace support {

using namespace core;

namespace {

constexpr int longEnoughMillis = 30'000;

} // namespace

VenueProcess::VenueProcess(std::uint64_t seed, Money cash, const QString &fillAtMost)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral(COUNTERSIGN_EXCHANGE),
                    {QStringLiteral("--speed"), QStringLiteral("0"), QStringLiteral("--until-stdin-closes"),
                     QStringLiteral("--seed"), QString::number(seed), QStringLiteral("--cash"),
                     QString::fromStdString(cash.toString()), QStringLiteral("--fill-at-most"), fillAtMost});
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(longEnoughMillis))
            return;
    const QJsonObject sim =
        QJsonDocument::fromJson(m_process.readLine()).object()[QStringLiteral("sim")].toObject();
    const QString address = sim[QStringLiteral("address")].toString();
    const QString token = sim[QStringLiteral("token")].toString();
    m_endpoint = address + u'#' + token;
    m_socket.connectToHost(address.section(u':', 0, 0), address.section(u':', 1).toUShort());
    if (!m_socket.waitForConnected(longEnoughMillis))
        return;
    send(venue::Hello{venue::wireVersion, token.toStdString(), false});
    const auto welcome = answer();
    m_isUp = welcome && std::holds_alternative<venue::Welcome>(*welcome);
}

VenueProcess::~VenueProcess()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(longEnoughMillis))
        m_process.kill();
    m_process.waitForFinished();
}

void VenueProcess::send(const venue::Request &request)
{
    m_socket.write(QByteArray::fromStdString(toLine(request)) + '\n');
}

std::optional<venue::Message> VenueProcess::answer()
{
    while (!m_socket.canReadLine())
        if (!m_socket.waitForReadyRead(longEnoughMillis))
            return std::nullopt;
    const auto message = venue::parseMessage(m_socket.readLine().toStdString());
    return message ? std::optional(*message) : std::nullopt;
}

bool VenueProcess::advance(std::int64_t steps)
{
    send(venue::Advance{1, steps, {}});
    const auto message = answer();
    return message && std::holds_alternative<venue::Advanced>(*message);
}

std::optional<venue::Books> VenueProcess::books()
{
    send(venue::AskBooks{1});
    const auto message = answer();
    const auto *books = message ? std::get_if<venue::Books>(&*message) : nullptr;
    return books ? std::optional(*books) : std::nullopt;
}

} // namespace support
