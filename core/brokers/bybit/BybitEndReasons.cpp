// Why an order ended, in words. The venue's own words are an open list: what is not here is shown as it is.
#include "core/brokers/bybit/BybitOrderWire.h"

#include <array>

namespace core::bybit {

namespace {

struct Words {
    std::string_view venue;
    const char *plain;
};

constexpr std::array reasons{
    Words{"CancelByUser", "cancelled on request"},
    Words{"EC_PerCancelRequest", "cancelled on request"},
    Words{"CancelByReduceOnly", "there was nothing left to reduce"},
    Words{"CancelByPrepareLiq", "a liquidation is near"},
    Words{"CancelAllBeforeLiq", "a liquidation is near"},
    Words{"CancelByPrepareAdl", "the venue is deleveraging"},
    Words{"CancelAllBeforeAdl", "the venue is deleveraging"},
    Words{"CancelByAdmin", "the venue cancelled it"},
    Words{"CancelBySettle", "the contract is being settled"},
    Words{"CancelByTpSlTsClear", "the position is gone"},
    Words{"CancelBySmp", "it would have traded with an order of this account"},
    Words{"EC_BySelfMatch", "it would have traded with an order of this account"},
    Words{"CancelByDCP", "the connection was lost"},
    Words{"CancelByOCOTpCanceledBySlTriggered", "the stop of the pair fired"},
    Words{"CancelByOCOSlCanceledByTpTriggered", "the target of the pair fired"},
    Words{"EC_PostOnlyWillTakeLiquidity", "a post-only order would have traded at once"},
    Words{"EC_NoImmediateQtyToFill", "nothing could be filled at once"},
    Words{"EC_NoEnoughQtyToFill", "it could not be filled whole at once"},
    Words{"EC_CancelForNoFullFill", "the rest could not be filled at once"},
    Words{"EC_OrigClOrdIDDoesNotExist", "the cancel came too late"},
    Words{"EC_TooLateToCancel", "the cancel came too late"},
    Words{"EC_DuplicatedClOrdID", "its id was used before"},
    Words{"EC_ReachRiskPriceLimit", "the price is beyond the venue's limit"},
    Words{"EC_ReachMarketPriceLimit", "the price is beyond the venue's limit"},
    Words{"EC_InvalidSymbolStatus", "the instrument cannot be traded now"},
    Words{"EC_SecurityStatusFail", "the instrument cannot be traded now"},
};

std::string plainOf(std::string_view venue)
{
    if (venue.empty() || venue == "EC_NoError")
        return {};
    for (const Words &each : reasons)
        if (venue == each.venue)
            return each.plain;
    return std::string(venue);
}

} // namespace

std::string endReason(std::string_view cancelType, std::string_view rejectReason)
{
    const std::string refused = plainOf(rejectReason);
    const std::string cancelled = plainOf(cancelType);
    if (refused.empty() || refused == cancelled)
        return cancelled;
    return cancelled.empty() ? refused : refused + "; " + cancelled;
}

} // namespace core::bybit
