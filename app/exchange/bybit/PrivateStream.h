#pragma once

#ifndef Q_MOC_RUN  // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/bybit/StreamServer.h"
#endif

namespace app::bybit {

/// `/v5/private`: orders, executions, positions and the wallet to whoever has signed in. Nothing is
/// replayed.
class PrivateStream final : public StreamServer {
    Q_OBJECT

public:
    /// `clock` is real time; events are stamped with the account's.
    PrivateStream(const BybitAccount &account, const Products &products, KeyPair keys,
                  const core::Clock &clock, RequestLog &log, Faults &faults);

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
