#include "core/brokers/alpaca/AlpacaOrderTerms.h"

namespace core::alpaca {

namespace {

const Decimal stopCollar = Decimal::fromNanos(20'000'000);  // 2 %
const Decimal takerFee = Decimal::fromNanos(2'500'000);     // 0.25 %

} // namespace

Price stopLimitBeyond(const Instrument &facts, Side side, Price stop)
{
    const Price limit = scaledPrice(stop, side == Side::Buy ? stopCollar : -stopCollar);
    return facts.roundedPrice(limit, side == Side::Buy ? Rounding::Ceiling : Rounding::Floor);
}

NewOrder orderToSend(const OrderRequest &request, const Instrument &facts)
{
    NewOrder order = newOrderOf(request);
    const bool hasCollar = order.type == WireType::Market && order.limit;
    if (hasCollar)
        order.type = WireType::Limit;
    if (order.kind != TradedKind::Crypto)
        return order;
    if (hasCollar)
        order.timeInForce = WireTimeInForce::Ioc;
    if (order.timeInForce == WireTimeInForce::Day)
        order.timeInForce = WireTimeInForce::Gtc;
    if (order.type == WireType::Stop && order.stop) {
        order.type = WireType::StopLimit;
        order.limit = stopLimitBeyond(facts, request.side, *order.stop);
    }
    return order;
}

NewOrder pairToSend(const OrderRequest &stop, const OrderRequest &target)
{
    NewOrder order = newOrderOf(target);
    order.type = WireType::Limit;
    order.orderClass = OrderClass::Oco;
    order.takeProfit = target.limitPrice;
    order.limit.reset(); // of an oco it is the target's
    if (stop.stopPrice)
        order.stopLoss = StopLoss{*stop.stopPrice, stop.limitPrice};
    return order;
}

RefusalKind refusalKindOf(Reason reason)
{
    switch (reason) {
    case Reason::BuyingPower: return RefusalKind::Funds;
    case Reason::NotEnoughHeld: return RefusalKind::NothingHeld;
    case Reason::WashTrade: return RefusalKind::WashTrade;
    case Reason::RateLimit: return RefusalKind::RateLimit;
    case Reason::WrongKeys: return RefusalKind::Keys;
    default: return RefusalKind::Other;
    }
}

std::optional<std::string> otherThanSent(const NewOrder &sent, const VenueOrder &theirs)
{
    if (theirs.clientId != sent.id)
        return "Alpaca answered with another order (" + theirs.clientId.text() + ").";
    if (theirs.instrument != InstrumentId{venueOf(sent.kind), sent.symbol} || theirs.side != sent.side)
        return "Alpaca answered with an order for " + theirs.instrument.symbol + " that was not sent.";
    return std::nullopt;
}

std::optional<std::string> termsChanged(const NewOrder &sent, const VenueOrder &theirs)
{
    const auto limit = sent.takeProfit ? sent.takeProfit : sent.limit;
    // Of a buy stop the venue makes a stop-limit by itself, which is documented: its limit is no change.
    if ((sent.quantity && theirs.quantity && *sent.quantity != *theirs.quantity) ||
        (limit && theirs.limit && *limit != *theirs.limit) || (sent.stop && theirs.stop && *sent.stop != *theirs.stop))
        return "Alpaca has changed quantity or price of order " + sent.id.text() + " in " + sent.symbol + ".";
    return std::nullopt;
}

void addFees(Fill &fill)
{
    if (kindOf(fill.instrument) != TradedKind::Crypto)
        return;
    if (fill.side == Side::Buy)
        fill.assetFee = Quantity(WideDecimal::product(fill.quantity.value(), takerFee).narrowed(Rounding::Ceiling));
    else
        fill.fee = Money(scaled(notional(fill.price, fill.quantity), takerFee).value().narrowed(Rounding::Ceiling));
}

} // namespace core::alpaca
