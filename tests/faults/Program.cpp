#include "tests/faults/Program.h"

#include "tests/support/CoreBuilders.h"
#include "tests/support/StoredByHand.h"

namespace faults {

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

RiskLimits wideLimits()
{
    RiskLimits limits;
    limits.riskPerTrade = dec("0.02");
    limits.exposure = dec("0.9");
    limits.dayLoss = dec("0.5");
    limits.maxOrderValue = usd("20000");
    limits.maxOrderQuantity = qty("10000");
    limits.maxPositions = 5;
    limits.priceCollar = dec("0.02");
    limits.maxQuoteAge = 10s;
    limits.needsStop = true;
    limits.overnight = dec("1");
    limits.drawdown = dec("1");
    limits.maxOrdersPerMinute = 600;
    limits.duplicateWindow = 3s;
    limits.lossStreak = 1000;
    limits.coolDown = 1min;
    limits.stopOutBars = 1;
    limits.rejectBars = 1;
    limits.maxAutomatedEntries = 1000;
    limits.maxVenueFailures = 1000; // what halts is tried elsewhere
    return limits;
}

} // namespace

EngineSettings Program::settings(int life) const
{
    BotSettings bot;
    bot.id = BotId("bot");
    bot.strategy = "ma-crossover";
    bot.parameters = {{"fast", "1"}, {"slow", "2"}};
    bot.instruments = {m_side.instrument().id};
    bot.timeframe = Timeframe::M1;
    bot.planning.sizeAmount = dec("0.01");
    bot.planning.stopAtrs = dec("1.5");
    if (m_side.hasTargets())
        bot.planning.targetR = dec("1");
    bot.planning.collar = dec("0.01");
    EngineSettings settings;
    settings.run = RunId("R" + std::to_string(life));
    settings.account = AccountId("faults");
    settings.mode = DecisionMode::Auto;
    settings.destination = Destination::Paper;
    settings.bots = {bot};
    settings.instruments = {m_side.instrument()};
    settings.limits = wideLimits();
    settings.daySession = m_side.instrument().session;
    settings.startingCash = usd(VenueSide::startingCash);
    return settings;
}

Program::Program(VenueSide &side, CrashJournal &journal, Seen &seen, Reached reached, int life)
    : m_side(side), m_journal(journal), m_seen(seen), m_reached(std::move(reached)),
      m_http(side.venue().http([this](const net::HttpRequest &request) { onSend(request); })),
      m_socket(side.venue().socket()), m_broker(side.makeBroker(*m_http, *m_socket)),
      m_movesStops(side.movesStops())
{
    const std::vector<Record> kept = m_journal.records();
    m_engine = *TradingEngine::create(settings(life), side.venue().clock(), *m_broker, m_journal);
    m_engine->addObserver(*this);
    PlayedVenue &market = side.venue().venues().played();
    m_engine->warmUp({side.instrument().id, Timeframe::M1}, market.bars({side.instrument().id, Timeframe::M1}, {}));
    market.setSink([this](const Event &event) {
        if (std::holds_alternative<QuoteChanged>(event) || std::holds_alternative<BarClosed>(event))
            m_engine->process(event);
    });
    m_engine->start(storedByHand(kept));
    m_comparedAt = side.venue().time().now();
    side.venue().every(50ms, m_beats, [this] { beat(); });
}

Program::~Program()
{
    m_side.venue().venues().played().setSink([](const Event &) {});
}

/// As EngineHost and RealVenue do: the disk, the venue, the clock, and a comparison every half minute.
void Program::beat()
{
    m_journal.sync();
    if (m_journal.durableThrough() > m_told)
        m_engine->process(JournalAdvanced{m_told = m_journal.durableThrough()});
    m_broker->tick();
    m_engine->tick();
    const Duration now = m_side.venue().time().now();
    if (m_movesStops && now - m_movedAt >= 6500ms) {
        m_movedAt = now;
        moveStop();
    }
    if (now - m_comparedAt < 30s)
        return;
    m_comparedAt = now;
    m_engine->requestVenueSnapshot();
}

/// Nearer and further in turn; where nothing can be moved now it is refused.
void Program::moveStop()
{
    const Instrument &instrument = m_side.instrument();
    const auto quote = m_engine->parts().portfolio.quote(instrument.id);
    if (!quote || m_engine->parts().own(instrument.id).sign() <= 0)
        return;
    const std::int64_t share = 4 + ++m_moves % 5; // of a thousandth of the price
    const Price to = instrument.roundedPrice(
        Price(Decimal::fromNanos(quote->bid.value().nanos() / 1000 * (1000 - share))), Rounding::Floor);
    if (m_engine->command(MoveStop{instrument.id, to}, {"owner", "faults"}).isDone)
        tell("the stop is to move to " + to.toString());
}

