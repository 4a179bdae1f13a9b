#include "app/exchange/bybit/PrivateStream.h"

#include "app/exchange/bybit/Json.h"
#include "app/exchange/bybit/Text.h"
#include "core/base/Sha256.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace app::bybit {

using namespace core;

namespace {

constexpr std::array known{"order",          "execution",        "position",
                           "wallet",         "order.spot",       "order.linear",
                           "execution.spot", "execution.linear", "position.linear"};

}  // namespace

PrivateStream::PrivateStream(const BybitAccount &account, const Products &products, KeyPair keys,
                             const FrontPorts &ports)
    : StreamServer("/v5/private", FaultTarget::Stream, ports),
      m_account(account),
      m_products(products),
      m_keys(std::move(keys)),
      m_clock(ports.clock)
{
}

void PrivateStream::hear(StreamSession &session, std::string_view op, const json::Value &message,
                         const std::string &requestId)
{
    if (op == "auth")
        authenticate(session, message["args"], requestId);
    else if (op == "ping")
        sendPong(session, requestId);
    else
        session.send(streamAnswer(session, op, requestId, "error:invalid op", ""));
}

/// `[key, expires, signature of "GET/realtime" + expires]`; it must not have expired.
void PrivateStream::authenticate(StreamSession &session, const json::Value &args,
                                 const std::string &requestId)
{
    const std::string expires(args.at(1).text());
    std::int64_t until = 0;
    std::from_chars(expires.data(), expires.data() + expires.size(), until);
    std::string problem;
    if (args.at(0).text() != m_keys.key)
        problem = "API key is invalid.";
    else if (until <= toMillis(m_clock.now()))
        problem = "Params Error: expires is in the past";
    else if (hmacSha256Hex(m_keys.secret, "GET/realtime" + expires) != args.at(2).text())
        problem = "Invalid sign";
    session.isKnown = session.isKnown || problem.empty();
    session.send(streamAnswer(session, "auth", requestId, problem, ""));
}

void PrivateStream::sendPong(StreamSession &session, const std::string &requestId) const
{
    JsonWriter json;
    json.beginObject().member("req_id", requestId).member("op", "pong").key("args").beginArray();
    json.value(millisText(m_clock.now())).endArray().member("conn_id", session.id());
    session.send(json.endObject().take());
}

/// All-in-one names and those of one category are not mixed in one request.
std::string PrivateStream::objectionTo(const StreamSession &session,
                                       const std::vector<std::string> &topics) const
{
    if (!session.isKnown)
        return "Request not authorized";
    for (const std::string &topic : topics) {
        if (std::find(known.begin(), known.end(), topic) == known.end())
            return "error:handler not found,topic:" + topic;
        for (const std::string &other : topics)
            if (other.starts_with(topic + "."))
                return "error:topics mixed,topic:" + other;
    }
    return {};
}

void PrivateStream::publishRow(const std::string &topic, const char *category,
                               const std::string &row)
{
    for (const std::string &name : {topic, topic + "." + category}) {
        JsonWriter json;
        json.beginObject().member("id", "m" + std::to_string(++m_messages)).member("topic", name);
        json.member("creationTime", toMillis(m_account.now()))
            .key("data")
            .beginArray()
            .raw(row)
            .endArray();
        publish(name, json.endObject().take());
    }
}

void PrivateStream::tell(const Happening &happening)
{
    JsonWriter row;
    std::visit(
        match{
            [&](const Order *order) {
                writeOrder(row, *order, true);
                publishRow("order", categoryName(order->terms.product->category), row.take());
            },
            [&](const Execution *made) {
                writeExecution(row, *made, m_account.find(made->order), true);
                publishRow("execution", categoryName(made->product->category), row.take());
            },
            [&](const Position *position) {
                writePosition(row, *position, m_account.books().price(*position->product), true);
                publishRow("position", "linear", row.take());
            },
            [&](const WalletChanged &) {
                writeWallet(row, m_account, m_products, {});
                publishRow("wallet", "", row.take());
            },
        },
        happening);
}

}  // namespace app::bybit
