// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/EngineFromProfile.h"
#include "tests/support/SharedData.h"

#include <QTemporaryDir>
#include <QTest>

using namespace core;

namespace {

Profile shipped(const char *name)
{
    auto profile = app::openProfile(name, "no-such-folder");
    if (!profile)
        qFatal("%s", describe(profile.error()).c_str());
    return std::move(*profile);
}

QStringList placesOf(const std::vector<ProfileProblem> &problems)
{
    QStringList places;
    for (const ProfileProblem &problem : problems)
        places +=
            QStringLiteral("%1 %2").arg(problem.line).arg(QString::fromStdString(problem.field));
    return places;
}

Decimal decimal(const char *text)
{
    return Decimal::parse(text).value();
}

} // namespace

class SupportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsAProfileIntoEngineSettings()
    {
        const Profile profile = shipped("demo");

        const auto settings = app::engineSettings(profile, RunId("r"), AccountId("a"));

        VERIFY_RESULT(settings);
        QCOMPARE(settings->run.text(), std::string("r"));
        QCOMPARE(settings->account.text(), std::string("a"));
        QCOMPARE(settings->profile, std::string("demo"));
        QVERIFY(settings->mode == DecisionMode::Hybrid);
        QVERIFY(settings->destination == Destination::Demo);
        QVERIFY(settings->daySession == SessionKind::UsEquities);
        QCOMPARE(settings->startingCash.toString(), std::string("100000"));
        QVERIFY(settings->feeRate == decimal("0.0005"));
        QVERIFY(settings->stopSlippage == decimal("0.0002"));
        QCOMPARE(settings->instruments.size(), std::size_t(3));
        QVERIFY(settings->instruments[2].assetClass == AssetClass::Perpetual);
        const RiskLimits &limits = settings->limits;
        QVERIFY(!limits.isUnlimited && limits.needsStop);
        QVERIFY(limits.riskPerTrade == decimal("0.02") && limits.exposure == decimal("0.6"));
        QVERIFY(limits.dayLoss == decimal("0.05") && limits.priceCollar == decimal("0.01"));
        QCOMPARE(limits.maxOrderValue.toString(), std::string("30000"));
        QCOMPARE(limits.maxOrderQuantity.toString(), std::string("1000"));
        QCOMPARE(limits.maxPositions, 3);
        QVERIFY(limits.maxQuoteAge == std::chrono::seconds(60));
        const BotSettings &minutes = settings->bots.at(1);
        QCOMPARE(minutes.instruments.front().text(), std::string("bybit-linear:BTCUSDT"));
        QVERIFY(minutes.timeframe == Timeframe::M1);
        QVERIFY(minutes.planning.size == SizeRule::RiskAtStop);
        QVERIFY(minutes.planning.sizeAmount == decimal("0.005"));
        QVERIFY(minutes.planning.stopAtrs == decimal("3") &&
                minutes.planning.targetR == decimal("2"));
        QVERIFY(minutes.planning.collar == decimal("0.01"));
        QVERIFY(minutes.planning.orderType == OrderType::Market);
    }

    void namesStrategiesAndParametersThatDoNotExist()
    {
        Profile profile = shipped("demo");
        profile.bots[0].parameters = {{"fast", "x"}, {"slow", "30"}, {"colour", "red"}};
        profile.bots[1].strategy = "tea-leaves";

        const auto problems = app::checkAgainstCatalogue(profile);

        QCOMPARE(placesOf(problems), QStringList({QStringLiteral("21 bots[0].parameters.colour"),
                                                  QStringLiteral("22 bots[0].parameters.fast"),
                                                  QStringLiteral("33 bots[1].strategy")}));
        const auto settings = app::engineSettings(profile, RunId("r"), AccountId("a"));
        QVERIFY(!settings);
        QCOMPARE(settings.error().line, 21);
    }

    void namesParametersThatDoNotGoTogether()
    {
        Profile profile = shipped("demo");
        profile.bots[0].parameters = {{"fast", "40"}, {"slow", "30"}};
        profile.bots[1].parameters["allow-short"] = "true";

        QCOMPARE(placesOf(app::checkAgainstCatalogue(profile)),
                 QStringList({QStringLiteral("22 bots[0].parameters.fast"),
                              QStringLiteral("34 bots[1].parameters.allow-short")}));
    }

    void oneInstrumentHasOneOwner()
    {
        Profile profile = shipped("demo");
        profile.bots[1].venue = "alpaca";
        profile.bots[1].instruments = {"TSLA"};

        QCOMPARE(placesOf(app::checkAgainstCatalogue(profile)),
                 QStringList(QStringLiteral("37 bots[1].instruments[0]")));
        profile.bots[0].isOn = false;
        QCOMPARE(placesOf(app::checkAgainstCatalogue(profile)), QStringList());
    }

    void knowsTheVenuesThatTrade()
    {
        Profile profile = shipped("demo");
        profile.venue = "nasdaq";
        profile.bots[1].venue = "kraken";

        QCOMPARE(placesOf(app::checkAgainstCatalogue(profile)),
                 QStringList({QStringLiteral("3 venue"), QStringLiteral("38 bots[1].venue")}));
    }

    void findsProfilesByNameAndByPath()
    {
        const QTemporaryDir dir;
        const std::string path =
            std::string(COUNTERSIGN_SOURCE_DIR) + "/resources/profiles/ma-crossover.yaml";

        QCOMPARE(*app::findProfile("demo", dir.path().toStdString()),
                 std::string(":/profiles/demo.yaml"));
        QCOMPARE(*app::findProfile(path, dir.path().toStdString()), path);
        const auto none = app::findProfile("none", dir.path().toStdString());
        QCOMPARE(none.error().code, ErrorCode::NotFound);
        QVERIFY(none.error().message.find("demo, ma-crossover") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(SupportTest)
#include "SupportTest.moc"
