#include "core/brokers/bybit/BybitCategory.h"

namespace core::bybit {

namespace {

constexpr std::string_view venuePrefix = "bybit-";

} // namespace

const char *categoryName(Category category)
{
    return category == Category::Spot ? "spot" : "linear";
}

std::optional<Category> parseCategory(std::string_view name)
{
    for (const Category category : {Category::Spot, Category::Linear})
        if (name == categoryName(category))
            return category;
    return std::nullopt;
}

InstrumentId instrumentId(Category category, std::string_view symbol)
{
    return {.venue = std::string(venuePrefix) + categoryName(category), .symbol = std::string(symbol)};
}

std::optional<Category> categoryOf(const InstrumentId &instrument)
{
    const std::string_view venue = instrument.venue;
    return venue.starts_with(venuePrefix) ? parseCategory(venue.substr(venuePrefix.size())) : std::nullopt;
}

} // namespace core::bybit
