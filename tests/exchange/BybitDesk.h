#pragma once

#include "tests/exchange/AlpacaDesk.h"

#include <QMessageAuthenticationCode>
#include <QWebSocket>

namespace support {

inline QByteArray signedWith(const QByteArray &secret, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, secret, QCryptographicHash::Sha256).toHex();
}

/// The exchange in this process with BTCUSDT, ETHUSDT, and SOLUSDT that has no price yet;
/// requests are signed as Bybit's are, by Qt's own HMAC. Time and prices are the test's.
class BybitDesk {
public:
    explicit BybitDesk(const core::Decimal &partialShare = {},
                       const core::Quantity &fillAtMost = {},
                       const app::bybit::BybitRest::Limits &limits = {})
        : now(sessionTime()),
          clock(core::Timestamp(std::chrono::seconds(1'800'000'000))),
          exchange(market(), setup(partialShare, fillAtMost, limits), clock)
    {
        isListening = exchange.listen(0).has_value();
    }

    // --- the market ------------------------------------------------------------------------------
    void price(const char *text, const char *symbol = "BTCUSDT")
    {
        core::MarketStep step;
        step.series = seriesOf(symbol);
        step.at = now += std::chrono::seconds(1);
        step.price = px(text);
        play(step);
    }
    void barEnd(const char *close, double volume = 1000)
    {
        core::MarketStep step;
        step.kind = core::MarketStep::Kind::BarClose;
        step.series = seriesOf("BTCUSDT");
        const auto minute = std::chrono::floor<std::chrono::minutes>(now);
        step.bar = {
            minute, minute + std::chrono::minutes(1), px(close), px(close), px(close), px(close),
            volume};
        step.at = now = minute + std::chrono::minutes(1);
        step.wasPlayedAsTicks = true;
        play(step);
    }

    // --- requests
    // ----------------------------------------------------------------------------------
    Reply send(const QByteArray &method, const QByteArray &path, const QByteArray &query,
               const QByteArray &body, bool isSigned)
    {
        const QByteArray url = "http://127.0.0.1:" + QByteArray::number(exchange.port()) + path +
                               (query.isEmpty() ? "" : "?" + query);
        QNetworkRequest request(QUrl::fromEncoded(url, QUrl::StrictMode));
        const QByteArray at =
            stamp.isEmpty() ? QByteArray::number(core::toMillis(clock.now())) : stamp;
        if (isSigned) {
            request.setRawHeader("X-BAPI-API-KEY", key);
            request.setRawHeader("X-BAPI-TIMESTAMP", at);
            request.setRawHeader("X-BAPI-RECV-WINDOW", "5000");
            const QByteArray payload =
                payloadSigned.isEmpty() ? (method == "GET" ? query : body) : payloadSigned;
            request.setRawHeader("X-BAPI-SIGN", signedWith(secret, at + key + "5000" + payload));
        }
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply *const reply = m_network.sendCustomRequest(request, method, body);
        (void)QTest::qWaitFor([&] { return reply->isFinished(); });
        Reply answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                     reply->readAll(), reply->rawHeaderPairs()};
        reply->deleteLater();
        return answer;
    }
    Reply get(const QByteArray &path, const QByteArray &query = {})
    {
        return send("GET", path, query, {}, true);
    }
    Reply ask(const QByteArray &path, const QByteArray &query = {})
    {
        return send("GET", path, query, {}, false);
    }
    Reply post(const QByteArray &path, const QByteArray &body)
    {
        return send("POST", path, {}, body, true);
    }
    /// An order from `"…"` members, with linear BTCUSDT, Buy, Market and 0.1 where nothing else is
    /// said.
    Reply order(const QByteArray &members = {})
    {
        QJsonObject all{{QStringLiteral("category"), QStringLiteral("linear")},
                        {QStringLiteral("symbol"), QStringLiteral("BTCUSDT")},
                        {QStringLiteral("side"), QStringLiteral("Buy")},
                        {QStringLiteral("orderType"), QStringLiteral("Market")},
                        {QStringLiteral("qty"), QStringLiteral("0.1")}};
        const QJsonObject said = QJsonDocument::fromJson("{" + members + "}").object();
        for (auto it = said.begin(); it != said.end(); ++it)
            all[it.key()] = it.value();
        return post("/v5/order/create", QJsonDocument(all).toJson(QJsonDocument::Compact));
    }
    /// The body that names an order of linear BTCUSDT, with further members.
    static QByteArray naming(const QString &id,
                             const QList<QPair<QByteArray, QByteArray>> &members = {})
    {
        QJsonObject all{{QStringLiteral("category"), QStringLiteral("linear")},
                        {QStringLiteral("symbol"), QStringLiteral("BTCUSDT")},
                        {QStringLiteral("orderId"), id}};
        for (const auto &[name, value] : members)
            all[QLatin1String(name)] = QString::fromLatin1(value);
        return QJsonDocument(all).toJson(QJsonDocument::Compact);
    }
    /// The order as it is, by its id.
    QJsonObject show(const QString &id, const QByteArray &category = "linear")
    {
        return rows(get("/v5/order/realtime", "category=" + category + "&orderId=" + id.toUtf8()))
            .at(0)
            .toObject();
    }
    QJsonObject position()
    {
        return rows(get("/v5/position/list", "category=linear&symbol=BTCUSDT")).at(0).toObject();
    }
    QJsonObject coin(const QByteArray &name)
    {
        return rows(get("/v5/account/wallet-balance", "accountType=UNIFIED&coin=" + name))
            .at(0)
            .toObject()[QStringLiteral("coin")]
            .toArray()
            .at(0)
            .toObject();
    }
    QJsonObject books() { return ask("/control/books").object(); }

    static QJsonObject result(const Reply &reply)
    {
        return reply.object()[QStringLiteral("result")].toObject();
    }
    static QJsonArray rows(const Reply &reply)
    {
        return result(reply)[QStringLiteral("list")].toArray();
    }
    static int code(const Reply &reply)
    {
        return reply.object()[QStringLiteral("retCode")].toInt(-1);
    }
    static QString id(const Reply &reply)
    {
        return result(reply)[QStringLiteral("orderId")].toString();
    }

    core::Timestamp now;
    QByteArray key = "BYKEY";
    QByteArray secret = "bysecret";
    QByteArray stamp;          ///< Empty = the clock's.
    QByteArray payloadSigned;  ///< Empty = what is sent.
    core::ManualClock clock;   ///< Real time.
    HandTape *tape = nullptr;
    app::Exchange exchange;
    bool isListening = false;

private:
    static core::SeriesId seriesOf(const char *symbol)
    {
        return {{"bybit-linear", symbol}, core::Timeframe::M1};
    }
    core::PlayedVenue::Market market()
    {
        core::PlayedVenue::Market market;
        for (const char *symbol : {"BTCUSDT", "ETHUSDT"}) {
            const core::Price price = px(symbol[0] == 'B' ? "50000" : "2000");
            for (int i = 10; i > 0; --i)
                market.history[seriesOf(symbol)].push_back({now - std::chrono::minutes(i),
                                                            now - std::chrono::minutes(i - 1),
                                                            price, price, price, price, 1000});
        }
        market.history[seriesOf("SOLUSDT")];  // nobody has traded it yet
        auto made = std::make_unique<HandTape>();
        tape = made.get();
        market.tape = std::move(made);
        market.start = now;
        return market;
    }
    static app::Exchange::Setup setup(const core::Decimal &partialShare,
                                      const core::Quantity &fillAtMost,
                                      const app::bybit::BybitRest::Limits &limits)
    {
        app::Exchange::Setup setup;
        setup.cash = usd("100000");
        setup.speed = 0;
        setup.token = "token";
        setup.partialShare = partialShare;
        setup.fillAtMost = fillAtMost;
        setup.bybitKeys = {"BYKEY", "bysecret"};
        setup.bybitLimits = limits;
        return setup;
    }
    void play(const core::MarketStep &step)
    {
        tape->steps.push_back(step);
        QVERIFY(exchange.venue().playNext());
    }

    QNetworkAccessManager m_network;
};

}  // namespace support
