#pragma once

#include "core/engine/EngineClient.h"

#include <QToolButton>

namespace ui {

/// The monitor in a few words, for the status bar; a click opens the panel.
class MonitorButton : public QToolButton {
    Q_OBJECT

public:
    explicit MonitorButton(core::EngineClient &client, QWidget *parent = nullptr);

private:
    void showSnapshot();

    core::EngineClient &m_client;
    std::shared_ptr<const core::MonitorView> m_shown;
};

} // namespace ui
