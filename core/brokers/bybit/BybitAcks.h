#pragma once

#include "core/brokers/bybit/BybitErrors.h"

#include <string_view>
#include <vector>

namespace core::bybit {

/// The venue has the request; what becomes of the order is said on the stream.
struct OrderAck {
    VenueOrderId venueId;
    ClientOrderId clientOrderId;
};

/// Of create, amend and cancel. BadInput without an id of either kind: then nothing is proven.
[[nodiscard]] Result<OrderAck> parseAck(std::string_view bytes);

struct BatchItem {
    OrderAck ack;
    Verdict verdict;
};
/// One item per order, in the order in which they were sent. That the batch was taken says nothing of
/// its items. BadInput if the two lists that tell of them do not match each other, or what was sent.
[[nodiscard]] Result<std::vector<BatchItem>> parseBatch(std::string_view bytes, RequestKind kind, std::size_t sent);

/// Which orders a cancel-all found.
[[nodiscard]] Result<std::vector<OrderAck>> parseCancelAll(std::string_view bytes);

} // namespace core::bybit
