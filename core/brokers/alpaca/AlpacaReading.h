#pragma once

#include "core/json/Fields.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the readers of this folder share.
namespace core::alpaca {

/// A bare list of objects; one that cannot be read is the failure of all, since a list that lacks
/// something looks like the truth.
template <class T>
[[nodiscard]] Result<std::vector<T>> readList(std::string_view bytes, T (*read)(json::Fields &))
{
    const auto document = json::Document::parse(bytes);
    if (!document)
        return failure(document.error());
    if (!document->root().isArray())
        return failure(ErrorCode::BadInput, "it is not a list");
    std::vector<T> items;
    std::optional<Error> problem;
    for (const json::Value each : document->root()) {
        json::Fields fields(each, "[" + std::to_string(items.size()) + "].", problem);
        items.push_back(read(fields));
        if (problem)
            return failure(std::move(*problem));
    }
    return items;
}

/// None is false.
[[nodiscard]] inline bool flagOf(json::Fields &fields, std::string_view key)
{
    return fields.maybeFlag(key).value_or(false);
}

[[nodiscard]] inline std::string textOf(json::Fields &fields, std::string_view key)
{
    return fields.maybeText(key).value_or(std::string());
}

/// Of the market: it must be there; numbers written by a double are rounded at the ninth place.
[[nodiscard]] inline Price marketPrice(json::Fields &fields, std::string_view key)
{
    const auto price = fields.maybeRounded<Price>(key);
    if (!price)
        fields.complain(key, "it is missing");
    return price.value_or(Price());
}

/// A quantity whose sign may be turned: none at the very end of what a Decimal can hold.
[[nodiscard]] inline Quantity turnable(json::Fields &fields, std::string_view key)
{
    const Quantity quantity = fields.amount<Quantity>(key);
    const Quantity most(Decimal::fromInteger(9'000'000'000));
    if (quantity > most || quantity < -most)
        fields.complain(key, "it is too large");
    return fields.isFine() ? quantity : Quantity();
}

/// Of an execution: its side says the sign.
[[nodiscard]] inline Quantity magnitude(json::Fields &fields, std::string_view key)
{
    const Quantity quantity = turnable(fields, key);
    if (quantity.isZero())
        fields.complain(key, "it is no quantity of a fill");
    return quantity.abs();
}

} // namespace core::alpaca
