#include "tests/structure/RoomTable.h"
#include "tests/structure/Rules.h"

#include <QTest>

using namespace structure;

namespace {

std::vector<Finding> wordsIn(const QByteArray &path, const QByteArray &text)
{
    SourceTree tree;
    for (const PlatformPair &pair : platformPairs())
        for (const std::string_view file : {pair.file, pair.windows})
            if (!file.empty() && file != path.toStdString())
                tree.add(std::string(file), "");
    tree.add(path.toStdString(), text.toStdString());
    auto found = bannedWords(tree);
    const auto more = platformWords(tree);
    found.insert(found.end(), more.begin(), more.end());
    return found;
}

} // namespace

class WordRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsForbiddenWords_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *path, const char *line) {
            QTest::addRow("%s in %s", line, path) << QByteArray(path) << QByteArray(line);
        };
        row("core/risk/Gate.cpp", "const auto t = std::chrono::steady_clock::now();");
        row("core/risk/Gate.cpp", "system_clock :: now();");
        row("core/risk/Gate.cpp", "using Clock = std::chrono::steady_clock;");
        row("core/engine/EngineHost.cpp", "std::chrono::steady_clock::now();");
        row("core/base/Timestamp.cpp", "QElapsedTimer timer;");
        row("core/risk/Gate.cpp", "QDateTime::currentDateTimeUtc()");
        row("core/risk/Gate.cpp", "QDate::currentDate()");
        row("core/risk/Gate.cpp", "QElapsedTimer timer;");
        row("core/risk/Gate.cpp", "auto t = std::time(nullptr);");
        row("core/risk/Gate.cpp", "auto t = time(0);");
        row("core/risk/Gate.cpp", "time_t t; time(&t);");
        row("core/risk/Gate.cpp", "std::clock();");
        row("core/risk/Gate.cpp", "#define NOW steady_clock::now()");
        row("core/risk/Gate.cpp", "int i = std::rand();");
        row("core/risk/Gate.cpp", "int i = rand();");
        row("core/risk/Gate.cpp", "std::random_device seed;");
        row("core/risk/Gate.cpp", "QRandomGenerator::global()->generate();");
        row("core/risk/Gate.cpp", "std::thread worker([] {});");
        row("core/risk/Gate.cpp", "std::jthread worker([] {});");
        row("core/risk/Gate.cpp", "auto f = std::async(g);");
        row("core/engine/EngineHost.cpp", "std::thread worker([] {});");
        row("core/engine/EngineHost.cpp", "QString s = tr(\"no\");");
        row("core/engine/EngineHost.cpp", "QColor colour;");
        row("core/engine/EngineHost.cpp", "socket.waitForConnected(5);");
        row("ui/desk/Card.cpp", "reply->ignoreSslErrors();");
        row("ui/desk/Card.cpp", "connect(a, b, c, d, Qt::BlockingQueuedConnection);");
        row("app/cli/Main.cpp", "QCoreApplication::processEvents();");
        row("app/cli/Main.cpp", "QEventLoop loop;");
        row("ui/desk/Card.cpp", "process.waitForFinished();");
        row("ui/desk/Card.cpp", "m_thread->wait();");
        row("ui/desk/Card.cpp", "QCPItemLine *line;");
        row("core/risk/Gate.cpp", "std::this_thread::sleep_for(1s);");
        row("core/risk/Gate.cpp", "QThread::msleep(5);");
        row("app/cli/Main.cpp", "sleep(1);");
        row("app/cli/Main.cpp", "#include <unistd.h>");
        row("app/cli/Main.cpp", "#include <sys/stat.h>");
        row("app/cli/Main.cpp", "#include <signal.h>");
        row("app/cli/Main.cpp", "#include <windows.h>");
        row("core/risk/Gate.cpp", "sigaction(SIGINT, &action, nullptr);");
        row("core/risk/Gate.cpp", "if (::fork() == 0)");
        row("core/risk/Gate.cpp", "kill(pid, SIGKILL);");
        row("core/risk/Gate.cpp", "localtime_r(&t, &tm);");
        row("core/risk/Gate.cpp", "int f = ::open(path, 0);");
        row("core/risk/Gate.cpp", "fsync(f);");
        row("core/risk/Gate.cpp", "std::ifstream file(\"/proc/self/stat\");");
        row("core/risk/Gate.cpp", "const char *t = \"/tmp/x\";");
        row("core/risk/Gate.cpp", "#ifdef Q_OS_WIN");
        row("core/risk/Gate.cpp", "#if defined(_WIN32)");
        row("ui/desk/Card.cpp", "_isatty(1);");
    }
    void findsForbiddenWords()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, line);

        const auto found = wordsIn(path, "\n" + line + "\n");

        QVERIFY(!found.empty());
        QCOMPARE(QByteArray::fromStdString(found.front().file), path);
        QCOMPARE(found.front().line, 2);
    }

    void leavesOtherWordsAlone_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("line");
        const auto row = [](const char *path, const char *line) {
            QTest::addRow("%s in %s", line, path) << QByteArray(path) << QByteArray(line);
        };
        row("core/risk/Gate.cpp", "// system_clock::now() is asked by nobody; sleep(1)");
        row("core/risk/Gate.cpp", "const char *text = \"std::rand()\";");
        row("core/risk/Gate.cpp", "const Timestamp now = m_clock.now();");
        row("core/risk/Gate.cpp", "order.time(0); next_time(nullptr); m_clock->clock();");
        row("core/risk/Gate.cpp", "int operand(int brand);");
        row("core/risk/Gate.cpp", "std::thread::id id; QObject::tr_();");
        row("core/base/Timestamp.cpp", "return system_clock::now();");
        row("core/engine/EngineHost.cpp", "QElapsedTimer spent;");
        row("core/engine/EngineThread.h", "QElapsedTimer m_sinceSnapshot;");
        row("core/storage/SqliteJournal.h", "std::thread m_thread;");
        row("core/engine/EngineThread.cpp", "m_thread.wait();");
        row("app/desktop/Tour.h", "QElapsedTimer m_total;");
        row("ui/desk/DeskPanel.cpp", "kill(); void DeskPanel::kill() m_process.kill();");
        row("ui/desk/DeskPanel.cpp", "const auto wait = model->waiting(); tr(\"/ a fill\");");
        row("core/risk/Gate.cpp", "file.open(path); Desk::open(1); std::signal(SIGINT, ask);");
        row("ui/chart/Plot.cpp", "QCustomPlot *plot;");
        row("app/cli/Terminal.cpp", "#include <unistd.h>");
        row("app/cli/TerminalWindows.cpp", "#include <io.h>");
        row("ui/theme/Theme.cpp", "#ifdef Q_OS_WIN");
    }
    void leavesOtherWordsAlone()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, line);

        for (const Finding &finding : wordsIn(path, line))
            QFAIL(finding.text().c_str());
    }

    void missesAFileOfAPair()
    {
        SourceTree tree;
        tree.add("app/cli/Terminal.cpp", "");
        tree.add("ui/theme/Theme.cpp", "");

        const auto found = platformWords(tree);

        QVERIFY(std::any_of(found.begin(), found.end(),
                            [](const Finding &finding) { return finding.file == "app/cli/TerminalWindows.cpp"; }));
    }
};

int runWordRulesTest(int argc, char **argv)
{
    WordRulesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "WordRulesTest.moc"
