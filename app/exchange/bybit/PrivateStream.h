#pragma once

#include "app/exchange/bybit/StreamServer.h"

namespace app::bybit {

/// `/v5/private`: orders, executions, positions and the wallet to whoever has signed in. Nothing is
/// replayed.
class PrivateStream final : public StreamServer {
public:
    /// Events are stamped with the account's time.
    PrivateStream(const BybitAccount &account, const Products &products, KeyPair keys,
                  const FrontPorts &ports);

    void tell(const Happening &happening);

protected:
    void hear(StreamSession &session, std::string_view op, const core::json::Value &message,
              const std::string &requestId) override;
    [[nodiscard]] std::string objectionTo(const StreamSession &session,
                                          const std::vector<std::string> &topics) const override;
    [[nodiscard]] const char *subscribedText() const override { return ""; }

private:
    void authenticate(StreamSession &session, const core::json::Value &args,
                      const std::string &requestId);
    void sendPong(StreamSession &session, const std::string &requestId) const;
    void publishRow(const std::string &topic, const char *category, const std::string &row);

    const BybitAccount &m_account;
    const Products &m_products;
    KeyPair m_keys;
    const core::Clock &m_clock;
    std::int64_t m_messages = 0;
};

}  // namespace app::bybit
