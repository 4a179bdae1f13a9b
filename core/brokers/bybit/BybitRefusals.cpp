#include "core/brokers/bybit/BybitRefusals.h"

#include "core/brokers/bybit/BybitCategory.h"

namespace core::bybit {

namespace {

/// A spot sale needs coins, and the venue speaks of its balance all the same.
RefusalKind ofFunds(const OrderRequest &order)
{
    const bool isSpotSale = order.side == Side::Sell && categoryOf(order.instrument) == Category::Spot;
    return isSpotSale ? RefusalKind::NothingHeld : RefusalKind::Funds;
}

} // namespace

RefusalKind refusalOf(Reason reason, const OrderRequest &order)
{
    switch (reason) {
    case Reason::NotSent:
    case Reason::ClockOff: return RefusalKind::NotSent;
    case Reason::Funds: return ofFunds(order);
    case Reason::NothingToReduce: return RefusalKind::NothingHeld;
    case Reason::TooManyRequests:
    case Reason::Overloaded:
    case Reason::TooManyOrders: // there is room again once others have ended
    case Reason::BannedAddress: return RefusalKind::RateLimit;
    case Reason::WrongKey:
    case Reason::KeyExpired:
    case Reason::LoginFailed:
    case Reason::BadSignature:
    case Reason::NoPermission:
    case Reason::AddressNotAllowed:
    case Reason::AccountBarred:
    case Reason::AccountKind:
    case Reason::SymbolNotAllowed: return RefusalKind::Keys;
    case Reason::MarketClosed:
    case Reason::Delisted: return RefusalKind::MarketClosed;
    default: return RefusalKind::Other;
    }
}

RefusalKind refusalOf(Objection objection)
{
    return objection == Objection::NotTrading ? RefusalKind::MarketClosed : RefusalKind::Other;
}

} // namespace core::bybit
