#include "core/base/Timestamp.h"
#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaOrderRequests.h"
#include "core/brokers/bybit/BybitAuth.h"
#include "core/brokers/bybit/BybitOrderRequests.h"
#include "core/net/HttpWire.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Wire.h"
#include "tests/support/CoreBuilders.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

using namespace core;

namespace bench {

namespace {

constexpr Timestamp sentAt = timestampFromMillis(1767227005000);
constexpr const char *madeUpKey = "MADEUPKEY000000001";
constexpr const char *madeUpSecret = "a-secret-that-is-made-up-and-36-long";

OrderRequest limitBuy(const InstrumentId &instrument)
{
    OrderRequest order;
    order.clientOrderId = ClientOrderId("AB01CD0000000018E");
    order.instrument = instrument;
    order.side = Side::Buy;
    order.quantity = support::qty("12");
    order.type = OrderType::Limit;
    order.limitPrice = Price(support::dec("81.35"));
    order.timeInForce = TimeInForce::GoodTillCancelled;
    return order;
}

bybit::InstrumentFacts contract()
{
    bybit::InstrumentFacts facts;
    facts.category = bybit::Category::Linear;
    facts.status = "Trading";
    facts.instrument = {.id = bybit::instrumentId(facts.category, "KLMUSDT"),
                        .assetClass = AssetClass::Perpetual,
                        .session = SessionKind::AlwaysOpen,
                        .tickSize = support::dec("0.05"),
                        .lotSize = support::dec("0.01"),
                        .minQuantity = support::qty("0.02"),
                        .minNotional = support::usd("5"),
                        .currency = "USDT",
                        .shortable = true};
    facts.settleCoin = "USDT";
    return facts;
}

/// What leaves for the order: the whole HTTP request.
std::string bytesOf(const net::HttpRequest &request)
{
    const auto url = net::splitUrl(request.url, net::UrlKind::Http);
    return url ? net::requestBytes(request, *url).value_or(std::string()) : std::string();
}

std::string sizeOf(const std::string &bytes)
{
    return bytes.empty() ? std::string() : std::to_string(bytes.size()) + " bytes";
}

Way ours(const std::function<std::string()> &make)
{
    return {"ours, to the bytes that leave", [make](benchmark::State &state) {
                std::string bytes;
                for (auto _ : state)
                    benchmark::DoNotOptimize(bytes = make());
                if (bytes.empty())
                    return state.SkipWithError("the order was refused");
                state.SetLabel(sizeOf(bytes));
            }};
}

/// Body and signature alone, without any rule, header or URL.
Way peer(const char *name, const QJsonObject &body, bool isSigned)
{
    return {name, [body, isSigned](benchmark::State &state) {
                const QByteArray secret(madeUpSecret);
                QByteArray made;
                for (auto _ : state) {
                    QJsonObject object; // built anew each time, as an order is
                    for (auto each = body.begin(); each != body.end(); ++each)
                        object.insert(each.key(), each.value());
                    made = QJsonDocument(object).toJson(QJsonDocument::Compact);
                    if (isSigned)
                        made += QMessageAuthenticationCode::hash("1767227005000" + QByteArray(madeUpKey) + "5000" + made,
                                                                 secret, QCryptographicHash::Sha256)
                                    .toHex();
                    benchmark::DoNotOptimize(made);
                }
                state.SetLabel(std::to_string(made.size()) + " bytes");
            }};
}

QJsonObject bodyOf(const std::string &text)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
}

void addBybitRow()
{
    const auto keys = std::make_shared<bybit::Keys>(bybit::Keys{Secret(madeUpKey), Secret(madeUpSecret)});
    const auto endpoints = bybit::usualEndpoints(bybit::Environment::Demo);
    const bybit::InstrumentFacts facts = contract();
    const bybit::NewOrder order{limitBuy(facts.instrument.id), facts, {}};
    const auto make = [=]() -> std::string {
        const auto request = bybit::createOrder(order);
        return request ? bytesOf(bybit::httpRequest(endpoints, *request, *keys, sentAt)) : std::string();
    };
    const auto request = bybit::createOrder(order);
    addRow({.what = "Bybit order: rules, body, signature",
            .unit = Unit::Microseconds,
            .ways = {ours(make), peer("QJson body + Qt's HMAC, no rules", bodyOf(request ? request->body : ""), true)}});
}

void addAlpacaRow()
{
    const auto keys = std::make_shared<alpaca::KeyPair>(alpaca::KeyPair{Secret("PKMADEUP"), Secret(madeUpSecret)});
    const auto endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper);
    const OrderRequest order = limitBuy({"alpaca", "PLTR"});
    const auto make = [=] {
        return bytesOf(alpaca::toHttp(alpaca::createOrder(alpaca::newOrderOf(order)), endpoints, *keys));
    };
    addRow({.what = "Alpaca order: body, headers",
            .unit = Unit::Microseconds,
            .ways = {ours(make),
                     peer("QJson body", bodyOf(alpaca::createOrder(alpaca::newOrderOf(order)).body), false)}});
}

} // namespace

void addSendRows()
{
    addBybitRow();
    addAlpacaRow();
}

} // namespace bench
