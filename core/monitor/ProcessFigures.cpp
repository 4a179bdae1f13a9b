#include "core/monitor/ProcessFigures.h"

#include <algorithm>

namespace core {

ProcessFigures ProcessMeter::figures(const ProcessReading &reading, Duration now)
{
    ProcessFigures figures{std::nullopt, reading.residentBytes, reading.threads, reading.handles};
    if (!reading.cpuTime) {
        m_before.reset();
        return figures;
    }
    if (m_before && now > m_before->at) {
        const Duration used = std::max(*reading.cpuTime - m_before->cpuTime, Duration::zero());
        figures.cpuPct = 100.0 * double(used.count()) / double((now - m_before->at).count());
    }
    m_before = {*reading.cpuTime, now};
    return figures;
}

} // namespace core
