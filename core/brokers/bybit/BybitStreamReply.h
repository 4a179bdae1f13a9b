#pragma once

#include "core/brokers/bybit/BybitStream.h"

namespace core::bybit {

/// An answer: a message without a topic.
[[nodiscard]] StreamReply readReply(json::Fields &root);

} // namespace core::bybit
