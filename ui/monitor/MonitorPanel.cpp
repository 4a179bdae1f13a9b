#include "ui/monitor/MonitorPanel.h"

#include "ui/format/Numbers.h"
#include "ui/tables/RowView.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/FigureCell.h"
#include "ui/widgets/LineGraph.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr double graphSeconds = 300;

QString cpuText(double percent)
{
    return percentText(percent, 0);
}

QString memoryText(double bytes)
{
    return bytesText(static_cast<std::int64_t>(bytes));
}

QString lagText(double seconds)
{
    return latencyText(std::chrono::duration_cast<core::Duration>(std::chrono::duration<double>(seconds)));
}

double secondsOf(core::Duration duration)
{
    return std::chrono::duration<double>(duration).count();
}

/// Rows are few: all are seen at once, and the panel scrolls as a whole.
void showAllRows(RowView &view)
{
    const int rows = view.model()->rowCount() * view.verticalHeader()->defaultSectionSize();
    view.setFixedHeight(view.horizontalHeader()->sizeHint().height() + rows + 2);
}

} // namespace

MonitorPanel::MonitorPanel(core::EngineClient &client, QWidget *parent)
    : QWidget(parent), m_client(client), m_pages(new QStackedLayout(this)),
      m_empty(new EmptyState(tr("Nothing is measured yet"),
                             tr("A second after the engine has started, its figures stand here."), this)),
      m_cpu(new LineGraph(tr("CPU"), cpuText, this)),
      m_memory(new LineGraph(tr("Memory"), memoryText, this)),
      m_lag(new LineGraph(tr("Engine lag"), lagText, this)),
      m_noTrouble(new QLabel(tr("No warning and no alarm."), this))
{
    setAccessibleName(tr("System monitor"));
    arrange();
    connect(&m_client, &core::EngineClient::snapshotChanged, this, &MonitorPanel::showSnapshot);
    showSnapshot();
}

void MonitorPanel::arrange()
{
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(16);
    layout->addLayout(arrangeFigures());
    layout->addLayout(arrangeGraphs());
    layout->addLayout(arrangeTables());
    layout->addLayout(arrangeState());
    layout->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    scroll->setAccessibleName(tr("System monitor"));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(scroll);
}

QBoxLayout *MonitorPanel::arrangeFigures()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(32);
    addFigure(*row, QStringLiteral("cpu"), tr("CPU"), tr("Of one core, in the last second; four busy cores are 400 %."));
    addFigure(*row, QStringLiteral("memory"), tr("Memory"), tr("What this program holds in memory."));
    addFigure(*row, QStringLiteral("threads"), tr("Threads"), tr("Of this program."));
    addFigure(*row, QStringLiteral("handles"), tr("Open files"), tr("On Windows all handles of this program."));
    addFigure(*row, QStringLiteral("lag"), tr("Engine lag"),
              tr("How late the engine came to what was due, at worst in the last second."));
    addFigure(*row, QStringLiteral("uptime"), tr("Running for"), tr("Since the engine was started."));
    row->addStretch(1);
    return row;
}

void MonitorPanel::addFigure(QBoxLayout &row, const QString &name, const QString &caption, const QString &explanation)
{
    auto *cell = new FigureCell(caption, explanation, this);
    m_figures[name] = cell;
    row.addWidget(cell);
}

QBoxLayout *MonitorPanel::arrangeGraphs()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    for (LineGraph *graph : {m_cpu, m_memory, m_lag})
        row->addWidget(graph, 1);
    return row;
}

RowView *MonitorPanel::addTable(QBoxLayout &into, QAbstractItemModel &model, const QString &name)
{
    auto *view = new RowView(model, this);
    view->setAccessibleName(name);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The words take the room, the figures stand together at the right.
    view->horizontalHeader()->setSectionsClickable(false);
    into.addWidget(view);
    m_tables.push_back(view);
    return view;
}

