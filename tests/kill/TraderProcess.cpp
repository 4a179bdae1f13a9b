#include "tests/kill/TraderProcess.h"

#include <QJsonDocument>
#include <QProcess>

namespace support {

namespace {

/// Of silence; a step takes a thousandth of it.
constexpr int silenceMillis = 60'000;

QStringList argumentsOf(const TraderRun &run)
{
    QStringList words{QStringLiteral("--data-dir"), run.dataDir, QStringLiteral("--venue"), run.venue,
                      QStringLiteral("--run"), run.run, QStringLiteral("--seed"), QString::number(run.seed),
                      QStringLiteral("--steps"), QString::number(run.steps)};
    if (!run.killAt.isEmpty())
        words += {QStringLiteral("--kill-at"), run.killAt};
    if (run.settles)
        words += QStringLiteral("--settle");
    return words;
}

/// One line that it said; the number of a step.
std::int64_t take(const QString &line, TraderEnd &end)
{
    const QString word = line.section(u' ', 0, 0);
    const QString rest = line.section(u' ', 1);
    if (word == QLatin1String("step"))
        return rest.toLongLong();
    if (word == QLatin1String("killed"))
        end.killedAt = rest.toStdString();
    else if (word == QLatin1String("broken"))
        end.broken = rest.toStdString();
    else if (word == QLatin1String("rest"))
        end.rest = QJsonDocument::fromJson(rest.toUtf8()).object();
    else if (word == QLatin1String("pass"))
        end.passes[rest.section(u'=', 0, 0).toStdString()] = rest.section(u'=', 1).toLongLong();
    return 0;
}

} // namespace

TraderEnd runTrader(const TraderRun &run)
{
    TraderEnd end;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral(COUNTERSIGN_KILL_TRADER), argumentsOf(run));
    bool isKilled = false;
    const auto takeLines = [&] {
        while (process.canReadLine()) {
            const std::int64_t step = take(QString::fromUtf8(process.readLine()).trimmed(), end);
            if (run.killAfterStep && step >= *run.killAfterStep && !std::exchange(isKilled, true))
                process.kill();
        }
    };
    while (process.waitForReadyRead(silenceMillis))
        takeLines();
    takeLines();
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(1000)) {
        process.kill();
        process.waitForFinished();
        end.broken = "it fell silent";
        return end;
    }
    const bool hasCrashed = process.exitStatus() == QProcess::CrashExit;
    if (isKilled && hasCrashed && end.killedAt.empty())
        end.killedAt = "any moment";
    else if (end.broken.empty() && end.killedAt.empty() && (hasCrashed || process.exitCode() != 0))
        end.broken = "it ended with code " + std::to_string(process.exitCode());
    return end;
}

} // namespace support
