#include "tests/structure/Functions.h"
#include "tests/structure/RoomTable.h"
#include "tests/structure/Rules.h"

#include <QFile>
#include <QTest>

#include <cstdio>

using namespace structure;

int runCppTextTest(int argc, char **argv);
int runFunctionsTest(int argc, char **argv);
int runRoomRulesTest(int argc, char **argv);
int runWordRulesTest(int argc, char **argv);
int runRemovalRulesTest(int argc, char **argv);

namespace {

/// All places, each on a line of its own, so that one run shows everything there is to mend.
void expectNone(const std::vector<Finding> &findings)
{
    for (const Finding &finding : findings)
        std::fprintf(stderr, "%s\n", finding.text().c_str());
    QVERIFY2(findings.empty(), findings.empty() ? "" : findings.front().text().c_str());
}

std::optional<std::string> textOf(const std::string &file)
{
    QFile source(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/") + QString::fromStdString(file));
    return source.open(QIODevice::ReadOnly) ? std::optional(source.readAll().toStdString()) : std::nullopt;
}

} // namespace

/// The checked-out tree keeps to the house's architecture. The other tests here show that each of these
/// rules finds what it is for.
class StructureTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheWholeTree()
    {
        std::size_t functions = 0;
        std::size_t includes = 0;
        for (const auto &[path, text] : m_tree.sources()) {
            functions += functionsIn(text).functions.size();
            includes += text.includes().size();
        }
        std::printf("read %zu files, %zu functions, %zu includes, %zu rooms\n", m_tree.sources().size(), functions,
                    includes, m_rooms.all().size());

        QVERIFY(m_tree.sources().size() >= 350);
        QVERIFY(functions >= 1500);
        QVERIFY(includes >= 1400);
        QVERIFY(m_rooms.all().size() >= 30);
    }
    void roomsUseOnlyRoomsAboveThem() { expectNone(wronglyUsedRooms(m_rooms)); }
    void everyFileBelongsToARoom() { expectNone(wronglyListedFiles(m_tree, m_rooms)); }
    void includesKeepToTheUsesLines() { expectNone(wrongRoomIncludes(m_tree, m_rooms)); }
    void standardRoomsIncludeNoQtAndCoreNoGui() { expectNone(wrongLibraryIncludes(m_tree, m_rooms)); }
    void theWindowSeesValuesSettingsAndClients() { expectNone(windowReachingTooFar(m_tree)); }
    void noForbiddenWordIsUsed() { expectNone(bannedWords(m_tree)); }
    void whatOneSystemHasStaysInItsPair() { expectNone(platformWords(m_tree)); }
    void functionsAreShortOrSayWhyNot() { expectNone(longFunctions(m_tree)); }
    void everyRemovalOfTheListFitsItsSource()
    {
        const auto list = textOf("tests/mutations/removals.txt");
        QVERIFY(list && !list->empty());
        expectNone(removalsThatDoNotFit(*list, textOf));
    }

private:
    SourceTree m_tree = readTree(COUNTERSIGN_SOURCE_DIR);
    Rooms m_rooms{m_tree};
};

int main(int argc, char **argv)
{
    int failures = 0;
    for (auto *run : {runCppTextTest, runFunctionsTest, runRoomRulesTest, runWordRulesTest, runRemovalRulesTest})
        failures += run(argc, argv);
    StructureTest test;
    return failures + QTest::qExec(&test, argc, argv);
}

#include "StructureTest.moc"
