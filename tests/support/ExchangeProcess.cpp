#include "tests/support/ExchangeProcess.h"

#include <QJsonDocument>
#include <QTcpSocket>
#include <QUrl>

namespace support {

namespace {

constexpr int longEnoughMillis = 60'000;

} // namespace

QProcessEnvironment environmentWithoutKeys()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"ALPACA_KEY", "ALPACA_SECRET", "ALPACA_PAPER", "APCA_API_KEY_ID", "APCA_API_SECRET_KEY",
                             "BYBIT_KEY", "BYBIT_SECRET", "BYBIT_ENV"})
        environment.remove(QString::fromLatin1(name));
    return environment;
}

ExchangeProcess::ExchangeProcess(const QString &program, const QStringList &options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program, options);
    while (!m_process.canReadLine())
        if (!m_process.waitForReadyRead(longEnoughMillis))
            return;
    const QJsonObject line = QJsonDocument::fromJson(m_process.readLine()).object();
    if (line[QStringLiteral("ready")].toBool())
        m_ready = line;
}

ExchangeProcess::~ExchangeProcess()
{
    m_process.terminate();
    if (!m_process.waitForFinished(longEnoughMillis))
        m_process.kill();
    m_process.waitForFinished();
}

QString ExchangeProcess::address(const char *venue, const char *name) const
{
    return m_ready[QLatin1String(venue)].toObject()[QLatin1String(name)].toString();
}

QStringList ExchangeProcess::endpoints() const
{
    QStringList words;
    const auto add = [&](const char *key, const char *venue, const char *name) {
        words += {QStringLiteral("--endpoint"), QStringLiteral("%1=%2").arg(QLatin1String(key), address(venue, name))};
    };
    add("alpaca.trading", "alpaca", "trading");
    add("alpaca.data", "alpaca", "data");
    add("alpaca.stream", "alpaca", "stream");
    add("alpaca.market-stream", "alpaca", "market_stream");
    add("bybit.rest", "bybit", "rest");
    add("bybit.public-stream", "bybit", "public_stream");
    add("bybit.private-stream", "bybit", "private_stream");
    return words;
}

QJsonObject ExchangeProcess::keys(const char *venue) const
{
    return m_ready[QStringLiteral("keys")].toObject()[QLatin1String(venue)].toObject();
}

QProcessEnvironment ExchangeProcess::environment() const
{
    QProcessEnvironment environment = environmentWithoutKeys();
    const QString key = QStringLiteral("key");
    const QString secret = QStringLiteral("secret");
    environment.insert(QStringLiteral("ALPACA_KEY"), keys("alpaca")[key].toString());
    environment.insert(QStringLiteral("ALPACA_SECRET"), keys("alpaca")[secret].toString());
    environment.insert(QStringLiteral("BYBIT_KEY"), keys("bybit")[key].toString());
    environment.insert(QStringLiteral("BYBIT_SECRET"), keys("bybit")[secret].toString());
    return environment;
}

/// By hand: one request, read until the server closes.
QJsonObject ExchangeProcess::ask(const char *method, const char *path, const QByteArray &body) const
{
    const QUrl base(address("alpaca", "trading"));
    QTcpSocket socket;
    socket.connectToHost(base.host(), quint16(base.port()));
    if (!socket.waitForConnected(longEnoughMillis))
        return {};
    socket.write(QByteArray(method) + " " + path + " HTTP/1.1\r\nHost: " + base.authority().toLatin1() +
                 "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
                 "\r\nConnection: close\r\n\r\n" + body);
    QByteArray answer;
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(longEnoughMillis))
        answer += socket.readAll();
    answer += socket.readAll();
    return QJsonDocument::fromJson(answer.mid(answer.indexOf("\r\n\r\n") + 4)).object();
}

} // namespace support
