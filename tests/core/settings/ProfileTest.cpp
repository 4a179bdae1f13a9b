#include "core/settings/Profile.h"
#include "core/domain/LimitRange.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace core;

namespace {

/// A sound profile; tests change one line of it.
const char *const sound = R"(name: test
description: "A test"
venue: alpaca
destination: replay
mode: auto
warm-up-bars: 50
seed: 7
account:
  starting-cash: 25000.50
  fee: 0.0005
  slippage: 0.0002
pace:
  speed: 120.5
  pauses-for-cards: false
bots:
  - id: first
    strategy: ma-crossover
    parameters: {fast: 5, slow: 20, allow-short: true, average: ema}
    instruments: [AAPL, TSLA]
    timeframe: 1h
    sizing: {rule: risk-at-stop, amount: 0.123456789}
    stop-atr: 1.5
    target-r: 2
    allow-short: true
    allow-adding: true
  - id: second
    strategy: ma-crossover
    instruments: [BTCUSDT]
    venue: bybit-linear
    timeframe: 1m
    sizing: {rule: all-in}
    stop-atr: 3
    order-type: limit
    on: false
risk:
  risk-per-trade: 0.02
  exposure: 0.4
  day-loss: 0.05
  max-order-value: 40000
  max-order-quantity: 500.5
  max-positions: 2
  price-collar: 0.01
  max-quote-age-seconds: 30
  needs-stop: true
)";

std::string changed(const char *from, const char *to)
{
    QByteArray text(sound);
    if (!text.contains(from))
        qFatal("the sound profile has no \"%s\"", from);
    return text.replace(from, to).toStdString();
}

Decimal decimal(const char *text)
{
    return Decimal::parse(text).value();
}

/// "line field" of each problem.
QStringList placesOf(const ProfileReading &reading)
{
    QStringList places;
    for (const ProfileProblem &problem : reading.problems)
        places +=
            QStringLiteral("%1 %2").arg(problem.line).arg(QString::fromStdString(problem.field));
    return places;
}

} // namespace

