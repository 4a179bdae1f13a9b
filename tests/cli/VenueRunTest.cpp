// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/LiveStart.h"
#include "app/support/RunPreparation.h"
#include "core/domain/AccountTail.h"
#include "core/portfolio/Portfolio.h"
#include "core/storage/Schema.h"
#include "core/storage/SqliteJournal.h"
#include "tests/support/FakeSecretStore.h"
#include "tests/support/SharedData.h"

#include <QNetworkProxy>
#include <QSqlQuery>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace core;

namespace {

constexpr int longEnoughMillis = 30'000;

app::Variables variables(const std::map<std::string, std::string> &set)
{
    return [set](const char *name) {
        const auto found = set.find(name);
        return found == set.end() ? std::nullopt : std::optional(found->second);
    };
}

app::RunRequest requestFor(const QString &dataDir, Destination destination)
{
    app::RunRequest request;
    request.profile = app::openProfile("ma-crossover", dataDir.toStdString()).value();
    request.dataDir = dataDir;
    request.destination = destination;
    return request;
}

/// The opening of an account's books, as a store keeps it.
void writeOpening(const QString &path, const QString &account, const QString &time)
{
    const QString name = QStringLiteral("opening");
    {
        auto database = openForWriting(path, name).value();
        QSqlQuery query(database);
        query.prepare(QStringLiteral("INSERT OR REPLACE INTO cash_flows (id, time, amount, run, account) "
                                     "VALUES (?, ?, '0', 'run', ?)"));
        query.addBindValue(QString::fromStdString(Portfolio::openingFlow().text()));
        query.addBindValue(time);
        query.addBindValue(account);
        QVERIFY(query.exec());
        database.close();
    }
    QSqlDatabase::removeDatabase(name);
}

app::AccountKeys keys()
{
    return {Secret(std::string("PKKEY")), Secret(std::string("secret"))};
}

app::VenueFacts facts(const char *number)
{
    Instrument apple = usualInstrument({"alpaca", "AAPL"});
    apple.shortable = true;
    apple.tickSize = Decimal::fromNanos(5'000'000);
    return {.accountNumber = number, .instruments = {apple, usualInstrument({"alpaca", "TSLA"})}, .warnings = {}};
}

/// Answers one request a connection: the account, and whatever asset is asked for.
class SmallAlpaca : public QTcpServer {
public:
    SmallAlpaca()
    {
        (void)listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *peer = nextPendingConnection();
            connect(peer, &QTcpSocket::readyRead, peer, [peer] { answer(*peer); });
        });
    }
    [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(serverPort()); }

private:
    static void answer(QTcpSocket &peer)
    {
        const QByteArray head = peer.readAll();
        const QByteArray symbol = head.mid(15, head.indexOf(' ', 15) - 15); // "GET /v2/assets/AAPL HTTP/1.1"
        const QByteArray body =
            head.startsWith("GET /v2/account ")
                ? QByteArray(R"({"id":"x","account_number":"312345678","status":"ACTIVE","currency":"USD",)"
                             R"("cash":"5000.25","equity":"7000.50"})")
                : R"({"id":"a","class":"us_equity","exchange":"NASDAQ","symbol":")" + symbol +
                      R"(","name":"N","status":"active","tradable":true,"shortable":true,"fractionable":true})";
        peer.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                   QByteArray::number(body.size()) + "\r\n\r\n" + body);
    }
};

/// A live run of the window's, as far as the question for the number.
struct LiveStarting {
    QTemporaryDir dir;
    SmallAlpaca venue;
    support::FakeSecretStore store;
    std::optional<app::LiveStart> wanted;
    QString outcome;
    std::optional<DecisionMode> mode;
    std::unique_ptr<app::RunPreparation> preparation;

    LiveStarting()
    {
        app::RunRequest request = requestFor(dir.path(), Destination::Live);
        request.asksForTail = true;
        request.mode = DecisionMode::Auto;
        request.addresses = {{"alpaca.trading", venue.address()}};
        preparation = std::make_unique<app::RunPreparation>(
            request, store,
            variables({{"ALPACA_KEY", "AKLIVE"}, {"ALPACA_SECRET", "s"}, {"ALPACA_PAPER", "false"}}));
        QObject::connect(preparation.get(), &app::RunPreparation::tailWanted, preparation.get(),
                         [this](const app::LiveStart &start) { wanted = start; });
        preparation->start([this](const Result<HostSetup> &setup) {
            outcome = setup ? QString::fromStdString(setup->engine.account.text())
                            : QString::fromStdString(setup.error().field);
            if (setup)
                mode = setup->engine.mode;
        });
    }
    [[nodiscard]] bool isAsked()
    {
        return QTest::qWaitFor([this] { return wanted || !outcome.isEmpty(); }, longEnoughMillis) && wanted;
    }
};

