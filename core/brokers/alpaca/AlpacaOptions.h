#pragma once

#include "core/brokers/alpaca/AlpacaMarketReader.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::alpaca {

enum class OptionRight { Call, Put };
enum class OptionStyle { American, European };

/// One option contract.
struct OptionContract {
    std::string symbol;
    std::string name{};
    std::string underlying{};
    OptionRight right = OptionRight::Call;
    OptionStyle style = OptionStyle::American;
    std::chrono::sys_days expiry{};
    Price strike{};
    Decimal multiplier = Decimal::fromInteger(100); ///< For money.
    Decimal size = Decimal::fromInteger(100);       ///< Shares delivered; not the same for adjusted contracts.
    bool isTradable = false;
    bool isActive = false;
    std::optional<double> openInterest{};
    std::optional<Price> closePrice{};
};

struct ContractPage {
    std::vector<OptionContract> contracts;
    std::optional<std::string> nextToken{};
};
[[nodiscard]] Result<ContractPage> parseContracts(std::string_view bytes);

/// What an OCC symbol itself says; nothing for another symbol.
struct OptionSymbol {
    std::string root;
    std::chrono::sys_days expiry;
    OptionRight right = OptionRight::Call;
    Price strike{};
};
[[nodiscard]] std::optional<OptionSymbol> readOptionSymbol(std::string_view symbol);

/// Sensitivities as the venue computes them; statistics, so double.
struct Greeks {
    double delta = 0;
    double gamma = 0;
    double theta = 0;
    double vega = 0;
    double rho = 0;
};

/// A contract in the chain. Anything may be missing; on the day of expiry there are no greeks.
struct ChainEntry {
    std::string symbol;
    Snapshot prices{};
    std::optional<Greeks> greeks{};
    std::optional<double> impliedVolatility{}; ///< 0.25 is 25 % a year.
};
struct ChainPage {
    std::vector<ChainEntry> entries;
    std::optional<std::string> nextToken{};
};
[[nodiscard]] Result<ChainPage> parseChain(std::string_view bytes);

} // namespace core::alpaca
