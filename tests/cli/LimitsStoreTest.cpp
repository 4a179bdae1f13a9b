// Qt 6.4's moc stumbles over <compare> as the very first header: the store comes first.
#include "app/support/ProfileStore.h"
#include "app/support/LimitsStore.h"
#include "app/support/RunSetup.h"
#include "core/planning/LimitTable.h"
#include "core/settings/LimitsFile.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace core;

namespace {

Decimal dec(const char *text)
{
    return Decimal::parse(text).value();
}

/// A data directory with the demo's profile in it, to be changed by its owner.
struct Home {
    QTemporaryDir dir;

    Home()
    {
        QDir(dir.path()).mkpath(QStringLiteral("profiles"));
        QFile::copy(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/resources/profiles/demo.yaml"), profilePath());
    }
    [[nodiscard]] QString profilePath() const { return dir.filePath(QStringLiteral("profiles/demo.yaml")); }
    [[nodiscard]] QString path() const { return app::limitsPath(dir.path(), profile()); }
    [[nodiscard]] Profile profile() const
    {
        return app::openProfile("demo", dir.path().toStdString()).value();
    }
    [[nodiscard]] Result<HostSetup> start() const
    {
        app::RunRequest request;
        request.profile = profile();
        request.dataDir = dir.path();
        return app::prepareRun(request);
    }
    /// What the next start would trade with.
    [[nodiscard]] EngineSettings settings() const { return start().value().engine; }
    void edit(const char *from, const char *to) const
    {
        QFile file(profilePath());
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains(from));
        file.resize(0);
        file.seek(0);
        file.write(QByteArray(text).replace(from, to));
    }
    void write(const QByteArray &text) const
    {
        QDir(dir.path()).mkpath(QStringLiteral("limits"));
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    /// As the engine does on a command.
    [[nodiscard]] Result<> keep(const RiskLimits &limits) const
    {
        const EngineSettings now = settings();
        return app::limitsKeeper(profile(), *now.profileLimits, dir.path())(limits, {"owner", "desk"});
    }
};

} // namespace

class LimitsStoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutAFileTheProfileCounts()
    {
        const Home home;
        const EngineSettings settings = home.settings();
        QVERIFY(settings.limitsProblem.empty());
        QVERIFY(settings.limits == *settings.profileLimits);
        QCOMPARE(settings.limits.exposure, dec("0.6"));
    }

    void whatTheEngineIsToldCountsAfterARestart()
    {
        const Home home;
        auto setup = home.start();
        VERIFY_RESULT(setup);
        EngineHost host(std::move(*setup));
        QVERIFY(host.start());
        RiskLimits limits = host.snapshot()->limits;
        limits.exposure = dec("0.25");       // stricter
        limits.maxPositions = 7;             // looser, confirmed
        limits.priceCollar = dec("0.002");

        QVERIFY(!host.command(SetLimits{limits}, {"owner", "desk"}).isDone);
        QVERIFY(!QFile::exists(home.path())); // what was refused is not kept
        const CommandAnswer answer = host.command(SetLimits{limits, true, host.snapshot()->limits}, {"owner", "desk"});
        QVERIFY2(answer.isDone, answer.message.c_str());
        QVERIFY(host.snapshot()->limits == limits);
        QVERIFY(host.snapshot()->profileLimits->maxPositions == 3);
        host.stop(QStringLiteral("test"));

        const EngineSettings again = home.settings();
        QVERIFY2(again.limitsProblem.empty(), again.limitsProblem.c_str());
        QVERIFY(again.limits == limits);
        QCOMPARE(again.profileLimits->exposure, dec("0.6"));
        for (const BotSettings &bot : again.bots)
            QCOMPARE(bot.planning.collar, dec("0.002"));
    }

