// What is known, as it is asked for: why an order may not leave, and what an instrument is.
#include "core/brokers/bybit/BybitFacts.h"

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

constexpr Duration limitsOldAt = 15s;

std::optional<OrderRefusal> refusal(std::string sentence, RefusalKind kind)
{
    return OrderRefusal{std::move(sentence), kind};
}

const std::string &coinOf(const InstrumentFacts &facts)
{
    return facts.category == Category::Linear ? facts.settleCoin : facts.quoteCoin;
}

/// `BTCUSDT` → `BTC` and `USDT`; `BTCPERP` is settled in USDC.
void guessCoins(InstrumentFacts &facts)
{
    const std::string &symbol = facts.instrument.id.symbol;
    for (const std::string_view quote : {"USDT", "USDC", "PERP"})
        if (symbol.size() > quote.size() && symbol.ends_with(quote)) {
            facts.baseCoin = symbol.substr(0, symbol.size() - quote.size());
            facts.quoteCoin = quote == "PERP" ? "USDC" : std::string(quote);
        }
    facts.settleCoin = facts.quoteCoin;
}

} // namespace

std::optional<OrderRefusal> BybitFacts::obstacleTo(const OrderRequest &order)
{
    const auto category = categoryOf(order.instrument);
    if (!category)
        return refusal(order.instrument.text() + " is not traded at Bybit.", RefusalKind::Other);
    use(order.instrument);
    if (!find(order.instrument) && !m_isReady)
        return refusal("Bybit's instruments are not known yet.", RefusalKind::NotSent);
    if (order.reduceOnly) // whether it can still be sold is the venue's to say
        return std::nullopt;
    if (!find(order.instrument))
        return refusal("Bybit does not list " + order.instrument.symbol + ".", RefusalKind::Other);
    if (auto found = obstacleOfAccount(*category))
        return found;
    return obstacleOfInstrument(order);
}

std::optional<OrderRefusal> BybitFacts::obstacleOfAccount(Category category) const
{
    if (m_key && m_key->isReadOnly)
        return refusal("The Bybit key may only read.", RefusalKind::Keys);
    if (m_key && !(category == Category::Linear ? m_key->tradesContracts : m_key->tradesSpot))
        return refusal(std::string("The Bybit key may not trade ") +
                           (category == Category::Linear ? "contracts." : "spot."),
                       RefusalKind::Keys);
    if (m_account && !m_account->isUnified())
        return refusal("This is not a unified trading account of Bybit.", RefusalKind::Keys);
    if (!m_isReady)
        return refusal("What Bybit says of the account is not known yet.", RefusalKind::NotSent);
    return std::nullopt;
}

std::optional<OrderRefusal> BybitFacts::obstacleOfInstrument(const OrderRequest &order) const
{
    const InstrumentFacts &facts = *find(order.instrument);
    const Used &used = m_used.at(order.instrument);
    if (coinOf(facts) != accountCoin)
        return refusal(order.instrument.symbol + " is settled in " + coinOf(facts) + ", and this account is kept in " +
                           std::string(accountCoin) + ".",
                       RefusalKind::Other);
    if (facts.category == Category::Linear && !used.isHedged)
        return refusal("The position mode of " + order.instrument.symbol + " is not known yet.", RefusalKind::NotSent);
    if (used.isHedged.value_or(false))
        return refusal(order.instrument.symbol + " is in Bybit's hedge mode. Only one-way mode is traded here: switch " +
                           "it, which needs no position and no order in it.",
                       RefusalKind::Other);
    const bool isMoved = facts.category == Category::Linear &&
                         (!m_beyondLimits || m_beyondLimits->linear == BeyondLimit::Move);
    if (isMoved && order.limitPrice && !isConditional(order) && !limits(order.instrument))
        return refusal("Bybit's price limits for " + order.instrument.symbol + " are not known at this moment, and it "
                           "moves a price beyond them in silence.",
                       RefusalKind::NotSent);
    return std::nullopt;
}

const InstrumentFacts *BybitFacts::find(const InstrumentId &instrument) const
{
    const auto found = m_instruments.find(instrument);
    return found == m_instruments.end() ? nullptr : &found->second;
}

InstrumentFacts BybitFacts::factsOrGuess(const InstrumentId &instrument) const
{
    if (const InstrumentFacts *known = find(instrument))
        return *known;
    InstrumentFacts facts;
    facts.instrument = usualInstrument(instrument);
    facts.category = categoryOf(instrument).value_or(Category::Linear);
    facts.instrument.tickSize = facts.instrument.lotSize = Decimal::fromNanos(1); // what fits, the venue says
    facts.instrument.minNotional = {};
    guessCoins(facts);
    return facts;
}

const InstrumentFacts *BybitFacts::spotOf(const std::string &coin) const
{
    return find(instrumentId(Category::Spot, coin + std::string(accountCoin)));
}

std::vector<Instrument> BybitFacts::instruments() const
{
    std::vector<Instrument> all;
    for (const auto &[id, facts] : m_instruments)
        if (facts.isTrading() && coinOf(facts) == accountCoin)
            all.push_back(facts.instrument);
    return all;
}

std::optional<PriceLimits> BybitFacts::limits(const InstrumentId &instrument) const
{
    const auto found = m_used.find(instrument);
    if (found == m_used.end() || m_clock.steady() - found->second.limitsAt > limitsOldAt)
        return std::nullopt;
    return found->second.limits;
}

std::optional<FeeRate> BybitFacts::feeRate(const InstrumentId &instrument) const
{
    const auto found = m_used.find(instrument);
    return found == m_used.end() ? std::nullopt : found->second.fees;
}

} // namespace core::bybit