void Program::stopEntries()
{
    m_movesStops = false;
    (void)m_engine->command(SetBotOn{BotId("bot"), false}, {});
}

bool Program::isSettled() const
{
    const EngineParts &parts = m_engine->parts();
    if (!parts.health.isReady || !parts.health.isLinkUp || !m_engine->isSettled() || parts.health.isCashDifferent ||
        !parts.mismatched.empty())
        return false;
    const auto open = parts.execution.open();
    return std::all_of(open.begin(), open.end(), [](const Order *order) {
        return (order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled) &&
               !order->cancelRequested && !order->amendment;
    });
}

void Program::onSend(const net::HttpRequest &request)
{
    tell("-> " + request.method + " " + request.url + (request.body.empty() ? "" : " " + request.body));
    if (VenueSide::isChange(request))
        judgeChange();
    const auto id = VenueSide::placedBy(request);
    if (!id)
        return;
    m_seen.sent[*id].push_back(m_side.venue().time().now());
    bool isDurable = false;
    const auto &records = m_journal.records();
    for (std::size_t i = 0; i < records.size() && !isDurable; ++i)
        isDurable = records[i].table == Table::Intents && column(records[i], "client_order_id") == *id &&
                    m_journal.isDurable(i);
    if (!isDurable)
        m_seen.broken.push_back("order " + *id + " left before its intent was on the disk");
    m_reached(Phase::InFlight);
}

/// One request for each wish at most, and none before it is on the disk.
void Program::judgeChange()
{
    std::int64_t wishes = 0;
    const auto &records = m_journal.records();
    for (std::size_t i = 0; i < records.size(); ++i)
        wishes += records[i].table == Table::Amendments && column(records[i], "step") == "asked" && m_journal.isDurable(i);
    if (++m_seen.changesSent > wishes)
        m_seen.broken.push_back("a change left twice, or before its wish was on the disk");
}

void Program::amended(const Order &order, AmendmentStep step, const std::string &reason)
{
    tell("change of " + order.request.clientOrderId.text() + " " + amendmentStepName(step) +
         (order.request.stopPrice ? " at " + order.request.stopPrice->toString() : "") +
         (reason.empty() ? "" : " (" + reason + ")"));
    m_seen.changesMade += step == AmendmentStep::Made;
}

void Program::orderIntended(const Order &order)
{
    if (order.request.role == OrderRole::Entry) {
        m_seen.entries[order.proposal].insert(order.request.clientOrderId);
        m_seen.entryIds.insert(order.request.clientOrderId.text());
    }
    m_reached(Phase::BeforeSend);
}

void Program::orderChanged(const Order &order, OrderStatus from)
{
    m_seen.unknowns += order.status == OrderStatus::Unknown;
    tell(order.request.clientOrderId.text() + " " + orderRoleName(order.request.role) + " " +
         sideName(order.request.side) + " " + order.request.quantity.toString() + ": " + orderStatusName(from) + " -> " +
         orderStatusName(order.status) + (order.reason.empty() ? "" : " (" + order.reason + ")"));
    if (order.status == OrderStatus::Working)
        m_reached(Phase::AfterAck);
    if (order.status == OrderStatus::PartiallyFilled)
        m_reached(Phase::PartlyFilled);
}

void Program::filled(const Order &order, const Fill &fill)
{
    tell(order.request.clientOrderId.text() + " filled " + fill.quantity.toString() + " at " + fill.price.toString() +
         " [" + fill.id.text() + "]");
}

void Program::noted(Severity severity, const std::string &kind, const std::string &text, Timestamp)
{
    m_seen.alarms += severity == Severity::Alarm;
    tell(kind + ": " + text);
    if (kind == "bug")
        m_seen.broken.push_back("the engine halted on a bug: " + text);
}

void Program::linkChanged(bool isUp, const std::string &detail, Timestamp)
{
    tell(std::string("link ") + (isUp ? "up " : "down ") + detail);
}

void Program::tell(const std::string &what)
{
    if (m_seen.keepsStory)
        m_seen.story.push_back(std::to_string(m_side.venue().time().now().count() / 1'000'000) + " ms  " + what);
}

} // namespace faults
