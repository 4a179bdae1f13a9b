#include "core/history/BarFile.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace {

struct Outcome {
    int exitCode = -1;
    QByteArray out;
    QByteArray errors; ///< stderr
    QJsonObject json;  ///< Only if stdout is one object and a line end, nothing else.
};

QString shared(const char *path)
{
    return QString::fromStdString(support::sharedFile(path));
}

QJsonObject errorOf(const Outcome &outcome)
{
    return outcome.json[QStringLiteral("error")].toObject();
}

} // namespace

class CliTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    QString inDir(const char *name) { return m_dir.filePath(QString::fromUtf8(name)); }
    void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    Outcome run(const QStringList &words)
    {
        QProcess process;
        process.start(QStringLiteral(COUNTERSIGN_CLI),
                      words + QStringList{QStringLiteral("--data-dir"), inDir("data")});
        if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        Outcome outcome{process.exitCode(),
                        process.readAllStandardOutput(),
                        process.readAllStandardError(),
                        {}};
        QJsonParseError problem{};
        const QJsonDocument document = QJsonDocument::fromJson(outcome.out, &problem);
        if (problem.error == QJsonParseError::NoError && outcome.out.count('\n') == 1)
            outcome.json = document.object();
        return outcome;
    }
    Outcome json(const QString &words, const QStringList &more = {})
    {
        return run(words.split(u' ') + more + QStringList{QStringLiteral("--json")});
    }

