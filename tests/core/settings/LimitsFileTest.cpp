#include "core/domain/LimitRange.h"
#include "core/settings/LimitsFile.h"

#include <QTest>

using namespace core;

namespace {

Decimal dec(const char *text)
{
    return Decimal::parse(text).value();
}

const char *const sound = R"yaml(profile: "demo"
destination: demo
changed-at: "2026-01-30T15:30:00Z"
changed-by: "owner (desk)"
limits:
  exposure: {value: 0.5, profile: 0.6}
  needs-stop: {value: false, profile: true}
)yaml";

} // namespace

class LimitsFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        OwnersLimits limits{.profile = "my \"own\" \\ profile", .destination = Destination::Paper,
                            .changedAt = "2026-01-30T15:30:00Z", .changedBy = "owner (desk)", .limits = {}};
        for (const LimitRange &range : limitRanges())
            limits.limits[std::string(range.key)] = {range.most, range.isLeastAllowed ? range.least : range.most};

        const LimitsReading reading = parseOwnersLimits(ownersLimitsText(limits), "file");

        QVERIFY2(reading.limits, reading.problems.empty() ? "" : reading.problems[0].message.c_str());
        QCOMPARE(reading.limits->profile, limits.profile);
        QCOMPARE(reading.limits->destination, limits.destination);
        QCOMPARE(reading.limits->changedBy, limits.changedBy);
        QVERIFY(reading.limits->limits == limits.limits);
        QVERIFY(parseOwnersLimits(ownersLimitsText({.profile = "p", .changedAt = "now", .changedBy = "me", .limits = {}}), "file").limits);
    }

    void aLimitThatIsNotNamedStaysTheProfiles()
    {
        const LimitsReading reading = parseOwnersLimits(sound, "file");
        QVERIFY(reading.limits);
        QCOMPARE(reading.limits->limits.size(), std::size_t(2));
        QCOMPARE(reading.limits->limits.at("exposure").value, dec("0.5"));
        QCOMPARE(reading.limits->limits.at("needs-stop").value, dec("0"));
    }

    void problemsHaveLineAndField_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("field");
        const auto row = [](const char *name, const char *from, const char *to, int line, const char *field) {
            QTest::addRow("%s", name) << QByteArray(from) << QByteArray(to) << line << QByteArray(field);
        };
        row("NaN", "0.5", "NaN", 6, "limits.exposure.value");
        row("1e400", "0.5", "1e400", 6, "limits.exposure.value");
        row("negative", "0.5", "-0.5", 6, "limits.exposure.value");
        row("zero", "0.5", "0", 6, "limits.exposure.value");
        row("too much", "0.5", "1.5", 6, "limits.exposure.value");
        row("comma", "0.5", "\"0,5\"", 6, "limits.exposure.value");
        row("half a limit", ", profile: 0.6", "", 6, "limits.exposure.profile");
        row("word", "false", "no", 7, "limits.needs-stop.value");
        row("unknown limit", "exposure", "exposer", 6, "limits.exposer");
        row("twice", "needs-stop: {value: false, profile: true}", "exposure: {value: 0.4, profile: 0.6}", 7,
            "limits.exposure");
        row("where", "destination: demo", "destination: moon", 2, "destination");
        row("truncated", "limits:\n  exposure: {value: 0.5, profile: 0.6}\n  needs-stop: {value: false, profile: true}\n",
            "", 1, "limits");
        row("torn", "profile: true}\n", "prof", 7, "");
    }

    void problemsHaveLineAndField()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(int, line);
        QFETCH(QByteArray, field);
        QByteArray text(sound);
        QVERIFY(text.contains(from));
        text.replace(from, to);

        const LimitsReading reading = parseOwnersLimits(text.toStdString(), "file.yaml");

        QVERIFY(!reading.limits);
        QCOMPARE(reading.problems.front().file, std::string("file.yaml"));
        QCOMPARE(reading.problems.front().field, field.toStdString());
        if (!field.isEmpty())
            QCOMPARE(reading.problems.front().line, line);
    }
};

QTEST_GUILESS_MAIN(LimitsFileTest)
#include "LimitsFileTest.moc"
