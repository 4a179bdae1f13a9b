#include "app/exchange/bybit/BybitFront.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

namespace {

constexpr std::int64_t backlogBytes = std::int64_t(1024) * 1024;

const char *venueName(const Product &product)
{
    return product.isSpot() ? "bybit-spot" : "bybit-linear";
}

}  // namespace

BybitFront::BybitFront(PlayedVenue &venue, const Setup &setup, const FrontPorts &ports)
    : m_products(venue.series()),
      m_account(m_products, inTimeOf(venue, setup.account)),
      m_memory(setup.account.seed),
      m_market(m_products, m_memory, m_account.funding(), [this] { return m_account.now(); }),
      m_rest(m_account, m_products, m_market, setup.keys, ports.clock, setup.limits),
      m_private(
          std::make_unique<PrivateStream>(m_account, m_products, setup.keys, ports))
{
    const auto stream = [&](Category category) {
        return std::make_unique<PublicStream>(
            category, m_products, m_memory, m_market, [this] { return m_account.now(); }, ports);
    };
    m_spot = stream(Category::Spot);
    m_linear = stream(Category::Linear);
    remember(venue);
    m_account.setSink([this](const Happening &happening) { m_private->tell(happening); });
    m_memory.setPrintSink([this](const Product &product, const Print &print) {
        publicOf(product).onPrint(product, print);
    });
    venue.watchMarket([this](const MarketStep &step) { onStep(step); });
}

BybitAccount::Setup BybitFront::inTimeOf(PlayedVenue &venue, BybitAccount::Setup setup)
{
    setup.now = [&venue] { return venue.now(); };
    return setup;
}

void BybitFront::remember(const PlayedVenue &venue)
{
    for (const SeriesId &series : venue.series()) {
        std::vector<Bar> bars;
        if (const auto recorded = venue.recorded().find(series.instrument); recorded != venue.recorded().end())
            bars = recorded->second;
        const auto newest = venue.bars(series, {});
        bars.insert(bars.end(), newest.begin(), newest.end());
        if (bars.empty() || series.timeframe != Timeframe::M1)
            continue;
        for (const Product *product : m_products.playedBy(series.instrument)) {
            m_account.setPrice(*product, bars.back().close);
            m_memory.remember(*product, bars, m_account.quote(*product));
        }
    }
}

void BybitFront::onStep(const MarketStep &step)
{
    m_account.onStep(step);
    for (const Product *product : m_products.playedBy(step.series.instrument)) {
        m_memory.onStep(*product, step, m_account.quote(*product));
        publicOf(*product).onStep(*product, step);
    }
}

StreamServer *BybitFront::streamOf(const HttpRequest &request) const
{
    for (StreamServer *each :
         {static_cast<StreamServer *>(m_private.get()), static_cast<StreamServer *>(m_spot.get()),
          static_cast<StreamServer *>(m_linear.get())})
        if (request.path() == each->path())
            return each;
    return nullptr;
}

void BybitFront::takeStream(std::unique_ptr<StreamPeer> peer, const HttpRequest &request)
{
    streamOf(request)->take(std::move(peer), request);
}

bool BybitFront::isBacklogged() const
{
    return std::max({m_private->mostWaiting(), m_spot->mostWaiting(), m_linear->mostWaiting()}) >
           backlogBytes;
}

void BybitFront::writeOrders(JsonWriter &json) const
{
    for (const std::string &id : m_account.arrivals()) {
        const Order &order = *m_account.find(id);
        json.beginObject()
            .member("venue", venueName(*order.terms.product))
            .member("client_order_id", order.terms.linkId);
        json.member("id", id)
            .member("symbol", order.terms.product->symbol())
            .member("side", sideName(order.terms.side));
        json.member("quantity", order.units().value()).member("filled", order.filled.value());
        json.member("status", statusName(order.status)).endObject();
    }
}

void BybitFront::writeFills(JsonWriter &json) const
{
    for (const Execution &made : m_account.books().executions()) {
        if (made.isFunding())
            continue;
        json.beginObject()
            .member("venue", venueName(*made.product))
            .member("id", made.id)
            .member("order_id", made.order);
        json.member("client_order_id", m_account.find(made.order)->terms.linkId)
            .member("symbol", made.product->symbol());
        json.member("side", sideName(made.side))
            .member("quantity", made.quantity.value())
            .member("price", made.price.value());
        json.member("fee", made.fee)
            .member("fee_coin", made.feeCoin)
            .member("time", made.at)
            .endObject();
    }
}

/// Of perpetuals what is open, of spot the coins that are there.
void BybitFront::writePositions(JsonWriter &json) const
{
    for (const auto &[id, position] : m_account.books().positions())
        if (!position.isFlat()) {
            json.beginObject()
                .member("venue", id.venue)
                .member("symbol", id.symbol)
                .member("quantity", position.quantity.value());
            json.member("average_price", position.cost.value().over(position.quantity.value()))
                .endObject();
        }
    for (const Product &product : m_products.all())
        if (const WideDecimal held = m_account.books().balance(product.base);
            product.isSpot() && !held.isZero()) {
            json.beginObject()
                .member("venue", "bybit-spot")
                .member("symbol", product.symbol())
                .member("quantity", held);
            json.key("average_price").null().endObject();
        }
}

void BybitFront::writeCash(JsonWriter &json) const
{
    json.member("bybit", m_account.books().balance("USDT"));
}

}  // namespace app::bybit
