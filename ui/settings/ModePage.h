#pragma once

#include "core/engine/EngineClient.h"
#include "ui/confirm/ConfirmButton.h"

#include <array>

class QFrame;
class QLabel;

namespace ui {

class ErrorPanel;

/// Who decides, with what each choice means. Less autonomy is one click, more asks back; what is shown
/// as on is what the engine has.
class ModePage : public QWidget {
    Q_OBJECT

public:
    explicit ModePage(core::EngineClient &client, ConfirmButton::Times times = {}, QWidget *parent = nullptr);

    /// The one to press for this mode now; null for the mode that is on.
    [[nodiscard]] QPushButton *buttonFor(core::DecisionMode mode);
    [[nodiscard]] QString inForceText() const;

private:
    struct Choice {
        QFrame *frame = nullptr;
        QLabel *mark = nullptr;
        QPushButton *less = nullptr;
        ConfirmButton *more = nullptr;
    };
    QFrame *madeChoice(core::DecisionMode mode, ConfirmButton::Times times);
    void showSnapshot();
    void request(core::DecisionMode mode);

    core::EngineClient &m_client;
    QLabel *m_destination;
    ErrorPanel *m_error;
    std::array<Choice, 3> m_choices{};
    std::optional<core::DecisionMode> m_mode{};
    bool m_isLost = false;
    quint64 m_sent = 0;
};

} // namespace ui
