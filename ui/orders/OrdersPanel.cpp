#include "ui/orders/OrdersPanel.h"

#include "ui/confirm/ConfirmButton.h"
#include "ui/confirm/ReasonDialog.h"
#include "ui/format/Numbers.h"
#include "ui/tables/RowProxy.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyReason.h"
#include "ui/widgets/EmptyState.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

bool isUnknown(const OrderRow &row)
{
    return row.status == core::OrderStatus::Unknown;
}

} // namespace

OrdersPanel::OrdersPanel(core::EngineClient &client, Selection &selection, QWidget *parent)
    : QWidget(parent), m_client(client), m_selection(selection), m_proxy(new RowProxy(m_model, this)),
      m_view(new RowView(*m_proxy, this)), m_pages(new QStackedLayout),
      m_empty(new EmptyState({}, {}, this)), m_openOnly(new QPushButton(tr("&Only open orders"), this)),
      m_end(new QPushButton(tr("&End by hand…"), this)), m_cancel(new ConfirmButton(this))
{
    setAccessibleName(tr("Orders"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &OrdersPanel::showSnapshot);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &OrdersPanel::showChoice);
    connect(m_view, &QTableView::activated, this, [this] {
        if (const auto row = chosen())
            m_selection.selectInstrument(row->instrument);
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &OrdersPanel::openMenu);
    connect(m_cancel, &ConfirmButton::confirmed, this, &OrdersPanel::cancelChosen);
    connect(m_end, &QPushButton::clicked, this, &OrdersPanel::askToEnd);
    connect(m_openOnly, &QPushButton::toggled, this, &OrdersPanel::applyFilter);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        const auto snapshot = m_client.snapshot();
        if (!m_model.rows().empty())
            m_openOnly->setChecked(false);
        else if (snapshot && !snapshot->waiting.empty())
            m_selection.selectProposal(snapshot->waiting.front().proposal.id);
    });
    applyFilter();
    showSnapshot();
}

void OrdersPanel::applyFilter()
{
    m_proxy->setFilter([this, isOpenOnly = m_openOnly->isChecked()](int row) {
        return !isOpenOnly || m_model.row(row).isOpen();
    });
    showPage();
}

void OrdersPanel::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_view->setAccessibleName(tr("Orders, newest first"));
    m_openOnly->setCheckable(true);
    m_openOnly->setAccessibleName(tr("Only open orders"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    layout->addLayout(m_pages, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 4, 8, 6);
    foot->setSpacing(8); // not the column's, which is none
    foot->addWidget(m_openOnly);
    foot->addStretch();
    foot->addWidget(m_end);
    foot->addWidget(m_cancel);
    m_end->setAccessibleName(tr("End an unknown order by hand, asks for a reason"));
    layout->addLayout(foot);
}

void OrdersPanel::showSnapshot()
{
    std::vector<OrderRow> rows;
    if (const auto snapshot = m_client.snapshot())
        for (const core::OrderView &view : snapshot->orders)
            rows.push_back(orderRow(view));
    m_model.setRows(std::move(rows));
    showPage();
    showChoice();
    closeStaleQuestion();
}

void OrdersPanel::showPage()
{
    const bool isFiltered = !m_model.rows().empty();
    const auto snapshot = m_client.snapshot();
    const bool isCardWaiting = snapshot && !snapshot->waiting.empty();
    m_empty->setTexts(isFiltered ? tr("No open orders") : tr("No orders yet"),
                      isFiltered ? tr("All of today's orders are finished.")
                                 : whyNothingComes(snapshot.get())
                                       .value_or(tr("An order appears here as soon as you approve a card.")));
    m_empty->setAction(isFiltered ? tr("Show all orders") : isCardWaiting ? tr("Show the card") : QString());
    m_pages->setCurrentWidget(m_proxy->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_view);
    m_openOnly->setVisible(isFiltered);
    m_cancel->setVisible(isFiltered);
}

std::optional<OrderRow> OrdersPanel::chosen() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return std::nullopt;
    return m_model.row(m_proxy->mapToSource(rows.front()).row());
}

void OrdersPanel::showChoice()
{
    const std::optional<OrderRow> row = chosen();
    m_end->setVisible(std::ranges::any_of(m_model.rows(), isUnknown));
    m_end->setEnabled(row && isUnknown(*row));
    m_end->setToolTip(m_end->isEnabled() ? tr("For an order of which the venue never tells.")
                                         : tr("Choose an unknown order first."));
    m_cancel->setEnabled(row && row->isOpen());
    if (!row || !row->isOpen()) {
        m_cancel->setTexts(tr("Cancel order"), {});
        m_cancel->setToolTip(row ? tr("This order is finished.") : tr("Choose an order first."));
        return;
    }
    const QString symbol = QString::fromStdString(row->instrument.symbol);
    const QString size = quantityText(row->quantity - row->filled);
    const bool isProtective = row->role == core::OrderRole::Stop;
    const QString question = isProtective ? tr("Cancel the stop of %2? %1 stand unprotected then")
                             : row->side == core::Side::Buy ? tr("Cancel: buy %1 %2?")
                                                            : tr("Cancel: sell %1 %2?");
    m_cancel->setTexts(tr("Cancel order"), question.arg(size, symbol));
    m_cancel->setToolTip({});
}

void OrdersPanel::openMenu(QPoint at)
{
    const std::optional<OrderRow> row = chosen();
    if (!row)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show on the chart"), this,
                    [this, id = row->instrument] { m_selection.selectInstrument(id); });
    menu->addAction(tr("Cancel order…"), m_cancel, &ConfirmButton::arm)->setEnabled(row->isOpen());
    if (isUnknown(*row))
        menu->addAction(tr("End by hand…"), this, &OrdersPanel::askToEnd);
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void OrdersPanel::cancelChosen()
{
    if (const std::optional<OrderRow> row = chosen())
        m_client.send(core::CancelOrder{row->id});
}

void OrdersPanel::askToEnd()
{
    const std::optional<OrderRow> row = chosen();
    if (!row || !isUnknown(*row))
        return;
    const QString order = row->side == core::Side::Buy ? tr("Buy %1 %2") : tr("Sell %1 %2");
    m_asked = row->id;
    m_question = new ReasonDialog(
        {.title = tr("End an order by hand"),
         //: %1 is an order ("Buy 8 NVDA"), %2 its id
         .text = tr("%1 (%2): the venue has not said what became of it, and is still being asked. End it only "
                    "when you know that it is over, for example because the venue's own page says so. It counts "
                    "as cancelled from then on; a fill that comes all the same is counted.")
                     .arg(order.arg(quantityText(row->quantity - row->filled),
                                    QString::fromStdString(row->instrument.symbol)),
                          QString::fromStdString(row->id.text())),
         .yes = tr("End the order")},
        this);
    if (const auto snapshot = m_client.snapshot())
        m_question->wear(snapshot->account.destination);
    connect(m_question, &ReasonDialog::confirmed, this, [this, id = row->id](const QString &reason) {
        m_client.send(core::EndUnknownOrder{id, reason.toStdString()});
    });
    m_question->open();
}

/// The venue has answered meanwhile: there is nothing left to end.
void OrdersPanel::closeStaleQuestion()
{
    const bool isStillSo = std::ranges::any_of(
        m_model.rows(), [this](const OrderRow &row) { return row.id == m_asked && isUnknown(row); });
    if (m_question && !isStillSo)
        m_question->reject();
}

} // namespace ui
