#include "tests/structure/Rules.h"

#include <QTest>

using namespace structure;

/// That a line of the list of removals which fits nothing is found.
class RemovalRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRemovalStandsExactlyOnceInItsFile()
    {
        const TextOf textOf = [](const std::string &file) -> std::optional<std::string> {
            return file == "a.cpp" ? std::optional<std::string>("if (x)\n    y();\nz(); z();\n") : std::nullopt;
        };
        const auto linesOf = [&](const char *list) {
            std::string lines;
            for (const Finding &each : removalsThatDoNotFit(list, textOf))
                lines += std::to_string(each.line) + " ";
            return lines;
        };
        QCOMPARE(linesOf("# a comment\n\nfits\ta.cpp\tif (x)\\n    y();\t\n"), std::string());
        QCOMPARE(linesOf("gone\ta.cpp\tif (w)\tif (false)\ntwice\ta.cpp\tz();\t\nno file\tb.cpp\tz();\t\n"), std::string("1 2 3 "));
        QCOMPARE(linesOf("too few\ta.cpp\tif (x)\nnothing\ta.cpp\t\tx"), std::string("1 2 "));
    }
};

int runRemovalRulesTest(int argc, char **argv)
{
    RemovalRulesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "RemovalRulesTest.moc"
