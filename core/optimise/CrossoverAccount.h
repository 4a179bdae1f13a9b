#pragma once

#include "core/portfolio/Portfolio.h"

#include <cstdint>

namespace core {

/// What the money of a run rests on.
struct CrossoverMoney {
    Instrument instrument; ///< Its multiplier is one.
    Money cash;
    Decimal feeRate{};     ///< Of the notional, each side.
};

/// The books of one all-in, long-only run, to the last decimal those of the engine (plan, venue and
/// portfolio): quantity = cash / (price · (1 + fee)) floored at nine places, fee on both notionals.
class CrossoverAccount {
public:
    /// Trades are listed only where somebody wants them: `trades` may be null.
    CrossoverAccount(const CrossoverMoney &money, std::vector<RoundTrip> *trades)
        : m_money(&money), m_trades(trades), m_cash(money.cash)
    {
    }

    /// All in at this price; nothing when the size falls below the venue's minimum.
    void buy(Price price, Timestamp at);
    void sell(Price price, Timestamp at);
    /// Lists what is still open, valued at the last close.
    void finish(Price lastClose);

    [[nodiscard]] bool isHolding() const { return !m_held.isZero(); }
    [[nodiscard]] std::int64_t roundTrips() const { return m_roundTrips; }
    [[nodiscard]] Money fees() const { return m_fees; }
    [[nodiscard]] Money equity(Price close) const { return m_cash + notional(close, m_held); }

private:
    void list(const Money &proceeds, std::optional<Price> exitPrice, std::optional<Timestamp> exitTime);

    const CrossoverMoney *m_money;
    std::vector<RoundTrip> *m_trades;
    Money m_cash;
    Money m_fees;
    Quantity m_held;
    std::int64_t m_roundTrips = 0;
    // Of the trip that is open.
    Timestamp m_entryTime;
    Price m_entryPrice;
    Money m_cost;
    Money m_tripFees;
};

} // namespace core
