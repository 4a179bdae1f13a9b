#include "tests/structure/CppText.h"

#include <QTest>

using namespace structure;

class CppTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsCodeAndLinesAndBlanksTheRest_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("line comment") << QByteArray("int a; // b\nint c;") << QByteArray("int a;     \nint c;");
        QTest::newRow("spliced line comment") << QByteArray("// a \\\n b\nint c;") << QByteArray("      \n  \nint c;");
        QTest::newRow("block comment") << QByteArray("a /* { \n } */ b") << QByteArray("a      \n      b");
        QTest::newRow("string") << QByteArray("f(\"a{\\\"}\");") << QByteArray("f(\"     \");");
        QTest::newRow("comment in a string") << QByteArray("f(\"//\"); g();") << QByteArray("f(\"  \"); g();");
        QTest::newRow("raw string") << QByteArray("R\"x({\n\")\" )x\" + y") << QByteArray("R\"   \n      \" + y");
        QTest::newRow("character") << QByteArray("c == '{' || '\\'' || u8'\"'")
                                   << QByteArray("c == ' ' || '  ' || u8' '");
        QTest::newRow("digit separators") << QByteArray("10'000 + 0x1'F + b") << QByteArray("10'000 + 0x1'F + b");
        QTest::newRow("directive") << QByteArray("#define A { \\\n {\n}") << QByteArray("             \n  \n}");
    }
    void keepsCodeAndLinesAndBlanksTheRest()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, code);

        const CppText text(source.toStdString());

        QCOMPARE(QByteArray::fromStdString(text.code()), code);
    }

    void tellsIncludesDirectivesAndLiteralsWithTheirLines()
    {
        const CppText text("#include \"core/base/Id.h\" // why\n# include <QTimer>\n// #include <no>\n"
                           "#ifdef Q_OS_WIN\nauto s = \"#include <text>\";\n#endif");

        QCOMPARE(text.includes().size(), std::size_t(2));
        QCOMPARE(text.includes()[0].path, std::string("core/base/Id.h"));
        QVERIFY(text.includes()[0].isQuoted);
        QCOMPARE(text.includes()[1].path, std::string("QTimer"));
        QCOMPARE(text.includes()[1].line, 2);
        QCOMPARE(text.directives().front().text, std::string("#ifdef Q_OS_WIN"));
        QCOMPARE(text.directives().front().line, 4);
        QCOMPARE(text.literals().front().text, std::string("#include <text>"));
        QCOMPARE(text.literals().front().line, 5);
    }

    void findsOnlyTheCommentDirectlyAbove()
    {
        const CppText text("// far\n\n/// near,\n/// two lines\nvoid f();\nvoid g();\nint x; // beside\nvoid h();");

        QCOMPARE(text.commentAbove(5), std::string("/// near,\n/// two lines\n"));
        QCOMPARE(text.commentAbove(6), std::string());
        QCOMPARE(text.commentAbove(8), std::string());
    }
};

int runCppTextTest(int argc, char **argv)
{
    CppTextTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "CppTextTest.moc"
