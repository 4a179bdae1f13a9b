#pragma once

#include "app/exchange/alpaca/Values.h"

namespace app::alpaca {

/// The body of POST /v2/orders. What is missing or of the wrong kind is refused with 422, what is no JSON
/// object with 400.
[[nodiscard]] Answer<Draft> readDraft(std::string_view body);

/// The body of PATCH /v2/orders/{id}: what is to change. A new client id may be among it.
struct Changes {
    std::string clientId;
    std::optional<core::Quantity> quantity;
    std::optional<Force> force;
    std::optional<core::Price> limit;
    std::optional<core::Price> stop;
    std::optional<core::Decimal> trail;
};
[[nodiscard]] Answer<Changes> readChanges(std::string_view body);

/// What goes with what (sheet, 9.2 and 9.3): what can be said of an order without looking at account,
/// market or time. Nothing when it may be.
[[nodiscard]] std::optional<Problem> objectionTo(const Draft &draft, const Asset &asset);

} // namespace app::alpaca
