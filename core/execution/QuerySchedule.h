#pragma once

#include "core/base/Timestamp.h"

#include <array>

/// When the venue is asked again for what it has not said (reliability 3.3).
namespace core::execution {

/// So long after it was sent, what has had no answer is asked for.
constexpr Duration answerDeadline = std::chrono::seconds(3);
/// A venue may still take a late request; only after this does an answer that does not show it prove anything.
constexpr Duration absenceProves = std::chrono::seconds(30);

/// How long to wait after so many questions; ever longer, and for ever.
[[nodiscard]] constexpr Duration queryDelay(int asked)
{
    using namespace std::chrono_literals;
    constexpr std::array<Duration, 7> delays{500ms, 1s, 2s, 4s, 8s, 15s, 30s};
    constexpr Duration later = 60s;
    return asked < int(delays.size()) ? delays[std::size_t(asked)] : later;
}

} // namespace core::execution
