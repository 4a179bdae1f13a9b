#include "tests/kill/Trader.h"

#include "core/base/Json.h"
#include "core/storage/StoreReader.h"

#include <QCoreApplication>

#include <cstdio>

namespace support {

using namespace core;

namespace {

/// More than a run to rest may ever need: half a minute of market time settles any doubt.
constexpr std::int64_t stepsToRest = 6000;

void say(const std::string &line)
{
    std::puts(line.c_str());
    std::fflush(stdout);
}

BotSettings botFor(const char *id, std::vector<InstrumentId> instruments, OrderType type, bool goesShort)
{
    BotSettings bot;
    bot.id = BotId(id);
    bot.strategy = "ma-crossover";
    bot.parameters = {{"fast", "1"}, {"slow", "2"}}; // turns with almost every bar
    bot.instruments = std::move(instruments);
    bot.timeframe = Timeframe::M1;
    bot.planning.sizeAmount = Decimal::fromNanos(500'000); // 0.05 %
    bot.planning.stopAtrs = Decimal::fromNanos(1'200'000'000);
    bot.planning.targetR = Decimal::fromNanos(1'000'000'000);
    bot.planning.orderType = type;
    bot.planning.collar = Decimal::fromNanos(10'000'000);
    bot.allowsShort = goesShort;
    return bot;
}

RiskLimits looseLimits()
{
    RiskLimits limits;
    limits.riskPerTrade = Decimal::fromNanos(50'000'000);
    limits.exposure = Decimal::fromInteger(3);
    limits.dayLoss = Decimal::fromNanos(900'000'000);
    limits.maxOrderValue = Money(Decimal::fromInteger(900'000));
    limits.maxOrderQuantity = Quantity(Decimal::fromInteger(100'000));
    limits.maxPositions = 20;
    limits.priceCollar = Decimal::fromNanos(50'000'000);
    limits.maxQuoteAge = std::chrono::seconds(60);
    limits.needsStop = true;
    limits.overnight = Decimal::fromInteger(100);
    limits.maxOrdersPerMinute = 1000;
    limits.duplicateWindow = std::chrono::seconds(1);
    limits.lossStreak = 1'000'000;
    limits.coolDown = std::chrono::seconds(1);
    limits.stopOutBars = 1;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 1'000'000;
    limits.drawdown = Decimal::fromInteger(1);
    return limits;
}

} // namespace

Money Trader::startingCash()
{
    return Money(Decimal::fromInteger(1'000'000));
}

EngineSettings Trader::settings(const std::string &run)
{
    const InstrumentId btc{"bybit-linear", "BTCUSDT"};
    const InstrumentId eth{"bybit-linear", "ETHUSDT"};
    EngineSettings settings;
    settings.run = RunId(run);
    settings.profile = "kill";
    settings.account = AccountId("kill");
    settings.mode = DecisionMode::Auto;
    settings.bots = {botFor("stocks", {{"alpaca", "AAPL"}, {"alpaca", "TSLA"}}, OrderType::Market, false),
                     botFor("patient", {{"alpaca", "PLTR"}, {"alpaca", "SPY"}}, OrderType::Limit, false),
                     botFor("coins", {btc}, OrderType::Market, true), botFor("slow coins", {eth}, OrderType::Limit, true)};
    for (const BotSettings &bot : settings.bots)
        for (const InstrumentId &instrument : bot.instruments)
            settings.instruments.push_back(usualInstrument(instrument));
    settings.limits = looseLimits();
    settings.startingCash = startingCash();
    settings.feeRate = Decimal::fromNanos(100'000);
    return settings;
}

Trader::Trader(Options options)
    : m_options(std::move(options)), m_points(m_options.killAt),
      m_link(m_options.venue, std::make_unique<KillingSocket>(m_points), {}), m_feed(m_link, m_clock),
      m_remote(m_link, {}), m_broker(m_remote, m_points), m_observer(m_points), m_script(m_options.seed)
{
    m_link.addListener({[this](const venue::Welcome &welcome) {
                            m_feed.loadHistory(welcome.series, [this](const auto &history) { begin(history); });
                        },
                        [this](const venue::Message &message) { take(message); },
                        [this](const std::string &why) {
                            say("broken the venue went away: " + why);
                            end(3);
                        }});
    connect(&m_link, &VenueLink::batchEnded, this, &Trader::letEngineWork);
    connect(&m_remote, &RemoteVenueBroker::told, this, &Trader::letEngineWork);
}

Trader::~Trader()
{
    m_disk.reset(); // its listener speaks to the rest
}

void Trader::start()
{
    m_link.open();
}

void Trader::openJournal()
{
    SqliteJournal::Listener listener{
        [this](std::int64_t through) {
            m_points.pass("disk.written"); // on the storage thread: durable, and nobody knows yet
            QMetaObject::invokeMethod(this, [this, through] { journalAdvanced(through); }, Qt::QueuedConnection);
        },
        [this](const std::string &why) {
            QMetaObject::invokeMethod(
                this,
                [this, why] {
                    say("broken the journal failed: " + why);
                    end(3);
                },
                Qt::QueuedConnection);
        }};
    auto disk = SqliteJournal::open(m_options.dataDir, m_wallClock, std::move(listener));
    if (!disk) {
        say("broken the journal cannot be opened: " + describe(disk.error()));
        return end(3);
    }
    m_disk = std::move(*disk);
    m_journal = std::make_unique<KillingJournal>(*m_disk, m_points);
}

void Trader::begin(const std::map<SeriesId, std::vector<Bar>> &history)
{
    m_points.pass("start.connected");
    openJournal();
    if (m_isOver)
        return;
    const EngineSettings run = settings(m_options.run);
    const auto stored = loadState(SqliteJournal::databasePath(m_options.dataDir), run.account.text());
    auto engine = stored ? TradingEngine::create(run, m_clock, m_broker, *m_journal)
                         : Result<std::unique_ptr<TradingEngine>>(failure(stored.error()));
    if (!engine) {
        say("broken the engine cannot start: " + describe(engine.error()));
        return end(3);
    }
    m_points.pass("start.loaded");
    m_engine = std::move(*engine);
    m_engine->addObserver(m_observer);
    for (const auto &[series, bars] : history)
        m_engine->warmUp(series, bars);
    m_engine->start(*stored);
    m_points.pass("start.started");
    m_feed.start([this](Event event) { takeIn(std::move(event)); });
}

void Trader::takeIn(Event event)
{
    const std::string name = eventName(event);
    m_points.pass("event.before." + name);
    m_engine->process(std::move(event));
    m_points.pass("event.processed." + name);
    m_engine->tick();
}

void Trader::take(const venue::Message &message)
{
    if (!std::holds_alternative<venue::Advanced>(message))
        return;
    m_isAdvancing = false;
    say("step " + std::to_string(++m_stepsDone));
}

void Trader::letEngineWork()
{
    if (!m_engine || m_isOver)
        return;
    m_engine->tick();
    m_points.pass("engine.worked");
    goOn();
}

void Trader::journalAdvanced(std::int64_t through)
{
    if (m_isOver || through < m_journal->lastTicket())
        return; // as in the engine's host: on only when all is stored
    m_points.pass("durable.before");
    m_engine->process(JournalAdvanced{through});
    m_points.pass("durable.processed");
    goOn();
}

bool Trader::isBroken()
{
    const EngineHealth &health = m_engine->parts().health;
    if (health.haltReason.find("internal error") == std::string::npos)
        return false;
    say("broken " + health.haltReason);
    end(3);
    return true;
}

/// Nothing waits for the disk.
bool Trader::isStill() const
{
    return m_engine->isSettled() && m_journal->durableThrough() >= m_journal->lastTicket();
}

void Trader::goOn()
{
    if (m_isOver || m_isAdvancing || isBroken() || !m_engine->parts().health.isReady || !isStill())
        return;
    if (m_options.settles) {
        Script::wind(*m_engine);
        const bool isAtRest = unrest().empty();
        if (isAtRest || m_stepsDone >= stepsToRest)
            return finish();
    } else {
        m_script.act(*m_engine);
        if (m_stepsDone >= m_options.steps)
            return finish();
    }
    if (!m_engine->venueSnapshot()) // a fill has made the venue's last word old
        m_engine->requestVenueSnapshot();
    if (isStill()) // else the disk's word brings us back
        m_isAdvancing = m_link.send(venue::Advance{m_stepsDone, 1, {}});
}

/// What still moves; empty at rest.
std::string Trader::unrest() const
{
    const EngineParts &parts = m_engine->parts();
    if (!m_engine->venueSnapshot() || !parts.mismatched.empty() || parts.health.isCashDifferent)
        return "the books differ from the venue's";
    std::map<InstrumentId, Quantity> stops;
    for (const Order *order : parts.execution.open()) {
        const bool isWorking = order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled;
        if (order->request.role == OrderRole::Entry || !isWorking || order->cancelRequested)
            return std::string("order ") + order->request.clientOrderId.text() + " is " + orderStatusName(order->status);
        if (order->request.role == OrderRole::Stop)
            stops[order->request.instrument] += order->remaining();
    }
    for (const auto &[instrument, position] : parts.portfolio.positions())
        if (stops[instrument] < position.quantity.abs())
            return position.quantity.toString() + " " + instrument.symbol + " with stops for " +
                   stops[instrument].toString();
    return {};
}

void Trader::finish()
{
    if (m_options.settles)
        reportRest();
    m_engine->stop("the test ends");
    for (const auto &[point, count] : m_points.counts())
        say("pass " + point + "=" + std::to_string(count));
    end(0);
}

void Trader::reportRest() const
{
    const EngineParts &parts = m_engine->parts();
    JsonWriter json;
    json.beginObject().member("unrest", unrest()).member("cash", parts.portfolio.cash().toString());
    json.key("positions").beginObject();
    for (const auto &[instrument, position] : parts.portfolio.positions())
        json.member(instrument.text(), position.quantity.toString());
    json.endObject().key("orders").beginArray();
    for (const Order *order : parts.execution.open())
        json.value(order->request.clientOrderId.text());
    say("rest " + json.endArray().endObject().take());
}

void Trader::end(int code)
{
    m_isOver = true;
    QCoreApplication::exit(code);
}

} // namespace support
