#pragma once

#include "core/engine/EngineClient.h"
#include "ui/monitor/LatencyModel.h"
#include "ui/monitor/StateModels.h"

#include <QWidget>

class QBoxLayout;
class QLabel;
class QStackedLayout;

namespace ui {

class EmptyState;
class FigureCell;
class LineGraph;
class RowView;

/// How the program itself is doing: figures, graphs of five minutes, percentiles, queues, counts,
/// components and the latest trouble. It shows; it can do nothing.
class MonitorPanel : public QWidget {
    Q_OBJECT

public:
    explicit MonitorPanel(core::EngineClient &client, QWidget *parent = nullptr);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] LatencyModel &latencies() { return m_latencies; }
    [[nodiscard]] DepthModel &depths() { return m_depths; }
    [[nodiscard]] CountModel &counts() { return m_counts; }
    [[nodiscard]] ComponentModel &components() { return m_components; }
    [[nodiscard]] TroubleModel &troubles() { return m_troubles; }
    /// By name: cpu, memory, threads, handles, lag, uptime.
    [[nodiscard]] QString figure(const QString &name) const;
    [[nodiscard]] LineGraph &cpuGraph() { return *m_cpu; }
    [[nodiscard]] LineGraph &memoryGraph() { return *m_memory; }
    [[nodiscard]] LineGraph &lagGraph() { return *m_lag; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    QBoxLayout *arrangeFigures();
    QBoxLayout *arrangeGraphs();
    QBoxLayout *arrangeTables();
    QBoxLayout *arrangeState();
    void addFigure(QBoxLayout &row, const QString &name, const QString &caption, const QString &explanation);
    RowView *addTable(QBoxLayout &into, QAbstractItemModel &model, const QString &name);
    void showSnapshot();
    void showFigures(const core::MonitorView &monitor);
    void showGraphs(const core::MonitorView &monitor);
    void fitTables();

    core::EngineClient &m_client;
    std::shared_ptr<const core::MonitorView> m_shown;
    LatencyModel m_latencies;
    DepthModel m_depths;
    CountModel m_counts;
    ComponentModel m_components;
    TroubleModel m_troubles;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    std::map<QString, FigureCell *> m_figures;
    LineGraph *m_cpu;
    LineGraph *m_memory;
    LineGraph *m_lag;
    std::vector<RowView *> m_tables;
    RowView *m_troubleTable = nullptr;
    QLabel *m_noTrouble;
};

} // namespace ui
