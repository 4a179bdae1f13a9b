#include "tests/contract/WireWorld.h"

#include "core/brokers/alpaca/AlpacaBroker.h"

namespace contract {

using namespace core;
using namespace support;

namespace {

/// Alpaca's paper venue with one stock, in the middle of a session.
class AlpacaWorld final : public WireWorld {
public:
    explicit AlpacaWorld(const Options &options) : WireWorld({"alpaca", "AAPL"}, options) { prepareWire(); }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour) const override { return std::nullopt; }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        net::HttpRequest request{"POST", "https://paper-api.alpaca.markets/v2/orders"};
        request.headers = {{"APCA-API-KEY-ID", key}, {"APCA-API-SECRET-KEY", secret}};
        JsonWriter json;
        json.beginObject().member("symbol", "AAPL").member("side", sideName(side)).member("qty", quantity);
        json.member("type", limit ? "limit" : "market").member("time_in_force", "day");
        if (limit)
            json.member("limit_price", limit->value());
        request.body = json.endObject().take();
        if (ask(request) != 200)
            bug("the owner's own order was refused");
    }

private:
    [[nodiscard]] app::VenueFront &front() override { return venue().venues().alpaca(); }
    void makeBroker() override
    {
        m_broker.reset();
        makePorts();
        alpaca::AlpacaBroker::Setup setup;
        setup.endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper);
        setup.keys = {Secret(key), Secret(secret)};
        setup.account = AccountId("alpaca-paper");
        setup.booksSince = sessionTime();
        m_broker = std::make_unique<alpaca::AlpacaBroker>(setup, http(), socket(), realTime());
    }

    std::unique_ptr<alpaca::AlpacaBroker> m_broker;
};

} // namespace

std::unique_ptr<World> alpacaWorld(const Options &options)
{
    return std::make_unique<AlpacaWorld>(options);
}

} // namespace contract
