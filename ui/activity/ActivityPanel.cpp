#include "ui/activity/ActivityPanel.h"

#include "ui/tables/RowProxy.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyReason.h"
#include "ui/widgets/EmptyState.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

ActivityPanel::ActivityPanel(core::EngineClient &client, QWidget *parent)
    : QWidget(parent), m_client(client), m_proxy(new RowProxy(m_model, this)),
      m_view(new RowView(*m_proxy, this)), m_pages(new QStackedLayout),
      m_empty(new EmptyState({}, {}, this)), m_kind(new QPushButton(this)), m_search(new QLineEdit(this))
{
    setAccessibleName(tr("Activity"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &ActivityPanel::showSnapshot);
    connect(m_search, &QLineEdit::textChanged, this, &ActivityPanel::applyFilter);
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        m_search->clear();
        chooseKind({});
    });
    showSnapshot();
}

void ActivityPanel::arrange()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_view->setAccessibleName(tr("Activity log, newest last"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    layout->addLayout(m_pages, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 4, 8, 6);
    foot->setSpacing(8);
    foot->addWidget(m_kind);
    foot->addWidget(m_search, 1);
    layout->addLayout(foot);
    m_kind->setMenu(new QMenu(m_kind));
    offerKind({});
    chooseKind({});
    m_search->setPlaceholderText(tr("Find in the log"));
    m_search->setAccessibleName(tr("Find in the log"));
    m_search->setClearButtonEnabled(true);
}

void ActivityPanel::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    const bool followsTail = isAtTail();
    std::vector<ActivityRow> rows;
    if (snapshot) {
        const MarketZone zone = snapshot->series.empty() ? MarketZone::NewYork
                                                         : zoneOf(snapshot->series.front().id.instrument);
        for (const core::Activity &line : snapshot->activity)
            rows.push_back({line.number, line.at, zone, line.severity, line.kind, line.text});
    }
    m_model.setRows(std::move(rows));
    offerKinds();
    showPage();
    if (followsTail)
        m_view->scrollToBottom();
}

bool ActivityPanel::isAtTail() const
{
    const QScrollBar *bar = m_view->verticalScrollBar();
    return bar->value() >= bar->maximum() - m_view->fontMetrics().height();
}

void ActivityPanel::offerKinds()
{
    for (const ActivityRow &row : m_model.rows())
        offerKind(row.kind);
}

void ActivityPanel::offerKind(const std::string &kind)
{
    if (std::ranges::find(m_offeredKinds, kind) != m_offeredKinds.end())
        return;
    m_offeredKinds.push_back(kind);
    m_kind->menu()->addAction(kind.empty() ? tr("All kinds") : activityKindText(kind), this,
                              [this, kind] { chooseKind(kind); });
}

void ActivityPanel::chooseKind(const std::string &kind)
{
    m_chosenKind = kind;
    const QString name = kind.empty() ? tr("All kinds") : activityKindText(kind);
    m_kind->setText(name + QStringLiteral("  ▾"));
    m_kind->setAccessibleName(tr("Kind of activity: %1").arg(name));
    applyFilter();
}

void ActivityPanel::applyFilter()
{
    m_proxy->setFilter([this, kind = m_chosenKind, words = m_search->text().simplified()](int index) {
        const ActivityRow &row = m_model.row(index);
        return (kind.empty() || row.kind == kind) &&
               QString::fromStdString(row.text).contains(words, Qt::CaseInsensitive);
    });
    showPage();
    m_view->scrollToBottom();
}

bool ActivityPanel::isFiltered() const
{
    return !m_chosenKind.empty() || !m_search->text().isEmpty();
}

void ActivityPanel::showPage()
{
    const bool isOnlyFiltered = isFiltered() && !m_model.rows().empty();
    m_empty->setTexts(isOnlyFiltered ? tr("Nothing matches") : tr("Nothing has happened yet"),
                      isOnlyFiltered ? tr("No line of the log has this kind and these words.")
                                     : whyNothingComes(m_client.snapshot().get())
                                           .value_or(tr("Signals, decisions, orders and fills are listed here.")));
    m_empty->setAction(isOnlyFiltered ? tr("Show everything") : QString());
    m_pages->setCurrentWidget(m_proxy->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_view);
}

} // namespace ui
