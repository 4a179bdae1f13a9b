#include "tests/structure/Rules.h"

#include <QTest>

using namespace structure;

namespace {

/// A small tree that keeps every rule; each test breaks one of them.
SourceTree soundTree()
{
    SourceTree tree;
    tree.add("core/base/CMakeLists.txt", "add_room(base\n  LINK tl::expected\n  SOURCES Error.h Id.h)");
    tree.add("core/base/Error.h", "#pragma once\n");
    tree.add("core/domain/CMakeLists.txt", "# add_room(nothing)\nadd_room(domain\n  USES core_base # why\n  SOURCES Bar.h)");
    tree.add("core/domain/Bar.h", "#include \"core/base/Error.h\"\n");
    tree.add("core/base/Id.h", "#pragma once\n");
    tree.add("core/engine/CMakeLists.txt",
             "if(WIN32)\n  set(own A.cpp)\nelse()\n  set(own B.cpp)\nendif()\n"
             "add_room(engine\n  USES core_domain\n  SOURCES Snapshot.h TradingEngine.h ${own})\n"
             "add_room(engine_host QT\n  USES core_engine\n  LINK Qt6::Core\n  SOURCES EngineClient.h)");
    tree.add("core/engine/A.cpp", "#include \"core/domain/Bar.h\"\n");
    tree.add("core/engine/B.cpp", "#include \"core/base/Error.h\"\n");
    tree.add("core/engine/Snapshot.h", "#include \"core/domain/Bar.h\"\n");
    tree.add("core/engine/TradingEngine.h", "#include \"core/engine/Snapshot.h\"\n");
    tree.add("core/engine/EngineClient.h", "#include \"core/engine/Snapshot.h\"\n#include <QObject>\n");
    tree.add("ui/chart/CMakeLists.txt", "add_room(chart UI USES core_engine_host LINK Qt6::Widgets QCustomPlot::QCustomPlot "
                                        "SOURCES Plot.h)");
    tree.add("ui/chart/Plot.h", "#include \"core/engine/EngineClient.h\"\n#include <qcustomplot.h>\n#include <QWidget>\n");
    tree.add("app/desktop/Main.cpp", "#include \"ui/chart/Plot.h\"\n#include \"core/engine/TradingEngine.h\"\n");
    return tree;
}

std::vector<Finding> allFindings(const SourceTree &tree)
{
    const Rooms rooms(tree);
    std::vector<Finding> all;
    for (const auto &some : {wronglyUsedRooms(rooms), wronglyListedFiles(tree, rooms), wrongRoomIncludes(tree, rooms),
                             wrongLibraryIncludes(tree, rooms), windowReachingTooFar(tree)})
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

} // namespace

class RoomRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingInASoundTree()
    {
        for (const Finding &finding : allFindings(soundTree()))
            QFAIL(finding.text().c_str());
    }

