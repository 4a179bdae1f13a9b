#include "ui/monitor/MonitorButton.h"

#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

namespace ui {

MonitorButton::MonitorButton(core::EngineClient &client, QWidget *parent) : QToolButton(parent), m_client(client)
{
    setProperty("kind", QStringLiteral("quiet"));
    setProperty("density", QStringLiteral("compact"));
    setToolTip(tr("Opens the system monitor."));
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &MonitorButton::showSnapshot);
    setText(tr("Monitor"));
    setAccessibleName(tr("System monitor"));
    showSnapshot();
}

void MonitorButton::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    if (!snapshot || !snapshot->monitor || snapshot->monitor == m_shown)
        return;
    m_shown = snapshot->monitor;
    //: In the status bar: share of the processor, and how late the engine's thread comes to its work.
    setText(tr("CPU %1 · lag %2")
                .arg(percentText(m_shown->process.cpuPct, 0), latencyText(m_shown->engineLag)));
    setAccessibleName(tr("System monitor: %1").arg(text()));
}

} // namespace ui
