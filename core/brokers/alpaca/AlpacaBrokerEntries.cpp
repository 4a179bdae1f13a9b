// What keeps an entry from leaving.
#include "core/brokers/alpaca/AlpacaBroker.h"
#include "core/brokers/alpaca/AlpacaOrderRules.h"

#include <algorithm>

namespace core::alpaca {

namespace {

/// As the venue's facts were told. What they do not say is left to the venue: fractions.
Asset assetOf(const Instrument &facts, TradedKind kind)
{
    Asset asset{.id = {}, .instrument = facts.id, .kind = kind};
    asset.isActive = asset.isTradable = asset.isFractionable = true;
    asset.isShortable = asset.isEasyToBorrow = facts.shortable;
    if (kind != TradedKind::Crypto)
        return asset;
    asset.minQuantity = facts.minQuantity;
    asset.quantityStep = facts.lotSize;
    asset.priceStep = facts.tickSize;
    return asset;
}

} // namespace

std::optional<AlpacaBroker::Obstacle> AlpacaBroker::entryObstacle(const NewOrder &order) const
{
    const InstrumentId instrument{venueOf(order.kind), order.symbol};
    if (const auto why = m_account ? m_account->obstacle(order.kind) : std::nullopt)
        return Obstacle{*why, RefusalKind::Keys};
    if (m_isClosedOutOfTurn && order.kind == TradedKind::Stock)
        return Obstacle{"Alpaca says that the market is closed.", RefusalKind::MarketClosed};
    if (const auto why = m_setup.halts ? m_setup.halts->reasonOf(instrument) : std::nullopt)
        return Obstacle{"Trading in " + order.symbol + " is halted: " + *why, RefusalKind::MarketClosed};
    const auto told = std::find_if(m_setup.facts.begin(), m_setup.facts.end(),
                                   [&](const Instrument &each) { return each.id == instrument; });
    const auto asset = told == m_setup.facts.end() ? std::nullopt : std::optional(assetOf(*told, order.kind));
    OrderContext context{.now = m_reconciledAt.value_or(m_clock.now())};
    context.asset = asset ? &*asset : nullptr;
    const auto working = m_orders.working();
    if (const auto objection = objectionTo(order, context))
        return Obstacle{objection->sentence, RefusalKind::NotSent};
    if (const auto objection = pairObjection(order, context, working))
        return Obstacle{objection->sentence, RefusalKind::NotSent};
    if (const auto objection = washTradeObjection(order, working))
        return Obstacle{objection->sentence, RefusalKind::WashTrade};
    return std::nullopt;
}

} // namespace core::alpaca
