#include "tests/contract/WireWorld.h"

#include "core/base/Sha256.h"
#include "core/brokers/bybit/BybitBroker.h"

namespace contract {

using namespace core;
using namespace support;

namespace {

/// Bybit's demo venue with one perpetual, or with one coin of spot.
class BybitWorld final : public WireWorld {
public:
    BybitWorld(const InstrumentId &instrument, const Options &options) : WireWorld(instrument, instrument, options)
    {
        prepareWire();
    }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour behaviour) const override
    {
        if (isSpot() && behaviour == Behaviour::Pair)
            return "a waiting spot order holds its coins, so a second exit finds none";
        return std::nullopt;
    }
    /// A tenth of a per cent, whoever takes or makes.
    [[nodiscard]] Quantity left(Quantity bought) const override
    {
        return isSpot() ? Quantity(WideDecimal::product(bought.value(), dec("0.999")).narrowed(Rounding::Floor)) : bought;
    }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        const auto millis = std::chrono::floor<std::chrono::milliseconds>(venue().clock().now().time_since_epoch());
        const std::string stamp = std::to_string(millis.count());
        JsonWriter json;
        json.beginObject().member("category", isSpot() ? "spot" : "linear").member("symbol", "BTCUSDT");
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
    [[nodiscard]] bool isSpot() const { return instrument().venue == "bybit-spot"; }
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
    return std::make_unique<BybitWorld>(InstrumentId{"bybit-linear", "BTCUSDT"}, options);
}

std::unique_ptr<World> spotWorld(const Options &options)
{
    return std::make_unique<BybitWorld>(InstrumentId{"bybit-spot", "BTCUSDT"}, options);
}

} // namespace contract
