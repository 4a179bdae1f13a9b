#include "core/brokers/bybit/BybitTickerMerge.h"

#include "core/brokers/bybit/BybitMarketReaders.h"

namespace core::bybit {

TickerMerge::Outcome TickerMerge::apply(const TickerMessage &message)
{
    if (!message.isSnapshot && !m_ticker)
        return Outcome::NoSnapshot;
    if (!message.isSnapshot && message.sequence < m_sequence)
        return Outcome::Old;
    if (message.isSnapshot)
        m_ticker = Ticker{.instrument = message.instrument};
    mergeTicker(message.change, m_ticker->values);
    m_ticker->at = message.at;
    m_sequence = message.sequence;
    return message.isSnapshot ? Outcome::Replaced : Outcome::Changed;
}

} // namespace core::bybit
