#include "tests/support/SharedData.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

namespace {

struct Outcome {
    int exitCode = -1;
    QByteArray text; ///< stdout
    QJsonObject json;
};

Outcome run(const QStringList &words)
{
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  QStringList{QStringLiteral("data-validate")} + words);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return {};
    const QByteArray text = process.readAllStandardOutput();
    return {process.exitCode(), text, QJsonDocument::fromJson(text).object()};
}

QString dirty(const char *name)
{
    return QString::fromStdString(support::sharedFile((std::string("dirty/") + name).c_str()));
}

} // namespace

class DataCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void printsTheReportOfACleanFile()
    {
        REQUIRE_SHARED_DATA();

        const Outcome outcome = run({dirty("00_clean.csv"), QStringLiteral("--json")});

        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.text, QByteArray("{\"rows\":500,\"ok\":true,\"defects\":[]}\n"));
    }

    void printsKindSeverityLineAndDetail()
    {
        REQUIRE_SHARED_DATA();

        const Outcome outcome = run({dirty("03_gap.csv"), QStringLiteral("--json")});

        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.json[QStringLiteral("ok")], QJsonValue(false));
        const QJsonArray defects = outcome.json[QStringLiteral("defects")].toArray();
        QCOMPARE(defects.size(), 1);
        const QJsonObject gap = defects.first().toObject();
        QCOMPARE(gap.keys(), (QStringList{QStringLiteral("detail"), QStringLiteral("kind"),
                                          QStringLiteral("line"), QStringLiteral("severity")}));
        QCOMPARE(gap[QStringLiteral("kind")], QJsonValue(QStringLiteral("gap")));
        QCOMPARE(gap[QStringLiteral("severity")], QJsonValue(QStringLiteral("error")));
        QCOMPARE(gap[QStringLiteral("line")], QJsonValue(152));
        QVERIFY(
            gap[QStringLiteral("detail")].toString().startsWith(QStringLiteral("30 bars of 1m")));
    }

    void warningsLeaveAFileOk()
    {
        REQUIRE_SHARED_DATA();
        for (const char *name : {"08_zero_volume.csv", "19_outlier_1000x.csv"}) {
            const Outcome outcome = run({dirty(name), QStringLiteral("--json")});

            QCOMPARE(outcome.exitCode, 0);
            const auto defects = outcome.json[QStringLiteral("defects")].toArray();
            QVERIFY(!defects.isEmpty());
            QCOMPARE(defects.first().toObject()[QStringLiteral("severity")],
                     QJsonValue(QStringLiteral("warning")));
        }
    }

    void answersWithAnErrorWhenTheFileCannotBeRead()
    {
        REQUIRE_SHARED_DATA();
        for (const char *name :
             {"24_binary_junk.csv", "33_html_page.csv", "35_truncated.csv.gz", "none.csv"}) {
            const Outcome outcome = run({dirty(name), QStringLiteral("--json")});

            QCOMPARE(outcome.exitCode, 2);
            const auto error = outcome.json[QStringLiteral("error")].toObject();
            QCOMPARE(error[QStringLiteral("file")].toString(), dirty(name));
            QVERIFY(!error[QStringLiteral("message")].toString().isEmpty());
        }
    }

    void obeysTimeframeAndCalendar()
    {
        REQUIRE_SHARED_DATA();
        const QString shares =
            QString::fromStdString(support::sharedFile("bars/us-intraday/AAPL/1h.csv"));

        QCOMPARE(run({shares}).exitCode, 0);
        QCOMPARE(
            run({shares, QStringLiteral("--calendar"), QStringLiteral("us-equities")}).exitCode, 0);
        QCOMPARE(run({shares, QStringLiteral("--calendar=always")}).exitCode, 1);
        QCOMPARE(run({shares, QStringLiteral("--timeframe=1h")}).exitCode, 0);
        QCOMPARE(run({shares, QStringLiteral("--timeframe=1d")}).exitCode, 1);
    }

    void refusesWordsItDoesNotKnow()
    {
        const QString json = QStringLiteral("--json");
        for (const QStringList &words :
             {QStringList{}, {QStringLiteral("a"), QStringLiteral("b")},
              {QStringLiteral("a"), QStringLiteral("--timeframe=2h")},
              {QStringLiteral("a"), QStringLiteral("--calendar=moon")}}) {
            const Outcome outcome = run(words + QStringList{json});
            QCOMPARE(outcome.exitCode, 2);
            QCOMPARE(outcome.json[QStringLiteral("error")].toObject()[QStringLiteral("code")],
                     QJsonValue(QStringLiteral("bad-input")));
        }
    }

    void writesSentencesWithoutJson()
    {
        REQUIRE_SHARED_DATA();

        const Outcome outcome = run({dirty("10_empty_cell.csv")});

        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.text.contains("line 79: error: not-a-number: close: the cell is empty"));
    }
};

int runDataCommandTest(int argc, char **argv)
{
    DataCommandTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "DataCommandTest.moc"
