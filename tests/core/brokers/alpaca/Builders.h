#pragma once

#include "core/brokers/alpaca/AlpacaOrder.h"

/// Short values for these tests; a bad literal stops the test by the exception of tl::expected.
namespace support {

inline core::Decimal dec(const char *text) { return core::Decimal::parse(text).value(); }
inline core::Price px(const char *text) { return core::Price(dec(text)); }
inline core::Quantity qty(const char *text) { return core::Quantity(dec(text)); }
inline core::Money usd(const char *text) { return core::Money(core::WideDecimal::parse(text).value()); }
inline core::Timestamp at(const char *text) { return core::parseIsoText(text).value(); }
inline std::chrono::sys_days day(const char *text) { return std::chrono::floor<std::chrono::days>(at(text)); }

/// A stock's limit order for a day: what every rule lets pass.
inline core::alpaca::NewOrder limitBuy(const char *price = "81.37", const char *quantity = "12")
{
    return {.id = core::ClientOrderId("AB01CD0000000017K"),
            .symbol = "PLTR",
            .quantity = qty(quantity),
            .type = core::alpaca::WireType::Limit,
            .limit = px(price)};
}

/// The same on the other side, as an exit.
inline core::alpaca::NewOrder exitSell()
{
    core::alpaca::NewOrder order = limitBuy();
    order.side = core::Side::Sell;
    order.isExit = true;
    order.intent = core::alpaca::PositionIntent::SellToClose;
    return order;
}

} // namespace support
