#pragma once

#include "app/exchange/VenueFront.h"
#include "app/exchange/bybit/PrivateStream.h"
#include "app/exchange/bybit/PublicStream.h"
#include "core/simulation/PlayedVenue.h"

namespace app::bybit {

/// Bybit on the exchange's port: an account of its own on the played market, REST, the private
/// stream and the public ones.
class BybitFront final : public VenueFront {
public:
    struct Setup {
        BybitAccount::Setup account;
        KeyPair keys;
        BybitRest::Limits limits{};
    };
    /// The venue plays the market and outlives this.
    BybitFront(core::PlayedVenue &venue, const Setup &setup, const FrontPorts &ports);

    [[nodiscard]] bool serves(const HttpRequest &request) const override
    {
        return BybitRest::serves(request);
    }
    void answer(const HttpRequest &request, const HttpReply &reply) override
    {
        m_rest.answer(request, reply);
    }
    [[nodiscard]] bool servesStream(const HttpRequest &request) const override
    {
        return streamOf(request);
    }
    void takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request) override;
    [[nodiscard]] bool isBacklogged() const override;
    [[nodiscard]] FaultTarget targetOf(const HttpRequest &request) const override
    {
        return BybitRest::targetOf(request);
    }
    [[nodiscard]] HttpResponse refusalFor(FaultKind kind) override
    {
        return m_rest.refusalFor(kind);
    }
    [[nodiscard]] std::string withWrongIds(const std::string &text) const override
    {
        return bybit::withWrongIds(text);
    }
    void writeOrders(core::JsonWriter &json) const override;
    void writeFills(core::JsonWriter &json) const override;
    void writePositions(core::JsonWriter &json) const override;
    void writeCash(core::JsonWriter &json) const override;

    [[nodiscard]] BybitAccount &account() { return m_account; }

private:
    [[nodiscard]] static BybitAccount::Setup inTimeOf(core::PlayedVenue &venue, BybitAccount::Setup setup);
    void remember(const core::PlayedVenue &venue);
    void onStep(const core::MarketStep &step);
    [[nodiscard]] StreamServer *streamOf(const HttpRequest &request) const;
    [[nodiscard]] PublicStream &publicOf(const Product &product)
    {
        return product.isSpot() ? *m_spot : *m_linear;
    }

    Products m_products;
    BybitAccount m_account;
    MarketMemory m_memory;
    BybitMarket m_market;
    BybitRest m_rest;
    std::unique_ptr<PrivateStream> m_private;
    std::unique_ptr<PublicStream> m_spot;
    std::unique_ptr<PublicStream> m_linear;
};

}  // namespace app::bybit
