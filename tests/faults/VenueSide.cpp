#include "tests/faults/VenueSide.h"

#include "tests/faults/WalkTape.h"
#include "tests/support/CoreBuilders.h"

#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/brokers/bybit/BybitBroker.h"
#include "core/json/Document.h"

namespace faults {

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr const char *key = "PKTEST";
constexpr const char *secret = "secret";

Instrument instrumentOf(Venue venue)
{
    Instrument instrument = usualInstrument(venue == Venue::Alpaca ? InstrumentId{"alpaca", "AAPL"}
                                                                   : InstrumentId{"bybit-linear", "BTCUSDT"});
    if (venue == Venue::Bybit) {
        instrument.tickSize = dec("0.1");
        instrument.lotSize = dec("0.001");
        instrument.minQuantity = qty("0.001");
        instrument.minNotional = usd("5");
    }
    return instrument;
}

Price firstPrice(Venue venue)
{
    return venue == Venue::Alpaca ? px("100") : px("50000");
}

} // namespace

VenueSide::VenueSide(const Cell &cell)
    : m_cell(cell), m_instrument(instrumentOf(cell.venue)), m_start(sessionTime() + 50s), m_venue(market(), setup())
{
}

PlayedVenue::Market VenueSide::market()
{
    const Price last = firstPrice(m_cell.venue);
    const Price wick(Decimal::fromNanos(last.value().nanos() / 1000));
    for (int i = 30; i > 0; --i) {
        const Timestamp end = std::chrono::floor<std::chrono::minutes>(m_start) - (i - 1) * 1min;
        const Price close = m_instrument.roundedPrice(
            Price(Decimal::fromNanos(last.value().nanos() + i * last.value().nanos() / 100'000)), Rounding::Floor);
        m_past.push_back({end - 1min, end, close, close + wick, close - wick, close, 1000});
    }
    PlayedVenue::Market made;
    made.start = m_start;
    made.history[{m_instrument.id, Timeframe::M1}] = m_past;
    made.tape = std::make_unique<WalkTape>(m_instrument, last, m_start, m_cell.seed);
    return made;
}

InProcessVenue::Setup VenueSide::setup() const
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd(startingCash);
    setup.venues.seed = m_cell.seed;
    setup.venues.fillAtMost = m_cell.venue == Venue::Alpaca ? qty("37") : qty("0.061"); // orders fill in parts
    setup.venues.alpacaKeys = {key, secret};
    setup.venues.bybitKeys = {key, secret};
    setup.wireSeed = m_cell.seed ^ 0x317e;
    setup.latency = {1ms, m_cell.seed % 3 == 0 ? Duration(400ms) : Duration(40ms)};
    setup.realStart = m_start;
    return setup;
}

VenueBooks VenueSide::books()
{
    return m_cell.venue == Venue::Alpaca ? booksOf(m_venue.venues().alpaca()) : booksOf(m_venue.venues().bybit());
}

std::unique_ptr<Broker> VenueSide::makeBroker(net::HttpPort &http, net::SocketPort &socket)
{
    if (m_cell.venue == Venue::Bybit) {
        bybit::BybitBroker::Setup setup;
        setup.endpoints = bybit::usualEndpoints(bybit::Environment::Demo);
        setup.keys = {Secret(key), Secret(secret)};
        setup.seed = m_cell.seed;
        setup.instruments = {m_instrument.id};
        setup.booksSince = m_start;
        return std::make_unique<bybit::BybitBroker>(setup, http, socket, m_venue.clock());
    }
    alpaca::AlpacaBroker::Setup setup;
    setup.endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper);
    setup.keys = {Secret(key), Secret(secret)};
    setup.account = AccountId("faults");
    setup.seed = m_cell.seed;
    setup.booksSince = m_start;
    return std::make_unique<alpaca::AlpacaBroker>(setup, http, socket, m_venue.clock());
}

std::optional<std::string> VenueSide::placedBy(const net::HttpRequest &request)
{
    const bool isAlpaca = request.url.ends_with("/v2/orders"), isBybit = request.url.ends_with("/v5/order/create");
    if (request.method != "POST" || !(isAlpaca || isBybit))
        return std::nullopt;
    const auto body = json::Document::parse(request.body);
    return std::string(body->root()[isAlpaca ? "client_order_id" : "orderLinkId"].text());
}

bool VenueSide::isChange(const net::HttpRequest &request)
{
    return request.method == "PATCH" || request.url.ends_with("/v5/order/amend");
}

} // namespace faults
