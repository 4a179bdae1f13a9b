#pragma once

#include "core/domain/Mode.h"

#include <QWidget>

#include <array>

class QPushButton;

namespace ui {

/// Who decides: Manual, Hybrid or Auto, side by side. It only asks; the engine's snapshot says what is on.
class ModeChooser : public QWidget {
    Q_OBJECT

public:
    explicit ModeChooser(QWidget *parent = nullptr);

    void setMode(core::DecisionMode mode);
    [[nodiscard]] core::DecisionMode mode() const { return m_mode; }
    [[nodiscard]] QPushButton &button(core::DecisionMode mode);

Q_SIGNALS:
    void requested(core::DecisionMode mode);

private:
    std::array<QPushButton *, 3> m_buttons{};
    core::DecisionMode m_mode = core::DecisionMode::Hybrid;
};

[[nodiscard]] QString decisionModeText(core::DecisionMode mode);

} // namespace ui
