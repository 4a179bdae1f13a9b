#pragma once

#include "core/brokers/sim/WireReader.h"

namespace core::venue {

/// One line as one value: exactly one JSON object, read by `read`. BadInput otherwise.
template <class T>
[[nodiscard]] Result<T> readLine(std::string_view line, T (*read)(WireReader &))
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (const auto error = parser.parse(line.data(), line.size()).get(object); error != simdjson::SUCCESS)
        return failure(ErrorCode::BadInput, std::string("not a JSON object: ") + simdjson::error_message(error));
    std::optional<Error> problem;
    WireReader reader(object, "", problem);
    T value = read(reader);
    if (problem)
        return failure(std::move(*problem));
    return value;
}

} // namespace core::venue
