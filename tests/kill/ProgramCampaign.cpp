#include "tests/kill/ProgramCampaign.h"

#include "core/base/Decimal.h"
#include "core/storage/SqliteJournal.h"
#include "core/storage/StoreReader.h"
#include "tests/paper/Comparison.h"
#include "tests/paper/Market.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryFile>

#include <map>

namespace support {

using namespace core;

namespace {

constexpr int commandMillis = 30'000;
constexpr int longestLifeMillis = 30'000;
/// An absence is proven by two questions, a minute apart; a busy machine may need more.
constexpr int settleMillis = 300'000;
constexpr int proofMillis = 150'000;
constexpr int lookMillis = 1000;
constexpr const char *marketSpeed = "60";  ///< A minute bar a second.

/// What a wire does to people; what would only cost minutes of waiting (limits, maintenance,
/// revoked keys) is the fault table's.
constexpr const char *faultFile = R"(faults:
- {kind: drop, on: any, probability: 0.02}
- {kind: timeout-after-acceptance, on: order, probability: 0.05}
- {kind: server-error-before-acceptance, on: order, probability: 0.05}
- {kind: server-error-after-acceptance, on: order, probability: 0.05}
- {kind: socket-reset, on: order, probability: 0.03}
- {kind: truncate, on: order, probability: 0.03}
- {kind: delay, on: any, probability: 0.03, seconds: 1}
- {kind: drop, on: stream, probability: 0.03}
- {kind: duplicate, on: stream, probability: 0.05}
- {kind: reorder, on: stream, probability: 0.03}
)";

QString text(const QJsonObject &object, const char *key)
{
    return object[QLatin1String(key)].toString();
}

std::vector<StoredRow> rowsOf(const QString &dataDir, const char *statement)
{
    const auto rows =
        readRows(SqliteJournal::databasePath(dataDir), QString::fromLatin1(statement));
    return rows ? *rows : std::vector<StoredRow>();
}

int countOf(const QString &dataDir, const char *statement)
{
    const auto rows = rowsOf(dataDir, statement);
    return rows.empty() ? 0 : std::stoi(rows.front().value("n").value_or("0"));
}

bool isNewOrder(const QJsonObject &request)
{
    const QString path = text(request, "path");
    return text(request, "method") == QStringLiteral("POST") &&
           (path == QStringLiteral("/v2/orders") || path == QStringLiteral("/v5/order/create"));
}

} // namespace

ProgramCampaign::ProgramCampaign(Options options)
    : m_options(std::move(options)), m_random(m_options.seed)
{
    if (m_options.dataDir.isEmpty())
        m_options.dataDir = m_temporary.path();
}

bool ProgramCampaign::startVenue()
{
    QTemporaryFile faults;
    if (!faults.open())
        return false;
    faults.write(faultFile);
    faults.flush();
    const bool isAlpaca = m_options.venue == QStringLiteral("alpaca");
    m_exchange.emplace(
        QStringLiteral(COUNTERSIGN_EXCHANGE),
        QStringList{QStringLiteral("--faults"), faults.fileName(), QStringLiteral("--seed"),
                    QString::number(m_options.seed), QStringLiteral("--speed"),
                    QString::fromLatin1(marketSpeed), QStringLiteral("--fill-at-most"),
                    isAlpaca ? QStringLiteral("90") : QStringLiteral("7")} +
            paper::marketOptions({.venue = m_options.venue},
                                 m_options.dataDir + QStringLiteral("/market")));
    return m_exchange->isReady();
}

QJsonObject ProgramCampaign::cli(const QStringList &words) const
{
    QProcess process;
    process.setProcessEnvironment(environmentWithoutKeys());
    process.start(QStringLiteral(COUNTERSIGN_CLI),
                  words + QStringList{QStringLiteral("--json"), QStringLiteral("--data-dir"),
                                      m_options.dataDir});
    if (!process.waitForFinished(commandMillis))
        return {};
    return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
}

