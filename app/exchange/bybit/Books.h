#pragma once

#include "app/exchange/bybit/Values.h"

#include <map>

namespace app::bybit {

/// Coins, positions and executions of the account. Perpetuals settle in USDT at every fill; a coin
/// bought on spot comes without its fee, one sold pays it in USDT.
class Books {
public:
    explicit Books(core::Money cash) { m_coins["USDT"] = cash.value(); }

    struct Made {
        core::Quantity quantity;
        core::Price price;
        bool isMaker = false;
        core::Timestamp at;
    };
    /// The order counts the fill already; its fee is added here. Returns the new last execution.
    const Execution &book(Order &order, const Made &made, std::string executionId);
    /// The position pays (or gets) that share of its value at the last price.
    const Execution &fund(const Product &product, core::Decimal rate, core::Timestamp at, std::string executionId);
    /// Money that comes (positive) or goes without a trade.
    void transfer(const std::string &coin, core::WideDecimal amount, core::Timestamp at);
    void setPrice(const Product &product, core::Price price)
    {
        m_prices[product.instrument.id] = price;
    }
    void setLeverage(const Product &product, core::Decimal leverage)
    {
        position(product).leverage = leverage;
    }
    void setExits(const Product &product, const Exits &exits) { position(product).exits = exits; }

    [[nodiscard]] core::Price price(const Product &product) const;
    [[nodiscard]] core::Quantity held(const Product &product) const;  ///< Of a linear one.
    /// Flat ones too.
    [[nodiscard]] const Position &at(const Product &product) { return position(product); }
    [[nodiscard]] core::WideDecimal balance(const std::string &coin) const;
    [[nodiscard]] const std::map<std::string, core::WideDecimal> &coins() const { return m_coins; }
    [[nodiscard]] const std::map<core::InstrumentId, Position> &positions() const
    {
        return m_positions;
    }
    [[nodiscard]] const std::vector<Execution> &executions() const { return m_executions; }
    [[nodiscard]] const std::vector<LedgerRow> &ledger() const { return m_ledger; }
    [[nodiscard]] core::Money unrealised() const;
    [[nodiscard]] core::Money initialMargin() const;
    [[nodiscard]] core::Money maintenanceMargin() const;
    [[nodiscard]] core::Money realisedEver() const;

private:
    Position &position(const Product &product);
    void bookSpot(const Order &order, Execution &made);
    void bookLinear(const Order &order, Execution &made);
    void open(Position &position, core::Quantity signedQuantity, core::Price price);
    [[nodiscard]] core::Money close(Position &position, core::Quantity signedQuantity,
                                    core::Price price);

    std::map<std::string, core::WideDecimal> m_coins;
    std::map<core::InstrumentId, Position> m_positions;
    std::map<core::InstrumentId, core::Price> m_prices;
    void enter(LedgerRow row);

    std::vector<Execution> m_executions;
    std::vector<LedgerRow> m_ledger;
    std::int64_t m_sequence = 10'000'000'000;  ///< Exceeds 32 bits, as the venue's does.
};

}  // namespace app::bybit
