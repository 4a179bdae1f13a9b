#pragma once

#include "core/base/Timestamp.h"

#include "core/brokers/bybit/BybitOrderRequests.h"

#include <QFile>
#include <QString>
#include <QTest>

#include <string>

namespace core::bybit {

inline Decimal decimal(const char *text) { return *Decimal::parse(text); }
inline Price price(const char *text) { return Price(decimal(text)); }
inline Quantity quantity(const char *text) { return Quantity(decimal(text)); }
inline Money money(const char *text) { return Money(*WideDecimal::parse(text)); }
inline QString shown(const std::string &text) { return QString::fromStdString(text); }
inline QByteArray bytes(const std::string &text) { return QByteArray::fromStdString(text); }

/// A payload that was written from the venue's documentation. Its malformed twin is called `<name>.bad`.
inline std::string payload(const QString &name)
{
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/data/bybit/") + name + QStringLiteral(".json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no payload %s", qPrintable(file.fileName()));
    return file.readAll().toStdString();
}
inline std::string payload(const char *name) { return payload(QString::fromUtf8(name)); }

/// KLMUSDT: tick 0.05, lot 0.01, minimum 0.02 and 5 USDT, at most 900 (150 at the market).
inline InstrumentFacts linearFacts()
{
    InstrumentFacts facts;
    facts.category = Category::Linear;
    facts.instrument = {.id = instrumentId(Category::Linear, "KLMUSDT"),
                        .assetClass = AssetClass::Perpetual,
                        .session = SessionKind::AlwaysOpen,
                        .tickSize = decimal("0.05"),
                        .lotSize = decimal("0.01"),
                        .minQuantity = quantity("0.02"),
                        .minNotional = money("5"),
                        .currency = "USDT",
                        .shortable = true};
    facts.status = "Trading";
    facts.contractType = "LinearPerpetual";
    facts.baseCoin = "KLM";
    facts.quoteCoin = facts.settleCoin = "USDT";
    facts.minPrice = price("0.1");
    facts.maxPrice = price("20000");
    facts.maxQuantity = quantity("900");
    facts.maxMarketQuantity = quantity("150");
    return facts;
}

inline InstrumentFacts spotFacts()
{
    InstrumentFacts facts = linearFacts();
    facts.category = Category::Spot;
    facts.contractType.clear();
    facts.instrument.id = instrumentId(Category::Spot, "KLMUSDT");
    facts.instrument.assetClass = AssetClass::Crypto;
    facts.instrument.shortable = false;
    facts.minPrice = facts.maxPrice = std::nullopt;
    return facts;
}

/// A buy of 0.25 at 98.40 at worst.
inline OrderRequest entry(OrderType type = OrderType::Market)
{
    OrderRequest order;
    order.clientOrderId = ClientOrderId("cs-000042");
    order.instrument = linearFacts().instrument.id;
    order.side = Side::Buy;
    order.quantity = quantity("0.25");
    order.type = type;
    order.limitPrice = price("98.4");
    if (type == OrderType::Stop || type == OrderType::StopLimit)
        order.stopPrice = price("97");
    return order;
}

/// Sells 0.25 of what is held.
inline OrderRequest reducing(OrderRole role, OrderType type)
{
    OrderRequest order = entry(type);
    order.side = Side::Sell;
    order.role = role;
    order.reduceOnly = true;
    order.limitPrice = std::nullopt;
    order.timeInForce = TimeInForce::GoodTillCancelled;
    return order;
}

inline NewOrder linear(const OrderRequest &order, const OrderTerms &terms = {})
{
    return {order, linearFacts(), terms};
}

inline NewOrder spot(OrderRequest order, const OrderTerms &terms = {})
{
    order.instrument = spotFacts().instrument.id;
    return {order, spotFacts(), terms};
}

} // namespace core::bybit