class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField()
    {
        const ProfileReading reading = parseProfile(sound, "p.yaml");

        QCOMPARE(placesOf(reading), QStringList());
        const Profile &profile = reading.profile.value();
        QCOMPARE(profile.name, std::string("test"));
        QCOMPARE(profile.path, std::string("p.yaml"));
        QCOMPARE(profile.description, std::string("A test"));
        QCOMPARE(profile.venue, std::string("alpaca"));
        QVERIFY(profile.destination == Destination::Replay);
        QVERIFY(profile.mode == DecisionMode::Auto);
        QCOMPARE(profile.warmUpBars, 50);
        QCOMPARE(profile.seed, std::uint64_t(7));
        QVERIFY(profile.account.startingCash == decimal("25000.5"));
        QVERIFY(profile.account.fee == decimal("0.0005"));
        QVERIFY(profile.account.slippage == decimal("0.0002"));
        QCOMPARE(profile.pace.speed, 120.5);
        QVERIFY(!profile.pace.pausesForCards);
        QVERIFY(profile.risk.riskPerTrade == decimal("0.02"));
        QVERIFY(profile.risk.exposure == decimal("0.4"));
        QVERIFY(profile.risk.dayLoss == decimal("0.05"));
        QVERIFY(profile.risk.maxOrderValue == decimal("40000"));
        QVERIFY(profile.risk.maxOrderQuantity == decimal("500.5"));
        QCOMPARE(profile.risk.maxPositions, 2);
        QVERIFY(profile.risk.priceCollar == decimal("0.01"));
        QCOMPARE(profile.risk.maxQuoteAgeSeconds, 30);
        QVERIFY(profile.risk.needsStop);
        QCOMPARE(profile.lines.at("bots[1].venue"), 29);
    }

    void limitsThatAreLeftOutGetCarefulValues()
    {
        const Profile::Risk risk = parseProfile(sound, "p.yaml").profile->risk;
        QVERIFY(risk.overnight == decimal("0.05"));
        QVERIFY(risk.drawdown == decimal("1"));
        QCOMPARE(risk.maxOrdersPerMinute, 10);
        QCOMPARE(risk.duplicateWindowSeconds, 3);
        QCOMPARE(risk.lossStreak, 3);
        QCOMPARE(risk.coolDownMinutes, 30);
        QCOMPARE(risk.stopOutBars, 2);
        QCOMPARE(risk.rejectBars, 1);
        QCOMPARE(risk.maxAutomatedEntries, 5);
        QCOMPARE(risk.maxVenueFailures, 5);
    }

    void everyLimitIsRead()
    {
        const std::string text = changed("needs-stop: true", "needs-stop: true\n  overnight: 0.04\n  drawdown: 0.3\n"
                       "  max-orders-per-minute: 7\n  duplicate-window-seconds: 5\n  loss-streak: 4\n"
                       "  cool-down-minutes: 45\n  stop-out-bars: 6\n  reject-bars: 8\n  max-automated-entries: 0\n"
                       "  max-venue-failures: 9");
        const ProfileReading all = parseProfile(text, "p.yaml");
        QCOMPARE(placesOf(all), QStringList());
        const Profile::Risk &risk = all.profile->risk;
        QVERIFY(risk.overnight == decimal("0.04") && risk.drawdown == decimal("0.3"));
        QCOMPARE(risk.maxOrdersPerMinute, 7);
        QCOMPARE(risk.duplicateWindowSeconds, 5);
        QCOMPARE(risk.lossStreak, 4);
        QCOMPARE(risk.coolDownMinutes, 45);
        QCOMPARE(risk.stopOutBars, 6);
        QCOMPARE(risk.rejectBars, 8);
        QCOMPARE(risk.maxAutomatedEntries, 0);
        QCOMPARE(risk.maxVenueFailures, 9);
    }

    void garbageInALimitIsRefusedWithItsLineAndField_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        for (const LimitRange &range : limitRanges())
            for (const char *value : {".nan", "NaN", ".inf", "-.inf", "1e999", "99999999999999999999999999999", "-1",
                                      "-0.05", "0.0000000001", "many", "''", "[1]", "{a: 1}", "~", "0x10", "1,5"})
                QTest::addRow("%s: %s", std::string(range.key).c_str(), value)
                    << QByteArray::fromStdString(std::string(range.key)) << QByteArray(value);
    }
    void garbageInALimitIsRefusedWithItsLineAndField()
    {
        QFETCH(const QByteArray, key);
        QFETCH(const QByteArray, value);
        QByteArray text(sound);
        QByteArrayList lines = text.split('\n');
        const QByteArray written = "  " + key + ": " + value;
        const auto risk = lines.indexOf("risk:");
        QVERIFY(risk >= 0);
        const auto old = std::find_if(lines.begin() + risk, lines.end(),
                                      [&](const QByteArray &line) { return line.startsWith("  " + key + ":"); });
        const qsizetype at = old == lines.end() ? risk + 1 : old - lines.begin();
        if (old == lines.end())
            lines.insert(at, written);
        else
            lines[at] = written;

        const ProfileReading reading = parseProfile(lines.join('\n').toStdString(), "p.yaml");

        QVERIFY(!reading.profile);
        QVERIFY2(placesOf(reading).contains(QStringLiteral("%1 risk.%2").arg(at + 1).arg(QString::fromUtf8(key))),
                 qPrintable(placesOf(reading).join(QLatin1Char('|'))));
    }

    void readsEveryFieldOfABot()
    {
        const ProfileReading reading = parseProfile(sound, "p.yaml");

        QCOMPARE(reading.profile->bots.size(), std::size_t(2));
        const Profile::Bot &first = reading.profile->bots[0];
        QCOMPARE(first.id, std::string("first"));
        QCOMPARE(first.strategy, std::string("ma-crossover"));
        const std::map<std::string, std::string> parameters{
            {"fast", "5"}, {"slow", "20"}, {"allow-short", "true"}, {"average", "ema"}};
        QVERIFY(first.parameters == parameters);
        QVERIFY(first.instruments == std::vector<std::string>({"AAPL", "TSLA"}));
        QCOMPARE(first.venue, std::string("alpaca"));
        QVERIFY(first.timeframe == Timeframe::H1);
        QCOMPARE(first.sizing.rule, std::string("risk-at-stop"));
        QVERIFY(first.sizing.amount == decimal("0.123456789"));
        QVERIFY(first.stopAtr == decimal("1.5"));
        QVERIFY(first.targetR == decimal("2"));
        QCOMPARE(first.orderType, std::string("market"));
        QVERIFY(first.allowsShort && first.allowsAdding && first.isOn);
        const Profile::Bot &second = reading.profile->bots[1];
        QCOMPARE(second.venue, std::string("bybit-linear"));
        QVERIFY(second.timeframe == Timeframe::M1);
        QCOMPARE(second.orderType, std::string("limit"));
        QVERIFY(!second.targetR && !second.allowsShort && !second.allowsAdding && !second.isOn);
    }

    void namesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("place");
        const auto row = [](const char *name, const char *from, const char *to, const char *place) {
            QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QString::fromUtf8(place);
        };
        row("unknown key", "seed: 7", "sed: 7", "7 sed");
        row("unknown key in a bot", "allow-adding: true", "allow-ading: true",
            "25 bots[0].allow-ading");
        row("doubled key", "seed: 7", "seed: 7\nseed: 8", "8 seed");
        row("doubled limit", "day-loss: 0.05", "day-loss: 0.05\n  day-loss: 1", "39 risk.day-loss");
        row("missing name", "name: test\n", "", "1 name");
        row("missing strategy", "    strategy: ma-crossover\n    parameters", "    parameters",
            "16 bots[0].strategy");
        row("wrong type", "warm-up-bars: 50", "warm-up-bars: many", "6 warm-up-bars");
        row("not a whole number", "warm-up-bars: 50", "warm-up-bars: 5.5", "6 warm-up-bars");
        row("number in quotes", "fee: 0.0005", "fee: \"0.0005\"", "10 account.fee");
        row("too many places", "fee: 0.0005", "fee: 0.00000000001", "10 account.fee");
        row("number with a comma", "fee: 0.0005", "fee: 0,0005", "10 account.fee");
        row("infinity", "fee: 0.0005", "fee: .inf", "10 account.fee");
        row("negative fee", "fee: 0.0005", "fee: -0.0005", "10 account.fee");
        row("no cash", "starting-cash: 25000.50", "starting-cash: 0", "9 account.starting-cash");
        row("share above one", "exposure: 0.4", "exposure: 40", "37 risk.exposure");
        row("share of zero", "risk-per-trade: 0.02", "risk-per-trade: 0", "36 risk.risk-per-trade");
        row("no positions", "max-positions: 2", "max-positions: 0", "41 risk.max-positions");
        row("truth as yes", "needs-stop: true", "needs-stop: yes", "44 risk.needs-stop");
        row("truth in quotes", "needs-stop: true", "needs-stop: 'true'", "44 risk.needs-stop");
        row("Norway as an instrument", "[AAPL, TSLA]", "[AAPL, NO]", "19 bots[0].instruments[1]");
        row("ticker ON", "[BTCUSDT]", "[ON]", "28 bots[1].instruments[0]");
        row("nothing as a name", "name: test", "name: ~", "1 name");
        row("no value", "name: test", "name:", "1 name");
        row("a number as a name", "name: test", "name: 12", "1 name");
        row("Norway as a parameter", "allow-short: true, average", "allow-short: no, average",
            "18 bots[0].parameters.allow-short");
        row("a list as a parameter", "average: ema", "average: [ema]",
            "18 bots[0].parameters.average");
        row("a mapping as venue", "venue: alpaca", "venue: {a: b}", "3 venue");
        row("an unknown destination", "destination: replay", "destination: moon", "4 destination");
        row("an unknown timeframe", "timeframe: 1h", "timeframe: 2h", "20 bots[0].timeframe");
        row("an unknown sizing", "rule: all-in", "rule: everything", "31 bots[1].sizing.rule");
        row("a useless amount", "{rule: all-in}", "{rule: all-in, amount: 1}",
            "31 bots[1].sizing.amount");
        row("a missing amount", "{rule: risk-at-stop, amount: 0.123456789}", "{rule: risk-at-stop}",
            "21 bots[0].sizing.amount");
        row("a share of more than all", "amount: 0.123456789", "amount: 1.5",
            "21 bots[0].sizing.amount");
        row("risk without a stop", "    stop-atr: 1.5\n    target-r: 2\n", "", "21 bots[0].sizing");
        row("no stop where one is needed", "    stop-atr: 3\n", "", "26 bots[1].stop-atr");
        row("a stop of nothing", "stop-atr: 1.5", "stop-atr: 0", "22 bots[0].stop-atr");
        row("an instrument twice", "[AAPL, TSLA]", "[AAPL, AAPL]", "19 bots[0].instruments[1]");
        row("no instruments", "[BTCUSDT]", "[]", "28 bots[1].instruments");
        row("a word for the instruments", "[BTCUSDT]", "BTCUSDT", "28 bots[1].instruments");
        row("a bot twice", "id: second", "id: first", "26 bots[1].id");
        row("an id with a slash", "id: second", "id: se/cond", "26 bots[1].id");
        row("a tab", "  speed: 120.5", "\tspeed: 120.5", "13 ");
        row("a tab after spaces", "  speed: 120.5", "  \tspeed: 120.5", "13 ");
        row("an open bracket", "[AAPL, TSLA]", "[AAPL, TSLA", "20 ");
        row("two documents", "risk:\n", "---\nrisk:\n", "35 ");
        row("a proxy that is none", "seed: 7", "network: {proxy: 'http://proxy'}", "7 network.proxy");
        row("a proxy's password", "seed: 7", "network: {proxy: 'http://me:pw@proxy:80'}", "7 network.proxy");
        row("another word of the network", "seed: 7", "network: {poxy: none}", "7 network.poxy");
        row("a merge key", "seed: 7", "<<: {seed: 7}", "7 <<");
    }
    void namesWhatIsWrong()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, place);

        const ProfileReading reading = parseProfile(changed(from, to), "p.yaml");

        QVERIFY(!reading.profile);
        QVERIFY2(!reading.problems.empty(), "no problem was found");
        QCOMPARE(placesOf(reading).first(), place);
        QCOMPARE(reading.problems.front().file, std::string("p.yaml"));
        QVERIFY(!reading.problems.front().message.empty());
    }

    void theWayOutIsTheSystemsUnlessItIsSaid()
    {
        using Way = ProxyChoice::Way;
        QVERIFY(parseProfile(sound, "p.yaml").profile->proxy.way == Way::System);
        QVERIFY(parseProfile(changed("seed: 7", "network: {proxy: none}"), "p.yaml").profile->proxy.way == Way::None);
        const auto manual = parseProfile(changed("seed: 7", "network: {proxy: 'socks5://proxy:1080'}"), "p.yaml");
        QVERIFY(manual.profile->proxy == (ProxyChoice{Way::Socks5, "proxy", 1080}));
    }

    void needsTheStopBeforeATarget()
    {
        const ProfileReading reading = parseProfile(changed("    stop-atr: 1.5\n", ""), "p.yaml");

        QCOMPARE(placesOf(reading), QStringList({QStringLiteral("21 bots[0].sizing"),
                                                 QStringLiteral("22 bots[0].target-r")}));
    }

    void everyLimitMustBeWritten()
    {
        for (const char *limit :
             {"risk-per-trade: 0.02", "exposure: 0.4", "day-loss: 0.05", "max-order-value: 40000",
              "max-order-quantity: 500.5", "max-positions: 2", "price-collar: 0.01",
              "max-quote-age-seconds: 30", "needs-stop: true"}) {
            const QByteArray line = QByteArray("  ") + limit + "\n";
            const ProfileReading reading = parseProfile(changed(line, ""), "p.yaml");

            QVERIFY2(!reading.profile, limit);
            const QString field = QString::fromUtf8(limit).section(u':', 0, 0);
            QCOMPARE(placesOf(reading), QStringList(QStringLiteral("35 risk.") + field));
        }
        const std::string all =
            QByteArray(sound).left(QByteArray(sound).indexOf("risk:\n")).toStdString();
        QCOMPARE(placesOf(parseProfile(all, "p.yaml")), QStringList(QStringLiteral("1 risk")));
    }

    void collectsAllProblemsInOrderOfLine()
    {
        QByteArray text(sound);
        text.replace("seed: 7", "seed: x").replace("exposure: 0.4", "exposure: 4");
        text.replace("id: second", "id: first").replace("name: test", "nam: test");

        const ProfileReading reading = parseProfile(text.toStdString(), "p.yaml");

        QCOMPARE(placesOf(reading),
                 QStringList({QStringLiteral("1 name"), QStringLiteral("1 nam"),
                              QStringLiteral("7 seed"), QStringLiteral("26 bots[1].id"),
                              QStringLiteral("37 risk.exposure")}));
    }

    void acceptsAByteOrderMarkAndWindowsLines()
    {
        const std::string text =
            "\xEF\xBB\xBF" + QByteArray(sound).replace("\n", "\r\n").toStdString();

        const ProfileReading reading = parseProfile(text, "p.yaml");

        QCOMPARE(placesOf(reading), QStringList());
        QCOMPARE(reading.profile->name, std::string("test"));
        QVERIFY(reading.profile->risk.needsStop);
    }

    void quotedWordsAreText()
    {
        const ProfileReading reading =
            parseProfile(changed("[AAPL, TSLA]", "[\"NO\", 'ON']"), "p.yaml");

        QVERIFY(reading.profile);
        QVERIFY(reading.profile->bots[0].instruments == std::vector<std::string>({"NO", "ON"}));
    }

    void survivesWhatIsNoProfile()
    {
        std::string nested(20'000, '[');
        std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
        for (char name = 'b'; name < 'k'; ++name) {
            const std::string before(1, char(name - 1));
            bomb += std::string(1, name) + ": &" + name + " [";
            for (int i = 0; i < 10; ++i)
                bomb += (i > 0 ? ", *" : "*") + before;
            bomb += "]\n";
        }
        for (const std::string &text :
             {std::string(), std::string("# only a remark\n"), std::string("text"),
              std::string("- a\n- b\n"), std::string("\0\1\2", 3), nested, bomb,
              std::string("{a: {b: "), std::string("a: *unknown\n"), std::string("? [a]\n: b\n"),
              std::string(","), std::string("a, b: {c: d}\n")}) {
            const ProfileReading reading = parseProfile(text, "p.yaml");
            QVERIFY(!reading.profile);
            QVERIFY(!reading.problems.empty());
        }
    }

    void refusesAFileOfMoreThanAMegabyte()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("größe.yaml"));
        const auto write = [&](qsizetype size) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            const QByteArray text(sound);
            file.write(text + QByteArray(size - text.size(), '#'));
        };

        write(qsizetype(profileSizeLimit));
        QCOMPARE(placesOf(readProfile(path.toStdString())), QStringList());
        write(qsizetype(profileSizeLimit) + 1);
        const ProfileReading reading = readProfile(path.toStdString());

        QVERIFY(!reading.profile);
        QVERIFY(QString::fromStdString(reading.problems.front().message)
                    .contains(QStringLiteral("megabyte")));
    }

    void saysThatAFileDoesNotExist()
    {
        const QTemporaryDir dir;
        for (const QString &path : {dir.filePath(QStringLiteral("none.yaml")), dir.path()}) {
            const ProfileReading reading = readProfile(path.toStdString());
            QVERIFY(!reading.profile);
            QCOMPARE(reading.problems.size(), std::size_t(1));
            QCOMPARE(reading.problems.front().file, path.toStdString());
        }
    }

    void shippedProfilesAreSoundAndNeverLive()
    {
        const QDir folder(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/profiles"));
        const QStringList files = folder.entryList({QStringLiteral("*.yaml")});
        QVERIFY(files.contains(QStringLiteral("ma-crossover.yaml")));
        QVERIFY(files.contains(QStringLiteral("demo.yaml")));
        for (const QString &file : files) {
            const ProfileReading reading = readProfile(folder.filePath(file).toStdString());
            QCOMPARE(placesOf(reading), QStringList());
            QVERIFY(reading.profile->destination != Destination::Live);
            QCOMPARE(QString::fromStdString(reading.profile->name) + QStringLiteral(".yaml"), file);
        }
    }
};

QTEST_GUILESS_MAIN(ProfileTest)
#include "ProfileTest.moc"
