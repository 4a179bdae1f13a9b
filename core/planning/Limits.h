#pragma once

#include "core/domain/Amount.h"
#include "core/base/Timestamp.h"

#include <optional>

namespace core {

/// The owner's limits for one account. A profile must name them: what is not set is zero, so
/// nothing passes. Only a bare back-test says `unlimited()`.
struct RiskLimits {
    Decimal riskPerTrade{};     ///< Share of min(E, E0) that one trade may lose at its stop.
    Decimal exposure{};         ///< Share of equity that all positions together may be worth, gross.
    Decimal dayLoss{};          ///< Share of E0 after which entries stop for the day.
    Money maxOrderValue{};      ///< Account currency.
    Quantity maxOrderQuantity{};
    int maxPositions = 0;
    Decimal priceCollar{};      ///< How far from the quote an order's price may be, as a share.
    Duration maxQuoteAge{};     ///< Of the newest quote at approval.
    bool needsStop = false;     ///< Refuse entries without a protective stop.
    Decimal overnight{};        ///< Share of E0 that a gap over night may cost, all positions together.
    int maxOrdersPerMinute = 0; ///< Entries of the account.
    Duration duplicateWindow{}; ///< The same entry again within it is a duplicate.
    int lossStreak = 0;         ///< So many losses in a row, of the account or of one bot, want a rest.
    Duration coolDown{};        ///< How long that rest is.
    int stopOutBars = 0;        ///< Without another entry on the same side after a stop.
    int rejectBars = 0;         ///< Without another entry on the same side after a person's no.
    int maxAutomatedEntries = 0;       ///< Of one bot a day; after them a person is asked.
    int maxVenueFailures = 0;   ///< Of the venue's interface within 300 s: with so many entries halt; 0 = with the first.
    Decimal drawdown{};         ///< Share that equity without flows may fall from its peak; 1 = all of it.
    bool isUnlimited = false;

    [[nodiscard]] static RiskLimits unlimited()
    {
        RiskLimits limits;
        limits.isUnlimited = true;
        return limits;
    }

    bool operator==(const RiskLimits &) const = default;
};

} // namespace core
