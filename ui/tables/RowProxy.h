#pragma once

#include "ui/tables/RowModel.h"

#include <QSortFilterProxyModel>

#include <functional>

namespace ui {

/// Sorts by the columns' sort keys and filters by a predicate on source rows. Rows with equal keys
/// keep the order of the source, so that nothing dances while figures change.
class RowProxy : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit RowProxy(QAbstractItemModel &source, QObject *parent = nullptr);

    void setFilter(std::function<bool(int sourceRow)> accepts);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

private:
    std::function<bool(int)> m_accepts;
};

} // namespace ui
