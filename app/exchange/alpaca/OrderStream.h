#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/RequestLog.h"
#include "app/exchange/alpaca/StreamSession.h"
#endif

#include <QObject>

#include <set>

namespace app::alpaca {

/// `/stream`: order events to whoever has shown the keys and listens. Frames are binary, as the paper
/// venue's are; there is no welcome, and nothing is replayed.
class OrderStream final : public QObject {
    Q_OBJECT

public:
    OrderStream(const AlpacaAccount &account, KeyPair keys, RequestLog &log, Faults &faults);

    void take(std::unique_ptr<QWebSocket> socket, const HttpRequest &upgrade);
    void tell(const TradeUpdate &update);
    [[nodiscard]] qint64 mostWaiting() const;

private:
    struct Client {
        std::unique_ptr<StreamSession> session;
        bool listens = false;
    };
    void hear(StreamSession &session, const QByteArray &bytes, const QByteArray &text);
    void authenticate(StreamSession &session, const core::json::Value &message);
    void listen(StreamSession &session, const core::json::Value &message);
    void fail(StreamSession &session, const char *why);

    const AlpacaAccount &m_account;
    KeyPair m_keys;
    RequestLog &m_log;
    Faults &m_faults;
    std::map<StreamSession *, Client> m_clients;
};

} // namespace app::alpaca
