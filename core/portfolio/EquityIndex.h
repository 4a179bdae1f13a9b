#pragma once

#include "core/domain/Amount.h"

#include <optional>
#include <string>

namespace core {

/// Equity as if nothing had been paid in or out: I = Π(1 + (E_t − E_{t−1} − F_t) ÷ E_{t−1}), and its
/// drawdown 1 − I ÷ max I, on marked equity. A statistic: double (trading-rules section 1).
class EquityIndex {
public:
    struct State {
        double index = 1;
        double peak = 1;
        std::optional<Money> equity{}; ///< Of the last sample; nothing before the first.
    };

    EquityIndex() = default;
    /// Goes on where an earlier run ended.
    explicit EquityIndex(const State &state) : m_state(state) {}

    void sample(Money equity);
    /// Paid in (positive) or out since the last sample.
    void flow(Money amount) { m_flow += amount; }

    /// Share lost since the peak, 0 to 1.
    [[nodiscard]] double drawdown() const;
    [[nodiscard]] const State &state() const { return m_state; }

private:
    State m_state;
    Money m_flow;
};

/// Exact, so that an index goes on where it was; nothing for text that is none.
[[nodiscard]] std::string textOf(const EquityIndex::State &state);
[[nodiscard]] std::optional<EquityIndex::State> parseIndexState(const std::string &text);

} // namespace core