void ProgramCampaign::startProgram()
{
    const QString profile =
        QStringLiteral(COUNTERSIGN_CANARY_DIR) + (m_options.venue == QStringLiteral("alpaca")
                                                      ? QStringLiteral("/ma-crossover-minutes.yaml")
                                                      : QStringLiteral("/ma-crossover-bybit.yaml"));
    m_program.setProcessEnvironment(m_exchange->environment());
    m_program.setStandardErrorFile(m_options.dataDir + QStringLiteral("/said.txt"),
                                   QIODevice::Append);
    m_program.start(
        QStringLiteral(COUNTERSIGN_CLI),
        QStringList{QStringLiteral("run"), QStringLiteral("--json"), QStringLiteral("--profile"),
                    profile, QStringLiteral("--to"), QStringLiteral("paper"),
                    QStringLiteral("--mode"), QStringLiteral("auto"), QStringLiteral("--data-dir"),
                    m_options.dataDir} +
            m_exchange->endpoints());
}

/// So many words of orders and fills, or a life long enough without.
bool ProgramCampaign::hearsOrders(int count, int millis)
{
    QElapsedTimer life;
    life.start();
    while (life.elapsed() < millis && m_program.state() != QProcess::NotRunning) {
        const int left = millis - int(life.elapsed());
        if (!m_program.canReadLine() && !m_program.waitForReadyRead(std::max(left, 1)))
            continue;
        while (m_program.canReadLine()) {
            const QString event =
                text(QJsonDocument::fromJson(m_program.readLine()).object(), "event");
            if ((event == QStringLiteral("order") || event == QStringLiteral("fill")) &&
                --count <= 0)
                return true;
        }
    }
    return false;
}

/// Until nothing is in doubt, which takes the proof of an absence.
void ProgramCampaign::waitUntilSure()
{
    QElapsedTimer waited;
    waited.start();
    while (m_program.state() != QProcess::NotRunning && waited.elapsed() < proofMillis &&
           isInDoubt()) {
        m_program.waitForFinished(lookMillis);
        m_program.readAllStandardOutput();
    }
    // After so many entries a day by itself a bot asks; its owner lets it go on.
    (void)cli({QStringLiteral("resume"), QStringLiteral("--bot"), QStringLiteral("ma-crossover")});
}

bool ProgramCampaign::isInDoubt() const
{
    return countOf(
               m_options.dataDir,
               "SELECT COUNT(*) AS n FROM orders WHERE status IN ('intended', 'sent', 'unknown')") >
           0;
}

/// Half of them die at any moment, while they start and while they ask what became of the orders of
/// the one before; the others in the middle of a trade, once they are sure.
bool ProgramCampaign::live()
{
    startProgram();
    if (below(2) == 0)
        return hearsOrders(1'000'000, below(6000));
    (void)hearsOrders(1, 1000);
    waitUntilSure();
    return hearsOrders(1 + below(8), longestLifeMillis);
}

void ProgramCampaign::liveAndDie()
{
    const bool isInTrade = live();
    if (m_program.state() == QProcess::NotRunning) {
        m_outcome.violations += QStringLiteral("kill %1: the program ended by itself with code %2")
                                    .arg(m_outcome.kills)
                                    .arg(m_program.exitCode());
        return;
    }
    m_program.kill();
    m_program.waitForFinished();
    ++m_outcome.kills;
    m_outcome.killsInTrade += isInTrade;
}

QStringList ProgramCampaign::differences(const QJsonObject &books) const
{
    const QString cash = text(cli({QStringLiteral("account"), QStringLiteral("show")}), "cash");
    QStringList found = paper::differencesBetween(books, m_options.venue, m_options.dataDir, cash);
    if (isInDoubt())
        found += QStringLiteral("an order is still in doubt");
    return found;
}

