#include "tests/contract/World.h"

#include "core/brokers/sim/SimBroker.h"

namespace contract {

using namespace core;
using namespace support;

namespace {

/// The venue inside the process: no wire, so nothing can be lost on it.
class EmbeddedWorld final : public World {
public:
    explicit EmbeddedWorld(const Options &options) : m_venue(usd("100000"), simulatedRules(options))
    {
        m_venue.addInstrument({.id = m_instrument});
        m_venue.onPrice(m_instrument, px("100"), m_clock.now());
        prepare(m_clock);
    }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour behaviour) const override
    {
        switch (behaviour) {
        case Behaviour::LostRequest:
        case Behaviour::LostAnswer: return "a call inside the process is not lost";
        case Behaviour::Reconnect: return "it has no connection that could break";
        case Behaviour::RateLimit: return "the embedded venue has no limit of requests";
        case Behaviour::BadClock: return "venue and program have the same clock";
        case Behaviour::DuplicateFill: return "the embedded venue tells every fill once, and nothing lies between";
        case Behaviour::UnknownWord: return "it speaks in values, not in words";
        default: return std::nullopt;
        }
    }
    [[nodiscard]] const InstrumentId &instrument() const override { return m_instrument; }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    void play(Duration length) override
    {
        m_clock.advance(length);
        tick();
    }
    void price(const char *text) override
    {
        m_clock.advance(std::chrono::seconds(1));
        m_venue.onPrice(m_instrument, px(text), m_clock.now());
        tick();
    }
    [[nodiscard]] VenueBooks books() override { return booksOf(m_venue); }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        OrderRequest request{.clientOrderId = ClientOrderId("by-hand"), .instrument = m_instrument, .side = side,
                             .quantity = qty(quantity)};
        request.type = limit ? OrderType::Limit : OrderType::Market;
        request.limitPrice = limit;
        m_venue.submit(request);
    }
    [[nodiscard]] int arrivals(const std::string &clientId) override
    {
        return m_venue.find(ClientOrderId(clientId)) ? 1 : 0; // it knows every order that ever came, and no id twice
    }
    void begin(const std::string &) override { bug("the embedded venue has no faults"); }
    void cutLink() override { bug("the embedded venue has no link"); }
    void joinLink() override { bug("the embedded venue has no link"); }
    void misspell(const std::string &, const std::string &) override { bug("the embedded venue has no words"); }

private:
    void makeBroker() override { m_broker = std::make_unique<SimBroker>(m_venue); }

    InstrumentId m_instrument{"alpaca", "AAPL"};
    ManualClock m_clock{sessionTime()};
    SimVenue m_venue;
    std::unique_ptr<SimBroker> m_broker;
};

} // namespace

std::unique_ptr<World> embeddedWorld(const Options &options)
{
    return std::make_unique<EmbeddedWorld>(options);
}

} // namespace contract
