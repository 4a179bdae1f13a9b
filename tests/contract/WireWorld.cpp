#include "tests/contract/WireWorld.h"

#include "tests/support/HandTape.h"

#include "core/json/Document.h"

#include <stdexcept>

namespace contract {

using namespace core;
using namespace core::net;
using namespace support;
using namespace std::chrono_literals;

namespace {

PlayedVenue::Market marketOf(const InstrumentId &instrument)
{
    PlayedVenue::Market market;
    market.start = sessionTime();
    const SeriesId series{instrument, Timeframe::M1};
    for (int i = 30; i > 0; --i)
        market.history[series].push_back({market.start - i * 1min, market.start - (i - 1) * 1min, px("100"), px("100"),
                                          px("100"), px("100"), 1000});
    market.tape = std::make_unique<HandTape>();
    return market;
}

InProcessVenue::Setup setupOf(const Options &options, const char *key, const char *secret)
{
    InProcessVenue::Setup setup;
    setup.venues.cash = usd("100000");
    setup.venues.seed = options.seed;
    setup.venues.partialShare = {};
    setup.venues.fillAtMost = options.fillAtMost;
    setup.venues.alpacaKeys = {key, secret};
    setup.venues.bybitKeys = {key, secret};
    setup.wireSeed = options.seed;
    setup.realStart = sessionTime();
    return setup;
}

/// A socket on which the venue's words may be changed.
class Misspelling final : public SocketPort {
public:
    using Words = std::shared_ptr<std::pair<std::string, std::string>>;

    Misspelling(std::unique_ptr<SocketPort> inner, Words words) : m_inner(std::move(inner)), m_words(std::move(words)) {}

    void setListener(SocketListener listener) override
    {
        const auto message = listener.message;
        listener.message = [message, words = m_words](std::string_view bytes, bool isBinary) {
            std::string text(bytes);
            if (const auto at = words->first.empty() ? std::string::npos : text.find(words->first);
                at != std::string::npos)
                text.replace(at, words->first.size(), words->second);
            message(text, isBinary);
        };
        m_inner->setListener(std::move(listener));
    }
    void open(const std::string &url, const HttpHeaders &headers) override { m_inner->open(url, headers); }
    bool sendText(std::string_view text) override { return m_inner->sendText(text); }
    bool sendBinary(std::string_view bytes) override { return m_inner->sendBinary(bytes); }
    bool ping() override { return m_inner->ping(); }
    void close(const std::string &why) override { m_inner->close(why); }

private:
    std::unique_ptr<SocketPort> m_inner;
    Words m_words;
};

} // namespace

WireWorld::WireWorld(const InstrumentId &instrument, const InstrumentId &played, const Options &options)
    : m_instrument(instrument), m_played(played), m_venue(marketOf(played), setupOf(options, key, secret)),
      m_clock(m_venue.clock(), options.clockError)
{
    m_venue.venues().played().playPrice({m_played, Timeframe::M1}, px("100"));
}

void WireWorld::prepareWire()
{
    prepare(m_clock);
    m_venue.every(50ms, m_beats, [this] { tick(); });
}

void WireWorld::makePorts()
{
    m_http = m_venue.http();
    m_socket = std::make_unique<Misspelling>(m_venue.socket(), m_misspelling);
}

void WireWorld::price(const char *text)
{
    m_venue.play(1s);
    m_venue.venues().played().playPrice({m_played, Timeframe::M1}, px(text));
}

void WireWorld::begin(const std::string &fault)
{
    const auto rows = app::FaultPlan::parse("faults:\n- {" + fault + "}\n", "contract");
    if (!rows)
        throw std::logic_error("no such fault: " + fault);
    m_venue.venues().faults().begin(*rows);
}

int WireWorld::arrivals(const std::string &clientId)
{
    JsonWriter log;
    m_venue.venues().log().write(log);
    const auto document = json::Document::parse(log.take());
    int count = 0;
    for (const json::Value row : document->root()) {
        const auto body = json::Document::parse(row["body"].text());
        if (row["method"].text() != "POST" || !body)
            continue;
        const json::Value order = body->root();
        const bool isCreate = row["path"].text() == "/v2/orders" || row["path"].text() == "/v5/order/create";
        count += isCreate && (order["client_order_id"].text() == clientId || order["orderLinkId"].text() == clientId);
    }
    return count;
}

int WireWorld::ask(const HttpRequest &request)
{
    int status = 0;
    const auto port = m_venue.http();
    port->send(request, [&](const HttpOutcome &outcome) {
        if (const auto *answer = std::get_if<HttpAnswer>(&outcome))
            status = answer->status;
    });
    (void)m_venue.playUntil([&] { return status != 0; }, 1s);
    return status;
}

} // namespace contract
