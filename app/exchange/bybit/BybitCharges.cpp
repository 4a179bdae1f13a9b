#include "app/exchange/bybit/BybitAccount.h"

#include "app/exchange/bybit/Text.h"

#include <algorithm>

namespace app::bybit {

using namespace core;

/// Of all that was held at a funding time on the way to that moment. The mark is the last price.
void BybitAccount::payFunding(Timestamp until)
{
    for (Timestamp at = FundingRates::next(m_now); at <= until; at = FundingRates::next(at)) {
        m_now = at;
        for (const Product &product : m_products.all()) {
            if (product.isSpot() || m_books.held(product).isZero())
                continue;
            m_sink(&m_books.fund(product, m_funding.at(product, at), at, uuid(m_random)));
            tellPosition(product);
            m_sink(WalletChanged{});
        }
    }
}

/// The account as a whole: what it is worth is less than what its positions need.
bool BybitAccount::mustLiquidate() const
{
    const Money least = m_books.maintenanceMargin();
    return !least.isZero() && Money(m_books.balance("USDT")) + m_books.unrealised() < least;
}

/// First everything that waits, then every position at the market, at once.
void BybitAccount::liquidate()
{
    for (const std::string &id : std::vector<std::string>(m_live))
        if (!m_orders.at(id).terms.product->isSpot())
            finishCancel(id, "CancelAllBeforeLiq");
    for (const Product &product : m_products.all()) {
        const Quantity held = product.isSpot() ? Quantity() : m_books.held(product);
        if (held.isZero())
            continue;
        Draft draft;
        draft.product = &product;
        draft.side = held.sign() > 0 ? Side::Sell : Side::Buy;
        draft.isMarket = draft.isLiquidation = true;
        draft.quantity = held.abs();
        draft.force = Force::Ioc;
        draft.reduceOnly = true;
        route(add(std::move(draft)));
        followUp();
    }
}

}  // namespace app::bybit
