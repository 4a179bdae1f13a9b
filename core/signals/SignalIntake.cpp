#include "core/signals/SignalIntake.h"

namespace core {

std::string SignalIntake::sourceOf(const Signal &signal)
{
    return signal.bot.text() + "|" + signal.strategy + "|" + signal.series.instrument.text() + "|" +
           timeframeName(signal.series.timeframe);
}

void SignalIntake::know(const Signal &signal)
{
    const std::string source = sourceOf(signal);
    auto &newest = m_newestBar[source];
    if (signal.barCloseTime < newest)
        return;
    auto &seen = m_seenOnNewestBar[source];
    if (signal.barCloseTime > newest)
        seen.clear();
    newest = signal.barCloseTime;
    seen.insert(signalKindName(signal.idea.kind));
}

std::optional<Signal> SignalIntake::take(Signal signal)
{
    const std::string source = sourceOf(signal);
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
