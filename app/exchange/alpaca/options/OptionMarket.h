#pragma once

#include "app/exchange/alpaca/MarketMemory.h"
#include "app/exchange/alpaca/options/BlackScholes.h"
#include "app/exchange/alpaca/options/OptionChain.h"

namespace app::alpaca {

/// What a contract is worth and how much its underlying is thought to move.
struct OptionEstimate {
    OptionValue value;
    double volatility = 0;
};

/// The made-up prices of option contracts: Black-Scholes on the price of the underlying, with volatilities of
/// its own for each underlying and a smile, seeded. Nothing is kept: the same seed, contract, price and moment
/// always give the same quote, trades and bars. The contracts are American, their prices European.
class OptionMarket {
public:
    OptionMarket(const MarketMemory &memory, std::uint64_t seed) : m_memory(memory), m_seed(seed) {}

    /// At a price of the underlying.
    [[nodiscard]] OptionEstimate estimate(const OptionTerms &terms, core::Price spot, core::Timestamp at) const;
    /// Rounded outwards to cents; a bid of zero is none.
    [[nodiscard]] QuoteRow quoteAt(const Asset &contract, core::Price spot, core::Timestamp at) const;

    // At the underlying's newest price. Nothing before it has one.
    [[nodiscard]] std::optional<QuoteRow> quote(const Asset &contract) const;
    [[nodiscard]] std::optional<OptionEstimate> estimate(const Asset &contract) const;
    /// Of a part of the underlying's minutes, the more the nearer the strike is: one trade just before its end.
    [[nodiscard]] std::vector<Trade> trades(const Asset &contract, core::Timestamp from, core::Timestamp to) const;
    /// Made of these trades.
    [[nodiscard]] std::vector<DataBar> bars(const Asset &contract, const BarLength &length, core::Timestamp from,
                                            core::Timestamp to) const;
    /// People who hold it, made up; the same every day.
    [[nodiscard]] std::int64_t openInterest(const Asset &contract) const;

private:
    [[nodiscard]] double uniform(const std::string &what) const;
    [[nodiscard]] std::uint64_t number(const std::string &what) const;

    const MarketMemory &m_memory;
    std::uint64_t m_seed;
};

/// When the last day of a contract ends: at the close of its market.
[[nodiscard]] core::Timestamp expiryTime(const OptionTerms &terms);

} // namespace app::alpaca
