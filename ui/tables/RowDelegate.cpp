#include "ui/tables/RowDelegate.h"

#include <QApplication>
#include <QPainter>

namespace ui {

namespace {

constexpr int padding = 8; // as in QHeaderView::section of the style sheet

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                        const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const bool isSelected = cell.state & QStyle::State_Selected;
    painter->fillRect(cell.rect, isSelected ? cell.palette.highlight() : cell.backgroundBrush);
    const bool hasOwnColour = index.data(Qt::ForegroundRole).isValid();
    painter->setPen(isSelected && !hasOwnColour ? cell.palette.highlightedText().color()
                                                : cell.palette.text().color());
    painter->setFont(cell.font);
    const QRect text = cell.rect.adjusted(padding, 0, -padding, 0);
    painter->drawText(text, int(cell.displayAlignment),
                      cell.fontMetrics.elidedText(cell.text, Qt::ElideRight, text.width()));
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    return {option.fontMetrics.horizontalAdvance(text) + 2 * padding + 1, option.fontMetrics.height() + 10};
}

} // namespace ui
