#include "app/exchange/alpaca/AlpacaFront.h"

#include "core/market/NewYorkTime.h"

#include <algorithm>

namespace app::alpaca {

using namespace core;

namespace {

constexpr std::int64_t backlogBytes = std::int64_t(1024) * 1024;

} // namespace

AlpacaFront::AlpacaFront(PlayedVenue &venue, const Setup &setup, const FrontPorts &ports)
    : m_assets(venue.series()), m_account(m_assets, completed(venue, setup.account)), m_memory(m_assets, setup.account.seed),
      m_chain(m_assets, newYorkDate(setup.account.start)), m_options(m_memory, setup.account.seed),
      m_rest(m_account, m_assets, m_memory, {m_chain, m_options}, setup.keys, ports.clock, setup.limits, setup.account.seed),
      m_orders(m_account, setup.keys, ports)
{
    for (const char *path : {"/v2/iex", "/v2/sip", "/v2/delayed_sip", "/v1beta3/crypto/us"}) {
        const bool isCrypto = std::string_view(path).find("crypto") != std::string_view::npos;
        m_streams.push_back(std::make_unique<MarketStream>(path, m_memory, setup.keys, ports,
                                                           MarketStream::Rules{isCrypto, setup.authWithin, 0}));
    }
    m_account.setSink([this](const TradeUpdate &update) { m_orders.tell(update); });
    m_memory.setSink([this](const MarketMemory::Happening &happening) {
        for (const auto &stream : m_streams)
            stream->gather(happening);
    });
    remember(venue);
    venue.watchMarket([this](const MarketStep &step) { onStep(step); });
    venue.watchHalts([this](const HaltChange &change) { onHalt(change); });
}

AlpacaAccount::Setup AlpacaFront::completed(PlayedVenue &venue, AlpacaAccount::Setup setup)
{
    setup.now = [&venue] { return venue.now(); };
    setup.contract = [this](const std::string &name) { return m_chain.find(name, newYorkDate(m_account.now())); };
    setup.contractQuote = [this](const Asset &contract, Price spot, Timestamp at) {
        const QuoteRow row = m_options.quoteAt(contract, spot, at);
        return Quote{row.bid, row.ask, row.at};
    };
    return setup;
}

void AlpacaFront::remember(const PlayedVenue &venue)
{
    for (const SeriesId &series : venue.series()) {
        const Asset *asset = m_assets.playedBy(series.instrument);
        if (!asset || series.timeframe != Timeframe::M1)
            continue;
        std::vector<Bar> bars;
        if (const auto recorded = venue.recorded().find(series.instrument); recorded != venue.recorded().end())
            bars = recorded->second;
        const auto newest = venue.bars(series, {});
        bars.insert(bars.end(), newest.begin(), newest.end());
        if (bars.empty())
            continue;
        m_memory.remember(*asset, bars);
        m_account.setPrice(*asset, bars.back().close);
        m_chain.listAround(*asset, bars.back().close);
        const auto days = m_memory.bars(*asset, {1, BarLength::Unit::Day}, {}, venue.now());
        if (days.size() > 1)
            m_account.setDayBefore(*asset, days[days.size() - 2].close);
    }
}

void AlpacaFront::onStep(const MarketStep &step)
{
    m_account.onStep(step);
    const Asset *asset = m_assets.playedBy(step.series.instrument);
    if (!asset)
        return;
    m_memory.onStep(step, m_account.quote(*asset));
    if (step.endsSession)
        m_chain.listAround(*asset, step.bar.close);
    for (const auto &stream : m_streams)
        stream->flush();
}

void AlpacaFront::onHalt(const HaltChange &change)
{
    const Asset *asset = m_assets.playedBy(change.instrument);
    if (!asset || asset->isCrypto)
        return;
    m_account.onHalt(*asset, change.isHalted);
    m_memory.onHalt(*asset, change);
    for (const auto &stream : m_streams)
        stream->flush();
}

void AlpacaFront::answer(const HttpRequest &request, const HttpReply &reply)
{
    m_rest.answer(request, reply);
}

MarketStream *AlpacaFront::streamOf(const HttpRequest &request) const
{
    const auto found = std::find_if(m_streams.begin(), m_streams.end(),
                                    [&](const auto &each) { return request.path() == each->path(); });
    return found == m_streams.end() ? nullptr : found->get();
}

bool AlpacaFront::servesStream(const HttpRequest &request) const
{
    return request.path() == "/stream" || streamOf(request);
}

void AlpacaFront::takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request)
{
    if (MarketStream *stream = streamOf(request))
        stream->take(std::move(peer), request);
    else
        m_orders.take(std::move(peer), request);
}

bool AlpacaFront::isBacklogged() const
{
    return m_orders.mostWaiting() > backlogBytes ||
           std::any_of(m_streams.begin(), m_streams.end(),
                       [](const auto &each) { return each->mostWaiting() > backlogBytes; });
}

void AlpacaFront::writeOrders(JsonWriter &json) const
{
    for (const std::string &id : m_account.arrivals()) {
        const Order &order = *m_account.find(id);
        json.beginObject().member("venue", "alpaca").member("client_order_id", order.terms.clientId);
        json.member("id", id).member("symbol", order.asset->symbol).member("side", sideName(order.terms.side));
        json.key("quantity");
        order.terms.quantity ? json.value(order.terms.quantity->value()) : json.null();
        json.member("filled", order.filled.value()).member("status", statusName(order.status)).endObject();
    }
}

void AlpacaFront::writeFills(JsonWriter &json) const
{
    for (const Execution &made : m_account.books().executions()) {
        json.beginObject().member("venue", "alpaca").member("id", made.executionId).member("order_id", made.order);
        json.member("client_order_id", m_account.find(made.order)->terms.clientId);
        json.member("symbol", made.asset->symbol).member("side", sideName(made.side));
        json.member("quantity", made.quantity.value()).member("price", made.price.value());
        json.member("fee", made.fee).member("time", made.at).endObject();
    }
}

void AlpacaFront::writePositions(JsonWriter &json) const
{
    for (const auto &[symbol, position] : m_account.books().positions()) {
        json.beginObject().member("venue", "alpaca").member("symbol", symbol);
        json.member("quantity", position.quantity.value());
        json.member("average_price", position.averagePrice()).endObject();
    }
}

void AlpacaFront::writeCash(JsonWriter &json) const
{
    json.member("alpaca", m_account.books().cash().value());
}

} // namespace app::alpaca
