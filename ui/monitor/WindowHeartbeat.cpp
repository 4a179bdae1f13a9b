#include "ui/monitor/WindowHeartbeat.h"

#include <QElapsedTimer>

#include <algorithm>

namespace ui {

namespace {

constexpr std::chrono::milliseconds beatEvery(50);
constexpr int beatsToAReport = 10; // twice a second

} // namespace

WindowHeartbeat::WindowHeartbeat(core::EngineClient &client, QObject *parent, SteadyClock clock)
    : QObject(parent), m_client(client), m_clock(std::move(clock)), m_due(m_clock() + beatEvery)
{
    m_timer.setTimerType(Qt::PreciseTimer); // its lateness is the figure
    connect(&m_timer, &QTimer::timeout, this, &WindowHeartbeat::beat);
    m_timer.start(beatEvery);
}

void WindowHeartbeat::beat()
{
    const core::Duration now = m_clock();
    m_worst = std::max(m_worst, now - m_due);
    m_due = now + beatEvery;
    if (++m_beats % beatsToAReport == 0)
        m_client.reportWindowLag(std::exchange(m_worst, core::Duration::zero()));
}

WindowHeartbeat::SteadyClock WindowHeartbeat::machineTime()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return core::Duration(timer.nsecsElapsed()); };
}

} // namespace ui
