#include "app/exchange/Exchange.h"

#include "app/exchange/SyntheticMarket.h"

#include <algorithm>
#include <exception>

namespace app {

using namespace core;

namespace {

alpaca::AlpacaFront::Setup alpacaSetup(const Exchange::Setup &setup, const PlayedVenue &venue)
{
    alpaca::AlpacaFront::Setup ours;
    ours.account.cash = setup.cash;
    ours.account.seed = setup.seed;
    ours.account.partialShare = setup.partialShare;
    ours.authWithinMillis = setup.authWithinMillis;
    ours.account.fillAtMost = setup.fillAtMost;
    ours.account.rules = exchangeRules(setup.seed);
    ours.account.rules.maxRandomSlippage = {}; // the paper venue knows none
    ours.account.start = venue.now();
    ours.keys = setup.alpacaKeys;
    ours.limits = setup.alpacaLimits;
    return ours;
}

bybit::BybitFront::Setup bybitSetup(const Exchange::Setup &setup, const PlayedVenue &venue)
{
    bybit::BybitFront::Setup ours;
    ours.account.cash = setup.cash;
    ours.account.seed = setup.seed;
    ours.account.partialShare = setup.partialShare;
    ours.account.fillAtMost = setup.fillAtMost;
    ours.account.rules = exchangeRules(setup.seed);
    ours.account.rules.maxRandomSlippage = {};
    ours.account.start = venue.now();
    ours.keys = setup.bybitKeys;
    ours.limits = setup.bybitLimits;
    return ours;
}

HttpResponse nobodysPath()
{
    return {404, R"({"message":"nobody here serves that path"})"};
}

} // namespace

Exchange::Exchange(PlayedVenue::Market market, const Setup &setup, const Clock &clock)
    : m_setup(setup), m_venue(std::move(market), setup.cash, exchangeRules(setup.seed, setup.fillAtMost)), m_log(clock),
      m_faults([&clock] { return clock.steady(); }, setup.faults, setup.seed), m_requestFaults(m_faults),
      m_alpaca(m_venue, alpacaSetup(setup, m_venue), clock, m_log, m_faults),
      m_bybit(m_venue, bybitSetup(setup, m_venue), clock, m_log, m_faults), m_fronts{&m_alpaca, &m_bybit},
      m_lines(m_venue, setup.token),
      m_pace(m_venue,
             [this] {
                 return m_lines.isBacklogged() || std::any_of(m_fronts.begin(), m_fronts.end(),
                                                              [](const auto *each) { return each->isBacklogged(); });
             },
             setup.speed),
      m_control(m_venue, m_pace, m_log, m_faults, {m_fronts.begin(), m_fronts.end()}),
      m_http([this](const HttpRequest &request, const HttpServer::Answer &reply) { answer(request, reply); }),
      m_door([this](QTcpSocket *socket) { m_lines.adopt(socket); }, [this](QTcpSocket *socket) { m_http.adopt(socket); })
{
    m_http.setUpgrades(
        [this](const HttpRequest &request) {
            m_log.add(request);
            return frontFor(request, true) ? std::nullopt : std::optional(nobodysPath());
        },
        [this](std::unique_ptr<QWebSocket> socket, const HttpRequest &request) {
            frontFor(request, true)->takeStream(std::move(socket), request);
        });
}

VenueFront *Exchange::frontFor(const HttpRequest &request, bool isStream)
{
    const auto found = std::find_if(m_fronts.begin(), m_fronts.end(), [&](const VenueFront *each) {
        return isStream ? each->servesStream(request) : each->serves(request);
    });
    return found == m_fronts.end() ? nullptr : *found;
}

void Exchange::answer(const HttpRequest &request, const HttpServer::Answer &reply)
{
    try {
        if (ControlPage::serves(request))
            return reply(m_control.answer(request));
        m_log.add(request);
        if (VenueFront *front = frontFor(request, false))
            return m_requestFaults.answer(request, *front, reply);
        reply(nobodysPath());
    } catch (const std::exception &error) { // a bug of ours ends neither the process nor its books
        reply({500, R"({"code":50010000,"message":"internal server error"})"});
        qWarning("a request failed: %s", error.what());
    }
}

std::string Exchange::readyLine() const
{
    const std::string address = "127.0.0.1:" + std::to_string(port());
    JsonWriter json;
    json.beginObject().member("ready", true).key("sim").beginObject();
    json.member("address", address).member("token", m_setup.token).endObject();
    json.key("alpaca").beginObject().member("trading", "http://" + address).member("data", "http://" + address);
    json.member("stream", "ws://" + address + "/stream").member("market_stream", "ws://" + address).endObject();
    json.key("bybit").beginObject().member("rest", "http://" + address).member("public_stream", "ws://" + address);
    json.member("private_stream", "ws://" + address + "/v5/private").endObject();
    json.member("control", "http://" + address + "/control");
    json.key("keys").beginObject().key("alpaca").beginObject().member("key", m_setup.alpacaKeys.key);
    json.member("secret", m_setup.alpacaKeys.secret).endObject().key("bybit").beginObject();
    json.member("key", m_setup.bybitKeys.key).member("secret", m_setup.bybitKeys.secret);
    return json.endObject().endObject().endObject().take();
}

} // namespace app