QBoxLayout *MonitorPanel::arrangeTables()
{
    auto *times = new QVBoxLayout;
    RowView *latencies = addTable(*times, m_latencies, tr("How long things take"));
    times->addStretch(1);
    auto *numbers = new QVBoxLayout;
    numbers->setSpacing(16);
    RowView *depths = addTable(*numbers, m_depths, tr("What waits"));
    RowView *counts = addTable(*numbers, m_counts, tr("What was counted since the start"));
    numbers->addStretch(1);
    for (RowView *view : {latencies, depths, counts}) {
        QHeaderView *head = view->horizontalHeader();
        head->setSectionResizeMode(head->count() - 1, QHeaderView::ResizeToContents);
        head->setSectionResizeMode(0, QHeaderView::Stretch);
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    row->addLayout(times, 2);
    row->addLayout(numbers, 1);
    return row;
}

QBoxLayout *MonitorPanel::arrangeState()
{
    auto *components = new QVBoxLayout;
    addTable(*components, m_components, tr("Components"));
    components->addStretch(1);
    auto *trouble = new QVBoxLayout;
    trouble->setSpacing(8);
    auto *heading = new QLabel(tr("Latest warnings and alarms"), this);
    heading->setProperty("tone", QStringLiteral("heading"));
    m_noTrouble->setProperty("tone", QStringLiteral("muted"));
    trouble->addWidget(heading);
    trouble->addWidget(m_noTrouble);
    m_troubleTable = addTable(*trouble, m_troubles, tr("Latest warnings and alarms"));
    trouble->addStretch(1);
    auto *row = new QHBoxLayout;
    row->setSpacing(24);
    row->addLayout(components, 2);
    row->addLayout(trouble, 3);
    return row;
}

bool MonitorPanel::isEmpty() const
{
    return m_pages->currentWidget() == m_empty;
}

QString MonitorPanel::figure(const QString &name) const
{
    const auto found = m_figures.find(name);
    return found == m_figures.end() ? QString() : found->second->figure();
}

void MonitorPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitTables();
}

void MonitorPanel::showSnapshot()
{
    const auto snapshot = m_client.snapshot();
    const bool isMeasured = snapshot && snapshot->monitor;
    m_pages->setCurrentIndex(isMeasured ? 1 : 0);
    if (!isMeasured)
        return;
    m_components.setRows(ComponentModel::rowsOf(snapshot->lamps));
    m_troubles.setRows(TroubleModel::rowsOf(*snapshot));
    m_troubleTable->setVisible(!m_troubles.rows().empty());
    m_noTrouble->setVisible(m_troubles.rows().empty());
    if (snapshot->monitor != m_shown) { // once a second; snapshots come ten times as often
        m_shown = snapshot->monitor;
        showFigures(*m_shown);
        showGraphs(*m_shown);
        m_latencies.setRows(latencyRows(*m_shown));
        m_depths.setRows(DepthModel::rowsOf(*m_shown));
        m_counts.setRows(CountModel::rowsOf(*m_shown));
    }
    fitTables();
}

void MonitorPanel::showFigures(const core::MonitorView &monitor)
{
    const core::ProcessFigures &process = monitor.process;
    const auto whole = [](const std::optional<int> &number) {
        return number ? QLocale().toString(*number) : absentText();
    };
    m_figures[QStringLiteral("cpu")]->setFigure(percentText(process.cpuPct, 0));
    m_figures[QStringLiteral("memory")]->setFigure(bytesText(process.residentBytes));
    m_figures[QStringLiteral("threads")]->setFigure(whole(process.threads));
    m_figures[QStringLiteral("handles")]->setFigure(whole(process.handles));
    m_figures[QStringLiteral("lag")]->setFigure(latencyText(monitor.engineLag));
    m_figures[QStringLiteral("uptime")]->setFigure(durationText(monitor.upTime));
}

void MonitorPanel::showGraphs(const core::MonitorView &monitor)
{
    std::vector<GraphPoint> cpu;
    std::vector<GraphPoint> memory;
    std::vector<GraphPoint> lag;
    for (const core::MonitorMoment &moment : monitor.history) {
        const double at = secondsOf(moment.at);
        cpu.push_back({at, moment.cpuPct});
        memory.push_back({at, moment.residentBytes ? std::optional(double(*moment.residentBytes)) : std::nullopt});
        lag.push_back({at, moment.engineLag ? std::optional(secondsOf(*moment.engineLag)) : std::nullopt});
    }
    m_cpu->setPoints(cpu, graphSeconds);
    m_memory->setPoints(memory, graphSeconds);
    m_lag->setPoints(lag, graphSeconds);
}

void MonitorPanel::fitTables()
{
    for (RowView *view : m_tables)
        showAllRows(*view);
}

} // namespace ui
