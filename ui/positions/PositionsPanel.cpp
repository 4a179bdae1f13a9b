#include "ui/positions/PositionsPanel.h"

#include "ui/confirm/ConfirmButton.h"
#include "ui/confirm/ReasonDialog.h"
#include "ui/format/Numbers.h"
#include "ui/tables/RowProxy.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyReason.h"
#include "ui/widgets/EmptyState.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

/// Which of the choices gives what is not ours to the strategies.
constexpr int adopting = 1;

ReasonQuestion questionOf(const PositionRow &row)
{
    const QString symbol = QString::fromStdString(row.instrument.symbol);
    const QString what =
        row.isCorrected ? PositionsPanel::tr("The venue went on holding another quantity of %1 than we had. Its "
                                             "quantity counts: %2. There are no entries in it until you accept that.")
                              .arg(symbol, quantityText(row.quantity))
                        : PositionsPanel::tr("%2 %1 did not come from our orders. Strategies do not touch them, and "
                                             "make no entries in it until they are closed or theirs.")
                              .arg(symbol, quantityText(row.external));
    ReasonQuestion question{.title = PositionsPanel::tr("Accept the venue's figure"), .text = what,
                            .yes = PositionsPanel::tr("Accept %1").arg(symbol)};
    if (row.isCorrected && !row.external.isZero())
        question.choices = {PositionsPanel::tr("%1 stay not ours: strategies do not touch them")
                                .arg(quantityText(row.external)),
                            PositionsPanel::tr("%1 become the strategies' own: they may sell them")
                                .arg(quantityText(row.external))};
    else if (!row.isCorrected)
        question.text += QLatin1Char('\n') +
                         PositionsPanel::tr("A yes makes them the strategies' own: they may sell them.");
    return question;
}

} // namespace

PositionsPanel::PositionsPanel(core::EngineClient &client, Selection &selection, QWidget *parent)
    : QWidget(parent), m_client(client), m_selection(selection), m_proxy(new RowProxy(m_model, this)),
      m_view(new RowView(*m_proxy, this)), m_pages(new QStackedLayout),
      m_empty(new EmptyState({}, {}, this)),
      m_totals(new QLabel(this)), m_accept(new QPushButton(tr("&Accept the venue's figure…"), this)),
      m_close(new ConfirmButton(this))
{
    setAccessibleName(tr("Positions"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &PositionsPanel::showSnapshot);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &PositionsPanel::showChoice);
    connect(m_view, &QTableView::activated, this, [this] {
        if (const auto row = chosen())
            m_selection.selectInstrument(row->instrument);
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &PositionsPanel::openMenu);
    connect(m_accept, &QPushButton::clicked, this, &PositionsPanel::askToAccept);
    connect(m_close, &ConfirmButton::confirmed, this, &PositionsPanel::closeChosen);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (const auto snapshot = m_client.snapshot(); snapshot && !snapshot->waiting.empty())
            m_selection.selectProposal(snapshot->waiting.front().proposal.id);
    });
    showSnapshot();
}

void PositionsPanel::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_view->setAccessibleName(tr("Open positions"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    layout->addLayout(m_pages, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 4, 8, 6);
    foot->setSpacing(8); // not the column's, which is none
    foot->addWidget(m_totals);
    foot->addStretch();
    foot->addWidget(m_accept);
    foot->addWidget(m_close);
    m_accept->setAccessibleName(tr("Accept the venue's figure, asks for a reason"));
    layout->addLayout(foot);
    m_totals->setProperty("tone", QStringLiteral("muted"));
    m_totals->setAccessibleName(tr("Totals"));
}

void PositionsPanel::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    std::vector<PositionRow> rows;
    if (snapshot)
        for (const core::PositionView &view : snapshot->positions)
            if (const PositionRow row = positionRow(view);
                !row.quantity.isZero() || row.differs || row.waitsForPerson())
                rows.push_back(row);
    m_model.setRows(std::move(rows));
    showPage(snapshot.get());
    showTotals();
    showChoice();
    closeStaleQuestion();
}

