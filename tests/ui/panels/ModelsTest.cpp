#include "tests/support/SnapshotBuilder.h"
#include "ui/activity/ActivityModel.h"
#include "ui/orders/OrdersModel.h"
#include "ui/positions/PositionsModel.h"
#include "ui/tables/RowProxy.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace support;
using Tester = QAbstractItemModelTester;

namespace {

ui::PositionRow position(const char *symbol, const char *size)
{
    ui::PositionRow row;
    row.instrument = {.venue = "alpaca", .symbol = symbol};
    row.quantity = quantity(size);
    row.averagePrice = price("100");
    return row;
}

QStringList column(const QAbstractItemModel &model, int number)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, number).data().toString();
    return texts;
}

QString cell(const QAbstractItemModel &model, int row, const QString &title)
{
    for (int number = 0; number < model.columnCount(); ++number)
        if (model.headerData(number, Qt::Horizontal).toString() == title)
            return model.index(row, number).data().toString();
    return QStringLiteral("no such column");
}

ui::OrderRow orderIn(core::OrderStatus status)
{
    core::OrderView view;
    view.order.request = {.clientOrderId = core::ClientOrderId("o-1"),
                          .instrument = apple(),
                          .side = core::Side::Sell,
                          .quantity = quantity("20"),
                          .limitPrice = {},
                          .stopPrice = {}};
    view.order.proposal = core::ProposalId("p-1");
    view.order.filled = quantity("5");
    view.order.status = status;
    return ui::orderRow(view);
}

} // namespace

class ModelsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyRowsBecomeAnyOthersWithinTheRulesOfModels()
    {
        const std::array symbols{"A", "B", "C", "D", "E", "F", "G"};
        std::mt19937 random(20260131); // the engine's sequence is the same everywhere
        ui::PositionsModel model;
        ui::RowProxy proxy(model);
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        const Tester proxyTester(&proxy, Tester::FailureReportingMode::QtTest);
        proxy.sort(2, Qt::DescendingOrder);

        for (int round = 0; round < 300; ++round) {
            std::vector<ui::PositionRow> next;
            for (const char *symbol : symbols)
                if (random() % 3 != 0)
                    next.insert(next.begin() + long(random() % (next.size() + 1)),
                                position(symbol, std::to_string(random() % 4).c_str()));
            model.setRows(next);
            QCOMPARE(model.rows(), next);
        }
    }

    void sameRowsSaySilence()
    {
        ui::PositionsModel model;
        model.setRows({position("A", "1"), position("B", "2")});
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);

        model.setRows({position("A", "1"), position("B", "2")});
        QCOMPARE(changed.size(), 0);

        model.setRows({position("A", "1"), position("B", "3")});
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.front().front().toModelIndex().row(), 1);
        QCOMPARE(inserted.size(), 0);
    }

    void aPersistentIndexFollowsItsRow()
    {
        ui::PositionsModel model;
        model.setRows({position("A", "1"), position("B", "2"), position("C", "3")});
        const QPersistentModelIndex held(model.index(1, 0));

        model.setRows({position("C", "3"), position("D", "4"), position("B", "2")});

        QCOMPARE(held.row(), 2);
        QCOMPARE(held.data().toString(), QStringLiteral("B"));
    }

    void equalKeysKeepTheirOrderInBothDirections()
    {
        ui::PositionsModel model;
        ui::RowProxy proxy(model);
        model.setRows({position("X", "1"), position("A", "2"), position("M", "1")});

        proxy.sort(1, Qt::AscendingOrder);
        QCOMPARE(column(proxy, 0), (QStringList{QStringLiteral("X"), QStringLiteral("M"), QStringLiteral("A")}));
        proxy.sort(1, Qt::DescendingOrder);
        QCOMPARE(column(proxy, 0), (QStringList{QStringLiteral("A"), QStringLiteral("X"), QStringLiteral("M")}));
    }

    void positionsNameDirectionAndWhatIsMissing()
    {
        ui::PositionRow row = position("A", "-3");
        ui::PositionsModel model;
        model.setRows({row});

        QCOMPARE(cell(model, 0, QStringLiteral("Position")), QStringLiteral("▼ Short −3"));
        QCOMPARE(cell(model, 0, QStringLiteral("Venue")), QStringLiteral("—"));
        QCOMPARE(cell(model, 0, QStringLiteral("Last")), QStringLiteral("—"));
        QCOMPARE(cell(model, 0, QStringLiteral("Open P&L")), QStringLiteral("—"));
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("⚠ No stop"));

        row.differs = true;
        row.unrealisedPnl = money("12.5");
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("⚠ Differs"));
        QCOMPARE(cell(model, 0, QStringLiteral("Open P&L")), QStringLiteral("+12.50"));
        QCOMPARE(model.index(0, 0).data(Qt::BackgroundRole).value<QColor>(),
                 ui::colour(ui::Role::WarningBackground));
    }

    void positionsSayWhatIsNotOursAndWhenTimeEndsThem()
    {
        ui::PositionRow row = position("AAPL", "10");
        row.stopPrice = core::Price(*core::Decimal::parse("95"));
        row.closesAt = core::parseIsoText("2026-06-16T15:30:00.000Z").value();
        ui::PositionsModel model;
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("Closes at 11:30:00"));

        row.external = core::Quantity(*core::Decimal::parse("7"));
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("⚠ 7 not ours"));

        row.isCorrected = true;
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("⚠ Corrected, waits for you"));
    }

    void aTargetThatIsWatchedHereSaysSo()
    {
        ui::PositionRow row = position("BTC/USD", "1");
        row.stopPrice = price("95");
        row.watchedTarget = price("104.1");
        ui::PositionsModel model;
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Stop / target")), QStringLiteral("95.00 / 104.10 held here"));

        row.watchedTarget.reset();
        row.targetPrice = price("104.1");
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Stop / target")), QStringLiteral("95.00 / 104.10"));
    }

    void aPositionThatIsGoneIsFlat()
    {
        ui::PositionRow row = position("AAPL", "0");
        row.isCorrected = true;
        ui::PositionsModel model;
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Position")), QStringLiteral("Flat"));
        QCOMPARE(cell(model, 0, QStringLiteral("Average")), QStringLiteral("—"));
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QStringLiteral("⚠ Corrected, waits for you"));

        row.isCorrected = false;
        row.differs = false;
        model.setRows({row});
        QCOMPARE(cell(model, 0, QStringLiteral("Note")), QString()); // nothing there that lacks a stop
    }

    void ofAnUnknownOrderTheVenueHasNotSaidOtherwise()
    {
        ui::OrderRow row = orderIn(core::OrderStatus::Unknown);
        row.differs = true;
        ui::OrdersModel model;
        model.setRows({row});
        QVERIFY(!cell(model, 0, QStringLiteral("Note")).contains(QStringLiteral("otherwise")));

        row.status = core::OrderStatus::Working;
        model.setRows({row});
        QVERIFY(cell(model, 0, QStringLiteral("Note")).contains(QStringLiteral("otherwise")));
    }

    void unknownIsAStateOfItsOwn()
    {
        ui::OrdersModel model;
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.setRows({orderIn(core::OrderStatus::Unknown)});

        QCOMPARE(cell(model, 0, QStringLiteral("State")), QStringLiteral("⚠ Unknown, asking the broker"));
        QCOMPARE(cell(model, 0, QStringLiteral("Filled / total")), QStringLiteral("5 / 20"));
        QCOMPARE(cell(model, 0, QStringLiteral("Side")), QStringLiteral("▼ Sell"));
        QCOMPARE(model.index(0, 8).data(Qt::ForegroundRole).value<QColor>(),
                 ui::colour(ui::Role::Warning));
        QVERIFY(model.row(0).isOpen());
    }

    void aCancelUnderWayIsSaid()
    {
        ui::OrderRow row = orderIn(core::OrderStatus::Working);
        row.cancelRequested = true;
        QCOMPARE(ui::orderStateText(row), QStringLiteral("Working, cancel requested"));

        row.status = core::OrderStatus::Cancelled;
        QCOMPARE(ui::orderStateText(row), QStringLiteral("Cancelled"));
    }

    void activityKeepsItsNumbersWhenTheOldestFallOut()
    {
        ui::ActivityModel model;
        const Tester tester(&model, Tester::FailureReportingMode::QtTest);
        const auto lines = [](int from, int to) {
            std::vector<ui::ActivityRow> rows;
            for (int number = from; number < to; ++number)
                rows.push_back({.number = number, .at = marketTime(), .kind = "fill", .text = "line"});
            return rows;
        };
        model.setRows(lines(1, 201));
        const QPersistentModelIndex held(model.index(100, 0));

        model.setRows(lines(4, 204));

        QCOMPARE(model.rowCount(), 200);
        QCOMPARE(held.row(), 97);
        QCOMPARE(cell(model, 0, QStringLiteral("Kind")), QStringLiteral("Fill"));
        QCOMPARE(ui::activityKindText("newer than this"), QStringLiteral("newer than this"));
    }
};

QTEST_MAIN(ModelsTest)
#include "ModelsTest.moc"
