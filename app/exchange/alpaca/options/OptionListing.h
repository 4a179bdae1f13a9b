#pragma once

#include "app/exchange/alpaca/HistoryPage.h"
#include "app/exchange/alpaca/options/OptionMarket.h"

namespace app::alpaca {

/// The contracts together with their prices.
struct OptionListing {
    const OptionChain &chain;
    const OptionMarket &market;
};

/// Which contracts a question is about: the parameters that the list of contracts and the chain share.
struct ContractFilter {
    std::optional<std::chrono::sys_days> from; ///< Of the expiry, both included.
    std::optional<std::chrono::sys_days> to;
    std::optional<bool> isCall;
    std::optional<core::Price> leastStrike;
    std::optional<core::Price> mostStrike;
    std::string root; ///< Empty = any.

    [[nodiscard]] static Answer<ContractFilter> read(const Query &query);
    [[nodiscard]] bool holds(const Asset &contract) const;
};

/// `GET /v2/options/contracts`, on the trading host. By default those that expire before the next weekend is
/// over. `now` is market time, `dayBefore` an asset's price at the last day's end.
[[nodiscard]] Answer<std::string> contractsJson(const Assets &assets, const OptionListing &options, const Query &query,
                                                core::Timestamp now,
                                                const std::function<core::Price(const Asset &)> &dayBefore);
/// `GET /v2/options/contracts/{symbol_or_id}`
[[nodiscard]] Answer<std::string> contractJson(const OptionListing &options, const std::string &name, core::Timestamp now,
                                               const std::function<core::Price(const Asset &)> &dayBefore);

} // namespace app::alpaca
