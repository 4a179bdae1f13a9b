#pragma once

#include "tests/exchange/AlpacaDesk.h"

#include <QWebSocket>

namespace support {

/// A stream's client: what it heard, as JSON, and in which kind of frame.
class Listener {
public:
    Listener(const AlpacaDesk &desk, const QString &path, const QList<QPair<QByteArray, QByteArray>> &headers = {})
    {
        QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket,
                         [this](const QString &text) { hear(text.toUtf8(), false); });
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket,
                         [this](const QByteArray &bytes) { hear(bytes, true); });
        QNetworkRequest request(QUrl(QStringLiteral("ws://127.0.0.1:%1").arg(desk.exchange.port()) + path));
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        socket.open(request);
    }
    [[nodiscard]] bool isOpen() const { return socket.state() == QAbstractSocket::ConnectedState; }
    [[nodiscard]] bool isClosed() const { return socket.state() == QAbstractSocket::UnconnectedState; }
    void say(const char *text) { socket.sendTextMessage(QString::fromUtf8(text)); }

    QWebSocket socket;
    QJsonArray heard; ///< Objects; of arrays their elements.
    int frames = 0;
    int binaryFrames = 0;

private:
    void hear(const QByteArray &bytes, bool isBinary)
    {
        ++frames;
        binaryFrames += isBinary ? 1 : 0;
        const QJsonDocument document = QJsonDocument::fromJson(bytes);
        if (document.isObject())
            heard.append(document.object());
        for (const QJsonValue &each : document.array())
            heard.append(each);
    }
};

/// Listens to order events; `events` are "event status filled" of one order, or of all.
class OrderListener : public Listener {
public:
    explicit OrderListener(const AlpacaDesk &desk) : Listener(desk, QStringLiteral("/stream"))
    {
        (void)QTest::qWaitFor([this] { return isOpen(); });
        say(R"({"action":"auth","key":"PKTEST","secret":"secret"})");
        say(R"({"action":"listen","data":{"streams":["trade_updates"]}})");
        (void)QTest::qWaitFor([this] { return heard.size() == 2; });
        heard = {};
    }
    [[nodiscard]] QStringList events(const QString &id = {}) const
    {
        QStringList all;
        for (const QJsonValue &each : heard) {
            const QJsonObject data = each.toObject()[QStringLiteral("data")].toObject();
            const QJsonObject order = data[QStringLiteral("order")].toObject();
            if (id.isEmpty() || order[QStringLiteral("id")].toString() == id)
                all += data[QStringLiteral("event")].toString() + u' ' + order[QStringLiteral("status")].toString();
        }
        return all;
    }
    [[nodiscard]] QJsonObject last() const { return heard.last().toObject()[QStringLiteral("data")].toObject(); }
};

} // namespace support
