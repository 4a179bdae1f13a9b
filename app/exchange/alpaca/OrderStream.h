#pragma once

#include "app/exchange/alpaca/StreamSession.h"

#include <map>

namespace app::alpaca {

/// `/stream`: order events to whoever has shown the keys and listens. Frames are binary, as the paper
/// venue's are; there is no welcome, and nothing is replayed.
class OrderStream {
public:
    OrderStream(const AlpacaAccount &account, KeyPair keys, const FrontPorts &ports);

    void take(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade);
    void tell(const TradeUpdate &update);
    [[nodiscard]] std::int64_t mostWaiting() const;

private:
    struct Client {
        std::unique_ptr<StreamSession> session;
        bool listens = false;
    };
    void hear(StreamSession &session, std::string_view bytes, std::string_view text);
    void authenticate(StreamSession &session, const core::json::Value &message);
    void listen(StreamSession &session, const core::json::Value &message);
    void fail(StreamSession &session, const char *why);

    const AlpacaAccount &m_account;
    KeyPair m_keys;
    FrontPorts m_ports;
    std::map<StreamSession *, Client> m_clients;
};

} // namespace app::alpaca
