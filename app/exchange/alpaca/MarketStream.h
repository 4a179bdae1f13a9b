#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/RequestLog.h"
#include "app/exchange/alpaca/StreamSession.h"
#endif

#include <QObject>

#include <set>

namespace app::alpaca {

/// One data stream (`/v2/iex`, `/v2/sip`, `/v1beta3/crypto/us`): arrays of messages to the one connection
/// that the plan allows, for what it has subscribed to.
class MarketStream final : public QObject {
    Q_OBJECT

public:
    struct Rules {
        bool isCrypto = false;
        int authWithinMillis = 10'000;
        std::size_t mostSymbols = 0; ///< 0 = no limit; Basic has 30.
    };
    MarketStream(std::string path, const MarketMemory &memory, KeyPair keys, RequestLog &log, Faults &faults,
                 Rules rules);

    /// Keys in the upgrade's headers stand for the auth message.
    void take(std::unique_ptr<QWebSocket> socket, const HttpRequest &request);
    /// Gathers what subscribers are to hear of it; `flush` sends it as one array each.
    void gather(const MarketMemory::Happening &happening);
    void flush();
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] qint64 mostWaiting() const;

private:
    using Channels = std::map<std::string, std::set<std::string>>; ///< Symbols of each channel.
    struct Client {
        std::unique_ptr<StreamSession> session;
        Channels channels;
        std::string gathered;
    };
    void hear(StreamSession &session, const QByteArray &bytes, const QByteArray &text);
    void authenticate(StreamSession &session, const KeyPair &shown);
    void subscribe(StreamSession &session, const core::json::Value &message, bool adds);
    [[nodiscard]] bool isChannel(std::string_view name) const;
    void acknowledge(StreamSession &session, const Channels &channels);
    void fail(StreamSession &session, int code, const char *text, bool closes = false);
    void add(const char *channel, const char *type, const Asset &asset, const std::string &members);
    void addDay(const Asset &asset, core::Timestamp at);
    void addBook(const Asset &asset, const QuoteRow &quote);

    std::string m_path;
    const MarketMemory &m_memory;
    KeyPair m_keys;
    RequestLog &m_log;
    Faults &m_faults;
    Rules m_rules;
    std::map<StreamSession *, Client> m_clients;
};

} // namespace app::alpaca
