#include "core/domain/Amount.h"

namespace core {

Money notional(Price price, Quantity quantity, Decimal multiplier)
{
    const WideDecimal product = WideDecimal::product(price.value(), quantity.value());
    if (multiplier == Decimal::fromNanos(Decimal::one))
        return Money(product);
    return Money(product.times(multiplier));
}

Money scaled(Money money, WideDecimal factor)
{
    return Money(money.value().times(factor));
}

Money scaled(Money money, Decimal factor)
{
    return Money(money.value().times(factor));
}

double ratio(Money part, Money whole)
{
    return whole.isZero() ? 0.0 : part.toDouble() / whole.toDouble();
}

Price scaledPrice(Price price, Decimal fraction)
{
    const Decimal factor = Decimal::fromNanos(Decimal::one) + fraction;
    return Price(WideDecimal::product(price.value(), factor).narrowed(Rounding::HalfEven));
}

} // namespace core
