#pragma once

#include "app/exchange/VenueFront.h"
#include "app/exchange/alpaca/MarketStream.h"
#include "app/exchange/alpaca/OrderStream.h"
#include "core/simulation/PlayedVenue.h"

namespace app::alpaca {

/// Alpaca on the exchange's port: an account of its own on the played market, its two REST hosts, the
/// order stream and the data streams.
class AlpacaFront final : public VenueFront {
public:
    struct Setup {
        AlpacaAccount::Setup account;
        KeyPair keys;
        AlpacaRest::Limits limits{};
        core::Duration authWithin = std::chrono::seconds(10);
    };
    /// The venue plays the market and outlives this.
    AlpacaFront(core::PlayedVenue &venue, const Setup &setup, const FrontPorts &ports);

    [[nodiscard]] bool serves(const HttpRequest &request) const override { return AlpacaRest::serves(request); }
    void answer(const HttpRequest &request, const HttpReply &reply) override;
    [[nodiscard]] bool servesStream(const HttpRequest &request) const override;
    void takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request) override;
    [[nodiscard]] bool isBacklogged() const override;
    [[nodiscard]] FaultTarget targetOf(const HttpRequest &request) const override { return AlpacaRest::targetOf(request); }
    [[nodiscard]] HttpResponse refusalFor(FaultKind kind) override { return m_rest.refusalFor(kind); }
    [[nodiscard]] std::string withWrongIds(const std::string &text) const override { return alpaca::withWrongIds(text); }
    void writeOrders(core::JsonWriter &json) const override;
    void writeFills(core::JsonWriter &json) const override;
    void writePositions(core::JsonWriter &json) const override;
    void writeCash(core::JsonWriter &json) const override;

    [[nodiscard]] AlpacaAccount &account() { return m_account; }

private:
    /// With market time and the prices of contracts.
    [[nodiscard]] AlpacaAccount::Setup completed(core::PlayedVenue &venue, AlpacaAccount::Setup setup);
    void remember(const core::PlayedVenue &venue);
    void onStep(const core::MarketStep &step);
    void onHalt(const core::HaltChange &change);
    [[nodiscard]] MarketStream *streamOf(const HttpRequest &request) const;

    Assets m_assets;
    AlpacaAccount m_account;
    MarketMemory m_memory;
    OptionChain m_chain;
    OptionMarket m_options;
    AlpacaRest m_rest;
    OrderStream m_orders;
    std::vector<std::unique_ptr<MarketStream>> m_streams;
};

} // namespace app::alpaca
