#include "core/engine/ControlServer.h" // first: moc 6.4 stumbles over <compare>
#include "tests/core/enginehost/DemoRun.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/Exposition.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace support;

namespace {

constexpr int longEnoughMillis = 30'000;

QByteArray request(const char *command, const QJsonObject &arguments = {})
{
    const QJsonObject object{{QStringLiteral("command"), QString::fromUtf8(command)},
                             {QStringLiteral("arguments"), arguments}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QJsonObject resultOf(const QJsonObject &answer)
{
    return answer[QStringLiteral("result")].toObject();
}

QString codeOf(const QJsonObject &answer)
{
    return answer[QStringLiteral("error")].toObject()[QStringLiteral("code")].toString();
}

bool isOk(const QJsonObject &answer)
{
    return answer[QStringLiteral("ok")].toBool();
}

QJsonObject idAndHash(const ProposalView &card)
{
    return {{QStringLiteral("id"), QString::fromStdString(card.proposal.id.text())},
            {QStringLiteral("hash"), QString::fromStdString(card.hash)}};
}

} // namespace

class ControlServerTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<EngineHost> m_host;
    QLocalSocket m_socket;

    /// Sends a line and reads one back; the engine lives on this thread, so both ends take turns.
    QJsonObject ask(const QByteArray &line)
    {
        m_socket.write(line);
        if (!QTest::qWaitFor([this] { return m_socket.canReadLine(); }, longEnoughMillis))
            return {};
        return QJsonDocument::fromJson(m_socket.readLine()).object();
    }
    bool waitForCard()
    {
        return QTest::qWaitFor([this] { return decidable(m_host->snapshot()) != nullptr; },
                               longEnoughMillis);
    }
    bool waitForState(const ProposalId &id, ProposalState state)
    {
        return QTest::qWaitFor([&] { return isInState(m_host->snapshot(), id, state); },
                               longEnoughMillis);
    }
    bool connectSocket(QLocalSocket &socket)
    {
        socket.connectToServer(controlName(m_dir->path()));
        return socket.waitForConnected(longEnoughMillis);
    }

    void begin(HostSetup setup)
    {
        m_host = std::make_unique<EngineHost>(std::move(setup));
        QVERIFY(m_host->start());
        auto *server = new ControlServer(*m_host, m_host.get());
        const auto listening = server->listen(m_dir->path());
        VERIFY_RESULT(listening);
        QVERIFY(connectSocket(m_socket));
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        begin(demoSetup(m_dir->path()));
    }
    void cleanup()
    {
        m_socket.abort();
        m_host.reset();
        m_dir.reset();
    }

    void onlyTheOwnerMayOpenTheSocket()
    {
#ifdef Q_OS_UNIX
        const QFileInfo file(QDir::tempPath() + QLatin1Char('/') + controlName(m_dir->path()));
        QVERIFY2(file.exists(), qPrintable(file.filePath()));
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup |
                            QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
        QVERIFY(!(file.permissions() & others));
#else
        QSKIP("a named pipe has no file to look at");
#endif
    }

    void everyDataDirectoryHasItsOwnName()
    {
        QVERIFY(controlName(QStringLiteral("a")) != controlName(QStringLiteral("b")));
        QCOMPARE(controlName(QStringLiteral("a/../b")).size(),
                 controlName(QStringLiteral("a")).size());
    }

    void whatIsNoRequestIsRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const QByteArray &line, const char *code) {
            QTest::newRow(name) << line << QString::fromUtf8(code);
        };
        row("unknown", request("launch"), "unsupported");
        row("no command", "{}\n", "unsupported");
        row("empty line", "\n", "bad-input");
        row("not JSON", "halt\n", "bad-input");
        row("half an object", "{\"command\":\"halt\"\n", "bad-input");
        row("an array", "[\"halt\"]\n", "bad-input");
        row("a number", "42\n", "bad-input");
        row("approve nothing", request("signals.approve"), "bad-input");
        row("approve without a hash",
            request("signals.approve", {{QStringLiteral("id"), QStringLiteral("P1")}}),
            "bad-input");
        row("approve what is not there",
            request("signals.approve", {{QStringLiteral("id"), QStringLiteral("none")},
                                        {QStringLiteral("hash"), QStringLiteral("x")}}),
            "not-found");
        row("show what is not there",
            request("signals.show", {{QStringLiteral("id"), QStringLiteral("none")}}), "not-found");
        row("reject what is not there",
            request("signals.reject", {{QStringLiteral("id"), QStringLiteral("none")}}),
            "not-found");
        row("a stop to no price",
            request("positions.stop", {{QStringLiteral("instrument"), QStringLiteral("AAPL")}}), "bad-input");
        row("a stop of nothing",
            request("positions.stop", {{QStringLiteral("instrument"), QStringLiteral("NONE")},
                                       {QStringLiteral("price"), QStringLiteral("1.25")}}),
            "not-found");
        row("something else with a position", request("positions.launch"), "unsupported");
        row("resume without a halt",
            request("resume", {{QStringLiteral("reason"), QStringLiteral("x")}}), "refused");
    }
    void whatIsNoRequestIsRefused()
    {
        QFETCH(QByteArray, line);
        QFETCH(QString, code);

        const QJsonObject answer = ask(line);

        QCOMPARE(answer[QStringLiteral("ok")], QJsonValue(false));
        QCOMPARE(codeOf(answer), code);
        QVERIFY(!answer[QStringLiteral("error")]
                     .toObject()[QStringLiteral("message")]
                     .toString()
                     .isEmpty());
        QVERIFY(isOk(ask(request("account.show")))); // the line stays open
        QVERIFY(!m_host->snapshot()->isHalted);
    }

    void anOversizedLineIsHungUpOn_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("without an end") << QByteArray();
        QTest::newRow("with an end") << QByteArray("\n");
        QTest::newRow("with a command behind it") << QByteArray(request("halt"));
    }
    void anOversizedLineIsHungUpOn()
    {
        QFETCH(QByteArray, end);

        m_socket.write(QByteArray(70 * 1024, 'x') + end);

        QVERIFY(
            QTest::qWaitFor([this] { return m_socket.state() == QLocalSocket::UnconnectedState; },
                            longEnoughMillis));
        QLocalSocket another;
        QVERIFY(connectSocket(another));
        QVERIFY(!m_host->snapshot()->isHalted);
    }

    void severalRequestsInOnePieceAreAnsweredInOrder()
    {
        m_socket.write(request("halt") + request("account.show") + request("nonsense"));

        QVERIFY(QTest::qWaitFor(
            [this] { return m_socket.bytesAvailable() > 0 && m_socket.canReadLine(); },
            longEnoughMillis));
        QVERIFY(isOk(QJsonDocument::fromJson(m_socket.readLine()).object()));
        QTRY_VERIFY(m_socket.canReadLine());
        QCOMPARE(
            resultOf(
                QJsonDocument::fromJson(m_socket.readLine()).object())[QStringLiteral("halted")],
            QJsonValue(true));
        QTRY_VERIFY(m_socket.canReadLine());
        QCOMPARE(codeOf(QJsonDocument::fromJson(m_socket.readLine()).object()),
                 QStringLiteral("unsupported"));
    }

    void theCardIsShownAsTheContractSays()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());

        const QJsonArray list =
            resultOf(ask(request("signals.list")))[QStringLiteral("proposals")].toArray();
        const QJsonObject shown =
            resultOf(ask(request("signals.show", idAndHash(card))))[QStringLiteral("proposal")]
                .toObject();

        QVERIFY(!list.isEmpty());
        QCOMPARE(list[0].toObject().keys(), shown.keys());
        for (const char *key : {"id", "version", "hash", "state", "instrument", "side", "quantity",
                                "order_type", "limit_price", "stop_price", "targets",
                                "loss_at_stop", "expires_at", "reasons", "guards"})
            QVERIFY2(shown.contains(QLatin1String(key)), key);
        QCOMPARE(shown[QStringLiteral("hash")].toString().toStdString(), card.hash);
        QCOMPARE(shown[QStringLiteral("quantity")].toString().toStdString(),
                 card.proposal.quantity.toString());
        QCOMPARE(shown[QStringLiteral("state")].toString(), QStringLiteral("pending"));
    }

    void theMetricsAreAPageForPrometheus()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());

        const QJsonObject before = resultOf(ask(request("metrics")));
        QVERIFY(isOk(ask(request("signals.approve", idAndHash(card)))));
        QVERIFY(waitForState(card.proposal.id, ProposalState::Filled));
        const QJsonObject after = resultOf(ask(request("metrics")));

        const Exposition first(before[QStringLiteral("text")].toString().toStdString());
        const Exposition second(after[QStringLiteral("text")].toString().toStdString());
        QCOMPARE(first.error(), std::string());
        QCOMPARE(second.error(), std::string());
        QVERIFY(*first.value("approval_pending") >= 1);
        QCOMPARE(*first.value("approval_send_seconds_count"), 0.0);
        QCOMPARE(*second.value("approval_send_seconds_count"), 1.0);
        QCOMPARE(*second.value("approval_decision_seconds_count", {{"outcome", "approved"}}), 1.0);
        QVERIFY(*second.value("approval_send_seconds", {{"quantile", "0.99"}}) > 0);
        QCOMPARE(*second.value("countersign_equity", {{"account", m_host->snapshot()->account.id.text()}}) > 0, true);
    }

    void aYesToOtherContentIsRefused()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        QJsonObject wrong = idAndHash(card);
        wrong[QStringLiteral("hash")] = QString(64, u'0');

        QCOMPARE(codeOf(ask(request("signals.approve", wrong))), QStringLiteral("refused"));

        QVERIFY(isInState(m_host->snapshot(), card.proposal.id, ProposalState::Pending));
    }

    void aQuantityThatIsNoneIsRefused_data()
    {
        QTest::addColumn<QString>("quantity");
        QTest::addColumn<QString>("code");
        QTest::newRow("zero") << QStringLiteral("0") << QStringLiteral("bad-input");
        QTest::newRow("negative") << QStringLiteral("-1") << QStringLiteral("bad-input");
        QTest::newRow("more than shown") << QStringLiteral("1000000") << QStringLiteral("refused");
        QTest::newRow("no number") << QStringLiteral("half") << QStringLiteral("bad-input");
    }
    void aQuantityThatIsNoneIsRefused()
    {
        QFETCH(QString, quantity);
        QFETCH(QString, code);
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        QJsonObject arguments = idAndHash(card);
        arguments[QStringLiteral("quantity")] = quantity;

        QCOMPARE(codeOf(ask(request("signals.approve", arguments))), code);

        QVERIFY(isInState(m_host->snapshot(), card.proposal.id, ProposalState::Pending));
    }

    void aPartialYesBuysThatMuch()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        const Instrument instrument = usualInstrument(card.proposal.signal.series.instrument);
        const Quantity less = instrument.flooredQuantity(
            Quantity(Decimal::fromNanos(card.proposal.quantity.value().nanos() / 3)));
        QVERIFY(less.sign() > 0 && less < card.proposal.quantity);
        QJsonObject arguments = idAndHash(card);
        arguments[QStringLiteral("quantity")] = QString::fromStdString(less.toString());

        QVERIFY(isOk(ask(request("signals.approve", arguments))));

        QVERIFY(waitForState(card.proposal.id, ProposalState::Filled));
        QCOMPARE(positionOf(m_host->snapshot(), instrument.id)->quantity, less);
        const QJsonArray positions =
            resultOf(ask(request("positions.list")))[QStringLiteral("positions")].toArray();
        QCOMPARE(positions[0].toObject()[QStringLiteral("quantity")].toString().toStdString(),
                 less.toString());
        QStringList roles;
        for (const QJsonValue &order :
             resultOf(ask(request("orders.list")))[QStringLiteral("orders")].toArray()) {
            QCOMPARE(order[QStringLiteral("quantity")].toString().toStdString(), less.toString());
            roles += order[QStringLiteral("role")].toString();
        }
        roles.sort();
        QCOMPARE(roles, (QStringList{QStringLiteral("entry"), QStringLiteral("stop"),
                                     QStringLiteral("target")}));
    }

    void theStopOfAPositionIsMoved()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        const InstrumentId instrument = card.proposal.signal.series.instrument;
        QVERIFY(isOk(ask(request("signals.approve", idAndHash(card)))));
        QVERIFY(waitForState(card.proposal.id, ProposalState::Filled));
        const auto stop = [&] { return positionOf(m_host->snapshot(), instrument)->stopPrice; };
        QVERIFY(QTest::qWaitFor([&] { return stop().has_value(); }, longEnoughMillis));
        const Instrument facts = usualInstrument(instrument);
        const Price to = *stop() - Price(facts.tickSize);

        QVERIFY(isOk(ask(request("positions.stop",
                                 {{QStringLiteral("instrument"), QString::fromStdString(instrument.symbol)},
                                  {QStringLiteral("price"), QString::fromStdString(to.toString())}}))));

        QVERIFY(QTest::qWaitFor([&] { return stop() == to; }, longEnoughMillis));
    }

    void aNoKeepsItsReason()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        QJsonObject arguments = idAndHash(card);
        arguments[QStringLiteral("reason")] = QStringLiteral("weak-chart");

        QVERIFY(isOk(ask(request("signals.reject", arguments))));

        QVERIFY(waitForState(card.proposal.id, ProposalState::Rejected));
        QVERIFY(cardOf(m_host->snapshot(), card.proposal.id)->stateReason.find("chart") !=
                std::string::npos);
    }

    void haltAndResumeWorkWithoutAWindow()
    {
        QVERIFY(waitForCard());
        const ProposalId card = decidable(m_host->snapshot())->proposal.id;

        QVERIFY(isOk(ask(request("halt"))));
        QVERIFY(isInState(m_host->snapshot(), card, ProposalState::Killed));
        QVERIFY(isOk(ask(request("halt")))); // a second one changes nothing
        QCOMPARE(resultOf(ask(request("account.show")))[QStringLiteral("halted")],
                 QJsonValue(true));
        QCOMPARE(codeOf(ask(request("resume"))), QStringLiteral("bad-input"));
        QVERIFY(m_host->snapshot()->isHalted);

        QVERIFY(isOk(ask(
            request("resume", {{QStringLiteral("reason"), QStringLiteral("looked into it")}}))));

        QVERIFY(!m_host->snapshot()->isHalted);
    }

    void reduceOnlyIsSetAndLiftedWithoutAWindow()
    {
        QVERIFY(isOk(ask(request("halt", {{QStringLiteral("reduce-only"), true}}))));
        QVERIFY(m_host->snapshot()->isReduceOnly && !m_host->snapshot()->isHalted);
        QCOMPARE(resultOf(ask(request("account.show")))[QStringLiteral("reduce_only")], QJsonValue(true));
        QVERIFY(!isOk(ask(request("halt", {{QStringLiteral("reduce-only"), true}})))); // it is on already
        QVERIFY(isOk(ask(request("resume", {{QStringLiteral("reason"), QStringLiteral("it is over")}}))));
        QVERIFY(!m_host->snapshot()->isReduceOnly);
    }

    void aLiveAccountIsResumedByItsNumberOnly()
    {
        cleanup();
        m_dir = std::make_unique<QTemporaryDir>();
        HostSetup setup = demoSetup(m_dir->path());
        setup.engine.destination = Destination::Live;
        setup.engine.account = AccountId("alpaca-live-9QXY1234");
        begin(std::move(setup));
        QVERIFY(isOk(ask(request("halt"))));
        const auto resumed = [this](const char *account) {
            return ask(request("resume", {{QStringLiteral("reason"), QStringLiteral("looked into it")},
                                          {QStringLiteral("account"), QString::fromLatin1(account)}}));
        };

        for (const char *wrong : {"", "234", "1235", "x9QXY1234"}) {
            const QJsonObject answer = resumed(wrong);
            QCOMPARE(codeOf(answer), QStringLiteral("bad-input"));
            QCOMPARE(answer[QStringLiteral("error")].toObject()[QStringLiteral("field")].toString(),
                     QStringLiteral("account"));
            QVERIFY(m_host->snapshot()->isHalted);
        }
        QVERIFY(isOk(resumed("xy1234")));
        QVERIFY(!m_host->snapshot()->isHalted);
    }

    void flattenClosesWhatIsHeld()
    {
        QVERIFY(waitForCard());
        const ProposalView card = *decidable(m_host->snapshot());
        QVERIFY(isOk(ask(request("signals.approve", idAndHash(card)))));
        QVERIFY(waitForState(card.proposal.id, ProposalState::Filled));

        QVERIFY(isOk(ask(request("halt", {{QStringLiteral("flatten"), true}}))));

        const InstrumentId instrument = card.proposal.signal.series.instrument;
        QVERIFY(QTest::qWaitFor(
            [&] {
                const auto snapshot = m_host->snapshot();
                const PositionView *position = positionOf(snapshot, instrument);
                return !position || position->quantity.isZero();
            },
            longEnoughMillis));
        const auto snapshot = m_host->snapshot();
        for (const OrderView &view : snapshot->orders)
            QVERIFY(isFinal(view.order.status));
    }

    void aSocketLeftByADeadEngineIsTakenOver()
    {
        m_socket.abort();
        m_host.reset();
        QFile left(QDir::tempPath() + QLatin1Char('/') + controlName(m_dir->path()));
#ifdef Q_OS_UNIX
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.close();
#endif
        m_host = std::make_unique<EngineHost>(demoSetup(m_dir->path()));
        QVERIFY(m_host->start());
        auto *server = new ControlServer(*m_host, m_host.get());

        const auto listening = server->listen(m_dir->path());

        VERIFY_RESULT(listening);
        QVERIFY(connectSocket(m_socket));
        QVERIFY(isOk(ask(request("account.show"))));
    }
};

QTEST_GUILESS_MAIN(ControlServerTest)
#include "ControlServerTest.moc"
