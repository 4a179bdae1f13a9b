#include "core/brokers/feed/QuoteCheck.h"

#include <cmath>

namespace core {

bool QuoteCheck::isPossible(const Quote &quote)
{
    if (quote.bid.sign() <= 0 || quote.ask.sign() <= 0 || quote.bid > quote.ask)
        return false;
    return (quote.ask - quote.bid).toDouble() <= widest * quote.middle().toDouble();
}

bool QuoteCheck::follows(const Quote &quote, const Quote &before)
{
    const double middle = before.middle().toDouble();
    return quote.at >= before.at && std::abs(quote.middle().toDouble() - middle) <= farthest * middle;
}

bool QuoteCheck::accepts(const InstrumentId &instrument, const Quote &quote)
{
    const auto [at, isNew] = m_known.try_emplace(instrument, Known{quote});
    Known &known = at->second;
    if (!isPossible(quote)) {
        if (isNew)
            m_known.erase(at);
        ++m_refused;
        return false;
    }
    if (!isNew && !follows(quote, known.last)) {
        const bool agrees = known.doubts > 0 && follows(quote, known.doubtful);
        known.doubts = agrees ? known.doubts + 1 : 1;
        known.doubtful = quote;
        if (known.doubts < agreeing) {
            ++m_refused;
            return false;
        }
    }
    known = {quote};
    return true;
}

} // namespace core
