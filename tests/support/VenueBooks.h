#pragma once

#include "core/domain/Order.h"

#include <map>
#include <string>
#include <vector>

namespace app {
class VenueFront;
}
namespace core {
class SimVenue;
}

namespace support {

/// What a venue's own books say of the account.
struct VenueBooks {
    struct Order {
        std::string clientId, id, symbol, side, status; ///< Words as this venue says them.
        core::Quantity quantity, filled;
    };
    struct Fill {
        std::string id, orderId, clientId, symbol, side;
        core::Quantity quantity;
        core::Price price;
        core::Money fee;
    };
    std::vector<Order> orders; ///< In order of arrival.
    std::vector<Fill> fills;
    std::map<std::string, core::Quantity> positions; ///< Signed, by symbol; none that is flat.
    core::Money cash;

    [[nodiscard]] const Order *find(const std::string &clientId) const
    {
        for (const Order &each : orders)
            if (each.clientId == clientId)
                return &each;
        return nullptr;
    }
    [[nodiscard]] core::Quantity held(const std::string &symbol) const
    {
        const auto found = positions.find(symbol);
        return found == positions.end() ? core::Quantity() : found->second;
    }
};

[[nodiscard]] VenueBooks booksOf(const app::VenueFront &front);
[[nodiscard]] VenueBooks booksOf(const core::SimVenue &venue);

} // namespace support
