#include "tests/contract/WireWorld.h"

#include "core/brokers/alpaca/AlpacaBroker.h"

namespace contract {

using namespace core;
using namespace support;

namespace {

/// Alpaca's paper venue with one stock in the middle of a session, or with one coin.
class AlpacaWorld final : public WireWorld {
public:
    AlpacaWorld(const InstrumentId &instrument, const InstrumentId &played, const Options &options)
        : WireWorld(instrument, played, options)
    {
        prepareWire();
    }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour behaviour) const override
    {
        if (isCoin() && behaviour == Behaviour::Pair)
            return "a coin's waiting order holds all of it, so a second exit finds none";
        return std::nullopt;
    }
    /// The first tier's 25 basis points.
    [[nodiscard]] Quantity left(Quantity bought) const override
    {
        return isCoin() ? bought - Quantity(WideDecimal::product(bought.value(), dec("0.0025")).narrowed(Rounding::Ceiling))
                        : bought;
    }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        net::HttpRequest request{"POST", "https://paper-api.alpaca.markets/v2/orders"};
        request.headers = {{"APCA-API-KEY-ID", key}, {"APCA-API-SECRET-KEY", secret}};
        JsonWriter json;
        json.beginObject().member("symbol", instrument().symbol).member("side", sideName(side)).member("qty", quantity);
        json.member("type", limit ? "limit" : "market").member("time_in_force", isCoin() ? "gtc" : "day");
        if (limit)
            json.member("limit_price", limit->value());
        request.body = json.endObject().take();
        if (ask(request) != 200)
            bug("the owner's own order was refused");
    }

private:
    [[nodiscard]] bool isCoin() const { return instrument().venue == "alpaca-crypto"; }
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
    const InstrumentId stock{"alpaca", "AAPL"};
    return std::make_unique<AlpacaWorld>(stock, stock, options);
}

std::unique_ptr<World> cryptoWorld(const Options &options)
{
    return std::make_unique<AlpacaWorld>(InstrumentId{"alpaca-crypto", "BTC/USD"}, InstrumentId{"bybit-linear", "BTCUSDT"},
                                         options);
}

} // namespace contract
