#include "ui/tables/RowView.h"

#include "ui/tables/RowDelegate.h"

#include <QEvent>
#include <QHeaderView>

namespace ui {

RowView::RowView(QAbstractItemModel &rows, QWidget *parent) : QTableView(parent)
{
    setModel(&rows);
    setItemDelegate(new RowDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    fitRows();
    horizontalHeader()->setResizeContentsPrecision(60); // of long tables only what is near the view
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(rows.columnCount() - 1, QHeaderView::Stretch);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(true);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &RowView::cycleSort);
}

void RowView::fitRows()
{
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    horizontalHeader()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 6);
}

void RowView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void RowView::cycleSort(int column)
{
    QHeaderView *head = horizontalHeader();
    if (column != m_sortedColumn) {
        m_sortedColumn = column;
        head->setSortIndicatorShown(true);
        head->setSortIndicator(column, Qt::AscendingOrder);
        model()->sort(column, Qt::AscendingOrder);
    } else if (head->sortIndicatorOrder() == Qt::AscendingOrder) {
        head->setSortIndicator(column, Qt::DescendingOrder);
        model()->sort(column, Qt::DescendingOrder);
    } else {
        m_sortedColumn = -1;
        head->setSortIndicatorShown(false);
        model()->sort(-1);
    }
}

} // namespace ui
