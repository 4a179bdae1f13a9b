#pragma once

#include "tests/support/CoreBuilders.h"
#include "tests/support/HandTape.h"

#include "app/exchange/Exchange.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

namespace support {

struct Reply {
    int status = 0;
    QByteArray raw;
    QList<QNetworkReply::RawHeaderPair> headers;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(raw).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(raw).array(); }
    [[nodiscard]] QString text(const char *key) const { return object()[QLatin1String(key)].toString(); }
    [[nodiscard]] qint64 code() const { return object()[QStringLiteral("code")].toInteger(); }
    [[nodiscard]] QByteArray header(const char *name) const
    {
        for (const auto &[key, value] : headers)
            if (key.toLower() == QByteArray(name).toLower())
                return value;
        return {};
    }
};

/// The exchange in this process, on a port, with AAPL, TSLA and BTCUSDT; time and prices are the test's.
class AlpacaDesk {
public:
    explicit AlpacaDesk(core::Timestamp start = sessionTime(), const core::Decimal &partialShare = {},
                        std::uint64_t seed = 1, const app::alpaca::AlpacaRest::Limits &limits = {})
        : now(start), clock(start), exchange(market(start), setup(partialShare, seed, limits), clock)
    {
        isListening = exchange.listen(0).has_value();
    }

    // --- the market ------------------------------------------------------------------------------
    void price(const char *symbol, const char *text)
    {
        core::MarketStep step;
        step.series = seriesOf(symbol);
        step.at = now += std::chrono::seconds(1);
        step.price = px(text);
        play(step);
    }
    void barEnd(const char *symbol, const char *close, bool endsSession = false, double volume = 1000)
    {
        core::MarketStep step;
        step.kind = core::MarketStep::Kind::BarClose;
        step.series = seriesOf(symbol);
        const auto minute = std::chrono::floor<std::chrono::minutes>(now);
        step.bar = {minute, minute + std::chrono::minutes(1), px(close), px(close), px(close), px(close), volume};
        step.at = now = minute + std::chrono::minutes(1);
        step.wasPlayedAsTicks = true;
        step.endsSession = endsSession;
        play(step);
    }

    // --- requests ----------------------------------------------------------------------------------
    Reply call(const char *method, const QString &path, const QByteArray &body = {})
    {
        QNetworkRequest request(QUrl(base() + path));
        request.setRawHeader("APCA-API-KEY-ID", key);
        request.setRawHeader("APCA-API-SECRET-KEY", secret);
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply *const reply = m_network.sendCustomRequest(request, method, body);
        (void)QTest::qWaitFor([&] { return reply->isFinished(); });
        Reply answer{reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(),
                     reply->rawHeaderPairs()};
        reply->deleteLater();
        return answer;
    }
    Reply get(const char *path) { return call("GET", QString::fromLatin1(path)); }
    Reply post(const QByteArray &body) { return call("POST", QStringLiteral("/v2/orders"), body); }
    Reply remove(const QString &path) { return call("DELETE", path); }
    /// An order from `"…"` members, with AAPL, buy, 10, market and day where nothing else is said.
    Reply order(const QByteArray &members = {})
    {
        QJsonObject all{{QStringLiteral("symbol"), QStringLiteral("AAPL")}, {QStringLiteral("side"), QStringLiteral("buy")},
                        {QStringLiteral("qty"), QStringLiteral("10")}, {QStringLiteral("type"), QStringLiteral("market")},
                        {QStringLiteral("time_in_force"), QStringLiteral("day")}};
        const QJsonObject said = QJsonDocument::fromJson("{" + members + "}").object();
        for (auto it = said.begin(); it != said.end(); ++it)
            all[it.key()] = it.value();
        return post(QJsonDocument(all).toJson(QJsonDocument::Compact));
    }
    QJsonObject show(const QString &id, bool isNested = false)
    {
        return call("GET", QStringLiteral("/v2/orders/") + id + (isNested ? QStringLiteral("?nested=true") : QString()))
            .object();
    }
    QString status(const QString &id) { return show(id)[QStringLiteral("status")].toString(); }
    QJsonObject books() { return get("/control/books").object(); }

    [[nodiscard]] QString base() const { return QStringLiteral("http://127.0.0.1:%1").arg(exchange.port()); }

    core::Timestamp now;
    QByteArray key = "PKTEST";
    QByteArray secret = "secret";
    core::ManualClock clock; ///< Real time.
    HandTape *tape = nullptr;
    app::Exchange exchange;
    bool isListening = false;

private:
    static core::SeriesId seriesOf(const char *symbol)
    {
        const bool isCoin = QByteArray(symbol).endsWith("USDT");
        return {{isCoin ? "bybit-linear" : "alpaca", symbol}, core::Timeframe::M1};
    }
    core::PlayedVenue::Market market(core::Timestamp start)
    {
        core::PlayedVenue::Market market;
        for (const char *symbol : {"AAPL", "TSLA", "BTCUSDT"}) {
            const core::Price price = px(symbol[0] == 'B' ? "50000" : "100");
            for (int i = 3; i > 0; --i)
                market.history[seriesOf(symbol)].push_back({start - std::chrono::minutes(i),
                                                            start - std::chrono::minutes(i - 1), price, price, price,
                                                            price, 1000});
        }
        auto made = std::make_unique<HandTape>();
        tape = made.get();
        market.tape = std::move(made);
        market.start = start;
        return market;
    }
    static app::Exchange::Setup setup(const core::Decimal &partialShare, std::uint64_t seed,
                                      const app::alpaca::AlpacaRest::Limits &limits)
    {
        app::Exchange::Setup setup;
        setup.cash = usd("100000");
        setup.seed = seed;
        setup.speed = 0;
        setup.token = "token";
        setup.partialShare = partialShare;
        setup.alpacaKeys = {"PKTEST", "secret"};
        setup.alpacaLimits = limits;
        setup.authWithin = std::chrono::milliseconds(200);
        return setup;
    }
    void play(const core::MarketStep &step)
    {
        tape->steps.push_back(step);
        QVERIFY(exchange.venue().playNext());
    }

    QNetworkAccessManager m_network;
};

} // namespace support
