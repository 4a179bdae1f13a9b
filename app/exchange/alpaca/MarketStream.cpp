#include "app/exchange/alpaca/MarketStream.h"

#include "app/exchange/alpaca/DataJson.h"
#include "core/base/Json.h"

#include <algorithm>
#include <array>

namespace app::alpaca {

using namespace core;

namespace {

constexpr std::int64_t lostBytes = std::int64_t(64) * 1024 * 1024;
constexpr std::array stockChannels{"trades",    "quotes",   "bars",  "updatedBars",
                                   "dailyBars", "statuses", "lulds", "imbalances"};
constexpr std::array coinChannels{"trades", "quotes", "bars", "updatedBars", "dailyBars", "orderbooks"};

std::string success(const char *what)
{
    return std::string(R"([{"T":"success","msg":")") + what + "\"}]";
}

bool wants(const std::map<std::string, std::set<std::string>> &channels, const char *channel, const Asset &asset)
{
    const auto found = channels.find(channel);
    return found != channels.end() && (found->second.contains("*") || found->second.contains(asset.symbol));
}

} // namespace

MarketStream::MarketStream(std::string path, const MarketMemory &memory, KeyPair keys, const FrontPorts &ports,
                           Rules rules)
    : m_path(std::move(path)), m_memory(memory), m_keys(std::move(keys)), m_ports(ports), m_rules(rules)
{
}

void MarketStream::take(std::unique_ptr<StreamPeer> peer, const HttpRequest &request)
{
    auto session = std::make_unique<StreamSession>(std::move(peer), request, StreamSession::Frames::Text, m_ports,
                                                   FaultTarget::Market);
    StreamSession *const there = session.get();
    m_clients[there].session = std::move(session);
    there->setListener({[this, there](std::string_view bytes, std::string_view text) { hear(*there, bytes, text); },
                        [this, there] { m_clients.erase(there); }});
    there->send(success("connected"));
    if (const auto keys = keysOf(request))
        return authenticate(*there, *keys);
    m_ports.alarms.set(m_rules.authWithin, there->alarmOwner(), [this, there] {
        if (!there->isKnown)
            fail(*there, 404, "auth timeout", true);
    });
}

std::int64_t MarketStream::mostWaiting() const
{
    std::int64_t most = 0;
    for (const auto &[session, client] : m_clients)
        most = std::max(most, session->waiting());
    return most;
}

void MarketStream::fail(StreamSession &session, int code, const char *text, bool closes)
{
    JsonWriter json;
    json.beginArray().beginObject().member("T", "error").member("code", code).member("msg", text);
    session.send(json.endObject().endArray().take());
    if (closes)
        session.close();
}

void MarketStream::authenticate(StreamSession &session, const KeyPair &shown)
{
    if (session.isKnown)
        return fail(session, 403, "already authenticated");
    if (shown != m_keys)
        return fail(session, 402, "auth failed", true);
    const bool isTaken =
        std::any_of(m_clients.begin(), m_clients.end(), [](const auto &each) { return each.first->isKnown; });
    if (isTaken)
        return fail(session, 406, "connection limit exceeded", true);
    session.isKnown = true;
    session.send(success("authenticated"));
}

void MarketStream::hear(StreamSession &session, std::string_view bytes, std::string_view text)
{
    m_ports.log.addMessage(m_path, std::string(bytes));
    const auto document = json::Document::parse(text);
    if (!document || !document->root().isObject())
        return fail(session, 400, "invalid syntax");
    const json::Value message = document->root();
    const auto action = message["action"].text();
    if (action == "auth")
        return authenticate(session, {std::string(message["key"].text()), std::string(message["secret"].text())});
    if (action != "subscribe" && action != "unsubscribe")
        return fail(session, 400, "invalid syntax");
    if (!session.isKnown)
        return fail(session, 401, "not authenticated");
    subscribe(session, message, action == "subscribe");
}

bool MarketStream::isChannel(std::string_view name) const
{
    const auto isIn = [&](const auto &all) { return std::find(all.begin(), all.end(), name) != all.end(); };
    return m_rules.isCrypto ? isIn(coinChannels) : isIn(stockChannels);
}

void MarketStream::subscribe(StreamSession &session, const json::Value &message, bool adds)
{
    Channels wanted = m_clients.at(&session).channels;
    for (const json::Value channel : message) {
        if (channel.key() == "action")
            continue;
        if (!isChannel(channel.key()))
            return fail(session, 410, "invalid subscribe action for this feed");
        if (!channel.isArray())
            return fail(session, 400, "invalid syntax");
        auto &symbols = wanted[std::string(channel.key())];
        for (const json::Value symbol : channel) {
            if (symbol.kind() != json::Kind::Text || symbol.text().empty())
                return fail(session, 400, "invalid syntax");
            if (adds)
                symbols.insert(std::string(symbol.text()));
            else
                symbols.erase(std::string(symbol.text()));
        }
    }
    std::set<std::string> all;
    for (const auto &[channel, symbols] : wanted)
        all.insert(symbols.begin(), symbols.end());
    if (m_rules.mostSymbols > 0 && all.size() > m_rules.mostSymbols)
        return fail(session, 405, "symbol limit exceeded"); // what was before stays
    m_clients.at(&session).channels = wanted;
    acknowledge(session, wanted);
}

void MarketStream::acknowledge(StreamSession &session, const Channels &channels)
{
    JsonWriter json;
    json.beginArray().beginObject().member("T", "subscription");
    const auto list = [&](const char *shown, const char *channel) {
        json.key(shown).beginArray();
        if (const auto found = channels.find(channel); found != channels.end())
            for (const std::string &symbol : found->second)
                json.value(symbol);
        json.endArray();
    };
    if (m_rules.isCrypto) {
        for (const char *channel : coinChannels)
            list(channel, channel);
    } else {
        for (const char *channel : stockChannels)
            list(channel, channel);
        list("corrections", "trades"); // they come with the trades
        list("cancelErrors", "trades");
    }
    session.send(json.endObject().endArray().take());
}

void MarketStream::add(const char *channel, const char *type, const Asset &asset, const std::string &members)
{
    for (auto &[session, client] : m_clients)
        if (wants(client.channels, channel, asset))
            client.gathered += (client.gathered.empty() ? "" : ",") + std::string(R"({"T":")") + type + R"(","S":")" +
                               asset.symbol + "\"," + members + "}";
}

void MarketStream::gather(const MarketMemory::Happening &happening)
{
    const Asset &asset = *happening.asset;
    if (asset.isCrypto != m_rules.isCrypto || m_clients.empty())
        return;
    if (const auto *trade = std::get_if<Trade>(&happening.what)) {
        add("trades", "t", asset, tradeMembers(*trade, asset));
    } else if (const auto *quote = std::get_if<QuoteRow>(&happening.what)) {
        add("quotes", "q", asset, quoteMembers(*quote, asset));
        addBook(asset, *quote);
    } else if (const auto *bar = std::get_if<DataBar>(&happening.what)) {
        add("bars", "b", asset, barMembers(*bar));
        addDay(asset, bar->at);
        addBand(asset, *bar);
    } else if (const auto *status = std::get_if<TradingStatus>(&happening.what)) {
        add("statuses", "s", asset, statusMembers(*status));
    }
}

/// The running day, once a minute.
void MarketStream::addDay(const Asset &asset, Timestamp at)
{
    const bool isWanted = std::any_of(m_clients.begin(), m_clients.end(), [&](const auto &each) {
        return wants(each.second.channels, "dailyBars", asset);
    });
    const BarLength day{1, BarLength::Unit::Day};
    const auto bars = isWanted ? m_memory.bars(asset, day, day.leftEdge(at, asset.isCrypto), at) : std::vector<DataBar>();
    if (!bars.empty())
        add("dailyBars", "d", asset, barMembers(bars.back()));
}

/// Every five minutes.
void MarketStream::addBand(const Asset &asset, const DataBar &bar)
{
    const auto end = std::chrono::floor<std::chrono::minutes>(bar.at + bar.length).time_since_epoch();
    if (!m_rules.isCrypto && end % std::chrono::minutes(5) == std::chrono::minutes(0))
        add("lulds", "l", asset, bandMembers(bar));
}

/// Given whole each time.
void MarketStream::addBook(const Asset &asset, const QuoteRow &quote)
{
    add("orderbooks", "o", asset, bookMembers(quote) + R"(,"r":true)");
}

void MarketStream::flush()
{
    for (auto &[session, client] : m_clients) {
        if (client.gathered.empty())
            continue;
        session->push("[" + std::exchange(client.gathered, {}) + "]");
        if (session->waiting() > lostBytes)
            session->abort();
    }
}

} // namespace app::alpaca
