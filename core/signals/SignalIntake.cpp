#include "core/signals/SignalIntake.h"

namespace core {

std::optional<Signal> SignalIntake::take(Signal signal)
{
    const std::string source =
        signal.bot.text() + "|" + signal.strategy + "|" + signal.series.instrument.text() + "|" +
        timeframeName(signal.series.timeframe);
    auto &newest = m_newestBar[source];
    auto &seen = m_seenOnNewestBar[source];
    if (signal.barCloseTime != newest) {
        // An older bar than the newest one cannot bring anything new: it is a repeat too.
        if (signal.barCloseTime < newest) {
            ++m_duplicates;
            return std::nullopt;
        }
        newest = signal.barCloseTime;
        seen.clear();
    }
    if (!seen.insert(signalKindName(signal.idea.kind)).second) {
        ++m_duplicates;
        return std::nullopt;
    }
    signal.id = SignalId(m_prefix + "S" + std::to_string(m_next++));
    return signal;
}

} // namespace core
