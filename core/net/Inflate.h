#pragma once

#include "core/base/Error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace core::net {

/// Unpacks a gzip body (RFC 1952, one member or several). BadInput when it is not one, is cut short, has
/// something behind it, or would be longer than `most` bytes.
[[nodiscard]] Result<std::string> gunzip(std::string_view packed, std::size_t most);

} // namespace core::net
