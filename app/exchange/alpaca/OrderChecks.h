#pragma once

#include "app/exchange/alpaca/Books.h"

namespace app::alpaca {

/// What the owner has chosen: GET and PATCH /v2/account/configurations.
struct Configuration {
    std::string tradeConfirmEmail = "all";
    bool isSuspended = false;
    bool noShorting = false;
    bool isFractional = true;
    int multiplier = 2; ///< 1, 2 or 4.
    int optionsLevel = 2;
    bool ptpNoExceptionEntry = false;
    bool disableOvernight = true;
};

/// Looks at account and market before an order is accepted (sheet, 9.10). Reads only.
class OrderChecks {
public:
    /// `live`: every order that is not over, in order of arrival.
    OrderChecks(const Books &books, const Configuration &configuration, std::vector<const Order *> live)
        : m_books(books), m_configuration(configuration), m_live(std::move(live))
    {
    }

    /// `ask` and `bid` are the best prices, or the last one when the market is closed.
    struct Market {
        core::Price bid;
        core::Price ask;
        core::Price last;
    };
    /// `replaced` is the order in whose place this one steps.
    [[nodiscard]] std::optional<Problem> objection(const Draft &draft, const Asset &asset, const Market &market,
                                                   const Order *replaced = nullptr) const;

    /// What working sells (or purchases against a short) hold of the position, pairs counted once.
    [[nodiscard]] core::Quantity heldForOrders(const Asset &asset, const Order *except = nullptr) const;
    [[nodiscard]] core::Money buyingPower() const;
    [[nodiscard]] core::Money cashPower() const; ///< For what cannot be bought on margin.

private:
    using Objection = std::optional<Problem>;
    [[nodiscard]] Objection aboutStops(const Draft &draft, const Market &market) const;
    [[nodiscard]] Objection aboutWashTrade(const Draft &draft, const Asset &asset, const Order *replaced) const;
    [[nodiscard]] Objection aboutQuantity(const Draft &draft, const Asset &asset, core::Quantity quantity,
                                          const Order *replaced) const;
    [[nodiscard]] Objection aboutIntent(const Draft &draft, const Asset &asset) const;
    [[nodiscard]] Objection aboutOptions(const Draft &draft, const Asset &asset, const Market &market) const;
    [[nodiscard]] Objection aboutShort(const Draft &draft, const Asset &asset) const;
    [[nodiscard]] Objection aboutMoney(const Asset &asset, core::Money charge, const Order *replaced) const;
    [[nodiscard]] Problem insufficientQuantity(const Asset &asset, core::Quantity wanted, core::Quantity available) const;
    [[nodiscard]] Problem insufficientBalance(const Asset &asset, core::Quantity wanted, core::Quantity available) const;
    [[nodiscard]] core::Money openCharges() const;
    [[nodiscard]] bool opens(const Draft &draft, const Asset &asset) const;

    const Books &m_books;
    const Configuration &m_configuration;
    std::vector<const Order *> m_live;
};

/// The quantity of a draft; of a notional one what it buys at that price, floored at nine places.
[[nodiscard]] core::Quantity quantityOf(const Draft &draft, core::Price price);
/// What an order of so many is charged with: its limit, or what a market order may cost at worst.
[[nodiscard]] core::Money chargeOf(const Draft &draft, const Asset &asset, core::Quantity quantity,
                                   const OrderChecks::Market &market);
/// How far a market or stop order may go: 4 % below 50 dollars, 2.5 % from there.
[[nodiscard]] core::Price collarAbove(core::Price price);

} // namespace app::alpaca
