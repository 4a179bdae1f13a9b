#include "tests/support/CoreBuilders.h"

#include "app/exchange/ExchangeOptions.h"
#include "core/brokers/sim/VenueWire.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace core;
using namespace support;

namespace {

const QString program = QStringLiteral(COUNTERSIGN_EXCHANGE);

/// The program, started and ready; `sim` of its ready line.
struct Running {
    explicit Running(const QStringList &arguments)
    {
        process.start(program, arguments);
        while (!process.canReadLine())
            if (!process.waitForReadyRead(30'000))
                return;
        const QJsonObject line = QJsonDocument::fromJson(process.readLine()).object();
        isReady = line[QStringLiteral("ready")].toBool();
        const QJsonObject sim = line[QStringLiteral("sim")].toObject();
        keys = line[QStringLiteral("keys")].toObject()[QStringLiteral("alpaca")].toObject();
        bybitKeys = line[QStringLiteral("keys")].toObject()[QStringLiteral("bybit")].toObject();
        address = sim[QStringLiteral("address")].toString();
        token = sim[QStringLiteral("token")].toString();
    }
    ~Running()
    {
        process.kill();
        process.waitForFinished();
    }
    [[nodiscard]] bool ended(int code)
    {
        const bool isOver = process.state() == QProcess::NotRunning || process.waitForFinished(30'000);
        return isOver && process.exitStatus() == QProcess::NormalExit &&
               process.exitCode() == code;
    }

    QProcess process;
    bool isReady = false;
    QString address;
    QString token;
    QJsonObject keys; ///< Alpaca's.
    QJsonObject bybitKeys;
};

} // namespace

class ExchangeProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void servesUntilItIsTerminated()
    {
        Running exchange({QStringLiteral("--speed"), QStringLiteral("max"), QStringLiteral("--synthetic"),
                          QStringLiteral("7")});
        QVERIFY(exchange.isReady);
        QVERIFY(exchange.token.size() >= 32);
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), exchange.address.section(u':', 1).toUShort());
        QVERIFY(socket.waitForConnected());
        const venue::Hello hello{venue::wireVersion, exchange.token.toStdString(), true};
        socket.write(QByteArray::fromStdString(toLine(venue::Request(hello))) + '\n');

