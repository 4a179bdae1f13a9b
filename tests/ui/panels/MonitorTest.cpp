#include "ui/monitor/MonitorPanel.h"

#include "tests/support/FakeEngineClient.h"
#include "tests/support/SnapshotBuilder.h"
#include "tests/ui/panels/Pictures.h"
#include "ui/mainwindow/MainWindow.h"
#include "ui/mainwindow/PanelDock.h"
#include "ui/monitor/MonitorButton.h"
#include "ui/monitor/WindowHeartbeat.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/LineGraph.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace support;
using namespace std::chrono_literals;

namespace {

core::EngineSnapshot measured(const core::MonitorView &monitor)
{
    core::EngineSnapshot snapshot = demoSnapshot();
    snapshot.monitor = std::make_shared<const core::MonitorView>(monitor);
    return snapshot;
}

QString textAt(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

/// Figures and their units are kept together by a space that does not break.
QString plain(QString text)
{
    return text.replace(QChar::Nbsp, QLatin1Char(' '));
}

/// The row whose first column says this.
int rowOf(const QAbstractItemModel &model, const QString &words)
{
    for (int row = 0; row < model.rowCount(); ++row)
        if (textAt(model, row, 0) == words)
            return row;
    return -1;
}

void settle()
{
    for (int pass = 0; pass < 3; ++pass)
        QCoreApplication::processEvents();
}

} // namespace

class MonitorTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::applyTheme(ui::ThemeChoice::Dark); }
    void init() { m_client = std::make_unique<FakeEngineClient>(); }

    void nothingStandsThereBeforeTheFirstFigures()
    {
        ui::MonitorPanel panel(*m_client);
        QVERIFY(panel.isEmpty());
        m_client->show(quietSnapshot());
        QVERIFY(panel.isEmpty());
        m_client->show(measured(monitorFigures()));
        QVERIFY(!panel.isEmpty());
    }

    void figuresInWords()
    {
        ui::MonitorPanel panel(*m_client);
        m_client->show(measured(monitorFigures()));

        QCOMPARE(plain(panel.figure(QStringLiteral("cpu"))), QStringLiteral("7 %"));
        QCOMPARE(panel.figure(QStringLiteral("memory")), QStringLiteral("148.2 MB"));
        QCOMPARE(panel.figure(QStringLiteral("threads")), QStringLiteral("6"));
        QCOMPARE(panel.figure(QStringLiteral("lag")), QStringLiteral("1.24 ms"));
        QCOMPARE(panel.figure(QStringLiteral("uptime")), QStringLiteral("5:10"));
        QCOMPARE(plain(panel.cpuGraph().figure()), QStringLiteral("at most 34 % in 5 min"));
        const ui::LatencyModel &times = panel.latencies();
        const int sent = rowOf(times, QStringLiteral("Your yes → order sent"));
        QCOMPARE(sent, 0); // what a person waits for stands first
        QCOMPARE(textAt(times, sent, 1), QStringLiteral("6.10 ms"));
        QCOMPARE(textAt(times, sent, 3), QStringLiteral("18.4 ms"));
        QCOMPARE(textAt(times, sent, 5), QStringLiteral("12"));
        QCOMPARE(textAt(times, times.rowCount() - 1, 0), QStringLiteral("newer-than-this-window"));
        const ui::DepthModel &depths = panel.depths();
        QCOMPARE(textAt(depths, rowOf(depths, QStringLiteral("Records → disk")), 2),
                 QStringLiteral("17"));
        const ui::CountModel &counts = panel.counts();
        const int unknown = rowOf(counts, QStringLiteral("Outcome not proven"));
        QCOMPARE(textAt(counts, unknown, 1), QStringLiteral("1"));
        QVERIFY(counts.index(unknown, 1).data(Qt::ForegroundRole).isValid());
        QVERIFY(!counts.index(rowOf(counts, QStringLiteral("Alarms")), 1).data(Qt::ForegroundRole).isValid());
    }

    void whatIsMissingIsADashAndNeverZero()
    {
        core::MonitorView nothing;
        nothing.latencies = {{"command", 0, {}, {}, {}, {}, {}}};
        nothing.history = {{1s, {}, {}, {}}};
        ui::MonitorPanel panel(*m_client);
        m_client->show(measured(nothing));

        for (const char *name : {"cpu", "memory", "threads", "handles", "lag"})
            QCOMPARE(panel.figure(QString::fromLatin1(name)), QStringLiteral("—"));
        for (int column = 1; column <= 4; ++column)
            QCOMPARE(textAt(panel.latencies(), 0, column), QStringLiteral("—"));
        QCOMPARE(textAt(panel.latencies(), 0, 5), QStringLiteral("0")); // counted, and truly none
        QCOMPARE(panel.cpuGraph().figure(), QStringLiteral("—"));
        QCOMPARE(panel.cpuGraph().pieceCount(), 0);
    }

    void aGapInALineIsAGap()
    {
        ui::LineGraph graph(QStringLiteral("CPU"), [](double value) { return QString::number(value); });

        graph.setPoints({{0, 1.0}, {1, 2.0}, {2, {}}, {3, {}}, {4, 5.0}, {5, {}}, {6, 3.0}}, 300);
        QCOMPARE(graph.pieceCount(), 3);
        QCOMPARE(graph.figure(), QStringLiteral("at most 5 in 5 min"));
        graph.setPoints({{0, 1.0}, {1, 2.0}}, 300);
        QCOMPARE(graph.pieceCount(), 1);
        graph.setPoints({{0, 1.0}, {1, {}}}, 300);
        QCOMPARE(graph.pieceCount(), 1); // a lone value is a dot
        graph.setPoints({{0, {}}, {1, {}}}, 300);
        QCOMPARE(graph.figure(), QStringLiteral("—"));
    }

    void componentsAreToldInWordsAlsoTheOnesThatDoNotReport()
    {
        ui::MonitorPanel panel(*m_client);
        m_client->show(measured(monitorFigures()));
        const ui::ComponentModel &rows = panel.components();

        QCOMPARE(rows.rowCount(), 5);
        const int clock = rowOf(rows, QStringLiteral("Clock"));
        QCOMPARE(textAt(rows, clock, 1), QStringLiteral("▲ Not well"));
        QCOMPARE(textAt(rows, clock, 2), QStringLiteral("310 ms behind the venue"));
        QCOMPARE(textAt(rows, rowOf(rows, QStringLiteral("Feed")), 1), QStringLiteral("● Well"));
        const int engine = rowOf(rows, QStringLiteral("Engine")); // no lamp of its own in this snapshot
        QCOMPARE(textAt(rows, engine, 1), QStringLiteral("—"));
    }

    void onlyTroubleIsListedTheNewestFirst()
    {
        core::EngineSnapshot snapshot = measured(monitorFigures());
        snapshot.activity.clear();
        ui::MonitorPanel panel(*m_client);
        m_client->show(snapshot);
        QCOMPARE(panel.troubles().rowCount(), 0);
        for (int number = 1; number <= 40; ++number)
            snapshot.activity.push_back({.number = number,
                                         .at = marketTime(),
                                         .severity = core::Severity(number % 4),
                                         .kind = "order",
                                         .text = "line " + std::to_string(number)});
        m_client->show(snapshot);

        QCOMPARE(panel.troubles().rowCount(), 8);
        QCOMPARE(textAt(panel.troubles(), 0, 2), QStringLiteral("line 39"));
        QCOMPARE(textAt(panel.troubles(), 0, 1), QStringLiteral("✖ Alarm"));
        QCOMPARE(textAt(panel.troubles(), 1, 1), QStringLiteral("▲ Warning"));
    }

    void modelsKeepTheRulesOfModels()
    {
        ui::MonitorPanel panel(*m_client);
        for (QAbstractItemModel *model : std::initializer_list<QAbstractItemModel *>{
                 &panel.latencies(), &panel.depths(), &panel.counts(), &panel.components(), &panel.troubles()})
            new QAbstractItemModelTester(model, QAbstractItemModelTester::FailureReportingMode::QtTest, &panel);
        core::MonitorView monitor = monitorFigures();
        m_client->show(measured(monitor));
        monitor.latencies.erase(monitor.latencies.begin());
        monitor.counts.clear();
        m_client->show(measured(monitor));
        m_client->show(measured(monitorFigures()));
        QVERIFY(panel.latencies().rowCount() > 5);
    }

    void theStatusBarOpensThePanel()
    {
        const QTemporaryDir folder;
        ui::MainWindow window(*m_client, folder.filePath(QStringLiteral("window.ini")));
        m_client->show(measured(monitorFigures()));
        window.show();
        auto *button = window.findChild<ui::MonitorButton *>();
        ui::PanelDock *dock = window.dock(QStringLiteral("monitor"));
        QCOMPARE(plain(button->text()), QStringLiteral("CPU 7 % · lag 1.24 ms"));
        QVERIFY(plain(button->accessibleName()).contains(QStringLiteral("CPU 7 %")));
        dock->hide();

        QTest::mouseClick(button, Qt::LeftButton);
        settle();

        QVERIFY(!dock->visibleRegion().isEmpty()); // not behind another tab
        QVERIFY(dock->content().isVisible());
    }

    void everyTableAndGraphHasAName()
    {
        ui::MonitorPanel panel(*m_client);
        m_client->show(measured(monitorFigures()));
        for (const QTableView *view : panel.findChildren<QTableView *>())
            QVERIFY(!view->accessibleName().isEmpty());
        QCOMPARE(plain(panel.cpuGraph().accessibleDescription()), QStringLiteral("at most 34 % in 5 min"));
    }

    void pictures()
    {
        ui::MonitorPanel panel(*m_client);
        panel.setAutoFillBackground(true);
        for (const auto &[choice, name] : {std::pair(ui::ThemeChoice::Dark, QStringLiteral("monitor-dark")),
                                           std::pair(ui::ThemeChoice::Light, QStringLiteral("monitor-light"))}) {
            ui::applyTheme(choice);
            panel.resize(1180, 860);
            m_client->show(measured(monitorFigures()));
            panel.show();
            settle();
            const QImage picture = panel.grab().toImage();
            const QPoint inAGraph = panel.cpuGraph().mapTo(&panel, panel.cpuGraph().rect().bottomRight() - QPoint(3, 3));
            QCOMPARE(picture.pixelColor(inAGraph), ui::colour(ui::Role::PanelBackground)); // it changed with the theme
            takePicture(panel, name);
        }
        ui::applyTheme(ui::ThemeChoice::Dark);
        const QTemporaryDir folder;
        ui::MainWindow window(*m_client, folder.filePath(QStringLiteral("window.ini")));
        window.resize(1600, 1000);
        window.show();
        m_client->show(measured(monitorFigures()));
        window.dock(QStringLiteral("monitor"))->raise();
        settle();
        takePicture(window, QStringLiteral("monitor-docked"));
    }

    void theWindowTellsHowLateItsLoopComes()
    {
        core::Duration now{};
        ui::WindowHeartbeat heartbeat(*m_client, nullptr, [&now] { return now; });
        for (int beat = 1; beat <= 20; ++beat) {
            now += beat == 7 ? 50ms + 180ms : 50ms;
            heartbeat.beat();
        }

        QCOMPARE(m_client->windowLags.size(), std::size_t(2));
        QCOMPARE(m_client->windowLags[0], core::Duration(180ms)); // at worst since the report before
        QCOMPARE(m_client->windowLags[1], core::Duration(0));
    }

private:
    std::unique_ptr<FakeEngineClient> m_client;
};

QTEST_MAIN(MonitorTest)
#include "MonitorTest.moc"
