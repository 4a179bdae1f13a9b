#pragma once

#include "core/json/Document.h"

#include <string>

/// The binary form of the streams' messages. Source: the MessagePack specification (msgpack/spec.md).
namespace app::alpaca {

/// A JSON value in MessagePack. Integers take the shortest form; a member `t` that is a time becomes the
/// timestamp extension (type -1).
[[nodiscard]] std::string packed(core::json::Value value);

/// One MessagePack value as JSON text; BadInput on anything cut, trailing, too deep, or of a kind that JSON
/// has not (binary, extensions, map keys that are no texts).
[[nodiscard]] core::Result<std::string> unpacked(std::string_view bytes);

} // namespace app::alpaca
