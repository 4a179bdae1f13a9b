#include "app/exchange/Exchange.h"

#include "app/exchange/stream/WebSocketPeer.h"

#include <exception>

namespace app {

using namespace core;

Exchange::Exchange(PlayedVenue::Market market, const Setup &setup, const Clock &clock)
    : m_setup(setup), m_venues(std::move(market), setup, clock, m_alarms), m_lines(m_venues.played(), setup.token),
      m_pace(m_venues.played(), [this] { return m_lines.isBacklogged() || m_venues.isBacklogged(); }, setup.speed),
      m_control(m_venues.played(), m_pace, m_venues.log(), m_venues.faults(), m_venues.fronts()),
      m_http([this](const HttpRequest &request, const HttpReply &reply) { answer(request, reply); }),
      m_door([this](QTcpSocket *socket) { m_lines.adopt(socket); }, [this](QTcpSocket *socket) { m_http.adopt(socket); })
{
    m_http.setUpgrades([this](const HttpRequest &request) { return m_venues.refuseStream(request); },
                       [this](std::unique_ptr<QWebSocket> socket, const HttpRequest &request) {
                           m_venues.takeStream(std::make_unique<WebSocketPeer>(std::move(socket)), request);
                       });
}

void Exchange::answer(const HttpRequest &request, const HttpReply &reply)
{
    try {
        if (ControlPage::serves(request))
            return reply(m_control.answer(request));
        m_venues.answer(request, reply);
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
