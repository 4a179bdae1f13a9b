#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace ui {

class DriftBar;

/// What it costs, what it may lose and win, and how far the price has gone since.
class CardMoney : public QWidget {
    Q_OBJECT

public:
    explicit CardMoney(QWidget *parent = nullptr);
    /// @param sharePercent  The share of the size that an approval would be for.
    void setView(const core::ProposalView &view, int sharePercent);

private:
    struct Figure {
        QLabel *value = nullptr;
        QLabel *note = nullptr;
    };
    Figure addFigure(QGridLayout &grid, int row, int column, const QString &title);
    void setSize(const core::ProposalView &view, int sharePercent);

    Figure m_size;
    Figure m_loss;
    Figure m_gain;
    Figure m_ratio;
    Figure m_fees;
    Figure m_exposure;
    QLabel *m_drift;
    DriftBar *m_driftBar;
};

} // namespace ui
