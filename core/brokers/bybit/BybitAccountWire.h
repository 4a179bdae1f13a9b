#pragma once

#include "core/brokers/bybit/BybitAccountRequests.h"
#include "core/brokers/bybit/BybitOrderWire.h"
#include "core/brokers/bybit/BybitPaging.h"
#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core::bybit {

/// One coin of the wallet, in units of that coin.
struct CoinBalance {
    std::string coin;
    Money equity{};        ///< Balance less what was borrowed, with the open gains.
    Money walletBalance{}; ///< May be negative: borrowed by itself.
    Money locked{};        ///< By open spot orders.
    Money borrowed{};
    Money orderMargin{};
    Money positionMargin{};
    Money unrealisedPnl{};
};

/// The account at one moment. The totals are in USD and absent where they mean nothing.
struct Wallet {
    std::string accountType;
    std::optional<Money> totalEquity{};
    std::optional<Money> totalAvailable{};
    std::optional<Money> totalInitialMargin{};
    std::optional<Money> totalMaintenanceMargin{};
    std::vector<CoinBalance> coins{};

    [[nodiscard]] const CoinBalance *find(std::string_view coin) const; ///< Null: none of it.
};

enum class MarginMode { Cross, Isolated, Portfolio, Other };
struct AccountInfo {
    int unifiedStatus = 0;
    MarginMode marginMode = MarginMode::Other;
    /// The only kind of account that the adapter speaks to (5 and 6).
    [[nodiscard]] bool isUnified() const { return unifiedStatus == 5 || unifiedStatus == 6; }
};

/// What the key may do. The key itself is not read.
struct KeyPermissions {
    std::string userId;
    bool isReadOnly = true;
    bool tradesContracts = false;
    bool tradesSpot = false;
    bool mayWithdraw = false; ///< Warned of: no program needs it to trade.
    bool isBoundToAddress = false;
    std::optional<Timestamp> expiresAt{};
};

struct PositionState {
    InstrumentId instrument;
    Quantity quantity{};                  ///< Signed; zero when flat.
    std::optional<Price> averagePrice{};  ///< Rounded at the ninth place.
    std::optional<Price> markPrice{};
    std::optional<Price> liquidationPrice{}; ///< An estimate in cross margin; absent when far away.
    std::optional<Price> stop{};
    std::optional<Price> target{};
    std::optional<Decimal> leverage{};
    Money unrealisedPnl{};
    std::string status{};       ///< `Normal`, or that it is being liquidated or deleveraged.
    bool isReduceOnly = false;  ///< The venue lets it only be reduced.
    int positionIdx = 0;        ///< Not 0: hedge mode, in which we do not trade.
    std::optional<std::int64_t> sequence{};
    std::optional<Timestamp> updatedAt{};

    [[nodiscard]] bool isHedged() const { return positionIdx != 0; }
};

struct FeeRate {
    std::string symbol;
    Decimal taker; ///< 0.001 = 0.1 %.
    Decimal maker; ///< Negative: paid to the maker.
};

/// What becomes of a limit price beyond the venue's limits.
struct BeyondLimits {
    BeyondLimit spot = BeyondLimit::Refuse;
    BeyondLimit linear = BeyondLimit::Move;
};

/// One shape over REST and on the stream.
[[nodiscard]] Wallet readWallet(json::Fields &row);
[[nodiscard]] PositionState readPosition(json::Fields &row, Category category);

[[nodiscard]] Result<Timestamp> parseServerTime(std::string_view bytes); ///< To the nanosecond.
[[nodiscard]] Result<Wallet> parseWallet(std::string_view bytes);
[[nodiscard]] Result<AccountInfo> parseAccountInfo(std::string_view bytes);
[[nodiscard]] Result<KeyPermissions> parseKeyInfo(std::string_view bytes);
[[nodiscard]] Result<Page<PositionState>> parsePositions(std::string_view bytes);
/// The same, row by row: what cannot be read is left out and named.
[[nodiscard]] Result<Page<PositionState>> parsePositionRows(std::string_view bytes);
[[nodiscard]] Result<std::vector<FeeRate>> parseFeeRates(std::string_view bytes);
/// The venue's two words have opposite senses: `lpaSpot` true moves, `lpaPerp` true refuses.
[[nodiscard]] Result<BeyondLimits> parseUserSettings(std::string_view bytes);

} // namespace core::bybit
