#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace ui {

class DeskButton;

/// The buttons of a card and why they cannot be pressed.
class CardActions : public QWidget {
    Q_OBJECT

public:
    struct State {
        std::optional<QString> whyNotApprove;
        std::optional<QString> whyNotSoon; ///< The same once the hand has waited: the hint, which must not jump.
        std::optional<QString> whyNotEdit;
        std::optional<QString> whyNotReject;
        std::optional<QString> whyNotSnooze;
        bool isArmed = false;
        bool isPreApproved = false; ///< Its button takes the yes back.
        bool isForTheOpen = false;
        bool needsTwoSteps = false;
        bool isStale = false;
        bool isEditing = false;
        bool isChoosingReason = false;
        bool isChoosingPrice = false;
        int sharePercent = 100;
    };

    explicit CardActions(QWidget *parent = nullptr);
    void setState(const State &state, const core::ProposalView &view);
    /// Puts the keys into the field for the price, which offers the card's own.
    void beginPrice(const core::ProposalView &view);

Q_SIGNALS:
    void approveClicked();
    void halfClicked();
    void editClicked();
    void rejectClicked();
    void refreshClicked();
    void snoozeClicked();
    void priceChosen(core::Price price);
    void priceLeft();
    void shareChosen(int percent);
    void reasonChosen(core::RejectReason reason);

private:
    [[nodiscard]] QWidget *makeShares();
    [[nodiscard]] QWidget *makeReasons();
    [[nodiscard]] QWidget *makePrice();
    void takePrice();
    void setApprove(const State &state, const core::ProposalView &view);
    void setHint(const State &state, const core::ProposalView &view);

    DeskButton *m_approve;
    DeskButton *m_half;
    DeskButton *m_edit;
    DeskButton *m_reject;
    DeskButton *m_refresh;
    DeskButton *m_snooze;
    QButtonGroup *m_shareGroup;
    QWidget *m_shares;
    QWidget *m_reasons;
    QLineEdit *m_price;
    QWidget *m_priceRow;
    QLabel *m_hint;
};

} // namespace ui