/// Nothing fails any more, the market stands, and what is in doubt is asked for.
void ProgramCampaign::settle()
{
    m_exchange->post("/control/faults", "faults: []\n");
    m_exchange->post("/control/speed", "{\"speed\":0}");
    startProgram();
    QElapsedTimer waited;
    waited.start();
    while (m_program.state() != QProcess::NotRunning && waited.elapsed() < settleMillis) {
        m_program.waitForFinished(lookMillis);
        m_program.readAllStandardOutput();
        if (differences(m_exchange->get("/control/books")).isEmpty())
            return;
    }
}

/// An entry leaves once, an exit once more at most, under the same id.
void ProgramCampaign::compareSending(const QJsonObject &books)
{
    std::map<QString, int> allowed;
    for (const StoredRow &row :
         rowsOf(m_options.dataDir, "SELECT client_order_id, role FROM intents"))
        allowed[QString::fromStdString(row.value("client_order_id").value_or(""))] =
            row.value("role") == "entry" ? 1 : 2;
    std::map<QString, int> sent;
    for (const QJsonValue &value : books[QStringLiteral("requests")].toArray())
        if (const QJsonObject request = value.toObject(); isNewOrder(request)) {
            const QJsonObject body =
                QJsonDocument::fromJson(text(request, "body").toUtf8()).object();
            const QString id =
                text(body, m_options.venue == QStringLiteral("alpaca") ? "client_order_id"
                                                                       : "orderLinkId");
            if (const int times = ++sent[id]; times > allowed[id])
                m_outcome.violations += QStringLiteral("order %1 left %2 times").arg(id).arg(times);
        }
    if (sent.empty())
        m_outcome.violations += QStringLiteral("no order was sent at all");
}

/// No order is there twice, and no exit ever sold what was not held.
void ProgramCampaign::compareHoldings(const QJsonObject &books)
{
    std::map<QString, int> there;
    for (const QJsonValue &value : books[QStringLiteral("orders")].toArray())
        if (const QString id = text(value.toObject(), "client_order_id");
            !id.isEmpty() && ++there[id] > 1)
            m_outcome.violations += QStringLiteral("the venue has order %1 twice").arg(id);
    std::map<QString, WideDecimal> held;
    for (const QJsonValue &value : books[QStringLiteral("fills")].toArray()) {
        const QJsonObject fill = value.toObject();
        const auto units = WideDecimal::parse(
            fill[QStringLiteral("quantity")].toVariant().toString().toStdString());
        if (!text(fill, "venue").startsWith(m_options.venue) || !units)
            continue;
        WideDecimal &here = held[text(fill, "symbol")];
        here =
            text(fill, "side").toLower() == QStringLiteral("buy") ? here + *units : here - *units;
        if (here.sign() < 0)
            m_outcome.violations +=
                QStringLiteral("an exit sold %1 that was not held").arg(text(fill, "symbol"));
    }
}

void ProgramCampaign::compare()
{
    const QJsonObject books = m_exchange->get("/control/books");
    m_outcome.violations += differences(books);
    compareSending(books);
    compareHoldings(books);
    const paper::Happened happened = paper::happenedIn(m_options.dataDir);
    m_outcome.orders = happened.orders;
    m_outcome.fills = happened.fills;
    m_outcome.unknown = countOf(m_options.dataDir,
                                "SELECT COUNT(DISTINCT client_order_id) AS n FROM order_events "
                                "WHERE status = 'unknown'");
}

ProgramCampaign::Outcome ProgramCampaign::run()
{
    if (!startVenue()) {
        m_outcome.violations += QStringLiteral("the venue does not start");
        return m_outcome;
    }
    while (m_outcome.kills < m_options.kills && m_outcome.violations.isEmpty()) {
        liveAndDie();
        if (m_outcome.kills % 10 == 0)
            m_options.say(QStringLiteral("%1: %2 kills").arg(m_options.venue).arg(m_outcome.kills));
    }
    settle();
    compare();
    m_program.terminate();
    m_program.waitForFinished(commandMillis);
    return m_outcome;
}

} // namespace support
