#pragma once

#include "core/engine/EngineClient.h"
#include "ui/orders/OrdersModel.h"
#include "ui/widgets/Selection.h"

#include <QWidget>

class QPushButton;
class QStackedLayout;

namespace ui {

class ConfirmButton;
class EmptyState;
class RowProxy;
class RowView;

/// Our orders, newest first; cancelling one asks back on the button itself.
class OrdersPanel : public QWidget {
    Q_OBJECT

public:
    explicit OrdersPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr);

    [[nodiscard]] OrdersModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] ConfirmButton &cancelButton() { return *m_cancel; }

private:
    void arrange();
    void showSnapshot();
    void applyFilter();
    void showPage();
    void showChoice();
    void openMenu(QPoint at);
    void cancelChosen();
    [[nodiscard]] std::optional<OrderRow> chosen() const;

    core::EngineClient &m_client;
    Selection &m_selection;
    OrdersModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    QPushButton *m_openOnly;
    ConfirmButton *m_cancel;
};

} // namespace ui