void PositionsPanel::showPage(const core::EngineSnapshot *snapshot)
{
    m_pages->setCurrentWidget(m_model.rows().empty() ? static_cast<QWidget *>(m_empty) : m_view);
    const bool isCardWaiting = snapshot && !snapshot->waiting.empty();
    m_empty->setTexts(tr("No open positions"),
                      whyNothingComes(snapshot).value_or(
                          isCardWaiting ? tr("A position appears here when an order fills. A card waits for your yes.")
                                        : tr("A position appears here when an order you approved fills.")));
    m_empty->setAction(isCardWaiting ? tr("Show the card") : QString());
}

void PositionsPanel::showTotals()
{
    core::Money open;
    bool isComplete = true;
    for (const PositionRow &row : m_model.rows()) {
        isComplete = isComplete && row.unrealisedPnl;
        open += row.unrealisedPnl.value_or(core::Money());
    }
    const QString sum = isComplete ? signedMoneyText(open) : absentText();
    m_totals->setText(m_model.rows().empty()
                          ? QString()
                          : tr("Positions: %1, open P&L %2").arg(m_model.rows().size()).arg(sum));
}

std::optional<PositionRow> PositionsPanel::chosen() const
{
    const QModelIndexList rows = m_view->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return std::nullopt;
    return m_model.row(m_proxy->mapToSource(rows.front()).row());
}

void PositionsPanel::showChoice()
{
    const std::optional<PositionRow> row = chosen();
    showAccept(row);
    m_close->setEnabled(row && !row->quantity.isZero());
    m_close->setVisible(!m_model.rows().empty());
    if (!row) {
        m_close->setTexts(tr("Close position"), {});
        m_close->setToolTip(tr("Choose a position first."));
        return;
    }
    const QString symbol = QString::fromStdString(row->instrument.symbol);
    m_close->setTexts(tr("Close %1").arg(symbol),
                      tr("Close %1 %2 at market?").arg(quantityText(row->quantity.abs()), symbol));
    m_close->setToolTip(tr("Cancels the protective orders of %1 and sells or buys it back at market.")
                            .arg(symbol));
}

void PositionsPanel::showAccept(const std::optional<PositionRow> &row)
{
    const bool isWaiting = row && row->waitsForPerson();
    m_accept->setVisible(std::ranges::any_of(m_model.rows(), &PositionRow::waitsForPerson));
    m_accept->setEnabled(isWaiting);
    m_accept->setToolTip(isWaiting ? tr("Entries in it wait until a person has looked at it.")
                                   : tr("Choose a position that was corrected or is not ours first."));
}

void PositionsPanel::openMenu(QPoint at)
{
    const std::optional<PositionRow> row = chosen();
    if (!row)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Show on the chart"), this,
                    [this, id = row->instrument] { m_selection.selectInstrument(id); });
    menu->addAction(tr("Close position…"), m_close, &ConfirmButton::arm);
    if (row->waitsForPerson())
        menu->addAction(tr("Accept the venue's figure…"), this, &PositionsPanel::askToAccept);
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void PositionsPanel::closeChosen()
{
    if (const std::optional<PositionRow> row = chosen())
        m_client.send(core::ClosePosition{row->instrument});
}

void PositionsPanel::askToAccept()
{
    const std::optional<PositionRow> row = chosen();
    if (!row || !row->waitsForPerson())
        return;
    m_asked = row->instrument;
    m_question = new ReasonDialog(questionOf(*row), this);
    if (const auto snapshot = m_client.snapshot())
        m_question->wear(snapshot->account.destination);
    connect(m_question, &ReasonDialog::confirmed, this,
            [this, id = row->instrument, onlyAdopts = !row->isCorrected](const QString &reason, int choice) {
                const bool adopts = onlyAdopts || choice == adopting;
                m_client.send(core::AcceptDifference{.instrument = id, .adopts = adopts,
                                                     .reason = reason.toStdString()});
            });
    m_question->open();
}

/// What was asked is no longer what a yes would mean: the question goes, and can be asked anew.
void PositionsPanel::closeStaleQuestion()
{
    if (!m_question)
        return;
    const bool isStillSo = std::ranges::any_of(m_model.rows(), [this](const PositionRow &row) {
        return row.instrument == m_asked && row.waitsForPerson() && questionOf(row) == m_question->question();
    });
    if (!isStillSo)
        m_question->reject();
}

} // namespace ui
