#include "app/exchange/alpaca/OrderStream.h"

#include "app/exchange/alpaca/Json.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

OrderStream::OrderStream(const AlpacaAccount &account, KeyPair keys, const FrontPorts &ports)
    : m_account(account), m_keys(std::move(keys)), m_ports(ports)
{
}

void OrderStream::take(std::unique_ptr<StreamPeer> peer, const HttpRequest &upgrade)
{
    auto session = std::make_unique<StreamSession>(std::move(peer), upgrade, StreamSession::Frames::Binary, m_ports,
                                                   FaultTarget::Stream);
    StreamSession *const there = session.get();
    m_clients[there].session = std::move(session);
    there->setListener({[this, there](std::string_view bytes, std::string_view text) { hear(*there, bytes, text); },
                        [this, there] { m_clients.erase(there); }});
}

std::int64_t OrderStream::mostWaiting() const
{
    std::int64_t most = 0;
    for (const auto &[session, client] : m_clients)
        most = std::max(most, session->waiting());
    return most;
}

void OrderStream::hear(StreamSession &session, std::string_view bytes, std::string_view text)
{
    m_ports.log.addMessage("/stream", std::string(bytes));
    const auto document = json::Document::parse(text);
    if (!document || !document->root().isObject())
        return fail(session, "invalid message format");
    const json::Value message = document->root();
    const auto action = message["action"].text();
    if (action == "auth" || action == "authenticate")
        authenticate(session, message);
    else if (action == "listen")
        listen(session, message);
    else
        fail(session, "unknown action");
}

void OrderStream::fail(StreamSession &session, const char *why)
{
    JsonWriter json;
    json.beginObject().member("action", "error").key("data").beginObject().member("error_message", why);
    session.send(json.endObject().endObject().take());
    session.close();
}

namespace {

std::string authorization(const char *status, const char *action)
{
    JsonWriter json;
    json.beginObject().member("stream", "authorization").key("data").beginObject();
    return json.member("status", status).member("action", action).endObject().endObject().take();
}

} // namespace

/// Both forms are in use: keys beside the action, or inside its data.
void OrderStream::authenticate(StreamSession &session, const json::Value &message)
{
    const json::Value data = message["data"];
    KeyPair shown{std::string(message["key"].text()), std::string(message["secret"].text())};
    if (data.isObject())
        shown = {std::string(data["key_id"].text()), std::string(data["secret_key"].text())};
    session.isKnown = shown == m_keys;
    session.send(authorization(session.isKnown ? "authorized" : "unauthorized", "authenticate"));
}

void OrderStream::listen(StreamSession &session, const json::Value &message)
{
    if (!session.isKnown)
        return session.send(authorization("unauthorized", "listen"));
    bool listens = false;
    for (const json::Value each : message["data"]["streams"])
        listens = listens || each.text() == "trade_updates";
    m_clients.at(&session).listens = listens;
    JsonWriter json;
    json.beginObject().member("stream", "listening").key("data").beginObject().key("streams").beginArray();
    if (listens)
        json.value("trade_updates");
    session.send(json.endArray().endObject().endObject().take());
}

void OrderStream::tell(const TradeUpdate &update)
{
    JsonWriter json;
    json.beginObject().member("stream", "trade_updates").key("data").beginObject();
    json.member("event", update.event).member("event_id", update.eventId);
    json.member("at", utcText(update.at)).member("timestamp", utcText(update.at));
    if (const Execution *made = update.execution) {
        json.member("execution_id", made->executionId).member("price", made->price.toString());
        json.member("qty", made->quantity.toString()).member("position_qty", made->positionAfter.toString());
    }
    json.key("order");
    writeOrder(json, *update.order, m_account.legsOf(*update.order));
    const std::string text = json.endObject().endObject().take();
    for (const auto &[session, client] : m_clients)
        if (client.listens)
            session->push(text);
}

} // namespace app::alpaca
