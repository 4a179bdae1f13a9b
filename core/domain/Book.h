#pragma once

#include "core/domain/Amount.h"

namespace core {

/// What lies at one price of an order book.
struct BookLevel {
    Price price;
    Quantity quantity; ///< Units of the instrument.
    bool operator==(const BookLevel &) const = default;
};

} // namespace core
