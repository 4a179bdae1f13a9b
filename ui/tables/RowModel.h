#pragma once

#include "ui/theme/Theme.h"

#include <QAbstractTableModel>
#include <QCoreApplication>
#include <QHash>

#include <optional>
#include <span>
#include <vector>

namespace ui {

/// What a table of value rows answers beyond Qt's own roles.
enum RowRole {
    SortRole = Qt::UserRole,
};

/// One column of a table: everything about it in one place.
template <class Row>
struct Column {
    const char *title;       ///< QT_TRANSLATE_NOOP with the model's context.
    Qt::Alignment align;
    QString (*text)(const Row &row);
    QVariant (*sortKey)(const Row &row);
    std::optional<Role> (*tone)(const Row &row) = nullptr; ///< Colour of the text; absent = normal.
    QString (*explanation)(const Row &row) = nullptr;      ///< Tooltip, where the text alone is too short.
};

/// A table of value rows. A row has `key()`, the same for as long as it means the same thing, and
/// `operator==`. New rows are taken in with the fewest changes, so that selection, sorting and
/// scrolling stay where they were.
template <class Row>
class RowModel : public QAbstractTableModel {
public:
    /// @param tint  Background of a row that needs attention; absent = none.
    RowModel(const char *context, std::span<const Column<Row>> columns,
             std::optional<Role> (*tint)(const Row &row) = nullptr, QObject *parent = nullptr)
        : QAbstractTableModel(parent), m_context(context), m_columns(columns), m_tint(tint)
    {
    }

    void setRows(std::vector<Row> rows);
    [[nodiscard]] const Row &row(int index) const { return m_rows[std::size_t(index)]; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_rows.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void removeGone(const std::vector<Row> &next);
    void place(std::size_t at, Row row);

    const char *m_context;
    std::span<const Column<Row>> m_columns;
    std::optional<Role> (*m_tint)(const Row &row);
    std::vector<Row> m_rows;
};

template <class Row>
void RowModel<Row>::setRows(std::vector<Row> rows)
{
    removeGone(rows);
    for (std::size_t at = 0; at < rows.size(); ++at)
        place(at, std::move(rows[at]));
}

template <class Row>
void RowModel<Row>::removeGone(const std::vector<Row> &next)
{
    QHash<QString, bool> staying;
    for (const Row &row : next)
        staying.insert(row.key(), true);
    for (int at = int(m_rows.size()); at-- > 0;) {
        if (staying.contains(m_rows[std::size_t(at)].key()))
            continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
}

/// After this, position `at` holds `row`; everything before it is in place already.
template <class Row>
void RowModel<Row>::place(std::size_t at, Row row)
{
    std::size_t old = at;
    while (old < m_rows.size() && m_rows[old].key() != row.key())
        ++old;
    const int to = int(at);
    if (old == m_rows.size()) {
        beginInsertRows({}, to, to);
        m_rows.insert(m_rows.begin() + to, std::move(row));
        endInsertRows();
        return;
    }
    if (old != at) {
        const int from = int(old);
        beginMoveRows({}, from, from, {}, to);
        std::rotate(m_rows.begin() + to, m_rows.begin() + from, m_rows.begin() + from + 1);
        endMoveRows();
    }
    if (m_rows[at] == row)
        return;
    m_rows[at] = std::move(row);
    Q_EMIT dataChanged(index(to, 0), index(to, columnCount() - 1));
}

template <class Row>
QVariant RowModel<Row>::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[std::size_t(index.row())];
    const Column<Row> &column = m_columns[std::size_t(index.column())];
    switch (role) {
    case Qt::DisplayRole: return column.text(row);
    case Qt::ToolTipRole: // also serves a column made narrow
        return column.explanation ? column.explanation(row) : column.text(row);
    case Qt::TextAlignmentRole: return QVariant(column.align | Qt::AlignVCenter);
    case SortRole: return column.sortKey(row);
    case Qt::ForegroundRole:
        if (const auto tone = column.tone ? column.tone(row) : std::nullopt)
            return colour(*tone);
        return {};
    case Qt::BackgroundRole:
        if (const auto tint = m_tint ? m_tint(row) : std::nullopt)
            return colour(*tint);
        return {};
    default: return {};
    }
}

template <class Row>
QVariant RowModel<Row>::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column<Row> &column = m_columns[std::size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return QCoreApplication::translate(m_context, column.title);
    case Qt::TextAlignmentRole: return QVariant(column.align | Qt::AlignVCenter);
    default: return {};
    }
}

} // namespace ui
