#include "tests/paper/PaperRun.h"

#include "core/base/Decimal.h"
#include "core/market/UsEquityCalendar.h"
#include "tests/paper/Comparison.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryFile>

#include <algorithm>

namespace paper {

using namespace core;

namespace {

constexpr int commandMillis = 30'000;
constexpr int startMillis = 90'000;
constexpr int settleMillis = 60'000;
constexpr int settleLookMillis = 1000;
constexpr int botsMillis = 5000;
/// A night passes in a few seconds, a weekend in ten.
constexpr double nightSpeed = 28'800;
/// Before the opening the market goes at the usual speed again.
constexpr double quietSeconds = 20 * 60;

bool isAlpaca(const Plan &plan)
{
    return plan.market.venue == QStringLiteral("alpaca");
}

bool isHybrid(const Plan &plan)
{
    return plan.mode == QStringLiteral("hybrid");
}

QString profileOf(const Plan &plan)
{
    const QString paper = QStringLiteral(COUNTERSIGN_PAPER_DIR);
    const QString canary = QStringLiteral(COUNTERSIGN_CANARY_DIR);
    if (plan.market.bars == Bars::Hours)
        return isAlpaca(plan) ? QStringLiteral("ma-crossover")
                              : paper + QStringLiteral("/ma-crossover-bybit-hours.yaml");
    return canary + (isAlpaca(plan) ? QStringLiteral("/ma-crossover-minutes.yaml")
                                    : QStringLiteral("/ma-crossover-bybit.yaml"));
}

/// A card of minute bars lives half a minute of the market, one of hour bars a quarter of an hour;
/// it is looked for five times in its life. Stocks need a look at the clock of the night as well.
int lookMillis(const Plan &plan)
{
    const double life = (plan.market.bars == Bars::Hours ? 900'000 : 30'000) / plan.speed;
    return int(
        std::clamp(isHybrid(plan) ? life / 5 : 2000.0, 200.0, plan.speed > 1 ? 400.0 : 2000.0));
}

QByteArray speedBody(double speed)
{
    return QByteArrayLiteral("{\"speed\":") + QByteArray::number(speed, 'f', 3) + '}';
}

/// Waits a little for output of the process, which also lets it end.
void pause(QProcess &process, int millis)
{
    process.waitForFinished(millis);
}

QJsonArray listOf(const QJsonObject &answer, const char *name)
{
    return answer[QLatin1String(name)].toArray();
}

QString text(const QJsonValue &value, const char *key)
{
    return value.toObject()[QLatin1String(key)].toString();
}

} // namespace

PaperRun::PaperRun(Plan plan) : m_plan(std::move(plan)) {}

QJsonObject PaperRun::cli(const QStringList &words) const
{
    QProcess process;
    process.setProcessEnvironment(support::environmentWithoutKeys());
    process.start(QStringLiteral(COUNTERSIGN_CLI),
                  words + QStringList{QStringLiteral("--json"), QStringLiteral("--data-dir"),
                                      m_plan.dataDir});
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
    m_speed = m_plan.speed;
    // The larger ones of the usual orders fill in two or three parts.
    QStringList options{QStringLiteral("--faults"),
                        faults.fileName(),
                        QStringLiteral("--speed"),
                        QString::number(m_plan.speed),
                        QStringLiteral("--fill-at-most"),
                        isAlpaca(m_plan) ? QStringLiteral("90") : QStringLiteral("7")};
    m_exchange.emplace(
        QStringLiteral(COUNTERSIGN_EXCHANGE),
        options + marketOptions(m_plan.market, m_plan.dataDir + QStringLiteral("/market")));
    if (!m_exchange->isReady())
        return false;
    QStringList words{QStringLiteral("--profile"),  profileOf(m_plan),
                      QStringLiteral("--to"),       QStringLiteral("paper"),
                      QStringLiteral("--mode"),     m_plan.mode,
                      QStringLiteral("--data-dir"), m_plan.dataDir};
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
        pause(m_program, settleLookMillis);
    }
    return false;
}

void PaperRun::approveWhatWaits()
{
    for (const QJsonValue &value :
         listOf(cli({QStringLiteral("signals"), QStringLiteral("list")}), "proposals"))
        if (text(value, "state") == QStringLiteral("pending"))
            (void)cli({QStringLiteral("signals"), QStringLiteral("approve"), text(value, "id"),
                       QStringLiteral("--hash"), text(value, "hash")});
}

/// As a person at the desk: F8 brings the keys there, Home takes the most urgent card, A approves
/// it on paper.
void PaperRun::pressKeys() const
{
    QProcess::execute(QStringLiteral("xdotool"), {QStringLiteral("key"), QStringLiteral("F8"),
                                                  QStringLiteral("Home"), QStringLiteral("a")});
}

/// A bot may make so many entries a day by itself; then its owner is asked.
void PaperRun::letTheBotGoOn()
{
    if (m_sinceBots.isValid() && m_sinceBots.elapsed() < botsMillis)
        return;
    m_sinceBots.start();
    (void)cli({QStringLiteral("resume"), QStringLiteral("--bot"), QStringLiteral("ma-crossover")});
}

