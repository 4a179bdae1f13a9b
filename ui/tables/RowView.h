#pragma once

#include <QTableView>

namespace ui {

/// A table as all panels show it: whole rows, one selected, columns as wide as their content, the
/// last one taking the rest; Tab leaves it. Clicking a head sorts, a third click restores the
/// order of the source.
class RowView : public QTableView {
    Q_OBJECT

public:
    explicit RowView(QAbstractItemModel &model, QWidget *parent = nullptr);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fitRows();
    void cycleSort(int column);

    int m_sortedColumn = -1;
};

} // namespace ui
