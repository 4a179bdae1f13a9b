#include "core/base/Timestamp.h"

#include "tests/canary/KeySearch.h"
#include "tests/support/ExchangeProcess.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace support;

namespace {

constexpr int longEnoughMillis = 120'000;

// Long enough that nothing holds them by chance, with the letters that each encoding changes.
const QByteArray alpacaKey = "PKCANARYQ7X2Z9W4KD";
const QByteArray alpacaSecret = "cAnArY/One+8rWq3=zLk5~HvT1mXbN6yEo0u";
const QByteArray bybitKey = "CaNaRyBy7Kq2Wm";
const QByteArray bybitSecret = "cAnArY/Two+5pGd9=sJf3~RcU4nVbM8wQi2x";
/// Given in place of the right ones, so that the venue refuses them.
const QByteArray wrongSecret = "cAnArY/Bad+6tYh1=kAe7~LpO0zXcV2bNm4q";

canary::KeySearch searchForAll()
{
    canary::KeySearch search;
    search.add(QStringLiteral("Alpaca's key"), alpacaKey);
    search.add(QStringLiteral("Alpaca's secret"), alpacaSecret);
    search.add(QStringLiteral("Bybit's key"), bybitKey);
    search.add(QStringLiteral("Bybit's secret"), bybitSecret);
    search.add(QStringLiteral("the wrong secret"), wrongSecret);
    return search;
}

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// The venue with the canaries as its accounts' keys. What it prints has them, and is not kept.
struct Stage {
    explicit Stage(const QByteArray &faults = {})
    {
        const QString keys = outside.filePath(QStringLiteral("keys.json"));
        QStringList options{QStringLiteral("--speed"), QStringLiteral("120"), QStringLiteral("--keys"), keys};
        isWritten = write(keys, R"({"alpaca":{"key":")" + alpacaKey + R"(","secret":")" + alpacaSecret +
                                    R"("},"bybit":{"key":")" + bybitKey + R"(","secret":")" + bybitSecret + R"("}})");
        if (!faults.isEmpty()) {
            const QString path = outside.filePath(QStringLiteral("faults.yaml"));
            isWritten = isWritten && write(path, "faults:\n" + faults);
            options += {QStringLiteral("--faults"), path};
        }
        exchange.emplace(QStringLiteral(COUNTERSIGN_EXCHANGE), options);
    }
    [[nodiscard]] QProcessEnvironment environment() const
    {
        QProcessEnvironment set = exchange->environment();
        set.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        set.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=true"));
        return set;
    }
    [[nodiscard]] QString file(const QString &name) const { return data.filePath(name); }

    QTemporaryDir outside; ///< Where the canaries may be.
    QTemporaryDir data;    ///< Where they may not.
    bool isWritten = false;
    std::optional<ExchangeProcess> exchange;
};

/// A program whose output lies beside its data.
struct Program {
    Program(const Stage &stage, const char *path, const QStringList &words, const QString &name,
            const QProcessEnvironment &environment)
    {
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(stage.file(name + QStringLiteral(".out")));
        process.setStandardErrorFile(stage.file(name + QStringLiteral(".err")));
        process.start(QString::fromLatin1(path), words + stage.exchange->endpoints() +
                                                     QStringList{QStringLiteral("--log-level"), QStringLiteral("debug"),
                                                                 QStringLiteral("--data-dir"), stage.data.path()});
    }
    ~Program()
    {
        process.kill();
        process.waitForFinished();
    }
    [[nodiscard]] bool ends() { return process.waitForFinished(longEnoughMillis); }
    QProcess process;
};

QStringList runWords(const QString &venue)
{
    return {QStringLiteral("run"), QStringLiteral("--profile"),
            QStringLiteral(COUNTERSIGN_PROFILE_DIR) + (venue == QStringLiteral("bybit")
                                                         ? QStringLiteral("/ma-crossover-bybit.yaml")
                                                         : QStringLiteral("/ma-crossover-minutes.yaml")),
            QStringLiteral("--to"), QStringLiteral("paper"), QStringLiteral("--mode"), QStringLiteral("auto")};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

#define VERIFY_CLEAN(stage)                                                                                            \
    do {                                                                                                               \
        int files = 0;                                                                                                 \
        const QStringList found = searchForAll().below((stage).data.path(), &files);                                   \
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));                                          \
        QVERIFY2(files >= 2, "there was nothing to look at");                                                          \
    } while (false)

} // namespace

class CanaryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The search itself must be able to fail.
    void everyFormIsFound()
    {
        const QTemporaryDir dir;
        for (const QByteArray &secret : {alpacaKey, alpacaSecret, bybitKey, bybitSecret})
            for (const auto &[name, bytes] : canary::KeySearch::formsOf(secret)) {
                QVERIFY(write(dir.filePath(QStringLiteral("app.jsonl")), "{\"a\":\"" + bytes + "\"}\n"));
                QVERIFY2(!searchForAll().below(dir.path()).isEmpty(), qPrintable(name));
            }
        for (int before = 0; before < 3; ++before) {
            const QByteArray coded = (QByteArray(before, 'k') + alpacaSecret + "end").toBase64();
            QVERIFY(!searchForAll().in(coded, QStringLiteral("base64")).isEmpty());
        }
        QVERIFY(searchForAll().in("nothing of the kind", QStringLiteral("here")).isEmpty());
    }

    void aRunLeavesNoKey_data()
    {
        QTest::addColumn<QString>("venue");
        QTest::addColumn<QByteArray>("faults");
        const QByteArray damage = "- {kind: truncate, on: any, probability: 0.2}\n"
                                  "- {kind: server-error-before-acceptance, on: any, probability: 0.1}\n"
                                  "- {kind: wrong-id, on: query, probability: 0.1}\n";
        for (const char *venue : {"alpaca", "bybit"}) {
            QTest::addRow("%s", venue) << QString::fromLatin1(venue) << QByteArray();
            QTest::addRow("%s, unreadable", venue) << QString::fromLatin1(venue) << damage;
        }
    }

    void aRunLeavesNoKey()
    {
        QFETCH(QString, venue);
        QFETCH(QByteArray, faults);
        const Stage stage(faults);
        QVERIFY(stage.isWritten && stage.exchange->isReady());

        Program run(stage, COUNTERSIGN_CLI,
                    runWords(venue) + QStringList{QStringLiteral("--for"), QStringLiteral("8"), QStringLiteral("--json")},
                    QStringLiteral("run"), stage.environment());
        QVERIFY(run.ends());
        if (faults.isEmpty())
            QVERIFY(contentOf(stage.file(QStringLiteral("run.out"))).contains("\"event\":\"started\""));
        QProcess audit;
        audit.start(QStringLiteral(COUNTERSIGN_CLI),
                    {QStringLiteral("audit"), QStringLiteral("verify"), QStringLiteral("--export"),
                     stage.file(QStringLiteral("export")), QStringLiteral("--data-dir"), stage.data.path()});
        QVERIFY(audit.waitForFinished(longEnoughMillis));

        VERIFY_CLEAN(stage);
    }

    void refusedKeysAreNotShown_data()
    {
        QTest::addColumn<QString>("venue");
        QTest::newRow("alpaca") << QStringLiteral("alpaca");
        QTest::newRow("bybit") << QStringLiteral("bybit");
    }

    void refusedKeysAreNotShown()
    {
        QFETCH(QString, venue);
        const Stage stage;
        QVERIFY(stage.isWritten && stage.exchange->isReady());
        QProcessEnvironment environment = stage.environment();
        for (const char *name : {"ALPACA_SECRET", "BYBIT_SECRET"})
            environment.insert(QString::fromLatin1(name), QString::fromLatin1(wrongSecret));

        Program run(stage, COUNTERSIGN_CLI, runWords(venue) + QStringList{QStringLiteral("--json")},
                    QStringLiteral("run"), environment);
        QVERIFY(run.ends());
        QCOMPARE(run.process.exitCode(), 1);
        QVERIFY(contentOf(stage.file(QStringLiteral("run.out"))).contains("\"refused\""));
        const QString slot = venue == QStringLiteral("bybit") ? QStringLiteral("bybit-demo") : QStringLiteral("alpaca-paper");
        Program test(stage, COUNTERSIGN_CLI, {QStringLiteral("keys"), QStringLiteral("test"), slot},
                     QStringLiteral("test"), environment);
        QVERIFY(test.ends());
        QCOMPARE(test.process.exitCode(), 1);

        VERIFY_CLEAN(stage);
    }

    void aKilledRunLeavesNoKey()
    {
        const Stage stage;
        QVERIFY(stage.isWritten && stage.exchange->isReady());
        Program run(stage, COUNTERSIGN_CLI, runWords(QStringLiteral("alpaca")) + QStringList{QStringLiteral("--json")},
                    QStringLiteral("run"), stage.environment());
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(stage.file(QStringLiteral("run.out"))).contains("\"event\":\"bar\""),
                                 longEnoughMillis);
        run.process.kill();
        QVERIFY(run.ends());

        VERIFY_CLEAN(stage);
    }

    void theWindowLeavesNoKey()
    {
        const Stage stage;
        QVERIFY(stage.isWritten && stage.exchange->isReady());
        QStringList words = runWords(QStringLiteral("alpaca"));
        words.removeFirst();
        Program window(stage, COUNTERSIGN_DESKTOP, words + QStringList{QStringLiteral("--tour"), stage.file(QStringLiteral("pictures"))},
                       QStringLiteral("window"), stage.environment());
        const QString picture = stage.file(QStringLiteral("pictures/01-started.png"));
        QTRY_VERIFY_WITH_TIMEOUT(contentOf(picture).endsWith(QByteArray("IEND\xae\x42\x60\x82", 8)) ||
                                     window.process.state() == QProcess::NotRunning,
                                 longEnoughMillis);
        QVERIFY2(QFile::exists(picture), contentOf(stage.file(QStringLiteral("window.err"))).constData());
        window.process.kill();
        QVERIFY(window.ends());

        VERIFY_CLEAN(stage);
    }
};

QTEST_GUILESS_MAIN(CanaryTest)
#include "CanaryTest.moc"
