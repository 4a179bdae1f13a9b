#include "ui/desk/DecidedList.h"

#include "ui/desk/CardText.h"
#include "ui/format/Numbers.h"
#include "ui/format/Times.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyState.h"

#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace ui {

namespace {

constexpr const char *context = "ui::DecidedList";

const std::array columns{
    Column<DecidedRow>{QT_TRANSLATE_NOOP("ui::DecidedList", "Made"), Qt::AlignLeft,
                       [](const DecidedRow &row) { return row.time; },
                       [](const DecidedRow &row) { return QVariant(row.time); }},
    Column<DecidedRow>{QT_TRANSLATE_NOOP("ui::DecidedList", "Proposal"), Qt::AlignLeft,
                       [](const DecidedRow &row) { return row.what; },
                       [](const DecidedRow &row) { return QVariant(row.what); }},
    Column<DecidedRow>{QT_TRANSLATE_NOOP("ui::DecidedList", "State"), Qt::AlignLeft,
                       [](const DecidedRow &row) { return row.state; },
                       [](const DecidedRow &row) { return QVariant(row.state); },
                       [](const DecidedRow &row) { return row.tone; }},
    Column<DecidedRow>{QT_TRANSLATE_NOOP("ui::DecidedList", "Reason"), Qt::AlignLeft,
                       [](const DecidedRow &row) { return row.reason; },
                       [](const DecidedRow &row) { return QVariant(row.reason); }},
    Column<DecidedRow>{QT_TRANSLATE_NOOP("ui::DecidedList", "Decided by"), Qt::AlignLeft,
                       [](const DecidedRow &row) { return row.decider; },
                       [](const DecidedRow &row) { return QVariant(row.decider); }},
};

std::optional<Role> toneOf(core::ProposalState state)
{
    switch (state) {
    case core::ProposalState::Filled: return Role::Good;
    case core::ProposalState::Unknown:
    case core::ProposalState::Partial: return Role::Warning;
    case core::ProposalState::Refused:
    case core::ProposalState::BrokerRejected:
    case core::ProposalState::Killed: return Role::Alarm;
    default: return std::nullopt;
    }
}

DecidedRow rowOf(const core::ProposalView &view)
{
    const core::Proposal &plan = view.proposal;
    const MarketZone zone = zoneOf(plan.signal.series.instrument);
    return {.id = text(plan.id.text()),
            .time = timeText(plan.createdAt, zone) + QLatin1Char(' ') + zoneName(plan.createdAt, zone),
            .what = QStringLiteral("%1 %2 %3").arg(sideText(plan.side), quantityText(plan.quantity),
                                                   symbolText(view)),
            .state = stateText(view.state),
            .reason = text(view.stateReason),
            .decider = deciderText(view),
            .tone = toneOf(view.state)};
}

} // namespace

DecidedList::DecidedList(QWidget *parent)
    : QWidget(parent), m_model(context, columns), m_toggle(new QToolButton(this)),
      m_table(new RowView(m_model, this)),
      m_empty(new EmptyState({}, {}, this))
{
    m_toggle->setCheckable(true);
    m_toggle->setProperty("kind", QStringLiteral("quiet"));
    m_toggle->setFocusPolicy(Qt::TabFocus);
    m_toggle->setObjectName(QStringLiteral("decidedToggle"));
    m_table->setAccessibleName(tr("Decided proposals"));
    m_table->setFixedHeight(180);
    m_table->hide();
    m_empty->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_toggle, 0, Qt::AlignLeft);
    layout->addWidget(m_table);
    layout->addWidget(m_empty);
    connect(m_toggle, &QToolButton::toggled, this, &DecidedList::showPage);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        m_only.reset();
        showRows();
    });
    setTitle();
}

void DecidedList::setViews(const std::vector<core::ProposalView> &decided)
{
    m_decided = decided;
    showRows();
}

void DecidedList::showHistoryOf(const core::InstrumentId &instrument)
{
    const bool isBack = m_only == instrument;
    m_only = isBack ? std::nullopt : std::optional(instrument);
    m_toggle->setChecked(!isBack);
    showRows();
}

void DecidedList::showRows()
{
    std::vector<DecidedRow> rows;
    for (const core::ProposalView &view : m_decided)
        if (!m_only || view.proposal.signal.series.instrument == *m_only)
            rows.push_back(rowOf(view));
    m_model.setRows(std::move(rows));
    showPage();
}

void DecidedList::showPage()
{
    const bool isOpen = m_toggle->isChecked();
    const bool isEmpty = m_model.rowCount() == 0;
    m_table->setVisible(isOpen && !isEmpty);
    m_empty->setVisible(isOpen && isEmpty);
    m_empty->setTexts(m_only ? tr("Nothing decided in %1").arg(text(m_only->symbol)) : tr("Nothing decided yet"),
                      tr("Cards you approved or rejected, and those that ended by themselves, are kept here."));
    m_empty->setAction(m_only ? tr("Show all") : QString());
    setTitle();
}

void DecidedList::setTitle()
{
    const QString arrow = m_toggle->isChecked() ? QStringLiteral("▾") : QStringLiteral("▸");
    if (m_only)
        m_toggle->setText(tr("%1 Decided in %2 (%3), H shows all")
                              .arg(arrow, text(m_only->symbol))
                              .arg(m_model.rowCount()));
    else
        m_toggle->setText(tr("%1 Decided (%2)").arg(arrow).arg(m_model.rowCount()));
}

} // namespace ui
