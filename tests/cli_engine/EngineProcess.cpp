#include "tests/cli_engine/EngineProcess.h"

#include <QDeadlineTimer>
#include <QJsonDocument>

#include <algorithm>

namespace support {

namespace {

constexpr int longEnoughMillis = 30'000;
constexpr int runMillis = 120'000;

QStringList argumentsOf(const QString &dataDir, const QString &words, const QStringList &more)
{
    return words.split(u' ') + more +
           QStringList{QStringLiteral("--json"), QStringLiteral("--data-dir"), dataDir};
}

} // namespace

Outcome runCli(const QString &dataDir, const QString &words, const QStringList &more)
{
    QProcess process;
    process.start(QStringLiteral(COUNTERSIGN_CLI), argumentsOf(dataDir, words, more));
    if (!process.waitForFinished(runMillis) || process.exitStatus() != QProcess::NormalExit)
        return {};
    Outcome outcome{
        process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError(), {}};
    if (outcome.out.count('\n') == 1)
        outcome.json = QJsonDocument::fromJson(outcome.out).object();
    return outcome;
}

Events parseEvents(const QByteArray &lines)
{
    Events events;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.isEmpty())
            continue;
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const bool isWhole = !text(event, "event").isEmpty() && !text(event, "time").isEmpty();
        events.push_back(isWhole ? event : QJsonObject());
    }
    return events;
}

Events eventsNamed(const Events &events, const char *name)
{
    Events named;
    std::ranges::copy_if(events, std::back_inserter(named), [name](const QJsonObject &event) {
        return event[QStringLiteral("event")] == QLatin1String(name);
    });
    return named;
}

EngineProcess::EngineProcess(const QString &dataDir, const QString &words, const QStringList &more)
{
    m_process.start(QStringLiteral(COUNTERSIGN_CLI), argumentsOf(dataDir, words, more));
}

EngineProcess::~EngineProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished();
}

void EngineProcess::takeLines()
{
    while (m_process.canReadLine())
        for (QJsonObject &event : parseEvents(m_process.readLine()))
            m_events.push_back(std::move(event));
}

qsizetype EngineProcess::waitFor(const std::function<bool(const QJsonObject &)> &fits,
                                 qsizetype from)
{
    const QDeadlineTimer deadline(longEnoughMillis);
    qsizetype at = from;
    while (true) {
        takeLines();
        for (; at < qsizetype(m_events.size()); ++at)
            if (fits(m_events[std::size_t(at)]))
                return at;
        const int left = int(deadline.remainingTime());
        if (left <= 0 || !m_process.waitForReadyRead(left))
            return -1;
    }
}

bool EngineProcess::waitForEnd()
{
    const bool isOver =
        m_process.waitForFinished(longEnoughMillis) || m_process.state() == QProcess::NotRunning;
    takeLines();
    return isOver;
}

int EngineProcess::exitCode() const
{
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace support
