#include "tests/core/engine/property/ReferenceBooks.h"

#include <cmath>
#include <cstdlib>

namespace property {

bool Books::book(const core::Fill &fill)
{
    return book(fill.id.text(), fill.instrument.text(), fill.side == core::Side::Buy,
                Exact::ofNanos(fill.quantity.value().nanos()),
                Exact::product(fill.price.value().nanos(), fill.quantity.value().nanos()),
                Exact::parse(fill.fee.toString()), Exact::ofNanos(fill.assetFee.value().nanos()));
}

bool Books::book(const std::string &id, const std::string &instrument, bool isBuy, Exact quantity, Exact value,
                 Exact fee, Exact assetFee)
{
    if (!fills.insert(id).second)
        return false;
    Exact &position = held[instrument];
    double &paid = cost[instrument];
    const double before = position.toDouble();
    const double moved = isBuy ? quantity.toDouble() : -quantity.toDouble();
    const double price = value.toDouble() / quantity.toDouble();
    position += isBuy ? quantity : -quantity;
    if (before * moved >= 0)
        paid += moved * price;
    else if (std::abs(moved) <= std::abs(before))
        paid *= position.toDouble() / before;
    else
        paid = position.toDouble() * price;
    position -= assetFee;
    cash -= (isBuy ? value : -value) + fee;
    return true;
}

std::int64_t nanosOf(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative)
        text.remove_prefix(1);
    std::int64_t nanos = 0;
    int places = -1;
    for (const char c : text) {
        if (c == '.') {
            places = 0;
            continue;
        }
        nanos = nanos * 10 + (c - '0');
        places += places >= 0;
    }
    for (places = std::max(places, 0); places < 9; ++places)
        nanos *= 10;
    return isNegative ? -nanos : nanos;
}

std::optional<double> numberOf(const std::string &text)
{
    return text.empty() ? std::nullopt : std::optional(std::strtod(text.c_str(), nullptr));
}

} // namespace property
