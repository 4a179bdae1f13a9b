#include "app/exchange/alpaca/Json.h"

#include "core/market/NewYorkTime.h"
#include "core/market/UsEquityCalendar.h"

namespace app::alpaca {

using namespace core;
using namespace std::chrono_literals;

namespace {

JsonWriter &time(JsonWriter &json, const char *name, const std::optional<Timestamp> &at)
{
    json.key(name);
    return at ? json.value(utcText(*at)) : json.null();
}

template <class T>
JsonWriter &amount(JsonWriter &json, const char *name, const std::optional<T> &value)
{
    json.key(name);
    return value ? json.value(value->toString()) : json.null();
}

JsonWriter &textOrNull(JsonWriter &json, const char *name, const std::string &text)
{
    json.key(name);
    return text.empty() ? json.null() : json.value(text);
}

void writeTimes(JsonWriter &json, const Order &order)
{
    time(json, "created_at", order.createdAt);
    time(json, "updated_at", order.updatedAt);
    time(json, "submitted_at", order.createdAt);
    time(json, "filled_at", order.filledAt);
    time(json, "expired_at", order.expiredAt);
    if (order.expiresAt)
        time(json, "expires_at", order.expiresAt);
    time(json, "cancel_requested_at", order.cancelAskedAt);
    time(json, "canceled_at", order.canceledAt);
    time(json, "failed_at", order.failedAt);
    time(json, "replaced_at", order.replacedAt);
}

void writeTerms(JsonWriter &json, const Draft &terms)
{
    amount(json, "notional", terms.notional);
    amount(json, "qty", terms.quantity);
    json.member("order_class", terms.orderClass == OrderClass::Simple ? "" : className(terms.orderClass));
    json.member("order_type", typeName(terms.type)).member("type", typeName(terms.type));
    json.member("side", sideName(terms.side)).member("time_in_force", forceName(terms.force));
    amount(json, "limit_price", terms.limit);
    amount(json, "stop_price", terms.stop);
    amount(json, "trail_price", terms.trailPrice);
    amount(json, "trail_percent", terms.trailPercent);
    json.member("extended_hours", terms.isExtended);
    if (!terms.intent.empty())
        json.member("position_intent", terms.intent);
}

} // namespace

std::string problemJson(const Problem &problem)
{
    JsonWriter json;
    json.beginObject().member("code", problem.code).member("message", problem.message);
    for (const auto &[name, value] : problem.details)
        json.member(name, value);
    return json.endObject().take();
}

void writeOrder(JsonWriter &json, const Order &order, const std::vector<const Order *> &legs)
{
    json.beginObject().member("id", order.id).member("client_order_id", order.terms.clientId);
    writeTimes(json, order);
    textOrNull(json, "replaced_by", order.replacedBy);
    textOrNull(json, "replaces", order.replaces);
    json.member("asset_id", order.asset->id).member("symbol", order.asset->symbol);
    json.member("asset_class", order.asset->className());
    json.member("filled_qty", order.filled.toString());
    amount(json, "filled_avg_price", order.averagePrice());
    writeTerms(json, order.terms);
    json.member("status", statusName(order.status));
    amount(json, "hwm", order.highWater);
    json.key("legs");
    if (legs.empty())
        json.null();
    else {
        json.beginArray();
        for (const Order *leg : legs)
            writeOrder(json, *leg, {});
        json.endArray();
    }
    json.key("subtag").null().key("source").null().endObject();
}

std::string orderJson(const Order &order, const std::vector<const Order *> &legs)
{
    JsonWriter json;
    writeOrder(json, order, legs);
    return json.take();
}

std::string accountJson(const AlpacaAccount &account)
{
    const Books &books = account.books();
    const OrderChecks checks = account.checks();
    const Configuration &chosen = account.configuration();
    const Money power = checks.buyingPower();
    const std::string multiplier = std::to_string(chosen.multiplier);
    JsonWriter json;
    json.beginObject().member("id", account.id()).member("account_number", "PA3SIMULATED").member("status", "ACTIVE");
    json.member("crypto_status", "ACTIVE").member("currency", "USD");
    const auto money = [&](const char *name, Money value) { json.member(name, value.toString()); };
    money("cash", books.cash());
    money("equity", books.equity());
    money("last_equity", books.lastEquity());
    money("portfolio_value", books.equity());
    money("long_market_value", books.longValue());
    money("short_market_value", books.shortValue());
    money("position_market_value", books.longValue() - books.shortValue());
    money("buying_power", power);
    money("regt_buying_power", power);
    money("effective_buying_power", power);
    money("non_marginable_buying_power", checks.cashPower());
    money("options_buying_power", checks.cashPower());
    money("initial_margin", books.initialMargin());
    money("maintenance_margin", books.maintenanceMargin());
    for (const char *name : {"last_maintenance_margin", "sma", "accrued_fees", "pending_transfer_in",
                             "pending_transfer_out", "pending_reg_taf_fees", "intraday_adjustments"})
        json.member(name, "0");
    json.member("multiplier", multiplier).member("shorting_enabled", !chosen.noShorting && chosen.multiplier > 1);
    for (const char *name : {"trading_blocked", "transfers_blocked", "account_blocked"})
        json.member(name, false);
    json.member("trade_suspended_by_user", chosen.isSuspended);
    json.member("options_approved_level", 2).member("options_trading_level", chosen.optionsLevel);
    json.member("balance_asof", dateText(newYorkDate(books.lastEquityAt())));
    json.member("crypto_tier", 1).member("created_at", utcText(account.createdAt()));
    return json.key("admin_configurations").beginObject().endObject().key("user_configurations").null().endObject().take();
}

std::string configurationJson(const Configuration &chosen)
{
    JsonWriter json;
    json.beginObject().member("trade_confirm_email", chosen.tradeConfirmEmail);
    json.member("suspend_trade", chosen.isSuspended).member("no_shorting", chosen.noShorting);
    json.member("fractional_trading", chosen.isFractional);
    json.member("max_margin_multiplier", std::to_string(chosen.multiplier));
    json.member("max_options_trading_level", chosen.optionsLevel);
    json.member("ptp_no_exception_entry", chosen.ptpNoExceptionEntry);
    return json.member("disable_overnight_trading", chosen.disableOvernight).endObject().take();
}

void writePosition(JsonWriter &json, const AlpacaAccount &account, const Position &position)
{
    const Books &books = account.books();
    const Asset &asset = *position.asset;
    const Quantity held = account.checks().heldForOrders(asset);
    const bool isLong = position.quantity.sign() > 0;
    const Price price = books.price(asset).value_or(Price());
    const Price before = books.dayBefore(asset);
    const Money value = books.valueOf(position);
    const Money gain = value - position.cost;
    const Money today = position.isOvernight ? asset.worth(price - before, position.quantity) : gain;
    const auto share = [](Money part, Money whole) {
        return whole.isZero() ? std::string("0") : part.value().over(whole.value().abs()).toString();
    };
    json.beginObject().member("asset_id", asset.id).member("symbol", asset.plainSymbol());
    json.member("exchange", asset.exchange).member("asset_class", asset.className());
    json.member("asset_marginable", asset.isMarginable()).member("qty", position.quantity.toString());
    json.member("qty_available", (isLong ? position.quantity - held : position.quantity + held).toString());
    json.member("avg_entry_price", position.averagePrice().toString());
    json.member("side", isLong ? "long" : "short").member("market_value", value.toString());
    json.member("cost_basis", position.cost.toString()).member("unrealized_pl", gain.toString());
    json.member("unrealized_plpc", share(gain, position.cost)).member("unrealized_intraday_pl", today.toString());
    json.member("unrealized_intraday_plpc", share(today, position.isOvernight ? asset.worth(before, position.quantity) : position.cost));
    json.member("current_price", price.toString()).member("lastday_price", before.toString());
    json.member("change_today", share(Money(price.value() - before.value()), Money(before.value()))).endObject();
}

void writeAsset(JsonWriter &json, const Asset &asset, const Configuration &configuration)
{
    json.beginObject().member("id", asset.id).member("class", asset.className()).member("exchange", asset.exchange);
    json.member("symbol", asset.symbol).member("name", asset.name).member("status", "active");
    json.member("tradable", true).member("marginable", !asset.isCrypto).member("shortable", !asset.isCrypto);
    json.member("easy_to_borrow", !asset.isCrypto);
    json.member("fractionable", asset.isCrypto || configuration.isFractional);
    json.key("maintenance_margin_requirement").raw(asset.isCrypto ? "100" : "30");
    json.member("margin_requirement_long", asset.isCrypto ? "100" : "30");
    json.member("margin_requirement_short", asset.isCrypto ? "100" : "30");
    json.key("cusip").null().key("attributes").beginArray();
    if (!asset.isCrypto)
        json.value("fractional_eh_enabled").value("has_options");
    json.endArray();
    if (asset.isCrypto) {
        json.member("min_order_size", "0.000000001").member("min_trade_increment", asset.instrument.lotSize.toString());
        json.member("price_increment", asset.instrument.tickSize.toString());
    } else {
        json.member("borrow_status", "easy_to_borrow");
    }
    json.endObject();
}

void writeActivity(JsonWriter &json, const Execution &made)
{
    json.beginObject().member("id", made.id).member("activity_type", "FILL");
    json.member("transaction_time", utcText(made.at)).member("type", made.isLast ? "fill" : "partial_fill");
    json.member("price", made.price.toString()).member("qty", made.quantity.toString());
    const bool isShort = made.side == Side::Sell && made.positionAfter.sign() < 0;
    json.member("side", isShort ? "sell_short" : sideName(made.side)).member("symbol", made.asset->symbol);
    json.member("leaves_qty", made.leaves.toString()).member("order_id", made.order);
    json.member("cum_qty", made.cumulated.toString());
    json.member("order_status", made.isLast ? "filled" : "partially_filled").endObject();
}

void writeActivity(JsonWriter &json, const OptionEnd &end)
{
    json.beginObject().member("id", end.id).member("activity_type", end.type).member("date", dateText(newYorkDate(end.at)));
    json.member("net_amount", end.net.toString()).member("description", end.asset->name).member("symbol", end.asset->symbol);
    json.member("qty", end.quantity.toString());
    if (!end.price.value().isZero())
        json.member("price", end.price.toString());
    json.member("status", "executed").endObject();
}

std::string clockJson(Timestamp now)
{
    const Timestamp open = nextOpen(now);
    const auto today = sessionOf(newYorkDate(now));
    const Timestamp close = today && now < today->close ? today->close : sessionOf(newYorkDate(open))->close;
    JsonWriter json;
    json.beginObject().member("timestamp", newYorkNanosText(now)).member("is_open", isCoreSession(now));
    return json.member("next_open", newYorkText(open)).member("next_close", newYorkText(close)).endObject().take();
}

std::string calendarJson(std::chrono::sys_days first, std::chrono::sys_days last)
{
    JsonWriter json;
    json.beginArray();
    for (auto day = first; day <= last; day += std::chrono::days(1)) {
        const auto session = sessionOf(day);
        if (!session)
            continue;
        json.beginObject().member("date", dateText(day));
        json.member("open", hourText(newYorkTimeOfDay(session->open), true));
        json.member("close", hourText(newYorkTimeOfDay(session->close), true));
        json.member("session_open", "0400").member("session_close", hourText(20h, false));
        json.member("settlement_date", dateText(newYorkDate(nextOpen(session->open)))).endObject();
    }
    return json.endArray().take();
}

std::string historyJson(const Books &books, Money base, Timestamp from, Timestamp to, Duration step,
                        const std::string &timeframe)
{
    std::map<Timestamp, Money> points; // the last of each bucket counts
    for (const Books::Sample &sample : books.curve())
        if (sample.at >= from && sample.at <= to)
            points[Timestamp((sample.at - std::chrono::nanoseconds(1)).time_since_epoch() / step * step)] = sample.equity;
    const auto list = [&](JsonWriter &json, const char *name, const auto &textOf) {
        json.key(name).beginArray();
        for (const auto &[at, equity] : points)
            json.raw(textOf(at, equity));
        json.endArray();
    };
    JsonWriter json;
    json.beginObject();
    list(json, "timestamp", [](Timestamp at, Money) { return std::to_string(toMillis(at) / 1000); });
    list(json, "equity", [](Timestamp, Money equity) { return equity.toString(); });
    list(json, "profit_loss", [&](Timestamp, Money equity) { return (equity - base).toString(); });
    list(json, "profit_loss_pct", [&](Timestamp, Money equity) { return jsonNumber(ratio(equity - base, base)); });
    json.key("base_value").raw(base.toString()).member("timeframe", timeframe);
    return json.key("cashflow").beginObject().endObject().endObject().take();
}

} // namespace app::alpaca
