#pragma once

#include "app/exchange/alpaca/Assets.h"

#include <map>

namespace app::alpaca {

/// Which option contracts are listed on the stocks. Of each: the Fridays of the next five weeks and the third
/// Fridays of the next half year (the day before where a Friday is a holiday), ten strikes to each side of the
/// price at the start; ten around every later day's last price join them, and none leaves before it expires.
class OptionChain {
public:
    /// The contracts that expired before `firstDay` have never been.
    OptionChain(const Assets &assets, std::chrono::sys_days firstDay) : m_assets(assets), m_firstDay(firstDay) {}

    /// Lists strikes around the price. Before the first time an underlying has no contracts.
    void listAround(const Asset &underlying, core::Price price);

    /// Expiries that are listed on that day, oldest first, those that are over included.
    [[nodiscard]] std::vector<std::chrono::sys_days> expiries(std::chrono::sys_days today) const;
    /// Of one underlying, in order of their symbols, those that are over included; without their ids.
    [[nodiscard]] std::vector<Asset> contracts(const Asset &underlying, std::chrono::sys_days today) const;
    /// By symbol, or by id, with its id; it may be over.
    [[nodiscard]] std::optional<Asset> find(const std::string &name, std::chrono::sys_days today) const;

private:
    /// Those that are listed of one underlying.
    struct Strikes {
        std::int64_t step = 0;  ///< Tenths of a dollar from strike to strike.
        std::int64_t lowest = 0; ///< In steps.
        std::int64_t highest = 0;
    };
    const Assets &m_assets;
    std::chrono::sys_days m_firstDay;
    std::map<std::string, Strikes> m_strikes; ///< By the underlying's symbol.
};

/// `AAPL Jun 19 2026 228 Call`.
[[nodiscard]] std::string contractName(const Asset &contract);

} // namespace app::alpaca