private Q_SLOTS:
    void tellsItsVersion()
    {
        const Outcome outcome = json(QStringLiteral("version"));

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(!outcome.json[QStringLiteral("version")].toString().isEmpty());
        QVERIFY(outcome.json.contains(QStringLiteral("commit")));
        QCOMPARE(outcome.json[QStringLiteral("qt")].toString(), QString::fromUtf8(qVersion()));
        const QJsonObject components = outcome.json[QStringLiteral("components")].toObject();
        QCOMPARE(components[QStringLiteral("sqlite")], QJsonValue(true));
        QCOMPARE(outcome.errors, QByteArray());
    }

    void explainsItself()
    {
        const Outcome help = run({QStringLiteral("--help")});
        const Outcome one = run({QStringLiteral("backtest"), QStringLiteral("--help")});
        const Outcome nothing = run({});

        QCOMPARE(help.exitCode, 0);
        for (const char *command :
             {"version", "indicator run", "data import", "backtest", "profile check"})
            QVERIFY2(help.out.contains(QByteArray("  ") + command), command);
        QCOMPARE(one.exitCode, 0);
        QVERIFY(one.out.contains("--strategy NAME"));
        QCOMPARE(nothing.exitCode, 2);
        QVERIFY(nothing.out.isEmpty());
        QVERIFY(nothing.errors.contains("Usage"));
    }

    void commonOptionsMayStandFirst()
    {
        const Outcome outcome =
            run({QStringLiteral("--json"), QStringLiteral("profile"), QStringLiteral("list")});

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.json.contains(QStringLiteral("profiles")));
    }

    void badUsageIsExitCodeTwo_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("field");
        for (const auto &[words, field] :
             {std::pair("nonsense", "command"),
              std::pair("data", "command"),
              std::pair("version twice", ""),
              std::pair("version --colour", ""),
              std::pair("indicator run sma", "bars"),
              std::pair("data import x.csv", "venue"),
              std::pair("data import x.csv --venue a --instrument b --timeframe 2h", "timeframe"),
              std::pair("backtest", "bars"),
              std::pair("backtest --bars x.csv", "strategy"),
              std::pair("backtest --bars x.csv --strategy s --fee 2", "fee"),
              std::pair("backtest --bars x.csv --strategy s --fee nothing", "fee"),
              std::pair("backtest --bars x.csv --strategy s --cash 0", "cash"),
              std::pair("backtest --bars x.csv --strategy s --size half", "size"),
              std::pair("backtest --bars x.csv --strategy s --size shares:0", "size"),
              std::pair("backtest --bars x.csv --strategy s --size share:2", "size"),
              std::pair("backtest --bars x.csv --strategy s --size risk:0.01", "size"),
              std::pair("backtest --bars x.csv --strategy s --fill never", "fill"),
              std::pair("backtest --bars x.csv --strategy s --from yesterday", "from"),
              std::pair("backtest --bars x.csv --strategy s --from 2026-01-02 --to 2026-01-01",
                        "from"),
              std::pair("backtest --bars x.csv --profile demo", "bars"),
              std::pair("backtest --profile none", "profile"),
              std::pair("profile check", "profile"),
              std::pair("positions accept AAPL", "reason"),
              std::pair("orders end o-1", "reason"),
              std::pair("account accept --reason looked", "as"),
              std::pair("account accept --as gift --reason looked", "as"),
              std::pair("account accept --as charge", "reason"),
              std::pair("profile check none", "profile")})
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(field);
    }
    void badUsageIsExitCodeTwo()
    {
        QFETCH(QString, words);
        QFETCH(QString, field);

        const Outcome outcome = json(words);

        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.json.keys(), QStringList{QStringLiteral("error")});
        QCOMPARE(errorOf(outcome)[QStringLiteral("field")].toString(), field);
        QVERIFY(!errorOf(outcome)[QStringLiteral("message")].toString().isEmpty());
    }

    void listsAndRunsIndicators()
    {
        REQUIRE_SHARED_DATA();
        const QString bars = shared("bars/us-intraday/AAPL/1h.csv");

        const Outcome list = json(QStringLiteral("indicator list"));
        const Outcome outcome =
            json(QStringLiteral("indicator run sma"),
                 {QStringLiteral("--bars"), bars, QStringLiteral("--param"),
                  QStringLiteral("period=10"), QStringLiteral("--output"), inDir("sma.csv")});

        QCOMPARE(list.exitCode, 0);
        QVERIFY(list.out.contains("\"name\":\"sma\""));
        QVERIFY(list.out.contains("\"name\":\"atr\""));
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json[QStringLiteral("rows")].toInt(), 1456);
        QFile csv(inDir("sma.csv"));
        QVERIFY(csv.open(QIODevice::ReadOnly));
        QCOMPARE(csv.readAll().count('\n'), 1457);
    }

    void validatesData()
    {
        REQUIRE_SHARED_DATA();

        const Outcome clean = json(QStringLiteral("data validate"), {shared("dirty/00_clean.csv")});
        const Outcome broken =
            json(QStringLiteral("data validate"), {shared("dirty/10_empty_cell.csv")});
        const Outcome unreadable =
            json(QStringLiteral("data validate"), {shared("dirty/24_binary_junk.csv")});

        QCOMPARE(clean.exitCode, 0);
        QCOMPARE(clean.json[QStringLiteral("ok")], QJsonValue(true));
        QCOMPARE(broken.exitCode, 1);
        QCOMPARE(broken.json[QStringLiteral("defects")].toArray().size(), 1);
        QCOMPARE(unreadable.exitCode, 2);
        QCOMPARE(errorOf(unreadable)[QStringLiteral("file")].toString(),
                 shared("dirty/24_binary_junk.csv"));
    }

    void importsAndListsData()
    {
        REQUIRE_SHARED_DATA();
        const QStringList series{QStringLiteral("--venue"),      QStringLiteral("bybit-linear"),
                                 QStringLiteral("--instrument"), QStringLiteral("BTCUSDT"),
                                 QStringLiteral("--timeframe"),  QStringLiteral("1m")};
        const QString import = QStringLiteral("data import");

        const Outcome first =
            json(import, QStringList{shared("dirty/06_high_below_low.csv")} + series);
        const Outcome second = json(import, QStringList{shared("dirty/00_clean.csv")} + series);
        const Outcome refused =
            json(import, QStringList{shared("dirty/12_wrong_header.csv")} + series);
        const Outcome list = json(QStringLiteral("data list"));

        QCOMPARE(first.exitCode, 0);
        QCOMPARE(first.json[QStringLiteral("added")].toInt(), 499);
        QCOMPARE(first.json[QStringLiteral("rejected")].toInt(), 1);
        QCOMPARE(second.json[QStringLiteral("added")].toInt(), 1);
        QCOMPARE(second.json[QStringLiteral("unchanged")].toInt(), 499);
        QCOMPARE(second.json[QStringLiteral("replaced")].toInt(), 0);
        QVERIFY(QFile::exists(second.json[QStringLiteral("path")].toString()));
        QCOMPARE(refused.exitCode, 2);
        QCOMPARE(errorOf(refused)[QStringLiteral("line")].toInt(), 1);
        QCOMPARE(list.exitCode, 0);
        const QJsonArray all = list.json[QStringLiteral("series")].toArray();
        QCOMPARE(all.size(), 1);
        const QJsonObject stored = all[0].toObject();
        QCOMPARE(stored[QStringLiteral("venue")].toString(), QStringLiteral("bybit-linear"));
        QCOMPARE(stored[QStringLiteral("instrument")].toString(), QStringLiteral("BTCUSDT"));
        QCOMPARE(stored[QStringLiteral("timeframe")].toString(), QStringLiteral("1m"));
        QCOMPARE(stored[QStringLiteral("rows")].toInt(), 500);
        QCOMPARE(stored[QStringLiteral("repaired")].toInt(), 0);
        QVERIFY(stored[QStringLiteral("first")].toString() <
                stored[QStringLiteral("last")].toString());
    }

    void backtestsABarFile()
    {
        REQUIRE_SHARED_DATA();
        const QString bars = shared("bars/us-intraday/AAPL/1h.csv");

        const Outcome outcome =
            json(QStringLiteral("backtest --strategy ma-crossover --param fast=10 --param slow=30"),
                 {QStringLiteral("--bars"), bars, QStringLiteral("--report"), inDir("report")});

        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.errors, QByteArray());
        for (const char *key :
             {"bars", "round_trips", "return_pct", "buy_and_hold_return_pct", "max_drawdown_pct",
              "sharpe", "sortino", "win_rate_pct", "profit_factor", "exposure_pct",
              "ambiguous_bars", "bars_per_second"})
            QVERIFY2(outcome.json[QString::fromUtf8(key)].isDouble(), key);
        for (const char *key : {"final_equity", "final_equity_liquidated", "fees", "digest"})
            QVERIFY2(outcome.json[QString::fromUtf8(key)].isString(), key);
        for (const char *key : {"trades", "optimistic", "definitions"})
            QVERIFY2(outcome.json[QString::fromUtf8(key)].isArray(), key);
        QCOMPARE(outcome.json[QStringLiteral("bars")].toInt(), 1456);
        const QJsonArray trades = outcome.json[QStringLiteral("trades")].toArray();
        QCOMPARE(trades.size(), outcome.json[QStringLiteral("round_trips")].toInt() + 1);
        const QJsonObject first = trades.first().toObject();
        QCOMPARE(first[QStringLiteral("side")].toString(), QStringLiteral("long"));
        QCOMPARE(first[QStringLiteral("entry_time")].toString(),
                 QStringLiteral("2025-05-28T17:30:00.000Z"));
        QCOMPARE(first[QStringLiteral("entry_price")].toString(), QStringLiteral("201.11"));
        QCOMPARE(first[QStringLiteral("quantity")].toString(), QStringLiteral("49.674357267"));
        QVERIFY(first[QStringLiteral("return_pct")].isDouble());
        QVERIFY(first[QStringLiteral("pnl")].isString());
        QCOMPARE(first[QStringLiteral("reason")].toString(), QStringLiteral("signal"));
        QVERIFY(trades.last().toObject()[QStringLiteral("exit_time")].isNull());
        checkReport(outcome);
    }

    void backtestsAShortRangeWithoutDividingByNothing()
    {
        REQUIRE_SHARED_DATA();
        const Outcome outcome = json(
            QStringLiteral("backtest --strategy ma-crossover --from 2025-06-02 --to 2025-06-02"),
            {QStringLiteral("--bars"), shared("bars/us-intraday/AAPL/1h.csv")});

        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json[QStringLiteral("bars")].toInt(), 7);
        for (const char *key : {"sharpe", "sortino", "win_rate_pct", "profit_factor"})
            QVERIFY2(outcome.json[QString::fromUtf8(key)].isNull(), key);
        const Outcome none =
            json(QStringLiteral("backtest --strategy ma-crossover --to 2001-01-01"),
                 {QStringLiteral("--bars"), shared("bars/us-intraday/AAPL/1h.csv")});
        QCOMPARE(none.exitCode, 2);
    }

    void repeatsItselfAndHearsItsOptions()
    {
        REQUIRE_SHARED_DATA();
        const QStringList bars{QStringLiteral("--bars"),
                               shared("bars/bybit-linear/BTCUSDT/1d.csv")};
        const QString plain = QStringLiteral("backtest --strategy ma-crossover");
        const auto digest = [&](const QString &options) {
            return json(plain + options, bars).json[QStringLiteral("digest")].toString();
        };

        const QString first = digest({});

        QCOMPARE(first.size(), 64);
        QCOMPARE(digest({}), first);
        QCOMPARE(digest(QStringLiteral(" --fee 0.001 --cash 10000 --size all-in --fill next-open")),
                 first);
        for (const char *option :
             {" --fee 0", " --cash 9999", " --slippage 0.001", " --size shares:0.01",
              " --size share:0.5", " --fill close", " --param fast=9", " --stop-atr 2 --target-r 1",
              " --param allow-short=true"})
            QVERIFY2(digest(QString::fromUtf8(option)) != first, option);
    }

    void backtestsTheShippedProfiles()
    {
        REQUIRE_SHARED_DATA();
        for (const char *profile : {"ma-crossover", "demo"}) {
            const Outcome outcome =
                json(QStringLiteral("backtest --profile %1").arg(QString::fromUtf8(profile)),
                     {QStringLiteral("--data"), support::sharedDataDir()});

            QCOMPARE(outcome.exitCode, 0);
            QStringList traded;
            for (const QJsonValue &trade : outcome.json[QStringLiteral("trades")].toArray())
                traded += trade[QStringLiteral("instrument")].toString();
            QVERIFY(traded.count(QStringLiteral("alpaca:AAPL")) >= 10);
            QVERIFY(traded.count(QStringLiteral("alpaca:TSLA")) >= 10);
        }
    }

    void namesTheLineOfABadBarFile()
    {
        REQUIRE_SHARED_DATA();
        const QString file = shared("dirty/10_empty_cell.csv");

        const Outcome outcome = json(QStringLiteral("backtest --strategy ma-crossover"),
                                     {QStringLiteral("--bars"), file});

        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(errorOf(outcome)[QStringLiteral("file")].toString(), file);
        QCOMPARE(errorOf(outcome)[QStringLiteral("line")].toInt(), 79);
        QCOMPARE(errorOf(outcome)[QStringLiteral("field")].toString(), QStringLiteral("close"));
    }

    void listsProfilesAndPrefersTheOwners()
    {
        QFile shipped(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/profiles/demo.yaml"));
        QVERIFY(shipped.open(QIODevice::ReadOnly));
        const QByteArray text = shipped.readAll();
        QVERIFY(QDir().mkpath(inDir("data/profiles")));
        write(inDir("data/profiles/demo.yaml"), text);
        write(inDir("data/profiles/mine.yaml"),
              QByteArray(text).replace("exposure: 0.6", "exposure: 6"));

        const Outcome outcome = json(QStringLiteral("profile list"));

        QCOMPARE(outcome.exitCode, 0);
        QMap<QString, QJsonObject> byName;
        for (const QJsonValue &profile : outcome.json[QStringLiteral("profiles")].toArray())
            byName[profile[QStringLiteral("name")].toString()] = profile.toObject();
        QCOMPARE(byName[QStringLiteral("ma-crossover")][QStringLiteral("ok")], QJsonValue(true));
        QVERIFY(
            byName[QStringLiteral("ma-crossover")][QStringLiteral("path")].toString().startsWith(
                u':'));
        QCOMPARE(byName[QStringLiteral("demo")][QStringLiteral("path")].toString(),
                 inDir("data/profiles/demo.yaml"));
        QCOMPARE(byName[QStringLiteral("mine")][QStringLiteral("ok")], QJsonValue(false));
        QVERIFY(QDir(inDir("data/profiles")).removeRecursively());
    }

    void checksProfiles()
    {
        const QString path = inDir("bad.yaml");
        QFile shipped(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/profiles/demo.yaml"));
        QVERIFY(shipped.open(QIODevice::ReadOnly));
        write(path, shipped.readAll().replace("fast: 10", "fats: 10"));

        const Outcome good = json(QStringLiteral("profile check demo"));
        const Outcome bad = json(QStringLiteral("profile check"), {path});

        QCOMPARE(good.exitCode, 0);
        QCOMPARE(good.json[QStringLiteral("ok")], QJsonValue(true));
        QVERIFY(good.json[QStringLiteral("problems")].toArray().isEmpty());
        QCOMPARE(bad.exitCode, 2);
        QCOMPARE(bad.json[QStringLiteral("ok")], QJsonValue(false));
        const QJsonArray problems = bad.json[QStringLiteral("problems")].toArray();
        QCOMPARE(problems.size(), 2);
        QCOMPARE(problems[0][QStringLiteral("file")].toString(), path);
        QCOMPARE(problems[0][QStringLiteral("line")].toInt(), 22);
        QCOMPARE(problems[0][QStringLiteral("field")].toString(),
                 QStringLiteral("bots[0].parameters.fats"));
        QVERIFY(!problems[0][QStringLiteral("message")].toString().isEmpty());
        const Outcome run = json(QStringLiteral("backtest"), {QStringLiteral("--profile"), path});
        QCOMPARE(run.exitCode, 2);
        QCOMPARE(errorOf(run)[QStringLiteral("line")].toInt(), 22);
    }

private:
    void checkReport(const Outcome &outcome)
    {
        QFile result(inDir("report/result.json"));
        QFile trades(inDir("report/trades.csv"));
        QFile equity(inDir("report/equity.csv"));
        for (QFile *file : {&result, &trades, &equity})
            QVERIFY2(file->open(QIODevice::ReadOnly), qPrintable(file->fileName()));
        QCOMPARE(result.readAll(), outcome.out);
        QCOMPARE(trades.readAll().count('\n'),
                 1 + outcome.json[QStringLiteral("trades")].toArray().size());
        QCOMPARE(equity.readAll().count('\n'), 1 + 1456);
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "CliTest.moc"
