#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace ui {

/// Why it was proposed, what the guards say, and what the order would be.
class CardWhy : public QWidget {
    Q_OBJECT

public:
    explicit CardWhy(QWidget *parent = nullptr);
    void setView(const core::ProposalView &view);

private:
    void setReasons(const core::ProposalView &view);
    void setGuards(const core::ProposalView &view);
    void setChanges(const core::ProposalView &view);

    QLabel *m_changes;
    QLabel *m_reasons;
    QLabel *m_record;
    std::vector<QLabel *> m_questioned; ///< One line per guard that did not pass.
    QVBoxLayout *m_questionedLines;
    QLabel *m_passed;
    QLabel *m_order;
    QLabel *m_protection;
};

} // namespace ui
