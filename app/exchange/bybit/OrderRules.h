#pragma once

#include "app/exchange/bybit/Books.h"

namespace app::bybit {

/// What is wrong with an order by itself and by the last price: ids, steps, bounds, value, trigger,
/// mode.
[[nodiscard]] std::optional<Problem> objectionTo(const Draft &draft, core::Price last);

/// The highest bid and the lowest ask that are taken: 5 % from the last price, on the tick.
struct PriceLimits {
    core::Price mostToBuy;
    core::Price leastToSell;
};
[[nodiscard]] PriceLimits priceLimits(const Product &product, core::Price last);
/// What becomes of a price beyond the limits: refused, or moved to the limit in silence.
enum class BeyondLimits { Refuse, Move };
[[nodiscard]] std::optional<Problem> keepToLimits(Draft &draft, core::Price last, BeyondLimits what);

/// What working orders hold, and what is left for others. Only USDT counts for perpetuals; no
/// borrowing.
class Funds {
public:
    Funds(const Books &books, std::vector<const Order *> live)
        : m_books(books), m_live(std::move(live))
    {
    }

    [[nodiscard]] core::WideDecimal locked(const std::string &coin) const;  ///< By orders of spot.
    [[nodiscard]] core::Money orderMargin() const;  ///< Of orders of perpetuals.
    /// In USDT, for whatever is to be opened or bought.
    [[nodiscard]] core::Money available() const;
    /// `price` is the limit, or what a market order would pay. `except` does not count: it is
    /// changed.
    [[nodiscard]] std::optional<Problem> objectionTo(const Draft &draft, core::Quantity units,
                                                     core::Price price,
                                                     const Order *except = nullptr) const;

private:
    [[nodiscard]] core::Money marginOf(const Draft &draft, core::Quantity units,
                                       core::Price price) const;
    [[nodiscard]] core::WideDecimal lockedBy(const Order &order, const std::string &coin) const;

    const Books &m_books;
    std::vector<const Order *> m_live;
};
/// Exits on the wrong side of the price.
[[nodiscard]] std::optional<Problem> objectionTo(const Exits &exits, bool isLong, core::Price last);

}  // namespace app::bybit
