#pragma once

#include "app/support/VenueInquiry.h"
#include "core/brokers/alpaca/AlpacaAccount.h"
#include "core/brokers/alpaca/AlpacaAuth.h"

namespace app {

/// Account, then one asset after the other: a run trades a handful.
class AlpacaInquiry final : public VenueInquiry {
public:
    AlpacaInquiry(core::alpaca::Endpoints endpoints, core::alpaca::KeyPair keys, core::net::HttpPort &http);
    void ask(std::vector<core::InstrumentId> instruments, Done done) override;

private:
    using Body = std::function<core::Result<>(const std::string &body)>;
    void send(core::alpaca::Request request, Body read, std::function<void()> next);
    [[nodiscard]] core::Result<> takeAccount(const std::string &body);
    [[nodiscard]] core::Result<> takeAsset(const core::InstrumentId &wanted, const std::string &body);
    void askNext();
    void end(core::Result<VenueFacts> outcome);

    core::alpaca::Endpoints m_endpoints;
    core::alpaca::KeyPair m_keys;
    core::net::HttpPort &m_http;
    std::vector<core::InstrumentId> m_wanted;
    VenueFacts m_facts;
    Done m_done;
    std::shared_ptr<bool> m_isAlive = std::make_shared<bool>(true);
};

} // namespace app
