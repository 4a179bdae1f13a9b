#include "tests/contract/WireWorld.h"

#include "core/base/Sha256.h"
#include "core/brokers/bybit/BybitBroker.h"

namespace contract {

using namespace core;
using namespace support;

namespace {

/// Bybit's demo venue with one perpetual.
class BybitWorld final : public WireWorld {
public:
    explicit BybitWorld(const Options &options) : WireWorld({"bybit-linear", "BTCUSDT"}, options) { prepareWire(); }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour) const override { return std::nullopt; }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        const auto millis = std::chrono::floor<std::chrono::milliseconds>(venue().clock().now().time_since_epoch());
        const std::string stamp = std::to_string(millis.count());
        JsonWriter json;
        json.beginObject().member("category", "linear").member("symbol", "BTCUSDT");
        json.member("side", side == Side::Buy ? "Buy" : "Sell").member("qty", quantity);
        json.member("orderType", limit ? "Limit" : "Market");
        if (limit)
            json.member("price", limit->value().toString());
        net::HttpRequest request{"POST", "https://api-demo.bybit.com/v5/order/create"};
        request.body = json.endObject().take();
        request.headers = {{"X-BAPI-API-KEY", key}, {"X-BAPI-TIMESTAMP", stamp}, {"X-BAPI-RECV-WINDOW", "5000"},
                           {"X-BAPI-SIGN", hmacSha256Hex(secret, stamp + key + "5000" + request.body)},
                           {"Content-Type", "application/json"}};
        if (ask(request) != 200)
            bug("the owner's own order was refused");
    }

private:
    [[nodiscard]] app::VenueFront &front() override { return venue().venues().bybit(); }
    void makeBroker() override
    {
        m_broker.reset();
        makePorts();
        bybit::BybitBroker::Setup setup;
        setup.endpoints = bybit::usualEndpoints(bybit::Environment::Demo);
        setup.keys = {Secret(key), Secret(secret)};
        setup.instruments = {instrument()};
        m_broker = std::make_unique<bybit::BybitBroker>(setup, http(), socket(), realTime());
    }

    std::unique_ptr<bybit::BybitBroker> m_broker;
};

} // namespace

std::unique_ptr<World> bybitWorld(const Options &options)
{
    return std::make_unique<BybitWorld>(options);
}

} // namespace contract
