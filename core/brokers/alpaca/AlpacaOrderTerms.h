#pragma once

#include "core/brokers/alpaca/AlpacaErrors.h"
#include "core/brokers/alpaca/AlpacaOrder.h"
#include "core/domain/Event.h"

#include <optional>
#include <string>

/// From the domain's orders to those that are sent, and back to what the domain calls their fate.
namespace core::alpaca {

/// As `newOrderOf`, made fit for the venue: a market order with a collar is a limit at it (a coin's ends with what
/// it gets at once; a share's waits for its day, since not every account has immediate-or-cancel); a coin has no
/// day, so its day orders are good till cancelled; and it has no stop order, so its stops are stop-limits whose
/// limit lies `stopCollar` beyond the stop.
/// @param facts  Of the order's instrument, as the venue told them: its step of prices.
[[nodiscard]] NewOrder orderToSend(const OrderRequest &request, const Instrument &facts);
/// Stop and target of one position as the venue's one order: the target is the order, the stop its leg.
[[nodiscard]] NewOrder pairToSend(const OrderRequest &stop, const OrderRequest &target);
/// The limit of a coin's stop: 2 % beyond it, rounded away from it to the instrument's step, so that it
/// fills in a fast market and still not at any price. (The venue's own collar for stocks is 2.5 to 4 %.)
[[nodiscard]] Price stopLimitBeyond(const Instrument &facts, Side side, Price stop);

[[nodiscard]] RefusalKind refusalKindOf(Reason reason);

/// Why the order that the venue says it has is not the one that was sent; nothing when it is.
[[nodiscard]] std::optional<std::string> otherThanSent(const NewOrder &sent, const VenueOrder &theirs);
/// The same for what it has changed by itself of the terms; the order is ours all the same.
[[nodiscard]] std::optional<std::string> termsChanged(const NewOrder &sent, const VenueOrder &theirs);

/// What of an execution the venue takes in fees at once. Stocks: nothing. A coin: 0.25 %, of the coin when it
/// is bought, of the money when it is sold; the lowest tier's rate for takers, since the venue tells no fee
/// with a fill, so it is provisional (docs.alpaca.markets, crypto fees, October 2026).
void addFees(Fill &fill);

} // namespace core::alpaca
