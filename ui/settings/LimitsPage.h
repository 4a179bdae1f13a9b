#pragma once

#include "core/engine/EngineClient.h"
#include "ui/confirm/ConfirmButton.h"

#include <vector>

class QLabel;

namespace ui {

class ErrorPanel;
class LimitEditor;
class MessageBanner;

/// The form of the risk limits. It shows what the engine has, takes all changes or none, and asks a
/// second time before anything lets more pass.
class LimitsPage : public QWidget {
    Q_OBJECT

public:
    explicit LimitsPage(core::EngineClient &client, ConfirmButton::Times times = {}, QWidget *parent = nullptr);

    [[nodiscard]] LimitEditor *editor(const QString &key) const;
    [[nodiscard]] QPushButton &applyButton() { return *m_apply; }
    [[nodiscard]] ConfirmButton &confirmButton() { return *m_confirm; }
    [[nodiscard]] QPushButton &undoButton() { return *m_undo; }
    [[nodiscard]] QPushButton &profileButton() { return *m_profile; }
    [[nodiscard]] ErrorPanel &errorPanel() { return *m_error; }
    [[nodiscard]] QString message() const;

private:
    void arrange();
    void showSnapshot();
    void takeIn(const core::RiskLimits &limits, bool isReset);
    void showState();
    void showButtons(const QStringList &changes, bool isLooser, bool isWrong);
    void submit(bool confirmsLooser);
    void enter();
    void undo();
    void proposeProfile();
    void takeAnswer(quint64 token, bool isDone);
    void takeRefusal(quint64 token, core::ErrorCode code, const QString &message);
    [[nodiscard]] core::RiskLimits typed() const;
    [[nodiscard]] bool isEdited() const;

    core::EngineClient &m_client;
    std::vector<LimitEditor *> m_editors;
    core::RiskLimits m_seen; ///< In force when the fields were last filled.
    bool m_hasSeen = false;
    bool m_isOvertaken = false; ///< Others are in force by now.
    bool m_isLost = false;
    quint64 m_sent = 0; ///< The command whose answer is awaited; 0 = none.
    MessageBanner *m_message;
    ErrorPanel *m_error;
    QLabel *m_summary;
    QPushButton *m_undo;
    QPushButton *m_profile;
    QPushButton *m_apply;
    ConfirmButton *m_confirm;
};

} // namespace ui
