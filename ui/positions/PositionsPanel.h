#pragma once

#include "core/engine/EngineClient.h"
#include "ui/positions/PositionsModel.h"
#include "ui/widgets/Selection.h"

#include <QWidget>

class QLabel;
class QStackedLayout;

namespace ui {

class ConfirmButton;
class EmptyState;
class RowProxy;
class RowView;

/// The open positions; closing one asks back on the button itself.
class PositionsPanel : public QWidget {
    Q_OBJECT

public:
    explicit PositionsPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr);

    [[nodiscard]] PositionsModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] ConfirmButton &closeButton() { return *m_close; }

private:
    void arrange();
    void showSnapshot();
    void showTotals();
    void showPage(const core::EngineSnapshot *snapshot);
    void showChoice();
    void openMenu(QPoint at);
    void closeChosen();
    [[nodiscard]] std::optional<PositionRow> chosen() const;

    core::EngineClient &m_client;
    Selection &m_selection;
    PositionsModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    QLabel *m_totals;
    ConfirmButton *m_close;
};

} // namespace ui