    void theStricterCountsWhenTheProfileHasChangedSince()
    {
        const Home home;
        RiskLimits limits = home.settings().limits;
        limits.exposure = dec("0.5");
        limits.maxPositions = 9;
        VERIFY_RESULT(home.keep(limits));
        home.edit("exposure: 0.6", "exposure: 0.3");
        home.edit("max-positions: 3", "max-positions: 2");
        home.edit("day-loss: 0.05", "day-loss: 0.03");

        const RiskLimits now = home.settings().limits;

        QCOMPARE(now.exposure, dec("0.3"));
        QCOMPARE(now.maxPositions, 2); // nine was confirmed against three, not against two
        QCOMPARE(now.dayLoss, dec("0.03"));
        home.edit("exposure: 0.3", "exposure: 0.9");
        QCOMPARE(home.settings().limits.exposure, dec("0.5"));
    }

    void limitsOfTheDemoAreNotThoseOfReplay()
    {
        const Home home;
        RiskLimits limits = home.settings().limits;
        limits.exposure = dec("0.9");
        VERIFY_RESULT(home.keep(limits));
        home.edit("destination: demo", "destination: replay");
        QCOMPARE(home.settings().limits.exposure, dec("0.6"));
    }

    void backToTheProfileLeavesNothingBehind()
    {
        const Home home;
        const RiskLimits profile = home.settings().limits;
        RiskLimits limits = profile;
        limits.needsStop = false;
        VERIFY_RESULT(home.keep(limits));
        QVERIFY(!home.settings().limits.needsStop);

        VERIFY_RESULT(home.keep(profile));

        QVERIFY(home.settings().limits == profile);
        home.edit("exposure: 0.6", "exposure: 0.7");
        QCOMPARE(home.settings().limits.exposure, dec("0.7"));
    }

    void aDamagedFileStopsEntriesAndSaysWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("empty") << QByteArray();
        QTest::addRow("rubbish") << QByteArray("\x00\xff\xfe{{{", 6);
        QTest::addRow("NaN") << QByteArray("profile: demo\ndestination: demo\nchanged-at: x\nchanged-by: x\nlimits:\n"
                                           "  exposure: {value: NaN, profile: 0.6}\n");
        QTest::addRow("huge") << QByteArray("profile: demo\ndestination: demo\nchanged-at: x\nchanged-by: x\nlimits:\n"
                                            "  exposure: {value: 1e400, profile: 0.6}\n");
        QTest::addRow("of another profile")
            << QByteArray("profile: other\ndestination: demo\nchanged-at: x\nchanged-by: x\nlimits: {}\n");
        QTest::addRow("of another destination")
            << QByteArray("profile: demo\ndestination: live\nchanged-at: x\nchanged-by: x\nlimits: {}\n");
    }

    void aDamagedFileStopsEntriesAndSaysWhere()
    {
        QFETCH(QByteArray, text);
        const Home home;
        home.write(text);

        const EngineSettings settings = home.settings();

        QVERIFY(settings.limitsProblem.find("demo.demo.yaml") != std::string::npos);
        QVERIFY(settings.limits == *settings.profileLimits);
        auto setup = home.start();
        EngineHost host(std::move(*setup));
        QVERIFY(host.start());
        QCOMPARE(host.snapshot()->limitsProblem, settings.limitsProblem);
        QVERIFY(host.command(SetLimits{settings.limits, true}, {"owner", "desk"}).isDone);
        QVERIFY(host.snapshot()->limitsProblem.empty());
        host.stop(QStringLiteral("test"));
        QVERIFY(home.settings().limitsProblem.empty());
    }

    void aFolderInItsPlaceStopsEntriesAndNothingIsLoosened()
    {
        const Home home;
        QVERIFY(QDir(home.dir.path()).mkpath(QStringLiteral("limits/demo.demo.yaml")));

        const EngineSettings settings = home.settings();

        QVERIFY(!settings.limitsProblem.empty());
        RiskLimits looser = settings.limits;
        looser.exposure = dec("0.9");
        QCOMPARE(home.keep(looser).error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(LimitsStoreTest)
#include "LimitsStoreTest.moc"
