#include "tests/contract/World.h"

#include "tests/support/HandTape.h"

#include "app/exchange/VenueServer.h"
#include "core/brokers/sim/RemoteVenueBroker.h"

#include <QTest>

namespace contract {

using namespace core;
using namespace support;

namespace {

const SeriesId minutes{{"alpaca", "AAPL"}, Timeframe::M1};

PlayedVenue::Market marketOf()
{
    PlayedVenue::Market market;
    market.start = sessionTime();
    market.history[minutes] = {};
    market.tape = std::make_unique<HandTape>();
    return market;
}

/// The simulated venue at the other end of a real connection: it speaks the line protocol.
class RemoteWorld final : public World {
public:
    explicit RemoteWorld(const Options &options) : m_venue(marketOf(), usd("100000"), simulatedRules(options))
    {
        m_venue.playPrice(minutes, px("100"));
        joinLink();
        prepare(m_clock);
    }

    [[nodiscard]] std::optional<std::string> exceptionFor(Behaviour behaviour) const override
    {
        switch (behaviour) {
        case Behaviour::LostRequest:
        case Behaviour::LostAnswer: return "nothing stands between the lines: they come, or the connection breaks";
        case Behaviour::Amend: return "the line protocol knows no change of an order";
        case Behaviour::RateLimit: return "the line protocol has no limit of requests";
        case Behaviour::BadClock: return "the venue's stamps are the program's clock";
        case Behaviour::DuplicateFill: return "the venue tells every fill once on a connection, and nothing lies between";
        case Behaviour::UnknownWord: return "both ends have the same list of words, and the version says which";
        default: return std::nullopt;
        }
    }
    [[nodiscard]] const InstrumentId &instrument() const override { return minutes.instrument; }
    [[nodiscard]] Broker &broker() override { return *m_broker; }
    /// Lines travel in real time, so it gives them some.
    void play(Duration length) override
    {
        m_clock.advance(length);
        tick();
        QTest::qWait(1);
    }
    void price(const char *text) override
    {
        m_venue.passTime(m_venue.now() + std::chrono::seconds(1));
        m_venue.playPrice(minutes, px(text));
    }
    [[nodiscard]] VenueBooks books() override { return booksOf(m_venue.venue()); }
    void byHand(Side side, const char *quantity, std::optional<Price> limit) override
    {
        OrderRequest request{.clientOrderId = ClientOrderId("by-hand"), .instrument = instrument(), .side = side,
                             .quantity = qty(quantity)};
        request.type = limit ? OrderType::Limit : OrderType::Market;
        request.limitPrice = limit;
        m_venue.venue().submit(request);
    }
    [[nodiscard]] int arrivals(const std::string &clientId) override
    {
        return m_venue.venue().find(ClientOrderId(clientId)) ? 1 : 0; // it takes no id twice
    }
    void begin(const std::string &) override { bug("the line protocol has no faults"); }
    void cutLink() override { m_server.reset(); }
    void joinLink() override
    {
        m_server.emplace(m_venue, "token");
        if (!m_server->listen(m_port))
            bug("the venue cannot listen");
        m_port = m_server->port();
    }
    void misspell(const std::string &, const std::string &) override { bug("the line protocol's words are fixed"); }

private:
    void makeBroker() override
    {
        m_broker.reset();
        m_link.emplace(VenueEndpoint{QStringLiteral("127.0.0.1"), m_port, QStringLiteral("token")},
                       std::make_unique<QTcpSocket>(), VenueLink::Timing{2000, 10, 50});
        m_broker.emplace(*m_link, RemoteVenueBroker::Timing{});
        m_link->open();
    }

    ManualClock m_clock{sessionTime()};
    PlayedVenue m_venue;
    std::optional<app::VenueServer> m_server;
    quint16 m_port = 0;
    std::optional<VenueLink> m_link;
    std::optional<RemoteVenueBroker> m_broker;
};

} // namespace

std::unique_ptr<World> remoteWorld(const Options &options)
{
    return std::make_unique<RemoteWorld>(options);
}

} // namespace contract
