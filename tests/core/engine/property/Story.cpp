// The life of the engine in a story: built, told, killed, built again, and the dust that settles at its end.
#include "tests/core/engine/property/Story.h"

#include "tests/support/CoreBuilders.h"
#include "tests/support/StoredByHand.h"

#include <array>
#include <cmath>

namespace property {

using namespace core;
using namespace std::chrono_literals;
using support::px;

namespace {

constexpr std::array<Price (*)(), 3> firstPrices{[] { return px("100"); }, [] { return px("250"); },
                                                 [] { return px("1000"); }};

/// Thirty bars of a gentle fall to this price with an average range of a hundredth of it.
std::vector<Bar> past(Price last, Timestamp now, Duration length)
{
    const std::int64_t level = last.value().nanos();
    const Price wick(Decimal::fromNanos(level / 200));
    std::vector<Bar> bars;
    for (int i = 30; i > 0; --i) {
        const Price close(Decimal::fromNanos(level + i * level / 10'000));
        const Timestamp end = now - i * length;
        bars.push_back({end - length, end, close, close + wick, close - wick, close, 1000});
    }
    return bars;
}

RefTerms termsOf(const Instrument &instrument, const std::vector<BotSettings> &bots)
{
    RefTerms terms{.isStock = instrument.session == SessionKind::UsEquities,
                   .lotNanos = instrument.lotSize.nanos(),
                   .tickNanos = instrument.tickSize.nanos()};
    for (const BotSettings &bot : bots)
        for (const InstrumentId &id : bot.instruments)
            if (id == instrument.id) {
                terms.allowsShort = bot.allowsShort;
                terms.allowsAdding = bot.allowsAdding;
            }
    return terms;
}

} // namespace

Story::Story(std::uint64_t seed)
    : m_setting(seed), m_seed(seed), m_clock(m_setting.start), m_venue(m_setting.engine.startingCash, m_setting.venue),
      m_broker(m_venue, m_clock), m_promises(m_reference, m_journal, m_clock), m_limits(m_setting.engine.limits)
{
    m_journal.isImmediate = m_setting.isJournalImmediate;
    m_journal.onAppend = [this](const Record &record) {
        if (keepsDigest)
            note(record.json());
        m_promises.onRecord(record);
    };
    m_broker.rates = m_setting.chaos;
    m_broker.exits = m_setting.exits;
    m_broker.isReduceOnlyKept = m_setting.isReduceOnlyKept;
    m_broker.onSubmit = [this](const VettedOrder &order) {
        if (keepsDigest)
            note(order.request().clientOrderId.text() + order.request().quantity.toString());
        m_promises.onSubmit(order);
    };
    m_broker.onAmend = [this](const Order &order, const Amendment &terms) {
        if (keepsDigest)
            note("change of " + order.request.clientOrderId.text());
        m_promises.onAmend(order, terms);
    };
    m_broker.onFill = [this](const Fill &fill) {
        (void)m_reference.venue.book(fill);
        ++m_counts.fills;
    };
    const EngineSettings &settings = m_setting.engine;
    m_reference.venue.cash = Exact::parse(settings.startingCash.toString());
    m_reference.feeRate = settings.feeRate.toDouble();
    m_reference.stopSlippage = settings.stopSlippage.toDouble();
    m_reference.isLive = settings.destination == Destination::Live;
    m_reference.mode = decisionModeName(settings.mode);
    for (const BotSettings &bot : settings.bots) {
        m_reference.barOf[bot.id.text()] = lengthOf(bot.timeframe);
        for (const InstrumentId &id : bot.instruments)
            m_reference.instrumentsOf[bot.id.text()].insert(id.text());
    }
    m_promises.needsStops = settings.limits.needsStop;
    for (std::size_t i = 0; i < settings.instruments.size(); ++i) {
        m_markets.push_back({settings.instruments[i], firstPrices[i]()});
        m_venue.addInstrument(settings.instruments[i]);
        m_venue.onPrice(settings.instruments[i].id, m_markets[i].price, m_clock.now());
        for (const BotSettings &bot : settings.bots)
            for (const InstrumentId &id : bot.instruments)
                if (id == settings.instruments[i].id)
                    m_markets[i].timeframe = bot.timeframe;
        m_reference.terms[settings.instruments[i].id.text()] = termsOf(settings.instruments[i], settings.bots);
    }
}

void Story::build()
{
    EngineSettings settings = m_setting.engine;
    settings.run = RunId("R" + std::to_string(++m_lives));
    settings.limits = m_limits;
    settings.mode = *parseDecisionMode(m_reference.mode);
    m_reference.limits = m_limits;
    const std::vector<Record> kept = m_journal.records();
    m_reference.beginLife(kept, Exact::parse(settings.startingCash.toString()));
    m_promises.beginLife();
    m_engine = *TradingEngine::create(std::move(settings), m_clock, m_broker, m_journal);
    m_engine->addObserver(m_promises);
    m_engine->keepLimitsWith([this](const RiskLimits &limits, const CommandOrigin &) -> Result<> {
        m_limits = limits;
        return {};
    });
    for (const Market &market : m_markets)
        m_engine->warmUp({market.instrument.id, market.timeframe},
                         past(market.price, m_clock.now(), lengthOf(market.timeframe)));
    m_engine->start(support::storedByHand(kept));
    for (const CashFlow &flow : m_flows) // the venue tells its account's history again
        tell(flow);
}

/// The process is gone from one moment to the next; requests on their way to the venue are not.
void Story::crash()
{
    m_promises.hadFailedDisk = m_promises.hadFailedDisk || !m_journal.isHealthy();
    m_broker.forgetEngine();
    m_engine.reset();
    m_isDiskFailureUntold = false;
    m_journal.crash(below(6));
    ++m_counts.restarts;
    if (isOneIn(3))
        wait(std::chrono::seconds(below(600)));
    for (std::size_t i = 0; i < m_markets.size(); ++i)
        if (isOneIn(2))
            movePrice(i, isOneIn(3));
    build();
}

/// Everything whose time has come reaches the engine, one event after the other.
void Story::deliver()
{
    while (m_engine) {
        while (const auto event = m_broker.next())
            tell(*event);
        m_engine->tick();
        const auto more = m_broker.next();
        if (!more)
            return;
        tell(*more);
    }
}

void Story::tell(const Event &event)
{
    if (!m_engine)
        return;
    m_counts.unknowns += std::holds_alternative<OrderOutcomeUnknown>(event);
    m_reference.tell(event, m_clock.now(), m_clock.steady());
    m_engine->process(event);
}

std::string Story::run(const std::vector<Step> &steps)
{
    build();
    deliver();
    for (std::size_t i = 0; i < steps.size(); ++i) {
        m_dice = steps[i].dice;
        m_broker.chance = steps[i].dice ^ 0x5eedULL;
        act(steps[i]);
        deliver();
        m_promises.onStep(*m_engine);
        if (!m_promises.broken().empty())
            return "step " + std::to_string(i) + " (" + actName(steps[i].act) + "): " + m_promises.broken();
    }
    finish(SeededRandom(m_seed ^ 0xe7d).next());
    return m_promises.broken().empty() ? "" : "at the end: " + m_promises.broken();
}

/// Nothing goes wrong any more and everybody has time: half a minute proves absence, refused closings are
/// tried again after a minute.
void Story::settle()
{
    m_broker.calm();
    if (m_isDiskFailureUntold)
        moveDisk();
    for (Market &market : m_markets)
        market.isStalled = false;
    for (int round = 0; round < 45; ++round) {
        m_clock.advance(5s);
        for (std::size_t i = 0; i < m_markets.size(); ++i)
            quote(i);
        deliver();
        m_journal.sync();
        tell(JournalAdvanced{m_journal.durableThrough()});
        m_engine->requestVenueSnapshot();
        deliver();
        m_promises.onStep(*m_engine);
    }
    m_promises.onSettled(*m_engine, m_broker.snapshot());
}

/// The dust settles; in two of three stories everything is then closed, and must end flat whatever the
/// state of disk and halt.
void Story::finish(std::uint64_t dice)
{
    m_dice = dice;
    settle();
    const int ending = below(3);
    if (ending == 0 || !m_promises.broken().empty())
        return;
    if (ending == 1) {
        m_reference.isHalted = true;
        m_reference.isReduceOnly = false;
        (void)say(Halt{.cancelOrders = true, .flatten = true});
    }
    for (const Market &market : m_markets)
        if (ending == 2 || m_setting.hasHands || m_promises.hadFailedDisk)
            (void)say(ClosePosition{market.instrument.id});
    settle();
    m_promises.expect(ending != 1 || m_engine->parts().health.trading == TradingState::Halted || m_setting.hasHands ||
                          m_promises.hadFailedDisk,
                      "everything was closed and the venue's confirmation has not been asked for");
    for (const auto &[instrument, held] : m_reference.venue.held)
        m_promises.expect(std::abs(held.toDouble()) * 1e9 < double(m_reference.terms.at(instrument).lotNanos) ||
                              (ending == 2 && !m_reference.isHalted) || m_promises.hadFailedDisk ||
                              m_setting.hasHands,
                          "closing everything left " + held.text() + " of " + instrument);
}

Story::Counts Story::counts() const
{
    Counts all = m_counts;
    all.entries = m_promises.entriesSent;
    all.exits = m_promises.exitsSent;
    all.changes = m_promises.changesSent;
    return all;
}

/// FNV-1a.
void Story::note(const std::string &text)
{
    for (const char c : text)
        m_digest = (m_digest ^ std::uint8_t(c)) * 0x100000001b3ULL;
}

std::uint64_t Story::roll()
{
    SeededRandom dice(m_dice);
    return m_dice = dice.next();
}

} // namespace property
