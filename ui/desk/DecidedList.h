#pragma once

#include "core/engine/Snapshot.h"
#include "ui/tables/RowModel.h"

#include <QWidget>

class QToolButton;

namespace ui {

/// A card of the past, in words.
struct DecidedRow {
    QString id;
    QString time;
    QString what;
    QString state;
    QString reason;
    QString decider;
    std::optional<Role> tone;

    [[nodiscard]] QString key() const { return id; }
    bool operator==(const DecidedRow &) const = default;
};

class EmptyState;
class RowView;

/// What became of earlier cards, newest first; folded until it is wanted.
class DecidedList : public QWidget {
    Q_OBJECT

public:
    explicit DecidedList(QWidget *parent = nullptr);
    void setViews(const std::vector<core::ProposalView> &decided);
    /// Opens with one instrument only; the same one again shows all.
    void showHistoryOf(const core::InstrumentId &instrument);
    [[nodiscard]] QAbstractItemModel &model() { return m_model; }

private:
    void setTitle();
    void showRows();
    void showPage();

    std::vector<core::ProposalView> m_decided;
    std::optional<core::InstrumentId> m_only;
    RowModel<DecidedRow> m_model;
    QToolButton *m_toggle;
    RowView *m_table;
    EmptyState *m_empty;
};

} // namespace ui
