#pragma once

#include "app/exchange/alpaca/Text.h"
#include "app/exchange/alpaca/Values.h"

#include <map>

namespace app::alpaca {

/// Cash, positions and executions of the account. A bought coin comes without its fee, a sold one without
/// the fee in dollars; stocks are free.
class Books {
public:
    /// `lastDay` is when the last trading day before the start ended.
    Books(core::Money cash, core::Timestamp lastDay) : m_cash(cash), m_lastEquity(cash), m_lastEquityAt(lastDay) {}

    /// The order counts the fill already. Returns the new last execution.
    const Execution &book(const Order &order, const core::Fill &fill, core::Timestamp at, Names &names);
    void setPrice(const Asset &asset, core::Price price) { m_prices[asset.symbol] = price; }
    void setDayBefore(const Asset &asset, core::Price price) { m_dayBefore[asset.symbol] = price; }
    /// A contract's last day is over: exercised when it is in the money by a cent, worth nothing otherwise.
    void expire(const Asset &contract, core::Timestamp at, Names &names);
    /// What the day ended with: the figures of "last".
    void endDay(core::Timestamp at);
    /// A point of the equity curve.
    void sample(core::Timestamp at);

    [[nodiscard]] core::Money cash() const { return m_cash; }
    [[nodiscard]] std::optional<core::Price> price(const Asset &asset) const;
    [[nodiscard]] core::Price dayBefore(const Asset &asset) const; ///< Its price at the last day's end.
    [[nodiscard]] core::Quantity held(const Asset &asset) const;
    [[nodiscard]] const std::map<std::string, Position> &positions() const { return m_positions; }
    [[nodiscard]] const std::vector<Execution> &executions() const { return m_executions; }
    [[nodiscard]] const std::vector<OptionEnd> &optionEnds() const { return m_optionEnds; }
    [[nodiscard]] core::Money valueOf(const Position &position) const;
    [[nodiscard]] core::Money longValue() const;
    [[nodiscard]] core::Money shortValue() const; ///< Not above zero.
    [[nodiscard]] core::Money equity() const { return m_cash + longValue() + shortValue(); }
    [[nodiscard]] core::Money lastEquity() const { return m_lastEquity; }
    [[nodiscard]] core::Timestamp lastEquityAt() const { return m_lastEquityAt; }
    [[nodiscard]] core::Money initialMargin() const;     ///< Half of stocks, all of coins and options.
    [[nodiscard]] core::Money maintenanceMargin() const; ///< Sheet, 9.10.
    struct Sample {
        core::Timestamp at;
        core::Money equity;
    };
    [[nodiscard]] const std::vector<Sample> &curve() const { return m_curve; }

private:
    void move(const Asset &asset, core::Quantity signedQuantity, core::Price price);

    core::Money m_cash;
    core::Money m_lastEquity;
    core::Timestamp m_lastEquityAt;
    std::map<std::string, Position> m_positions;
    std::map<std::string, core::Price> m_prices;
    std::map<std::string, core::Price> m_dayBefore;
    std::vector<Execution> m_executions;
    std::vector<OptionEnd> m_optionEnds;
    std::vector<Sample> m_curve;
};

} // namespace app::alpaca
