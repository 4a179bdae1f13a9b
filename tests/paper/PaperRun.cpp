#include "tests/paper/PaperRun.h"

#include "core/base/Decimal.h"
#include "core/market/UsEquityCalendar.h"
#include "tests/paper/Comparison.h"
#include "tests/support/SharedData.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryFile>

#include <cstdio>

namespace paper {

using namespace core;

namespace {

constexpr int commandMillis = 30'000;
constexpr int startMillis = 90'000;
constexpr int settleMillis = 60'000;
constexpr int lookMillis = 500;
/// A night passes in a few seconds.
constexpr double nightSpeed = 14'400;

bool isAlpaca(const Plan &plan)
{
    return plan.venue == QStringLiteral("alpaca");
}

QString profileOf(const Plan &plan)
{
    return QStringLiteral(COUNTERSIGN_PAPER_DIR) +
           (isAlpaca(plan) ? QStringLiteral("/ma-crossover-minutes.yaml") : QStringLiteral("/ma-crossover-bybit.yaml"));
}

/// The recorded minutes of both of the profile's instruments begin a day before.
QStringList marketOptions(const Plan &plan)
{
    const QString shared = support::sharedDataDir();
    if (shared.isEmpty() || plan.isSynthetic)
        return {QStringLiteral("--synthetic"), QStringLiteral("6")};
    return {QStringLiteral("--data"), shared, QStringLiteral("--from"),
            isAlpaca(plan) ? QStringLiteral("2026-03-16T15:00:00Z") : QStringLiteral("2025-06-02T13:00:00Z")};
}

QByteArray speedBody(double speed)
{
    return QByteArrayLiteral("{\"speed\":") + QByteArray::number(speed, 'f', 3) + '}';
}

/// Waits a little for output of the process, which also lets it end.
void pause(QProcess &process)
{
    process.waitForFinished(lookMillis);
}

QJsonArray listOf(const QJsonObject &answer, const char *name)
{
    return answer[QLatin1String(name)].toArray();
}

QString text(const QJsonValue &value, const char *key)
{
    return value.toObject()[QLatin1String(key)].toString();
}

QStringList missingOf(const Happened &happened, const Plan &plan)
{
    QStringList missing;
    const auto need = [&](int count, int least, const char *what) {
        if (count < least)
            missing += QStringLiteral("%1: %2, not %3").arg(QLatin1String(what)).arg(count).arg(least);
    };
    need(happened.orders, 1, "orders");
    if (plan.isQuiet)
        return missing;
    need(happened.roundTrips, plan.roundTrips, "round trips");
    need(happened.partlyFilled, 1, "orders filled in parts");
    need(happened.refused, 1, "refusals");
    need(happened.stopsFilled, 1, "stops filled");
    need(happened.days, isAlpaca(plan) ? 2 : 1, "days with fills");
    return missing;
}

QString shown(const Happened &happened, const Plan &plan)
{
    const QStringList parts{plan.venue,
                            plan.mode,
                            plan.isDesktop ? QStringLiteral("desktop:") : QStringLiteral("CLI:"),
                            QStringLiteral("%1 orders,").arg(happened.orders),
                            QStringLiteral("%1 fills,").arg(happened.fills),
                            QStringLiteral("%1 round trips,").arg(happened.roundTrips),
                            QStringLiteral("%1 filled in parts,").arg(happened.partlyFilled),
                            QStringLiteral("%1 refused,").arg(happened.refused),
                            QStringLiteral("%1 stops filled,").arg(happened.stopsFilled),
                            QStringLiteral("%1 days").arg(happened.days)};
    return parts.join(u' ');
}

} // namespace

PaperRun::PaperRun(Plan plan) : m_plan(std::move(plan)) {}

QJsonObject PaperRun::cli(const QStringList &words) const
{
    QProcess process;
    process.setProcessEnvironment(support::environmentWithoutKeys());
    process.start(QStringLiteral(COUNTERSIGN_CLI),
                  words + QStringList{QStringLiteral("--json"), QStringLiteral("--data-dir"), m_plan.dataDir});
    if (!process.waitForFinished(commandMillis))
        return {};
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

bool PaperRun::startProgram()
{
    QDir().mkpath(m_plan.dataDir);
    QTemporaryFile faults;
    if (!faults.open())
        return false;
    faults.write("faults:\n- {kind: rate-limit, on: order, count: 1}\n");
    faults.flush();
    QStringList options{QStringLiteral("--faults"), faults.fileName(), QStringLiteral("--speed"),
                        QString::number(m_plan.speed), QStringLiteral("--fill-at-most"),
                        isAlpaca(m_plan) ? QStringLiteral("25") : QStringLiteral("0.3")};
    m_exchange.emplace(QStringLiteral(COUNTERSIGN_EXCHANGE), options + marketOptions(m_plan));
    if (!m_exchange->isReady())
        return false;
    QStringList words{QStringLiteral("--profile"), profileOf(m_plan), QStringLiteral("--to"), QStringLiteral("paper"),
                      QStringLiteral("--mode"), m_plan.mode, QStringLiteral("--data-dir"), m_plan.dataDir};
    words += m_exchange->endpoints();
    m_program.setProcessEnvironment(m_exchange->environment());
    m_program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_program.setStandardOutputFile(m_plan.dataDir + QStringLiteral("/events.jsonl"));
    if (m_plan.isDesktop)
        m_program.start(QStringLiteral(COUNTERSIGN_DESKTOP), words);
    else
        m_program.start(QStringLiteral(COUNTERSIGN_CLI),
                        QStringList{QStringLiteral("run"), QStringLiteral("--json")} + words);
    return m_program.waitForStarted(commandMillis);
}

bool PaperRun::waitUntilItTrades()
{
    QElapsedTimer waited;
    waited.start();
    while (m_program.state() == QProcess::Running && waited.elapsed() < startMillis) {
        if (!text(cli({QStringLiteral("account"), QStringLiteral("show")}), "equity").isEmpty())
            return true;
        pause(m_program);
    }
    return false;
}

void PaperRun::approveWhatWaits()
{
    for (const QJsonValue &value : listOf(cli({QStringLiteral("signals"), QStringLiteral("list")}), "proposals"))
        if (text(value, "state") == QStringLiteral("pending"))
            (void)cli({QStringLiteral("signals"), QStringLiteral("approve"), text(value, "id"), QStringLiteral("--hash"),
                       text(value, "hash")});
}

/// A bot may make so many entries a day by itself; then its owner is asked.
void PaperRun::letTheBotGoOn()
{
    (void)cli({QStringLiteral("resume"), QStringLiteral("--bot"), QStringLiteral("ma-crossover")});
}

void PaperRun::hurryThroughTheNight()
{
    if (!isAlpaca(m_plan))
        return;
    const auto now = parseIsoText(m_exchange->get("/control/time")[QStringLiteral("market_time")].toString().toStdString());
    if (!now)
        return;
    // The last minutes before the opening pass at the usual speed again.
    const bool isNight = !isCoreSession(*now) && nextOpen(*now) - *now > std::chrono::minutes(100);
    if (isNight == m_isNight)
        return;
    m_isNight = isNight;
    m_exchange->post("/control/speed", speedBody(isNight ? nightSpeed : m_plan.speed));
}

bool PaperRun::hasStopFilled() const
{
    return happenedIn(m_plan.dataDir).stopsFilled > 0;
}

/// A market that falls through a stop, where the played one has not done so by itself.
void PaperRun::pushThroughAStop()
{
    const bool isTime = m_since.elapsed() > qint64(m_plan.minutes * 60'000 * 0.4);
    if (m_isNight || !isTime || m_pushes > 40 || hasStopFilled())
        return;
    for (const QJsonValue &value : listOf(cli({QStringLiteral("orders"), QStringLiteral("list")}), "orders")) {
        const auto stop = Decimal::parse(text(value, "stop_price").toStdString());
        if (text(value, "role") != QStringLiteral("stop") || text(value, "status") != QStringLiteral("working") || !stop)
            continue;
        const bool isLong = text(value, "side") == QStringLiteral("sell");
        const Decimal beyond = Decimal::fromNanos(stop->nanos() / 200 * (isLong ? 199 : 201)).roundedTo(
            Decimal::fromNanos(100'000'000), Rounding::Floor);
        const std::string body = "{\"symbol\":\"" + text(value, "instrument").toStdString() + "\",\"price\":\"" +
                                 beyond.toString() + "\"}";
        m_exchange->post("/control/price", QByteArray::fromStdString(body));
        ++m_pushes;
        return;
    }
}

void PaperRun::watch()
{
    m_since.start();
    while (m_program.state() == QProcess::Running && m_since.elapsed() < qint64(m_plan.minutes * 60'000)) {
        if (m_plan.mode == QStringLiteral("hybrid"))
            approveWhatWaits();
        else
            letTheBotGoOn();
        hurryThroughTheNight();
        pushThroughAStop();
        pause(m_program);
    }
}

/// The market stands; what is under way arrives.
void PaperRun::waitForEqualBooks()
{
    m_exchange->post("/control/speed", speedBody(0));
    QElapsedTimer waited;
    waited.start();
    while (m_program.state() == QProcess::Running && waited.elapsed() < settleMillis) {
        const QString cash = text(cli({QStringLiteral("account"), QStringLiteral("show")}), "cash");
        if (differencesBetween(m_exchange->get("/control/books"), m_plan.venue, m_plan.dataDir, cash).isEmpty())
            return;
        pause(m_program);
    }
}

Outcome PaperRun::play()
{
    Outcome outcome;
    if (!startProgram() || !waitUntilItTrades()) {
        outcome.missing += QStringLiteral("the run never began");
        return outcome;
    }
    watch();
    if (m_program.state() != QProcess::Running)
        outcome.missing += QStringLiteral("the program did not run to the end");
    waitForEqualBooks();
    const QString cash = text(cli({QStringLiteral("account"), QStringLiteral("show")}), "cash");
    const QJsonObject books = m_exchange->get("/control/books");
    m_program.terminate();
    if (!m_program.waitForFinished(commandMillis))
        outcome.missing += QStringLiteral("the program did not end when asked");
    outcome.differences = differencesBetween(books, m_plan.venue, m_plan.dataDir, cash);
    const Happened happened = happenedIn(m_plan.dataDir);
    outcome.missing += missingOf(happened, m_plan);
    outcome.summary = shown(happened, m_plan);
    return outcome;
}

} // namespace paper
