#include "core/base/Decimal.h"
#include "tests/cli_engine/EngineProcess.h"
#include "tests/support/Exposition.h"
#include "tests/support/SharedData.h"

#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace support;

namespace {

const QString demoRun = QStringLiteral("run --profile demo --speed 600");

bool isCard(const QJsonObject &event)
{
    return text(event, "event") == QLatin1String("proposal") &&
           text(event, "state") == QLatin1String("pending");
}

/// An event of that name whose member has that value.
auto with(const char *name, const char *key, const QString &value)
{
    return [=](const QJsonObject &event) {
        return text(event, "event") == QLatin1String(name) && text(event, key) == value;
    };
}

QStringList yesTo(const QJsonObject &card)
{
    return {text(card, "id"), QStringLiteral("--hash"), text(card, "hash")};
}

core::Decimal decimal(const QString &text)
{
    return core::Decimal::parse(text.toStdString()).value();
}

} // namespace

class EngineCliTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;

    QString dir() const { return m_dir->path(); }
    QString inDir(const char *name) const { return m_dir->filePath(QString::fromUtf8(name)); }
    Outcome cli(const char *words, const QStringList &more = {}) const
    {
        return runCli(dir(), QString::fromUtf8(words), more);
    }
    std::unique_ptr<EngineProcess> startReplay(const char *mode) const
    {
        return std::make_unique<EngineProcess>(
            dir(),
            QStringLiteral("run --profile ma-crossover --to replay --speed max --mode ") +
                QLatin1String(mode),
            QStringList{QStringLiteral("--data"), sharedDataDir()});
    }
    /// Orders of that role for the card which still work.
    QJsonArray working(const QJsonObject &card, const char *role) const
    {
        QJsonArray found;
        for (const QJsonValue &order : cli("orders list").json[QStringLiteral("orders")].toArray())
            if (order[QStringLiteral("proposal")] == card[QStringLiteral("id")] &&
                order[QStringLiteral("role")] == QLatin1String(role) &&
                order[QStringLiteral("status")] == QLatin1String("working"))
                found += order;
        return found;
    }
    QJsonObject position(const QString &instrument) const
    {
        for (const QJsonValue &row :
             cli("positions list").json[QStringLiteral("positions")].toArray())
            if (row[QStringLiteral("instrument")] == instrument)
                return row.toObject();
        return {};
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    // --- deciding
    // -----------------------------------------------------------------------------------

    void aReplayWaitsForItsCards()
    {
        REQUIRE_SHARED_DATA();
        const auto run = startReplay("hybrid");
        const qsizetype at = run->waitFor(isCard);
        QVERIFY(at >= 0);
        const QJsonObject card = run->event(at);

        const Outcome list = cli("signals list");
        const Outcome show = cli("signals show", {text(card, "id")});

        QCOMPARE(list.exitCode, 0);
        const QJsonArray proposals = list.json[QStringLiteral("proposals")].toArray();
        QCOMPARE(proposals[0].toObject(), show.json[QStringLiteral("proposal")].toObject());
        const QJsonObject shown = proposals[0].toObject();
        for (const char *key :
             {"id", "version", "hash", "instrument", "side", "quantity", "order_type",
              "limit_price", "stop_price", "targets", "loss_at_stop", "expires_at"})
            QVERIFY2(shown[QLatin1String(key)] == card[QLatin1String(key)], key);
        QVERIFY(!shown[QStringLiteral("reasons")].toArray().isEmpty());
        const QJsonValue stoodAt = cli("account show").json[QStringLiteral("market_time")];
        QVERIFY(!stoodAt.toString().isEmpty());
        QCOMPARE(cli("account show").json[QStringLiteral("market_time")], stoodAt);
    }

    /// Where nothing differs there is nothing to accept; that the engine says so shows that it was asked.
    void aPersonsWordOnADifferenceReachesTheEngine()
    {
        REQUIRE_SHARED_DATA();
        const auto run = startReplay("hybrid");
        QVERIFY(run->waitFor(isCard) >= 0);
        QCOMPARE(cli("account show").json[QStringLiteral("cash_difference")].toString(), QStringLiteral("0"));
        const QStringList reason{QStringLiteral("--reason"), QStringLiteral("looked at it")};

        const Outcome position = cli("positions accept", QStringList{QStringLiteral("AAPL")} + reason);
        const Outcome cash = cli("account accept --as charge", reason);
        const Outcome order = cli("orders end", QStringList{QStringLiteral("o-1")} + reason);
        const Outcome blank = cli("orders end o-1 --reason", {QStringLiteral(" ")});

        for (const Outcome *outcome : {&position, &cash, &order}) {
            QCOMPARE(outcome->exitCode, 2);
            QCOMPARE(outcome->errorField("code"), QStringLiteral("not-found"));
        }
        QCOMPARE(position.errorField("message"), QStringLiteral("there is nothing to accept in AAPL"));
        QCOMPARE(cash.errorField("message"), QStringLiteral("the venue's cash and ours agree"));
        QCOMPARE(order.errorField("message"), QStringLiteral("there is no unknown order o-1"));
        QCOMPARE(blank.errorField("code"), QStringLiteral("refused"));
    }

    void onlyAYesToTheShownContentBuys()
    {
        REQUIRE_SHARED_DATA();
        const auto run = startReplay("hybrid");
        const qsizetype at = run->waitFor(isCard);
        QVERIFY(at >= 0);
        const QJsonObject card = run->event(at);

        const Outcome wrong = cli(
            "signals approve", {text(card, "id"), QStringLiteral("--hash"), QStringLiteral("x")});
        const Outcome without = cli("signals approve", {text(card, "id")});
        const Outcome nobody =
            cli("signals approve",
                {QStringLiteral("none"), QStringLiteral("--hash"), QStringLiteral("x")});
        QCOMPARE(wrong.exitCode, 1);
        QCOMPARE(wrong.errorField("code"), QStringLiteral("refused"));
        QVERIFY(!wrong.errorField("message").isEmpty());
        QCOMPARE(without.exitCode, 2);
        QCOMPARE(without.errorField("field"), QStringLiteral("hash"));
        QCOMPARE(nobody.exitCode, 2);
        QCOMPARE(nobody.errorField("code"), QStringLiteral("not-found"));
        const Outcome yes = cli("signals approve", yesTo(card));

        QCOMPARE(yes.exitCode, 0);
        const qsizetype filled = run->waitFor(with("fill", "role", QStringLiteral("entry")), at);
        QVERIFY(filled >= 0);
        QCOMPARE(text(run->event(filled), "quantity"), text(card, "quantity"));
        const qsizetype decided =
            run->waitFor(with("decision", "verb", QStringLiteral("approve")), at);
        QCOMPARE(text(run->event(decided), "hash"), text(card, "hash"));
        QCOMPARE(text(run->event(decided), "channel"), QStringLiteral("cli"));
        QVERIFY(decided < filled);
    }

    void aFilledEntryIsProtected()
    {
        REQUIRE_SHARED_DATA();
        const auto run = startReplay("hybrid");
        qsizetype at = run->waitFor(isCard);
        QVERIFY(at >= 0);
        const QJsonObject card = run->event(at);
        QCOMPARE(cli("signals approve", yesTo(card)).exitCode, 0);
        QVERIFY(run->waitFor(with("position", "instrument", text(card, "instrument")), at) >= 0);
        QVERIFY(run->waitFor(isCard, at + 1) >= 0); // the market waits again

        // The trip may be over by now; then its pair is final. Else both halves work at the venue.
        const QJsonObject held = position(text(card, "instrument"));
        const bool isOpen = held[QStringLiteral("quantity")] != QLatin1String("0");
        for (const char *role : {"stop", "target"})
            QCOMPARE(working(card, role).size(), isOpen ? 1 : 0);
        const Events orders = eventsNamed(run->events(), "order");
        for (const char *role : {"stop", "target"}) {
            const auto placed = std::ranges::find_if(orders, [&](const QJsonObject &order) {
                return text(order, "role") == QLatin1String(role) &&
                       text(order, "proposal") == text(card, "id");
            });
            QVERIFY2(placed != orders.end(), role);
            QCOMPARE(text(*placed, "quantity"), text(card, "quantity"));
            QCOMPARE(text(*placed, "side"), QStringLiteral("sell"));
        }
    }

    void aPartialYesAndANo()
    {
        REQUIRE_SHARED_DATA();
        const auto run = startReplay("hybrid");
        qsizetype at = run->waitFor([](const QJsonObject &event) {
            return isCard(event) &&
                   decimal(text(event, "quantity")) > core::Decimal::fromInteger(10);
        });
        QVERIFY(at >= 0);
        const QJsonObject first = run->event(at);
        const Outcome more =
            cli("signals approve",
                yesTo(first) + QStringList{QStringLiteral("--quantity"), QStringLiteral("100000")});
        QCOMPARE(more.exitCode, 1);

        QCOMPARE(cli("signals approve",
                     yesTo(first) + QStringList{QStringLiteral("--quantity"), QStringLiteral("7")})
                     .exitCode,
                 0);

        const qsizetype fill = run->waitFor(with("fill", "role", QStringLiteral("entry")), at);
        QVERIFY(fill >= 0);
        QCOMPARE(text(run->event(fill), "quantity"), QStringLiteral("7"));
        at = run->waitFor(isCard, fill);
        QVERIFY(at >= 0);
        const QJsonObject second = run->event(at);
        QCOMPARE(cli("signals reject", {text(second, "id")}).exitCode, 2); // a no has a reason
        QCOMPARE(cli("signals reject",
                     {text(second, "id"), QStringLiteral("--reason"), QStringLiteral("weak-chart")})
                     .exitCode,
                 0);
        const qsizetype no =
            run->waitFor(with("proposal", "state", QStringLiteral("rejected")), at);
        QVERIFY(no >= 0);
        QCOMPARE(text(run->event(no), "id"), text(second, "id"));
        const qsizetype decided =
            run->waitFor(with("decision", "verb", QStringLiteral("reject")), at);
        QCOMPARE(text(run->event(decided), "hash"), text(second, "hash"));
        QVERIFY(run->waitFor(isCard, no) >= 0);
        for (const QJsonObject &order : eventsNamed(run->events(), "order"))
            QVERIFY(text(order, "proposal") != text(second, "id"));
    }

    // --- halting and ending
    // -------------------------------------------------------------------------

    void aHaltStopsProposalsUntilSomebodyResumes()
    {
        EngineProcess run(dir(), demoRun);
        const qsizetype first = run.waitFor(isCard);
        QVERIFY(first >= 0);

        QCOMPARE(cli("halt").exitCode, 0);

        const qsizetype halted =
            run.waitFor(with("proposal", "state", QStringLiteral("killed")), first);
        QVERIFY(halted >= 0);
        QCOMPARE(text(run.event(halted), "id"), text(run.event(first), "id"));
        qsizetype bar = halted;
        for (int bars = 0; bars < 40; ++bars) { // over several crosses of the minute bars
            bar = run.waitFor(with("bar", "timeframe", QStringLiteral("1m")), bar + 1);
            QVERIFY(bar >= 0);
        }
        for (qsizetype i = halted; i < bar; ++i) {
            QVERIFY(!isCard(run.event(i)));
            QVERIFY(text(run.event(i), "event") != QLatin1String("order"));
        }
        QCOMPARE(cli("halt").exitCode, 0);
        QCOMPARE(cli("account show").json[QStringLiteral("halted")], QJsonValue(true));
        QCOMPARE(cli("resume").exitCode, 2);
        QCOMPARE(
            cli("resume", {QStringLiteral("--reason"), QStringLiteral("looked into it")}).exitCode,
            0);
        QCOMPARE(cli("resume", {QStringLiteral("--reason"), QStringLiteral("twice")}).exitCode, 1);
        QVERIFY(run.waitFor(isCard, bar) >= 0);
    }

    void reduceOnlyLetsNoEntryOutUntilItIsLifted()
    {
        EngineProcess run(dir(), demoRun);
        QVERIFY(run.waitFor(isCard) >= 0);
        const QStringList reduceOnly{QStringLiteral("--reduce-only")};

        QCOMPARE(cli("halt", reduceOnly).exitCode, 0);

        QVERIFY(run.waitFor(with("halt", "state", QStringLiteral("reduce-only"))) >= 0);
        const Outcome account = cli("account show");
        QCOMPARE(account.json[QStringLiteral("reduce_only")], QJsonValue(true));
        QCOMPARE(account.json[QStringLiteral("halted")], QJsonValue(false));
        QCOMPARE(cli("halt", reduceOnly).exitCode, 1); // it is on already
        QCOMPARE(cli("halt", reduceOnly + QStringList{QStringLiteral("--flatten")}).exitCode, 2);
        QCOMPARE(cli("resume", {QStringLiteral("--bot"), QStringLiteral("nobody")}).exitCode, 2);
        QCOMPARE(cli("resume", {QStringLiteral("--reason"), QStringLiteral("it is over")}).exitCode, 0);
        QVERIFY(run.waitFor(with("halt", "state", QStringLiteral("running"))) >= 0);
    }

    void aSignalEndsItCleanlyAndAHaltSurvives()
    {
#ifdef Q_OS_UNIX
        {
            EngineProcess run(dir(), demoRun);
            QVERIFY(run.waitFor(isCard) >= 0);
            QCOMPARE(cli("halt").exitCode, 0);

            run.terminate();

            QVERIFY(run.waitForEnd());
            QCOMPARE(run.exitCode(), 0);
            QCOMPARE(text(run.events().back(), "event"), QStringLiteral("stopped"));
            QCOMPARE(text(run.events().back(), "reason"), QStringLiteral("interrupted"));
        }
        const Outcome audit = cli("audit verify");
        QCOMPARE(audit.exitCode, 0);
        QCOMPARE(audit.json[QStringLiteral("first_bad_row")], QJsonValue());
        EngineProcess again(dir(), demoRun);
        QVERIFY(again.waitFor(with("halt", "state", QStringLiteral("halted"))) >= 0);
        QVERIFY(again.waitFor(with("link", "event", QStringLiteral("link"))) >= 0);
        QVERIFY(again.waitFor(with("bar", "event", QStringLiteral("bar"))) >= 0);

        QCOMPARE(cli("account show").json[QStringLiteral("halted")], QJsonValue(true));

        for (const QJsonObject &event : again.events())
            QVERIFY(!isCard(event));
        QCOMPARE(cli("resume", {QStringLiteral("--reason"), QStringLiteral("a new day")}).exitCode,
                 0);
        QVERIFY(again.waitFor(isCard) >= 0);
#else
        QSKIP("a console program of this system is ended by its console, not by a signal");
#endif
    }

    void itEndsByItselfWhenTheTimeIsOver()
    {
        EngineProcess run(dir(), demoRun + QStringLiteral(" --for 1"));

        QVERIFY(run.waitForEnd());

        QCOMPARE(run.exitCode(), 0);
        QCOMPARE(text(run.events().front(), "event"), QStringLiteral("started"));
        QCOMPARE(text(run.events().back(), "event"), QStringLiteral("stopped"));
        for (const QJsonObject &event : run.events())
            QVERIFY(!event.isEmpty());
    }

    void oneEngineToADataDirectory()
    {
        EngineProcess first(dir(), demoRun);
        QVERIFY(first.waitFor(with("started", "profile", QStringLiteral("demo"))) >= 0);

        const Outcome second = runCli(dir(), demoRun);

        QCOMPARE(second.exitCode, 1);
        QCOMPARE(second.errorField("code"), QStringLiteral("busy"));
        QCOMPARE(second.errorField("file"), dir());
        QVERIFY(first.waitFor(with("bar", "event", QStringLiteral("bar"))) >= 0); // undisturbed
    }

    void theAccountAsTheContractSays()
    {
        EngineProcess run(dir(), demoRun);
        QVERIFY(run.waitFor(isCard) >= 0);

        const QJsonObject account = cli("account show").json;

        for (const char *key :
             {"equity", "cash", "buying_power", "day_pnl", "day_limit_room", "heat"})
            QVERIFY2(core::WideDecimal::parse(text(account, key).toStdString()).has_value(), key);
        QCOMPARE(text(account, "equity"), QStringLiteral("100000"));
        QVERIFY(account[QStringLiteral("exposure_pct")].isDouble());
    }

    void theTrailIsExportedAndVerifiedWithoutItsStore()
    {
        EngineProcess run(dir(), demoRun + QStringLiteral(" --for 1"));
        QVERIFY(run.waitForEnd());
        const QStringList there{QStringLiteral("--export"), inDir("trail")};

        const Outcome exported = cli("audit verify", there);
        const QTemporaryDir nowhere;
        const Outcome verified = runCli(nowhere.path(), QStringLiteral("audit verify --from"), {inDir("trail")});

        QCOMPARE(exported.exitCode, 0);
        QVERIFY(exported.json[QStringLiteral("rows")].toInt() > 1);
        QCOMPARE(exported.json[QStringLiteral("ok")], QJsonValue(true));
        QCOMPARE(exported.json[QStringLiteral("exported")].toString(), inDir("trail"));
        QCOMPARE(verified.exitCode, 0);
        for (const char *key : {"rows", "ok", "first_bad_row", "head_hash"})
            QCOMPARE(verified.json[QLatin1String(key)], exported.json[QLatin1String(key)]);
        QCOMPARE(cli("audit verify", there).exitCode, 2); // nothing is written over
        QCOMPARE(cli("audit verify", there + QStringList{QStringLiteral("--from"), inDir("trail")}).exitCode, 2);

        QFile rows(inDir("trail/audit.jsonl"));
        QVERIFY(rows.open(QIODevice::ReadWrite));
        QByteArray content = rows.readAll();
        const qsizetype second = content.indexOf('\n') + 1;
        content[second + 20] = content[second + 20] == '0' ? '1' : '0';
        QVERIFY(rows.seek(0) && rows.write(content) == content.size());
        rows.close();
        const Outcome broken = cli("audit verify --from", {inDir("trail")});
        QCOMPARE(broken.exitCode, 1);
        QCOMPARE(broken.json[QStringLiteral("ok")], QJsonValue(false));
        QCOMPARE(broken.json[QStringLiteral("first_bad_row")].toInt(), 2);
    }

    void theMetricsOfTheRunningEngine()
    {
        EngineProcess run(dir(), demoRun);
        QVERIFY(run.waitFor(isCard) >= 0);

        QProcess plain;
        plain.start(QStringLiteral(COUNTERSIGN_CLI), {QStringLiteral("metrics"), QStringLiteral("--data-dir"), dir()});
        QVERIFY(plain.waitForFinished());
        const Exposition page(plain.readAllStandardOutput().toStdString());
        const Outcome json = cli("metrics");

        QCOMPARE(plain.exitCode(), 0);
        QCOMPARE(page.error(), std::string());
        QCOMPARE(*page.value("approval_pending"), 1.0);
        QCOMPARE(json.exitCode, 0);
        QVERIFY(text(json.json, "content_type").contains(QLatin1String("version=0.0.4")));
        QCOMPARE(Exposition(text(json.json, "text").toStdString()).error(), std::string());
    }

    // --- bad words
    // ----------------------------------------------------------------------------------

    void badWordsAreExitCodeTwo_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("file");
        const auto row = [](const char *words, const char *field, const char *file = "") {
            QTest::newRow(words) << QString::fromUtf8(words) << QString::fromUtf8(field)
                                 << QString::fromUtf8(file);
        };
        row("run", "profile");
        row("run --profile no/such/profile.yaml", "profile");
        row("run --profile demo --colour red", "");
        row("run --profile demo --speed fast", "speed");
        row("run --profile demo --speed 0", "speed");
        row("run --profile demo --speed -1", "speed");
        row("run --profile demo --speed nan", "speed");
        row("run --profile demo --mode sometimes", "mode");
        row("run --profile demo --to nowhere", "to");
        row("run --profile demo --to live", "bots[1].venue"); // it trades at two venues, a run only at one account
        row("run --profile demo --to paper", "bots[1].venue");
        row("run --profile demo --for 0", "for");
        row("run --profile demo --seed one", "seed");
        row("run --profile demo --timeframe 2h", "timeframe");
        row("run --profile demo --param fast", "");
        row("run --profile demo --param fats=9", "bots[0].parameters.fats");
        row("run --profile ma-crossover --to replay", "instrument");
        row("signals show", "");
        row("resume", "reason");
    }
    void badWordsAreExitCodeTwo()
    {
        QFETCH(QString, words);
        QFETCH(QString, field);

        const Outcome outcome = runCli(dir(), words);

        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.json.keys(), QStringList{QStringLiteral("error")});
        QCOMPARE(outcome.errorField("field"), field);
        QVERIFY(!outcome.errorField("message").isEmpty());
        QVERIFY(!QFile::exists(inDir("countersign.sqlite")));
    }

    void aBadProfileNamesItsLine()
    {
        QFile profile(inDir("mine.yaml"));
        QVERIFY(profile.open(QIODevice::WriteOnly));
        profile.write("name: mine\nvenue: alpaca\nbots: nothing\n");
        profile.close();

        const Outcome outcome =
            runCli(dir(), QStringLiteral("run --profile"), {inDir("mine.yaml")});

        QCOMPARE(outcome.exitCode, 2);
        QCOMPARE(outcome.errorField("file"), inDir("mine.yaml"));
        QVERIFY(outcome.json[QStringLiteral("error")][QStringLiteral("line")].toInt() > 0);
    }

    void withoutAnEngineNobodyAnswers()
    {
        for (const char *words : {"account show", "signals list", "halt", "metrics"}) {
            const Outcome outcome = cli(words);
            QCOMPARE(outcome.exitCode, 1);
            QCOMPARE(outcome.errorField("code"), QStringLiteral("unreachable"));
        }
        for (const char *words : {"orders list", "positions list", "audit verify"}) {
            const Outcome outcome = cli(words);
            QCOMPARE(outcome.exitCode, 2);
            QCOMPARE(outcome.errorField("code"), QStringLiteral("not-found"));
        }
    }
};

QTEST_GUILESS_MAIN(EngineCliTest)
#include "EngineCliTest.moc"
