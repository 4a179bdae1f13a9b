#include "ui/tables/RowProxy.h"

namespace ui {

RowProxy::RowProxy(QAbstractItemModel &source, QObject *parent) : QSortFilterProxyModel(parent)
{
    setSortRole(SortRole);
    setSourceModel(&source);
}

void RowProxy::setFilter(std::function<bool(int)> accepts)
{
    m_accepts = std::move(accepts);
    invalidateFilter();
}

bool RowProxy::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    if (QSortFilterProxyModel::lessThan(left, right))
        return true;
    if (QSortFilterProxyModel::lessThan(right, left))
        return false;
    const bool isAscending = sortOrder() == Qt::AscendingOrder;
    return isAscending ? left.row() < right.row() : left.row() > right.row();
}

bool RowProxy::filterAcceptsRow(int sourceRow, const QModelIndex &) const
{
    return !m_accepts || m_accepts(sourceRow);
}

} // namespace ui