        std::optional<venue::Welcome> welcome;
        std::optional<venue::Told> told;
        while (!told && (socket.canReadLine() || socket.waitForReadyRead(30'000)))
            while (!told && socket.canReadLine()) {
                const auto message = venue::parseMessage(socket.readLine().toStdString());
                QVERIFY(message);
                if (const auto *first = std::get_if<venue::Welcome>(&*message))
                    welcome = *first;
                if (const auto *event = std::get_if<venue::Told>(&*message))
                    told = *event;
            }

        QVERIFY(welcome && told); // the market moves by itself
        QCOMPARE(welcome->series.size(), std::size_t(7));
        exchange.process.terminate();
        QVERIFY(exchange.ended(0));
    }

    void endsWithWhoeverStartedIt()
    {
        Running exchange({QStringLiteral("--until-stdin-closes"), QStringLiteral("--speed"), QStringLiteral("0")});
        QVERIFY(exchange.isReady);
        exchange.process.closeWriteChannel();
        QVERIFY(exchange.ended(0));
    }

    void refusesAPortThatIsTaken()
    {
        const Running first({});
        Running second({QStringLiteral("--listen"), first.address});
        QVERIFY(second.ended(1));
        QVERIFY(second.process.readAllStandardError().contains("cannot be opened"));
    }

    void takesKeysAndFaultsFromFiles()
    {
        QTemporaryDir dir;
        const auto write = [&](const char *name, const QByteArray &bytes) {
            QFile file(dir.filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
        };
        const QString keys = write("keys.json", R"({"alpaca":{"key":"PKMINE","secret":"shh"},)"
                                                R"("bybit":{"key":"BYMINE","secret":"hush"}})");
        const QString faults = write("faults.yaml", "faults:\n- {kind: maintenance, on: query, count: 1}\n");
        Running exchange({QStringLiteral("--keys"), keys, QStringLiteral("--faults"), faults});
        QVERIFY(exchange.isReady);
        QCOMPARE(exchange.keys[QStringLiteral("key")].toString(), QStringLiteral("PKMINE"));
        QCOMPARE(exchange.keys[QStringLiteral("secret")].toString(), QStringLiteral("shh"));
        QCOMPARE(exchange.bybitKeys[QStringLiteral("key")].toString(), QStringLiteral("BYMINE"));
        QCOMPARE(exchange.bybitKeys[QStringLiteral("secret")].toString(), QStringLiteral("hush"));
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), exchange.address.section(u':', 1).toUShort());
        socket.write("GET /v2/clock HTTP/1.1\r\nHost: h\r\n\r\n");
        QVERIFY(socket.waitForReadyRead(30'000));
        QVERIFY(socket.readAll().startsWith("HTTP/1.1 503"));

        const QString bad = write("bad.yaml", "faults:\n- {kind: dorp, count: 1}\n");
        for (const QStringList &words : {QStringList{QStringLiteral("--faults"), bad},
                                         QStringList{QStringLiteral("--faults"), dir.filePath(QStringLiteral("none"))},
                                         QStringList{QStringLiteral("--keys"), bad}}) {
            Running refused(words);
            QVERIFY(!refused.isReady && refused.ended(2));
        }
    }

    void keysAreNewWithEveryStart()
    {
        const Running first({});
        const Running second({});
        QVERIFY(first.keys[QStringLiteral("key")].toString().startsWith(QStringLiteral("PK")));
        QVERIFY(first.keys != second.keys && first.bybitKeys != second.bybitKeys);
    }

    void refusesWhatItCannotDo_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("why");
        QTest::newRow("unknown") << QStringList{QStringLiteral("--bogus")} << "unknown option --bogus";
        QTest::newRow("json") << QStringList{QStringLiteral("--json")} << "unknown option --json";
        QTest::newRow("a word") << QStringList{QStringLiteral("now")} << "is no option";
        const auto bad = [](const char *option, const char *value, const char *why) {
            QTest::newRow(qPrintable(QString::fromLatin1(option) + QLatin1Char(' ') + QString::fromLatin1(value)))
                << QStringList{QString::fromLatin1(option), QString::fromLatin1(value)} << QString::fromLatin1(why);
        };
        bad("--listen", "0.0.0.0:0", "127.0.0.1 only");
        bad("--listen", "127.0.0.1", "an address");
        bad("--listen", "127.0.0.1:70000", "an address");
        for (const char *speed : {"-1", "nan", "inf", "fast", ""})
            bad("--speed", speed, "a number from 0");
        for (const char *cash : {"0", "-5", "1e99", "money"})
            bad("--cash", cash, "an amount above zero");
        for (const char *count : {"0", "201", "six"})
            bad("--synthetic", count, "a number of instruments");
        bad("--seed", "-1", "a whole number");
        bad("--fill-at-most", "-1", "a number of units");
        bad("--from", "2026-01-05", "--data");
        bad("--data", "nowhere", "no bars that can be read");
        QTest::newRow("both markets") << QStringList{QStringLiteral("--data"), QStringLiteral("x"), QStringLiteral("--synthetic"),
                                                     QStringLiteral("7")}
                                      << "nothing is synthetic";
        QTest::newRow("no time") << QStringList{QStringLiteral("--data"), QStringLiteral("x"), QStringLiteral("--from"),
                                                QStringLiteral("noon")}
                                 << "a date or a time";
    }
    void refusesWhatItCannotDo()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, why);
        QProcess process;
        process.start(program, words);
        QVERIFY(process.waitForFinished());

        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardOutput().isEmpty());
        const QString errors = QString::fromUtf8(process.readAllStandardError());
        QVERIFY2(errors.contains(why), qPrintable(errors));
    }

    void readsItsOptions()
    {
        const auto options = app::parseExchangeOptions({"--listen", "127.0.0.1:4711", "--synthetic=9", "--speed", "max",
                                                        "--cash", "12.5", "--seed", "3", "--until-stdin-closes"});
        QVERIFY(options);
        QCOMPARE(options->port, std::uint16_t(4711));
        QCOMPARE(options->instruments, 9);
        QVERIFY(std::isinf(options->speed));
        QCOMPARE(options->cash, usd("12.5"));
        QCOMPARE(options->seed, std::uint64_t(3));
        QVERIFY(options->endsWithStdin);
        QCOMPARE(app::parseExchangeOptions({"--synthetic", "2"})->instruments, 6); // these always exist
        const auto recorded = app::parseExchangeOptions({"--data", "x", "--from", "2026-07-03"}); // a holiday, a Friday
        QCOMPARE(recorded->dataDir, std::string("x"));
        QCOMPARE(toIsoText(recorded->from.value()), std::string("2026-07-06T13:30:00.000Z"));
    }
};

QTEST_GUILESS_MAIN(ExchangeProgramTest)
#include "ExchangeProgramTest.moc"
