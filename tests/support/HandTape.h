#pragma once

#include "core/simulation/MarketTape.h"

#include <deque>

namespace support {

/// A market that the test makes, step by step.
class HandTape final : public core::MarketTape {
public:
    [[nodiscard]] std::optional<core::Timestamp> nextAt() override
    {
        return steps.empty() ? std::nullopt : std::optional(steps.front().at);
    }
    [[nodiscard]] core::MarketStep next() override
    {
        const core::MarketStep step = steps.front();
        steps.pop_front();
        return step;
    }
    std::deque<core::MarketStep> steps;
};

} // namespace support
