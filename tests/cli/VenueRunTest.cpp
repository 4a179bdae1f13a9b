// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/RunPreparation.h"
#include "core/engine/AccountTail.h"
#include "tests/support/FakeSecretStore.h"
#include "tests/support/SharedData.h"

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