/// The further the opening, the faster; each look halves what is left at least, so none comes too
/// late.
void PaperRun::hurryThroughTheNight()
{
    if (!isAlpaca(m_plan) || m_plan.speed <= 1)
        return;
    const auto now = parseIsoText(
        m_exchange->get("/control/time")[QStringLiteral("market_time")].toString().toStdString());
    if (!now)
        return;
    const double left = std::chrono::duration<double>(nextOpen(*now) - *now).count() - quietSeconds;
    const double speed = isCoreSession(*now)
                             ? m_plan.speed
                             : std::clamp(left, m_plan.speed, std::max(nightSpeed, m_plan.speed));
    if (speed == m_speed)
        return;
    m_speed = speed;
    m_exchange->post("/control/speed", speedBody(speed));
}

bool PaperRun::hasStopFilled() const
{
    return happenedIn(m_plan.dataDir).stopsFilled > 0;
}

/// A market that falls through a stop, where the played one has not done so by itself.
void PaperRun::pushThroughAStop()
{
    const bool isTime = m_since.elapsed() > qint64(m_plan.minutes * 60'000 * 0.4);
    if (m_speed != m_plan.speed || !isTime || m_pushes > 40 || hasStopFilled())
        return;
    for (const QJsonValue &value :
         listOf(cli({QStringLiteral("orders"), QStringLiteral("list")}), "orders")) {
        const auto stop = Decimal::parse(text(value, "stop_price").toStdString());
        if (text(value, "role") != QStringLiteral("stop") ||
            text(value, "status") != QStringLiteral("working") || !stop)
            continue;
        const bool isLong = text(value, "side") == QStringLiteral("sell");
        const Decimal beyond = Decimal::fromNanos(stop->nanos() / 200 * (isLong ? 199 : 201))
                                   .roundedTo(Decimal::fromNanos(100'000'000), Rounding::Floor);
        const std::string body = "{\"symbol\":\"" + text(value, "instrument").toStdString() +
                                 "\",\"price\":\"" + beyond.toString() + "\"}";
        m_exchange->post("/control/price", QByteArray::fromStdString(body));
        ++m_pushes;
        return;
    }
}

void PaperRun::look()
{
    hurryThroughTheNight();
    if (m_speed != m_plan.speed)
        return;  // at night nobody is asked anything
    letTheBotGoOn();
    if (isHybrid(m_plan) && m_plan.pressesKeys)
        pressKeys();
    else if (isHybrid(m_plan))
        approveWhatWaits();
    pushThroughAStop();
}

void PaperRun::watch()
{
    m_since.start();
    while (m_program.state() == QProcess::Running &&
           m_since.elapsed() < qint64(m_plan.minutes * 60'000)) {
        look();
        pause(m_program, m_speed > m_plan.speed ? 200 : lookMillis(m_plan));
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
        if (differencesBetween(m_exchange->get("/control/books"), m_plan.market.venue,
                               m_plan.dataDir, cash)
                .isEmpty())
            return;
        pause(m_program, settleLookMillis);
    }
}

QJsonObject PaperRun::row(const QStringList &failed) const
{
    const Happened happened = happenedIn(m_plan.dataDir);
    QJsonObject row;
    const auto put = [&](const char *name, const QJsonValue &value) {
        row[QLatin1String(name)] = value;
    };
    put("venue", m_plan.market.venue);
    put("bars",
        m_plan.market.bars == Bars::Hours ? QStringLiteral("hours") : QStringLiteral("minutes"));
    put("mode", m_plan.mode);
    put("from", m_plan.isDesktop ? QStringLiteral("desktop") : QStringLiteral("CLI"));
    put("speed", m_plan.speed);
    put("minutes", double(m_since.elapsed()) / 60'000);
    put("orders", happened.orders);
    put("fills", happened.fills);
    put("trips", happened.roundTrips);
    put("parts", happened.partlyFilled);
    put("refused", happened.refused);
    put("stops", happened.stopsFilled);
    put("approved", happened.approved);
    put("days", happened.days);
    put("failed", QJsonArray::fromStringList(failed));
    return row;
}

Outcome PaperRun::play()
{
    if (!startProgram() || !waitUntilItTrades()) {
        m_since.start();
        const QStringList failed{QStringLiteral("the run never began")};
        return {failed, row(failed)};
    }
    watch();
    QStringList failed;
    if (m_program.state() != QProcess::Running)
        failed += QStringLiteral("the program did not run to the end");
    waitForEqualBooks();
    const QString cash = text(cli({QStringLiteral("account"), QStringLiteral("show")}), "cash");
    const QJsonObject books = m_exchange->get("/control/books");
    m_program.terminate();
    if (!m_program.waitForFinished(commandMillis))
        failed += QStringLiteral("the program did not end when asked");
    failed += differencesBetween(books, m_plan.market.venue, m_plan.dataDir, cash);
    if (happenedIn(m_plan.dataDir).orders == 0)
        failed += QStringLiteral("it sent no order at all");
    return {failed, row(failed)};
}

} // namespace paper
