#include "app/cli/EventLines.h"

#include <cstdio>

namespace cli {

using namespace core;

namespace {

template <class T>
void amount(JsonWriter &json, const char *key, const std::optional<T> &maybe)
{
    json.key(key);
    maybe ? json.value(maybe->toString()) : json.null();
}

} // namespace

JsonWriter &EventLines::begin(const char *event, Timestamp at)
{
    m_json = JsonWriter();
    return m_json.beginObject().member("event", event).member("time", at);
}

void EventLines::end()
{
    std::puts(m_json.endObject().text().c_str());
    std::fflush(stdout);
}

void EventLines::started(const EngineSettings &settings, Timestamp at)
{
    begin("started", at)
        .member("run", settings.run.text())
        .member("account", settings.account.text())
        .member("profile", settings.profile)
        .member("destination", destinationName(settings.destination))
        .member("mode", decisionModeName(settings.mode))
        .member("cash", settings.startingCash.toString());
    end();
}

void EventLines::stopped(const std::string &why, Timestamp at)
{
    begin("stopped", at).member("reason", why);
    end();
}

void EventLines::barClosed(const SeriesId &series, const Bar &bar)
{
    begin("bar", bar.closeTime)
        .member("venue", series.instrument.venue)
        .member("instrument", series.instrument.symbol)
        .member("timeframe", timeframeName(series.timeframe))
        .member("open_time", bar.openTime)
        .member("open", bar.open.toString())
        .member("high", bar.high.toString())
        .member("low", bar.low.toString())
        .member("close", bar.close.toString())
        .member("volume", bar.volume);
    end();
}

void EventLines::signalMade(const Signal &signal, const std::string &outcome)
{
    begin("signal", signal.barCloseTime)
        .member("id", signal.id.text())
        .member("bot", signal.bot.text())
        .member("strategy", signal.strategy)
        .member("instrument", signal.series.instrument.symbol)
        .member("kind", signalKindName(signal.idea.kind))
        .member("confidence", signal.idea.confidence)
        .member("reason", signal.idea.reason)
        .member("outcome", outcome);
    end();
}

void EventLines::proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at)
{
    const Proposal &p = entry.proposal;
    begin("proposal", at)
        .member("id", p.id.text())
        .member("version", p.version)
        .member("hash", entry.hash)
        .member("state", proposalStateName(entry.state))
        .member("state_before", proposalStateName(from))
        .member("reason", entry.stateReason)
        .member("instrument", p.signal.series.instrument.symbol)
        .member("side", sideName(p.side))
        .member("quantity", p.quantity.toString())
        .member("order_type", orderTypeName(p.orderType));
    amount(m_json, "limit_price", p.limitPrice);
    amount(m_json, "stop_price", p.stopPrice);
    m_json.key("targets").beginArray();
    if (p.targetPrice)
        m_json.value(p.targetPrice->toString());
    m_json.endArray();
    amount(m_json, "loss_at_stop", p.lossAtStop);
    m_json.member("expires_at", p.expiresAt);
    end();
}

void EventLines::decided(const DeskEntry &entry, const Decision &decision)
{
    begin("decision", decision.at)
        .member("proposal", decision.proposal.text())
        .member("version", decision.version)
        .member("hash", decision.contentHash)
        .member("verb", decision.verb)
        .member("person", decision.person)
        .member("channel", decision.channel)
        .member("reason", decision.reason)
        .member("instrument", entry.proposal.signal.series.instrument.symbol)
        .member("quantity", decision.quantity.toString());
    end();
}

void EventLines::orderChanged(const Order &order, OrderStatus from)
{
    const OrderRequest &r = order.request;
    begin("order", order.updatedAt)
        .member("client_order_id", r.clientOrderId.text())
        .member("id", order.venueId.text())
        .member("proposal", order.proposal.text())
        .member("role", orderRoleName(r.role))
        .member("instrument", r.instrument.symbol)
        .member("side", sideName(r.side))
        .member("quantity", r.quantity.toString())
        .member("filled", order.filled.toString())
        .member("status", orderStatusName(order.status))
        .member("status_before", orderStatusName(from))
        .member("reason", order.reason);
    end();
}

void EventLines::filled(const Order &order, const Fill &fill)
{
    begin("fill", fill.at)
        .member("id", fill.id.text())
        .member("client_order_id", fill.order.text())
        .member("role", orderRoleName(order.request.role))
        .member("instrument", fill.instrument.symbol)
        .member("side", sideName(fill.side))
        .member("quantity", fill.quantity.toString())
        .member("price", fill.price.toString())
        .member("fee", fill.fee.toString());
    if (!fill.assetFee.isZero())
        m_json.member("asset_fee", fill.assetFee.toString());
    end();
}

void EventLines::positionChanged(const InstrumentId &instrument, const Position &position, Timestamp at)
{
    begin("position", at)
        .member("venue", instrument.venue)
        .member("instrument", instrument.symbol)
        .member("quantity", position.quantity.toString());
    amount(m_json, "average_price", position.averagePrice());
    m_json.member("realised_pnl", (position.realisedPnl - position.fees).toString());
    end();
}

void EventLines::haltChanged(TradingState now, const std::string &reason, const std::string &by, Timestamp at)
{
    begin("halt", at)
        .member("halted", now == TradingState::Halted || now == TradingState::Flattening)
        .member("state", tradingStateName(now))
        .member("reason", reason)
        .member("person", by);
    end();
}

void EventLines::linkChanged(bool isUp, const std::string &detail, Timestamp at)
{
    begin("link", at).member("up", isUp).member("detail", detail);
    end();
}

} // namespace cli
