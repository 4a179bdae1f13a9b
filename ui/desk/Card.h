#pragma once

#include "core/engine/Command.h"
#include "core/engine/Snapshot.h"
#include "ui/desk/CardActions.h"
#include "ui/desk/CardRules.h"
#include "ui/desk/DeskClock.h"

#include <QFrame>

namespace ui {

class CardHead;
class CardMoney;
class CardWhy;
class EditForm;

/// One proposal on the desk. Open it shows everything and has its buttons; closed it is its head.
/// What `view()` holds is what is on the screen, and that is what a decision is bound to.
class Card : public QFrame {
    Q_OBJECT

public:
    /// For so long nothing approves after the card appeared, moved, opened or changed.
    static constexpr qint64 settleMillis = 400;

    Card(DeskClock clock, QWidget *parent);

    void setView(const core::ProposalView &view, const DeskSituation &situation);
    [[nodiscard]] const core::ProposalView &view() const { return m_view; }
    [[nodiscard]] const core::ProposalId &id() const { return m_view.proposal.id; }

    void setOpen(bool isOpen);
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    /// The hand has to wait again: something slid under it.
    void unsettle();
    /// Looks at the clock; cheap when nothing has changed.
    void refresh();

    [[nodiscard]] std::optional<QString> whyNotApprove() const;
    [[nodiscard]] std::optional<QString> whyNotEdit() const;
    [[nodiscard]] std::optional<QString> whyNotSnooze() const;
    [[nodiscard]] bool isPreApproved() const { return m_view.state == core::ProposalState::PreApproved; }
    [[nodiscard]] bool isArmed() const { return m_view.state == core::ProposalState::Armed; }

    /// 25, 50, 75 or 100 % of the size; refused when no lot is left.
    bool setShare(int percent);
    [[nodiscard]] int share() const { return m_sharePercent; }

    void beginEdit();
    void endEdit();
    [[nodiscard]] bool isEditing() const { return m_isEditing; }
    void setChoosingReason(bool isChoosing);
    [[nodiscard]] bool isChoosingReason() const { return m_isChoosingReason; }
    /// Asks for the price at which the snoozed card comes back.
    void setChoosingPrice(bool isChoosing);
    [[nodiscard]] bool isChoosingPrice() const { return m_isChoosingPrice; }
    void setPicked(bool isPicked);
    [[nodiscard]] bool isPicked() const { return m_isPicked; }
    void toggleWhy();

    /// A decision left for the engine; nothing more is approved until it has answered and the next
    /// snapshot shows what became of it.
    /// Until a snapshot after the answer nothing more can be said about it, and its buttons show that.
    void decisionSent();
    void decisionAnswered() { m_answer = Answer::SnapshotDue; }

Q_SIGNALS:
    void pressed();
    void approveAsked(int percent);
    void editAsked();
    void editSaved(const core::EditProposal &command);
    void editLeft();
    void reasonListAsked();
    void rejectAsked(core::RejectReason reason);
    void refreshAsked();
    void snoozeAsked();
    void snoozeUntilAsked(core::Price price);
    void priceLeft();

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void moveEvent(QMoveEvent *event) override;

private:
    enum class Answer { None, Due, SnapshotDue };

    void connectParts();
    void arrange();
    void noticeChange(const core::ProposalView &next);
    void showParts();
    [[nodiscard]] bool isSettling() const { return m_clock() - m_unsettledAt < settleMillis; }
    [[nodiscard]] CardActivity activity() const;

    DeskClock m_clock;
    core::ProposalView m_view;
    DeskSituation m_situation;
    qint64 m_unsettledAt;
    bool m_wasSettling = true;
    bool m_isOpen = false;
    bool m_isEditing = false;
    bool m_isChoosingReason = false;
    bool m_isChoosingPrice = false;
    bool m_isPicked = false;
    int m_sharePercent = 100;
    Answer m_answer = Answer::None;

    CardHead *m_head;
    QWidget *m_body;
    CardMoney *m_money;
    CardWhy *m_why;
    EditForm *m_edit;
    CardActions *m_actions;
};

} // namespace ui
