#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QHBoxLayout;
class QLabel;

namespace ui {

class DeskButton;

/// The buttons of a card and why they cannot be pressed.
class CardActions : public QWidget {
    Q_OBJECT

public:
    struct State {
        std::optional<QString> whyNotApprove;
        std::optional<QString> whyNotEdit;
        std::optional<QString> whyNotReject;
        bool isArmed = false;
        bool needsTwoSteps = false;
        bool isStale = false;
        bool isEditing = false;
        bool isChoosingReason = false;
        int sharePercent = 100;
    };

    explicit CardActions(QWidget *parent = nullptr);
    void setState(const State &state, const core::ProposalView &view);

Q_SIGNALS:
    void approveClicked();
    void halfClicked();
    void editClicked();
    void rejectClicked();
    void refreshClicked();
    void shareChosen(int percent);
    void reasonChosen(core::RejectReason reason);

private:
    [[nodiscard]] QWidget *makeShares();
    [[nodiscard]] QWidget *makeReasons();
    void setApprove(const State &state, const core::ProposalView &view);
    void setHint(const State &state);

    DeskButton *m_approve;
    DeskButton *m_half;
    DeskButton *m_edit;
    DeskButton *m_reject;
    DeskButton *m_refresh;
    QButtonGroup *m_shareGroup;
    QWidget *m_shares;
    QWidget *m_reasons;
    QLabel *m_hint;
};

} // namespace ui