    void findsEachBreachWhereItStands_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("finding");
        const auto row = [](const char *name, const char *path, const char *text, const char *finding) {
            QTest::newRow(name) << QByteArray(path) << QByteArray(text) << QByteArray(finding);
        };
        row("USES does not reach", "core/market/Day.h", "\n#include \"core/domain/Bar.h\"\n",
            "core/market/Day.h:2: core/domain/Bar.h: the USES of core_market do not reach core_domain");
        row("core sees ui", "core/market/Day.h", "#include \"ui/chart/Plot.h\"\n",
            "core/market/Day.h:1: ui/chart/Plot.h: ui stands above core");
        row("core sees app", "core/market/Day.h", "#include \"app/support/DataDir.h\"\n",
            "core/market/Day.h:1: app/support/DataDir.h: app stands above core and ui");
        row("no such header", "core/market/Day.h", "#include \"core/market/Night.h\"\n",
            "core/market/Day.h:1: core/market/Night.h: no add_room lists it");
        row("Qt in a standard room", "core/market/Day.h", "#include <string>\n#include <QString>\n",
            "core/market/Day.h:2: <QString>: this room is standard C++");
        row("Qt by its module", "core/market/Day.h", "#include <QtCore/qglobal.h>\n",
            "core/market/Day.h:1: <QtCore/qglobal.h>: this room is standard C++");
        row("Gui in core", "core/storage/Store.h", "#include <QSqlQuery>\n#include <QColor>\n",
            "core/storage/Store.h:2: <QColor>: core has no Widgets and no Gui");
        row("QCustomPlot elsewhere", "ui/desk/Card.h", "#include <qcustomplot.h>\n",
            "ui/desk/Card.h:1: qcustomplot.h: only ui/chart draws with QCustomPlot");
        row("the window sees the engine", "ui/desk/Card.h", "#include \"core/engine/TradingEngine.h\"\n",
            "ui/desk/Card.h:1: core/engine/TradingEngine.h: the window sees only values, settings and clients of core");
        row("the window sees a broker", "ui/desk/Card.h", "#include \"core/brokers/Broker.h\"\n",
            "ui/desk/Card.h:1: core/brokers/Broker.h: the window sees only values, settings and clients of core");
        row("the window sees it through a value", "core/planning/Proposal.h", "#include \"core/engine/TradingEngine.h\"\n",
            "core/planning/Proposal.h:1: core/engine/TradingEngine.h: the window sees this file, and through it more "
            "than values, settings and clients");
        row("an unlisted file", "core/domain/Loose.cpp", "", "core/domain/Loose.cpp:1: no add_room lists this file");
    }
    void findsEachBreachWhereItStands()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, finding);
        SourceTree tree = soundTree();
        tree.add("core/market/CMakeLists.txt", "add_room(market\n  USES core_base\n  SOURCES Day.h)");
        tree.add("core/storage/CMakeLists.txt", "add_room(storage QT\n  LINK Qt6::Sql\n  SOURCES Store.h)");
        tree.add("core/planning/CMakeLists.txt", "add_room(planning\n  SOURCES Proposal.h)");
        tree.add("ui/desk/CMakeLists.txt", "add_room(desk UI\n  USES core_engine\n  SOURCES Card.h)");

        tree.add(path.toStdString(), text.toStdString());

        const auto found = allFindings(tree);
        const bool isFound = std::any_of(found.begin(), found.end(), [&](const Finding &some) {
            return some.text() == finding.toStdString();
        });
        for (const Finding &some : found)
            if (!isFound)
                qWarning("%s", some.text().c_str());
        QVERIFY(isFound);
    }

    void findsRoomsThatTheTableDoesNotAllow_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("cmake");
        QTest::addColumn<QByteArray>("finding");
        const auto row = [](const char *name, const char *path, const char *cmake, const char *finding) {
            QTest::newRow(name) << QByteArray(path) << QByteArray(cmake) << QByteArray(finding);
        };
        row("against the order", "core/risk/CMakeLists.txt", "\nadd_room(risk USES core_base core_execution)",
            "core/risk/CMakeLists.txt:2: core_risk USES core_execution: a room of core uses only those above it in the table");
        row("itself", "core/risk/CMakeLists.txt", "add_room(risk USES core_risk)",
            "core/risk/CMakeLists.txt:1: core_risk USES core_risk: a room of core uses only those above it in the table");
        row("core uses ui", "core/risk/CMakeLists.txt", "add_room(risk USES ui_desk)",
            "core/risk/CMakeLists.txt:1: core_risk USES ui_desk: core uses only rooms of core that the table knows");
        row("an unknown room", "core/luck/CMakeLists.txt", "add_room(luck)",
            "core/luck/CMakeLists.txt:1: core_luck is not in the table of rooms");
        row("Qt where the table says none", "core/risk/CMakeLists.txt", "add_room(risk QT)",
            "core/risk/CMakeLists.txt:1: core_risk is QT, but the table says standard C++");
        row("standard uses Qt", "core/risk/CMakeLists.txt", "add_room(risk USES core_storage)",
            "core/risk/CMakeLists.txt:1: core_risk USES core_storage: a standard C++ room uses no room of Qt");
        row("links Qt", "core/risk/CMakeLists.txt", "add_room(risk LINK Qt6::Core)",
            "core/risk/CMakeLists.txt:1: core_risk links Qt6::Core: it is standard C++");
        row("core links Gui", "core/storage/CMakeLists.txt", "add_room(storage QT LINK Qt6::Gui)",
            "core/storage/CMakeLists.txt:1: core_storage links Qt6::Gui: core shows nothing");
        row("a panel uses a panel", "ui/orders/CMakeLists.txt", "add_room(orders UI USES ui_desk)",
            "ui/orders/CMakeLists.txt:1: ui_orders USES ui_desk: a panel uses no other panel");
        row("a part uses a panel", "ui/theme/CMakeLists.txt", "add_room(theme UI USES ui_desk)",
            "ui/theme/CMakeLists.txt:1: ui_theme USES ui_desk: a room of ui uses only those above it in the table");
        row("plots elsewhere", "ui/orders/CMakeLists.txt", "add_room(orders UI LINK QCustomPlot::QCustomPlot)",
            "ui/orders/CMakeLists.txt:1: ui_orders links QCustomPlot::QCustomPlot: only ui/chart may");
        row("a file that is not there", "core/risk/CMakeLists.txt", "add_room(risk SOURCES Gone.cpp)",
            "core/risk/CMakeLists.txt:1: core_risk lists core/risk/Gone.cpp, which is not there");
    }
    void findsRoomsThatTheTableDoesNotAllow()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, cmake);
        QFETCH(QByteArray, finding);
        SourceTree tree = soundTree();

        tree.add(path.toStdString(), cmake.toStdString());

        const auto found = allFindings(tree);
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(QByteArray::fromStdString(found.front().text()), finding);
    }

    void reachesRoomsThroughOthers()
    {
        const Rooms rooms(soundTree());

        QCOMPARE(rooms.reach("core_engine_host"),
                 (std::set<std::string>{"core_base", "core_domain", "core_engine", "core_engine_host"}));
        QCOMPARE(rooms.ownerOf("core/engine/A.cpp"), rooms.ownerOf("core/engine/B.cpp"));
    }
};

int runRoomRulesTest(int argc, char **argv)
{
    RoomRulesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "RoomRulesTest.moc"
