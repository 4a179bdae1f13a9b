#include "core/portfolio/EquityIndex.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <locale>
#include <sstream>

namespace core {

void EquityIndex::sample(Money equity)
{
    const Money gain = m_state.equity ? equity - *m_state.equity - m_flow : Money();
    if (m_state.equity && m_state.equity->sign() > 0)
        m_state.index *= std::max(0.0, 1.0 + ratio(gain, *m_state.equity));
    else if (!gain.isZero())
        m_state.index = 0; // there is no return on nothing: doubt closes
    m_state.peak = std::max(m_state.peak, m_state.index);
    m_state.equity = equity;
    m_flow = Money();
}

double EquityIndex::drawdown() const
{
    return 1.0 - m_state.index / m_state.peak;
}

std::string textOf(const EquityIndex::State &state)
{
    char numbers[80];
    std::snprintf(numbers, sizeof numbers, "%.17g %.17g ", state.index, state.peak);
    return numbers + (state.equity ? state.equity->toString() : "-");
}

std::optional<EquityIndex::State> parseIndexState(const std::string &text)
{
    EquityIndex::State state;
    std::string equity;
    std::istringstream stream(text);
    stream.imbue(std::locale::classic());
    if (!(stream >> state.index >> state.peak >> equity) || !std::isfinite(state.index) ||
        !std::isfinite(state.peak) || state.index < 0 || state.peak < state.index)
        return std::nullopt;
    if (const auto money = WideDecimal::parse(equity))
        state.equity = Money(*money);
    return state;
}

} // namespace core
