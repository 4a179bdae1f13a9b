#pragma once

#include "core/engine/EngineClient.h"
#include "ui/orders/OrdersModel.h"
#include "ui/widgets/Selection.h"

#include <QPointer>
#include <QWidget>

class QPushButton;
class QStackedLayout;

namespace ui {

class ConfirmButton;
class EmptyState;
class ReasonDialog;
class RowProxy;
class RowView;

/// Our orders, newest first; cancelling one asks back on the button itself, ending an unknown one by
/// hand wants a typed reason.
class OrdersPanel : public QWidget {
    Q_OBJECT

public:
    explicit OrdersPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr);

    [[nodiscard]] OrdersModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] ConfirmButton &cancelButton() { return *m_cancel; }
    [[nodiscard]] QPushButton &endButton() { return *m_end; }

private:
    void arrange();
    void showSnapshot();
    void applyFilter();
    void showPage();
    void showChoice();
    void openMenu(QPoint at);
    void cancelChosen();
    void askToEnd();
    void closeStaleQuestion();
    [[nodiscard]] std::optional<OrderRow> chosen() const;

    core::EngineClient &m_client;
    Selection &m_selection;
    OrdersModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    QPushButton *m_openOnly;
    QPushButton *m_end;
    ConfirmButton *m_cancel;
    QPointer<ReasonDialog> m_question;
    core::ClientOrderId m_asked; ///< Of the open question.
};

} // namespace ui
