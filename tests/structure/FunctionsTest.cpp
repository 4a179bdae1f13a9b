#include "tests/structure/Functions.h"
#include "tests/structure/Rules.h"

#include <QTest>

using namespace structure;

namespace {

/// "name:lines name:lines", in order.
QByteArray scanned(const QByteArray &source)
{
    const CppText text(source.toStdString());
    const FunctionScan scan = functionsIn(text);
    QByteArray list = scan.lostAtLine ? "lost at line " + QByteArray::number(*scan.lostAtLine) + " " : QByteArray();
    for (const FunctionBody &body : scan.functions)
        list += QByteArray::fromStdString(body.name) + ":" + QByteArray::number(body.bodyLines) + " ";
    return list.trimmed();
}

QByteArray lines(int count)
{
    return QByteArray("    x();\n").repeated(count);
}

std::vector<Finding> longIn(const QByteArray &source)
{
    SourceTree tree;
    tree.add("core/base/Sample.cpp", source.toStdString());
    return longFunctions(tree);
}

} // namespace

class FunctionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsFunctionsAndTheLinesOfTheirBodies_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *name, const char *source, const char *found) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(found);
        };
        row("plain", "int f(int a)\n{\n    return a;\n}\n", "f:1");
        row("one line", "int f() { return 1; }", "f:0");
        row("declaration only", "int f();\nint g(int a = {});", "");
        row("nested blocks", "void f()\n{\n    if (a) {\n        b();\n    }\n}\nvoid g() {}", "f:3 g:0");
        row("braces in text", "void f()\n{\n    a(\"}\");\n    b('}'); // }\n}\nvoid g() {}", "f:2 g:0");
        row("namespaces", "namespace a::b {\nnamespace {\nvoid f() {}\n}\n}\ninline namespace c { void g() {} }", "f:0 g:0");
        row("extern C", "extern \"C\" {\nvoid f() {}\n}", "f:0");
        row("class", "class A final : public B {\n    Q_OBJECT\npublic:\n    A() {}\n    int g() const override { return 1; }\n"
                     "private:\n    int m_a{};\n    int m_b = 3;\n};", "A:0 g:0");
        row("slots", "class A {\nprivate Q_SLOTS:\n    void f()\n    {\n    }\nQ_SIGNALS:\n    void g();\n};", "f:0");
        row("member initialisers", "A::A(int b)\n    : m_b{b}, m_c(b), m_d{1, {2}}\n{\n    f();\n    g();\n}\nvoid h() {}", "A:2 h:0");
        row("initialisers end with parentheses", "A::A() : m_b(1)\n{\n    f();\n}", "A:1");
        row("trailing return", "auto f(int a) -> std::vector<int>\n{\n    return {a};\n}", "f:1");
        row("specifiers", "int A::f() const noexcept\n{\n    return 1;\n}\nvoid g() & {}", "f:1 g:0");
        row("template", "template <class T, class U = std::map<int, T>>\n[[nodiscard]] T f(T t)\n{\n    return t;\n}", "f:1");
        row("operators", "bool operator==(A a, A b)\n{\n    return true;\n}\nA &operator=(A &&) { }\nvoid operator()() {}",
            "operator==:1 operator=:0 operator():0");
        row("tables are no functions", "const int t[] = {\n1,\n2,\n3,\n};\nconstexpr std::array u{\n    a(1),\n    a(2),\n};\n"
                                       "enum class E {\n    A,\n};\nvoid f() {}", "f:0");
        row("lambda by name", "const auto f = [](int a) {\n    b();\n    c();\n};", "f:2");
        row("lambdas in a table", "const std::array t{\n    Rule{1, [](int a) {\n        b();\n    }},\n    Rule{2, [] { c(); }},\n};",
            "lambda:1 lambda:0");
        row("lambdas in a body belong to it", "void f()\n{\n    g([] {\n        h();\n    });\n}", "f:3");
        row("std::function value", "std::function<int(int)> f{};\nvoid g() {}", "g:0");
        row("concepts", "template <class T>\n    requires requires(T t) { t.x(); }\nvoid f(T t)\n{\n    t.x();\n}", "f:1");
        row("local classes belong to it", "void f()\n{\n    struct A {\n        void g() {}\n    };\n}", "f:3");
        row("a brace too many", "void f() {}\n}\nvoid g() {}", "lost at line 2 f:0");
        row("a brace missing", "namespace a {\nvoid f() {}\n", "lost at line 3 f:0");
        row("a body without end", "void f()\n{\n    a();\n", "lost at line 2");
    }
    void findsFunctionsAndTheLinesOfTheirBodies()
    {
        QFETCH(QByteArray, source);

        QTEST(scanned(source), "found");
    }

    void acceptsSixtyLinesAndNotOneMore()
    {
        QVERIFY(longIn("void f()\n{\n" + lines(60) + "}\n").empty());

        const auto found = longIn("int a;\n\nvoid f()\n{\n" + lines(61) + "}\n");
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found.front().text().starts_with("core/base/Sample.cpp:3: f has 61 lines"));
    }

    void acceptsALongOneOnlyWithAReasonDirectlyAbove()
    {
        const QByteArray body = "void f()\n{\n" + lines(80) + "}\n";

        QVERIFY(longIn("/// Long because the cases read best side by side.\n" + body).empty());
        QCOMPARE(longIn("/// Does everything.\n" + body).size(), std::size_t(1));
        QCOMPARE(longIn("/// Long because of another one.\nvoid g();\n" + body).size(), std::size_t(1));
        QCOMPARE(longIn("/// Long because of nobody knows.\n\n" + body).size(), std::size_t(1));
    }

    void saysWhereItCannotCount()
    {
        const auto found = longIn("void f()\n{\n");

        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().line, 2);
    }
};

int runFunctionsTest(int argc, char **argv)
{
    FunctionsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "FunctionsTest.moc"
