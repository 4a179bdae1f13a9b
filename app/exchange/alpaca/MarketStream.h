#pragma once

#include "app/exchange/alpaca/StreamSession.h"

#include <map>
#include <set>

namespace app::alpaca {

/// One data stream (`/v2/iex`, `/v2/sip`, `/v1beta3/crypto/us`): arrays of messages to the one connection
/// that the plan allows, for what it has subscribed to.
class MarketStream {
public:
    struct Rules {
        bool isCrypto = false;
        core::Duration authWithin = std::chrono::seconds(10);
        std::size_t mostSymbols = 0; ///< 0 = no limit; Basic has 30.
    };
    MarketStream(std::string path, const MarketMemory &memory, KeyPair keys, const FrontPorts &ports, Rules rules);

    /// Keys in the upgrade's headers stand for the auth message.
    void take(std::unique_ptr<StreamPeer> peer, const HttpRequest &request);
    /// Gathers what subscribers are to hear of it; `flush` sends it as one array each.
    void gather(const MarketMemory::Happening &happening);
    void flush();
    [[nodiscard]] const std::string &path() const { return m_path; }
    [[nodiscard]] std::int64_t mostWaiting() const;

private:
    using Channels = std::map<std::string, std::set<std::string>>; ///< Symbols of each channel.
    struct Client {
        std::unique_ptr<StreamSession> session;
        Channels channels;
        std::string gathered;
    };
    void hear(StreamSession &session, std::string_view bytes, std::string_view text);
    void authenticate(StreamSession &session, const KeyPair &shown);
    void subscribe(StreamSession &session, const core::json::Value &message, bool adds);
    [[nodiscard]] bool isChannel(std::string_view name) const;
    void acknowledge(StreamSession &session, const Channels &channels);
    void fail(StreamSession &session, int code, const char *text, bool closes = false);
    void add(const char *channel, const char *type, const Asset &asset, const std::string &members);
    void addDay(const Asset &asset, core::Timestamp at);
    void addBand(const Asset &asset, const DataBar &bar);
    void addBook(const Asset &asset, const QuoteRow &quote);

    std::string m_path;
    const MarketMemory &m_memory;
    KeyPair m_keys;
    FrontPorts m_ports;
    Rules m_rules;
    std::map<StreamSession *, Client> m_clients;
};

} // namespace app::alpaca