QString shown(const Error &error)
{
    return QString::fromLatin1(errorCodeName(error.code)) + QStringLiteral(" ") + QString::fromStdString(error.field);
}

/// What a preparation says in the end.
QString prepared(app::RunRequest request, SecretStore &store, const app::Variables &set)
{
    QString outcome;
    app::RunPreparation preparation(std::move(request), store, set);
    preparation.start([&](Result<HostSetup> setup) {
        outcome = setup ? QString::fromStdString(setup->engine.account.text()) : shown(setup.error());
    });
    if (!outcome.isEmpty())
        return QStringLiteral("from inside: ") + outcome;
    return QTest::qWaitFor([&] { return !outcome.isEmpty(); }, longEnoughMillis) ? outcome : QStringLiteral("never");
}

} // namespace

class VenueRunTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVenueSaysWhatTheRunIs()
    {
        const QTemporaryDir dir;
        const app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        const auto question = app::venueQuestion(request, variables({}));
        VERIFY_RESULT(question);
        QCOMPARE(question->slot.name(), std::string("alpaca-paper"));
        QCOMPARE(question->instruments.size(), std::size_t(2));

        const auto setup = app::prepareVenueRun(request, *question, keys(), facts("PA3ABCD1234"));

        VERIFY_RESULT(setup);
        QCOMPARE(setup->engine.account.text(), std::string("alpaca-paper-PA3ABCD1234"));
        QVERIFY(setup->engine.destination == Destination::Paper);
        QVERIFY(setup->engine.startingCash.isZero()); // the opening balance is the venue's to say
        QVERIFY(setup->makeVenue != nullptr);
        QCOMPARE(setup->engine.instruments.front().tickSize.toString(), std::string("0.005"));
        QVERIFY(setup->engine.instruments.front().shortable);
        const auto again = app::prepareVenueRun(request, *question, keys(), facts("PA3ABCD1234"));
        QCOMPARE(again->engine.account.text(), setup->engine.account.text()); // so a run goes on where one ended
    }

    /// Books that seem to begin with this run would leave out every fill before it.
    void aStoreThatDoesNotSayWhenTheBooksBeganStartsNothing()
    {
        const QTemporaryDir dir;
        const app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        const auto question = app::venueQuestion(request, variables({}));
        VERIFY_RESULT(question);
        const auto setup = app::prepareVenueRun(request, *question, keys(), facts("PA3ABCD1234"));
        VERIFY_RESULT(setup);
        const QString account = QString::fromStdString(setup->engine.account.text());
        const auto begun = [&](const QString &time) {
            writeOpening(SqliteJournal::databasePath(dir.path()), account, time);
            return app::prepareVenueRun(request, *question, keys(), facts("PA3ABCD1234"));
        };

        QCOMPARE(shown(begun(QStringLiteral("some day")).error()), QStringLiteral("io "));
        VERIFY_RESULT(begun(QStringLiteral("2026-11-20T15:00:00.000Z")));
    }

    void liveNeedsTheEndOfTheAccountsNumber()
    {
        const QTemporaryDir dir;
        app::RunRequest request = requestFor(dir.path(), Destination::Live);
        const auto set = variables({{"ALPACA_KEY", "AKLIVE"}, {"ALPACA_SECRET", "s"}, {"ALPACA_PAPER", "false"}});
        QCOMPARE(shown(app::venueQuestion(request, set).error()), QStringLiteral("bad-input account"));

        for (const char *wrong : {"", "234", "1235", "PA3ABCD12345"}) {
            request.accountTail = wrong;
            const auto question = app::venueQuestion(request, set);
            VERIFY_RESULT(question);
            QCOMPARE(shown(app::prepareVenueRun(request, *question, keys(), facts("3ABCD1234")).error()),
                     QStringLiteral("bad-input account"));
        }
        request.accountTail = "d1234";
        const auto setup =
            app::prepareVenueRun(request, app::venueQuestion(request, set).value(), keys(), facts("3ABCD1234"));
        VERIFY_RESULT(setup);
        QCOMPARE(setup->engine.account.text(), std::string("alpaca-live-3ABCD1234"));
        QVERIFY(setup->engine.destination == Destination::Live);
    }

    void theWindowIsToldWhatALiveRunWouldBe()
    {
        LiveStarting starting;
        QVERIFY2(starting.isAsked(), qPrintable(starting.outcome));

        QCOMPARE(starting.wanted->account, std::string("Alpaca live"));
        QCOMPARE(starting.wanted->number, std::string("312345678"));
        QCOMPARE(starting.wanted->equity->value().toString(), std::string("7000.5"));
        QCOMPARE(starting.wanted->limits.maxOrderValue.value().toString(), std::string("40000"));
        QVERIFY(starting.wanted->bots == std::vector<std::string>{"ma-crossover: AAPL, TSLA"});
        QVERIFY(starting.wanted->mode == DecisionMode::Hybrid && starting.wanted->isModeLowered);
        QVERIFY(starting.outcome.isEmpty()); // nothing is made before a person has answered
    }

    void whatIsTypedStartsItOrEndsIt_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("outcome");
        QTest::newRow("the end") << QStringLiteral("5678") << QStringLiteral("alpaca-live-312345678");
        QTest::newRow("another end") << QStringLiteral("5679") << QStringLiteral("account");
        QTest::newRow("nothing") << QString() << QStringLiteral("account");
    }

    void whatIsTypedStartsItOrEndsIt()
    {
        QFETCH(QString, typed);
        QFETCH(QString, outcome);
        LiveStarting starting;
        QVERIFY2(starting.isAsked(), qPrintable(starting.outcome));

        starting.preparation->typeTail(typed.toStdString());

        QCOMPARE(starting.outcome, outcome);
        if (starting.mode) // auto was asked for
            QVERIFY(*starting.mode == DecisionMode::Hybrid);
        starting.preparation->typeTail("5678"); // too late
        QCOMPARE(starting.outcome, outcome);
    }

    void whatIsTypedUnaskedIsNotAnAnswer()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        app::RunRequest request = requestFor(dir.path(), Destination::Live);
        request.asksForTail = true;
        request.addresses = {{"alpaca.trading", "http://127.0.0.1:9"}};
        app::RunPreparation preparation(request, store, variables({}));
        QString outcome;
        preparation.start([&](const Result<HostSetup> &setup) { outcome = setup ? QStringLiteral("made") : QStringLiteral("no"); });
        preparation.typeTail("5678");
        QVERIFY(outcome.isEmpty());
    }

    void aShortNumberIsTypedWhole()
    {
        QVERIFY(isTailTyped("24", "24") && !isTailTyped("24", "4") && !isTailTyped("24", ""));
        QVERIFY(isTailTyped("24617703", "7703") && !isTailTyped("24617703", "703"));
    }

    void keysOfLiveDoNotMakeARunLive()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        const auto set = variables({{"ALPACA_KEY", "AKLIVE"}, {"ALPACA_SECRET", "s"}, {"ALPACA_PAPER", "false"}});

        QCOMPARE(prepared(requestFor(dir.path(), Destination::Paper), store, set), QStringLiteral("refused ALPACA_PAPER"));
        QVERIFY(!requestFor(dir.path(), Destination::Demo).needsVenue());
    }

    void aPaperProfileWithoutKeysPlaysTheDemo()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        QVERIFY(request.profile.destination == Destination::Paper); // the shipped one, as product and trader expect
        request.destination.reset();
        app::RunPreparation preparation(request, store, variables({}));
        QStringList warnings;
        connect(&preparation, &app::RunPreparation::warned, &preparation, [&](const QString &said) { warnings += said; });
        std::optional<Destination> goesTo;
        preparation.start([&](const Result<HostSetup> &setup) {
            if (setup && !setup->makeVenue)
                goesTo = setup->engine.destination;
        });

        QTRY_VERIFY_WITH_TIMEOUT(goesTo, longEnoughMillis);
        QVERIFY(*goesTo == Destination::Demo);
        QVERIFY(preparation.whyDemo().contains(QStringLiteral("no keys for Alpaca paper")));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(warnings[0].contains(QStringLiteral("to no venue")));
    }

    void onlyTheAbsenceOfKeysMakesADemoOfPaper()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        QCOMPARE(prepared(request, store, variables({})), QStringLiteral("refused ")); // asked for in so many words

        request.destination.reset();
        QCOMPARE(prepared(request, store, variables({{"ALPACA_KEY", "PKKEY"}})), QStringLiteral("bad-input ALPACA_SECRET"));
        const auto live = variables({{"ALPACA_KEY", "AKLIVE"}, {"ALPACA_SECRET", "s"}, {"ALPACA_PAPER", "false"}});
        QCOMPARE(prepared(request, store, live), QStringLiteral("refused ALPACA_PAPER"));
        request.profile.destination = Destination::Live;
        request.accountTail = "1234";
        QCOMPARE(prepared(request, store, variables({})), QStringLiteral("refused ")); // never of live
    }

    void whatIsWrongIsSaidBeforeAnybodyIsAsked()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        QCOMPARE(prepared(requestFor(dir.path(), Destination::Paper), store, variables({})), QStringLiteral("refused "));
        QCOMPARE(store.reads, 1);

        app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        request.addresses = {{"alpaca.trading", "http://example.com"}};
        QCOMPARE(prepared(request, store, variables({})), QStringLiteral("bad-input alpaca.trading"));
        request = requestFor(dir.path(), Destination::Paper);
        request.profile.bots.front().strategy = "tea-leaves";
        QCOMPARE(prepared(request, store, variables({})), QStringLiteral("bad-input bots[0].strategy"));
        QCOMPARE(store.reads, 1); // nobody was asked for keys
    }

    void anInstrumentThatIsNotThereHasItsLine()
    {
        const QTemporaryDir dir;
        const Profile profile = requestFor(dir.path(), Destination::Paper).profile;

        const Error error = app::inProfile({ErrorCode::NotFound, "Alpaca does not know TSLA", {}, 0, "alpaca:TSLA"}, profile);

        QCOMPARE(error.field, std::string("bots[0].instruments[1]"));
        QCOMPARE(error.file, profile.path);
        QVERIFY(error.line > 0);
        const Error other = app::inProfile({ErrorCode::Refused, "no", {}, 0, "ALPACA_PAPER"}, profile);
        QCOMPARE(other.field, std::string("ALPACA_PAPER"));
        QCOMPARE(other.line, 0);
    }

    void theVenueIsAskedByTheProxyOfTheProfile()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        QTcpServer proxy;
        QVERIFY(proxy.listen(QHostAddress::LocalHost));
        QByteArray heard;
        connect(&proxy, &QTcpServer::newConnection, &proxy, [&] {
            QTcpSocket *peer = proxy.nextPendingConnection();
            connect(peer, &QTcpSocket::readyRead, peer, [peer, &heard] {
                heard += peer->readAll();
                peer->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                peer->disconnectFromHost();
            });
        });
        app::RunRequest request = requestFor(dir.path(), Destination::Paper);
        request.addresses = {{"alpaca.trading", "https://venue.example"}};
        request.profile.proxy = {ProxyChoice::Way::Http, "127.0.0.1", proxy.serverPort()};
        const auto set = variables({{"ALPACA_KEY", "PKKEY"}, {"ALPACA_SECRET", "canary"}});
        app::RunPreparation preparation(request, store, set);
        preparation.start([](const Result<HostSetup> &) {});

        QTRY_VERIFY_WITH_TIMEOUT(heard.contains("\r\n\r\n"), longEnoughMillis);
        QVERIFY2(heard.startsWith("CONNECT venue.example:443 "), heard.constData());
        QVERIFY(!heard.contains("canary"));
        QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::DefaultProxy));
    }

    void aPreparationThatIsGivenUpIsSilent()
    {
        const QTemporaryDir dir;
        support::FakeSecretStore store;
        int answers = 0;
        {
            // An address of this machine where nobody listens: the question is under way when it is given up.
            app::RunRequest request = requestFor(dir.path(), Destination::Paper);
            request.addresses = {{"alpaca.trading", "http://127.0.0.1:9"}};
            app::RunPreparation preparation(request, store,
                                            variables({{"ALPACA_KEY", "PKKEY"}, {"ALPACA_SECRET", "s"}}));
            preparation.start([&](const Result<HostSetup> &) { ++answers; });
        }
        QCoreApplication::sendPostedEvents();
        QCOMPARE(answers, 0);
    }
};

QTEST_GUILESS_MAIN(VenueRunTest)
#include "VenueRunTest.moc"
