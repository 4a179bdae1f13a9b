#pragma once

#include "core/brokers/bybit/BybitInstrument.h"
#include "core/brokers/bybit/BybitOrderWire.h"

#include <optional>
#include <string>
#include <string_view>

namespace core::bybit {

/// What an execution does to the account.
enum class ExecutionKind {
    Trade,   ///< Changes the position: our trades, and those that the venue made for us.
    Funding, ///< Changes cash alone.
    Other,   ///< Settlements, and words that are new to us: the account is asked for anew.
};

struct ExecutionState {
    Category category = Category::Linear;
    ExecutionKind kind = ExecutionKind::Other;
    std::string type{}; ///< The venue's word.
    /// Without its fee, which may be in another coin: see `bookingOf`. The id is the venue's within its
    /// category: `linear-…`. The order's id is empty for an order made elsewhere.
    Fill fill{};
    VenueOrderId venueOrderId{};
    WideDecimal fee{};         ///< Positive is a cost; of funding it is what was paid.
    std::string feeCoin{};     ///< Empty where the venue leaves it to its rules.
    bool isMaker = false;
    Quantity closed{};         ///< How much of it closed a position.
    std::optional<std::int64_t> sequence{};
};

[[nodiscard]] ExecutionState readExecution(json::Fields &row, Category category);
/// Source: bybit-exchange.github.io/docs/v5/order/execution, July 2026.
[[nodiscard]] Result<Page<ExecutionState>> parseExecutions(Category category, std::string_view bytes);
/// The same, row by row: what cannot be read is left out and named.
[[nodiscard]] Result<Page<ExecutionState>> parseExecutionRows(Category category, std::string_view bytes);

/// An execution as it goes into the books.
struct Booking {
    Fill fill;                            ///< With the fee, if it is in the account's money.
    WideDecimal assetFee{};               ///< Fee taken in the asset itself; negative: given.
    std::optional<CoinAmount> otherFee{}; ///< Fee taken in any other coin.

    /// What the holding of the asset changes by: a spot buy brings less than it bought.
    [[nodiscard]] WideDecimal assetChange() const { return WideDecimal(fill.signedQuantity().value()) - assetFee; }
};

/// Linear pays in the settle coin. On spot a buyer pays in the asset and a seller in money, and a maker
/// who is paid is paid the other way round; where the venue names the coin, that coin counts.
[[nodiscard]] Booking bookingOf(const ExecutionState &execution, const InstrumentFacts &facts);

} // namespace core::bybit
