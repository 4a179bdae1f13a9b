#pragma once

#include "app/exchange/faults/FaultPlan.h"

#include <functional>

namespace app {

/// The plan in force, with the clock that it goes by. One for the whole exchange.
class Faults {
public:
    /// `now` never jumps; the plan begins with the call.
    Faults(std::function<core::Duration()> now, std::vector<FaultRow> rows, std::uint64_t seed)
        : m_now(std::move(now)), m_seed(seed)
    {
        begin(std::move(rows));
    }

    /// Puts another plan in force; its time begins now.
    void begin(std::vector<FaultRow> rows)
    {
        m_plan = FaultPlan(std::move(rows), m_seed);
        m_start = m_now();
    }
    [[nodiscard]] std::optional<Fault> strike(FaultTarget target, const std::vector<FaultKind> &possible)
    {
        return m_plan.strike(target, possible, m_now() - m_start);
    }

private:
    std::function<core::Duration()> m_now;
    std::uint64_t m_seed;
    FaultPlan m_plan;
    core::Duration m_start{};
};

} // namespace app
