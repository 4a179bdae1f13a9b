#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

class QLabel;

namespace ui {

class ModeBadge;
class TimeLeftBar;

/// The head of a card, and all of it while the card is closed: what, which way, whose idea, how long.
class CardHead : public QWidget {
    Q_OBJECT

public:
    explicit CardHead(QWidget *parent = nullptr);
    /// @param isOpen  Closed cards also say size and loss here.
    void setView(const core::ProposalView &view, bool isOpen, bool isPicked);

private:
    void setTime(const core::ProposalView &view);

    ModeBadge *m_badge;
    QLabel *m_picked;
    QLabel *m_symbol;
    QLabel *m_side;
    QLabel *m_timeLeft;
    QLabel *m_origin;
    QLabel *m_state;
    QLabel *m_brief;
    TimeLeftBar *m_bar;
};

} // namespace ui
