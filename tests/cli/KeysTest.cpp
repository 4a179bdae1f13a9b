// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/Keys.h"
#include "app/support/VenueAddresses.h"
#include "tests/support/FakeSecretStore.h"
#include "tests/support/SharedData.h"

#include <QTest>

using namespace core;
using app::AccountKeys;
using app::AccountSlot;

namespace {

using Set = std::map<std::string, std::string>;

app::Variables variables(const Set &set)
{
    return [set](const char *name) {
        const auto found = set.find(name);
        return found == set.end() ? std::nullopt : std::optional(found->second);
    };
}

AccountSlot slotNamed(const char *name)
{
    return app::parseAccountSlot(name).value();
}

AccountKeys keysOf(const char *key, const char *secret)
{
    return {Secret(std::string(key)), Secret(std::string(secret))};
}

QString shown(const AccountKeys &keys)
{
    return QString::fromStdString(std::string(keys.key.reveal()) + "/" + std::string(keys.secret.reveal()));
}

QString shown(const Error &error)
{
    return QString::fromLatin1(errorCodeName(error.code)) + QStringLiteral(" ") + QString::fromStdString(error.field);
}

QString found(const char *slot, const Set &set, support::FakeSecretStore &store)
{
    QString outcome = QStringLiteral("never answered");
    app::findKeys(slotNamed(slot), variables(set), store, [&](Result<AccountKeys> keys) {
        outcome = keys ? shown(*keys) : shown(keys.error());
    });
    return outcome;
}

Profile profileAt(const char *venue)
{
    Profile profile;
    profile.path = "p.yaml";
    profile.venue = venue;
    profile.destination = Destination::Paper;
    profile.lines["venue"] = 3;
    Profile::Bot bot;
    bot.id = "one";
    bot.venue = venue;
    bot.instruments = {"X"};
    profile.bots = {bot};
    return profile;
}

} // namespace

class KeysTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheEnvironment_data()
    {
        QTest::addColumn<QString>("slot");
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char *name, const char *slot, const char *set, const char *outcome) {
            QTest::newRow(name) << QString::fromLatin1(slot) << QString::fromLatin1(set) << QString::fromLatin1(outcome);
        };
        row("nothing set", "alpaca-paper", "", "none");
        row("paper by default", "alpaca-paper", "ALPACA_KEY=PKA ALPACA_SECRET=s", "PKA/s");
        row("the SDK's names", "alpaca-paper", "APCA_API_KEY_ID=PKB APCA_API_SECRET_KEY=t", "PKB/t");
        row("our names first", "alpaca-paper",
            "ALPACA_KEY=PKA ALPACA_SECRET=s APCA_API_KEY_ID=PKB APCA_API_SECRET_KEY=t", "PKA/s");
        row("never two halves of different pairs", "alpaca-paper", "ALPACA_KEY=PKA APCA_API_SECRET_KEY=t",
            "bad-input ALPACA_SECRET");
        row("a secret alone", "alpaca-paper", "ALPACA_SECRET=s", "bad-input ALPACA_KEY");
        row("said to be live", "alpaca-paper", "ALPACA_KEY=AKA ALPACA_SECRET=s ALPACA_PAPER=false",
            "refused ALPACA_PAPER");
        row("paper keys do not make live", "alpaca-live", "ALPACA_KEY=PKA ALPACA_SECRET=s", "refused ALPACA_PAPER");
        row("live, said so", "alpaca-live", "ALPACA_KEY=AKA ALPACA_SECRET=s ALPACA_PAPER=False", "AKA/s");
        row("a paper key in the live slot", "alpaca-live", "ALPACA_KEY=PKA ALPACA_SECRET=s ALPACA_PAPER=0", "refused ");
        row("a live key in the paper slot", "alpaca-paper", "ALPACA_KEY=AKA ALPACA_SECRET=s ALPACA_PAPER=1", "refused ");
        row("neither true nor false", "alpaca-paper", "ALPACA_KEY=PKA ALPACA_SECRET=s ALPACA_PAPER=perhaps",
            "bad-input ALPACA_PAPER");
        row("demo by default", "bybit-demo", "BYBIT_KEY=k BYBIT_SECRET=s", "k/s");
        row("testnet, said so", "bybit-testnet", "BYBIT_KEY=k BYBIT_SECRET=s BYBIT_ENV=testnet", "k/s");
        row("demo keys on testnet", "bybit-testnet", "BYBIT_KEY=k BYBIT_SECRET=s", "refused BYBIT_ENV");
        row("live keys on demo", "bybit-demo", "BYBIT_KEY=k BYBIT_SECRET=s BYBIT_ENV=live", "refused BYBIT_ENV");
        row("another venue's", "bybit-demo", "ALPACA_KEY=PKA ALPACA_SECRET=s", "none");
    }

    void readsTheEnvironment()
    {
        QFETCH(QString, slot);
        QFETCH(QString, set);
        QFETCH(QString, outcome);
        Set given;
        for (const QString &word : set.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            given[word.section(QLatin1Char('='), 0, 0).toStdString()] = word.section(QLatin1Char('='), 1).toStdString();

        const auto keys = app::keysFromVariables(slotNamed(qPrintable(slot)), variables(given));

        QCOMPARE(!keys ? shown(keys.error()) : *keys ? shown(**keys) : QStringLiteral("none"), outcome);
        if (!keys)
            for (const char *part : {"PKA", "AKA", "PKB"})
                QVERIFY(keys.error().message.find(part) == std::string::npos);
    }

    void theEnvironmentComesBeforeTheKeyStore()
    {
        support::FakeSecretStore store;
        app::storeKeys(slotNamed("alpaca-paper"), keysOf("PKSTORED", "x"), store, [](const Result<> &) {});

        QCOMPARE(found("alpaca-paper", {{"ALPACA_KEY", "PKA"}, {"ALPACA_SECRET", "s"}}, store), QStringLiteral("PKA/s"));
        QCOMPARE(store.reads, 0);
        QCOMPARE(found("alpaca-paper", {}, store), QStringLiteral("PKSTORED/x"));
    }

    void aWrongEnvironmentIsNeverPassedOver()
    {
        support::FakeSecretStore store;
        app::storeKeys(slotNamed("alpaca-live"), keysOf("AKSTORED", "x"), store, [](const Result<> &) {});

        QCOMPARE(found("alpaca-live", {{"ALPACA_KEY", "PKA"}, {"ALPACA_SECRET", "s"}}, store),
                 QStringLiteral("refused ALPACA_PAPER"));
    }

    void saysWhatToDoWithoutKeys()
    {
        support::FakeSecretStore store;
        std::string words;
        const auto ask = [&] {
            app::findKeys(slotNamed("bybit-demo"), variables({}), store,
                          [&](Result<AccountKeys> keys) { words = keys ? "keys" : keys.error().message; });
        };
        ask();
        QVERIFY(words.find("keys set bybit-demo") != std::string::npos && words.find("BYBIT_KEY") != std::string::npos);

        store.trouble = Error{ErrorCode::Refused, "the system's key store stayed locked"};
        ask();
        QVERIFY(words.find("stayed locked") != std::string::npos);
    }

    void keepsOnlyWhatCanBeAKey()
    {
        support::FakeSecretStore store;
        const auto outcome = [&](const char *slot, const char *key, const char *secret) {
            QString said;
            app::storeKeys(slotNamed(slot), keysOf(key, secret), store,
                           [&](const Result<> &done) { said = done ? QStringLiteral("kept") : shown(done.error()); });
            return said;
        };
        QCOMPARE(outcome("alpaca-live", "PKA", "s"), QStringLiteral("refused "));
        QCOMPARE(outcome("alpaca-paper", "AKA", "s"), QStringLiteral("refused "));
        QCOMPARE(outcome("alpaca-paper", "CKA", "s"), QStringLiteral("refused "));
        QCOMPARE(outcome("alpaca-paper", "PK A", "s"), QStringLiteral("bad-input "));
        QCOMPARE(outcome("bybit-demo", "k\n", "s"), QStringLiteral("bad-input "));
        QCOMPARE(outcome("bybit-demo", "k", ""), QStringLiteral("bad-input "));
        QVERIFY(store.entries.empty());
        QCOMPARE(outcome("bybit-demo", "k", "s"), QStringLiteral("kept"));
        QCOMPARE(store.entries.begin()->first, std::string("bybit-demo"));

        app::forgetKeys(slotNamed("bybit-demo"), store, [](const Result<> &) {});
        QVERIFY(store.entries.empty());
    }

    void refusesADamagedEntry()
    {
        support::FakeSecretStore store;
        store.entries["bybit-demo"] = "one-word";
        QCOMPARE(found("bybit-demo", {}, store), QStringLiteral("bad-input "));
        store.entries["alpaca-paper"] = "AKLIVE\nsecret"; // put there by somebody else
        QCOMPARE(found("alpaca-paper", {}, store), QStringLiteral("refused "));
    }

    void aRunTradesOneAccount()
    {
        Profile profile = profileAt("alpaca");
        QVERIFY(app::slotOf(profile, variables({})) == slotNamed("alpaca-paper"));
        profile.bots.push_back(profile.bots.front());
        profile.bots[1].venue = "alpaca-crypto"; // the same account
        QVERIFY(app::slotOf(profile, variables({})) == slotNamed("alpaca-paper"));

        profile.bots[1].venue = "bybit-linear";
        profile.lines["bots[1].venue"] = 9;
        const auto mixed = app::slotOf(profile, variables({}));
        QVERIFY(!mixed);
        QCOMPARE(mixed.error().line, 9);
        QCOMPARE(mixed.error().file, std::string("p.yaml"));
        QCOMPARE(mixed.error().field, std::string("bots[1].venue"));

        profile.bots[1].isOn = false;
        QVERIFY(app::slotOf(profile, variables({})) == slotNamed("alpaca-paper"));
        profile.bots[0].isOn = false;
        QVERIFY(!app::slotOf(profile, variables({})));
    }

    void noVariableMakesARunLive()
    {
        Profile profile = profileAt("bybit-spot");
        QVERIFY(app::slotOf(profile, variables({})) == slotNamed("bybit-demo"));
        QVERIFY(app::slotOf(profile, variables({{"BYBIT_ENV", "testnet"}})) == slotNamed("bybit-testnet"));
        QCOMPARE(shown(app::slotOf(profile, variables({{"BYBIT_ENV", "live"}})).error()),
                 QStringLiteral("refused BYBIT_ENV"));
        QCOMPARE(shown(app::slotOf(profile, variables({{"BYBIT_ENV", "prod"}})).error()),
                 QStringLiteral("bad-input BYBIT_ENV"));
        profile.destination = Destination::Live;
        QVERIFY(app::slotOf(profile, variables({})) == slotNamed("bybit-live"));
        QCOMPARE(shown(app::slotOf(profile, variables({{"BYBIT_ENV", "demo"}})).error()),
                 QStringLiteral("refused BYBIT_ENV"));
        QVERIFY(app::slotOf(profileAt("alpaca"), variables({{"ALPACA_PAPER", "false"}})) == slotNamed("alpaca-paper"));
    }

    void addressesNameTheirKey_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("outcome");
        const auto row = [](const char *name, const QStringList &words, const char *outcome) {
            QTest::newRow(name) << words << QString::fromLatin1(outcome);
        };
        row("no equals sign", {QStringLiteral("alpaca.trading")}, "bad-input endpoint");
        row("an unknown key", {QStringLiteral("alpaca.rest=https://h")}, "bad-input alpaca.rest");
        row("twice", {QStringLiteral("alpaca.data=https://h"), QStringLiteral("alpaca.data=https://i")},
            "bad-input alpaca.data");
        row("in the clear", {QStringLiteral("alpaca.trading=http://example.com")}, "bad-input alpaca.trading");
        row("a socket in the clear", {QStringLiteral("alpaca.market-stream=ws://example.com")},
            "bad-input alpaca.market-stream");
        row("the live host", {QStringLiteral("alpaca.trading=https://api.alpaca.markets")}, "bad-input alpaca.trading");
        row("bybit in the clear", {QStringLiteral("bybit.rest=http://example.com")}, "bad-input bybit.rest");
        row("bybit's socket", {QStringLiteral("bybit.private-stream=http://127.0.0.1:1")},
            "bad-input bybit.private-stream");
        row("this machine",
            {QStringLiteral("alpaca.trading=http://127.0.0.1:1/"), QStringLiteral("bybit.rest=http://localhost:2")},
            "http://127.0.0.1:1 http://localhost:2");
    }

    void addressesNameTheirKey()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, outcome);
        std::vector<std::string> given;
        for (const QString &word : words)
            given.push_back(word.toStdString());

        const auto read = [&]() -> Result<std::string> {
            const auto addresses = app::parseAddresses(given);
            if (!addresses)
                return failure(addresses.error());
            const auto alpaca = app::alpacaAddresses(slotNamed("alpaca-paper"), *addresses);
            if (!alpaca)
                return failure(alpaca.error());
            const auto bybit = app::bybitAddresses(slotNamed("bybit-demo"), *addresses);
            if (!bybit)
                return failure(bybit.error());
            return alpaca->trading + " " + bybit->rest;
        }();

        QCOMPARE(read ? QString::fromStdString(*read) : shown(read.error()), outcome);
    }

    void eachSlotHasItsOwnHosts()
    {
        QCOMPARE(app::alpacaAddresses(slotNamed("alpaca-paper"), {})->trading,
                 std::string("https://paper-api.alpaca.markets"));
        QCOMPARE(app::alpacaAddresses(slotNamed("alpaca-live"), {})->trading, std::string("https://api.alpaca.markets"));
        QCOMPARE(app::bybitAddresses(slotNamed("bybit-demo"), {})->rest, std::string("https://api-demo.bybit.com"));
        QCOMPARE(app::bybitAddresses(slotNamed("bybit-testnet"), {})->rest,
                 std::string("https://api-testnet.bybit.com"));
        QCOMPARE(app::bybitAddresses(slotNamed("bybit-live"), {})->rest, std::string("https://api.bybit.com"));
    }
};

QTEST_GUILESS_MAIN(KeysTest)
#include "KeysTest.moc"
