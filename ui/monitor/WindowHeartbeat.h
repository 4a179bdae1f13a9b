#pragma once

#include "core/engine/EngineClient.h"

#include <QTimer>

#include <functional>

namespace ui {

/// Measures how late this window's event loop comes and tells the engine, which keeps the figures and
/// notices when the beats stay away. It changes nothing else.
class WindowHeartbeat : public QObject {
    Q_OBJECT

public:
    using SteadyClock = std::function<core::Duration()>;

    explicit WindowHeartbeat(core::EngineClient &client, QObject *parent = nullptr, SteadyClock clock = machineTime());

    /// One turn of the event loop; the timer calls it.
    void beat();
    [[nodiscard]] static SteadyClock machineTime();

private:
    core::EngineClient &m_client;
    SteadyClock m_clock;
    QTimer m_timer;
    core::Duration m_due;
    core::Duration m_worst{};
    int m_beats = 0;
};

} // namespace ui
