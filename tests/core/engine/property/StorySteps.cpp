// What can be done to the engine in one step.
#include "tests/core/engine/property/Story.h"

#include "tests/support/CoreBuilders.h"

#include <algorithm>
#include <array>

namespace property {

using namespace core;
using namespace std::chrono_literals;

namespace {

struct Weight {
    Act act;
    const char *name;
    int weight;
};

constexpr std::array weights{
    Weight{Act::Price, "price", 190},    Weight{Act::Gap, "gap", 18},        Weight{Act::Stall, "stall", 8},
    Weight{Act::Bar, "bar", 150},        Weight{Act::Answer, "answer", 220}, Weight{Act::Lie, "lie", 20},
    Weight{Act::Late, "late", 8},        Weight{Act::Edit, "edit", 60},      Weight{Act::Refresh, "refresh", 20},
    Weight{Act::Disk, "disk", 150},      Weight{Act::Wait, "wait", 60},      Weight{Act::LongWait, "long wait", 8},
    Weight{Act::NextDay, "next day", 6}, Weight{Act::Halt, "halt", 5},       Weight{Act::Resume, "resume", 60},
    Weight{Act::Mode, "mode", 8},        Weight{Act::Close, "close", 10},    Weight{Act::Cancel, "cancel", 20},
    Weight{Act::Garbage, "garbage", 10}, Weight{Act::Snapshot, "snapshot", 90}, Weight{Act::Link, "link", 8},
    Weight{Act::Crash, "crash", 10},     Weight{Act::DiskFails, "disk fails", 2}, Weight{Act::Limits, "limits", 8},
    Weight{Act::Hands, "hands", 8},      Weight{Act::ReduceOnly, "reduce-only", 3}, Weight{Act::Snooze, "snooze", 15},
    Weight{Act::Flow, "flow", 8},        Weight{Act::Switch, "switch", 6},    Weight{Act::Mute, "mute", 3},
    Weight{Act::MoveStop, "move stop", 40},
};

constexpr int sumOfWeights()
{
    int sum = 0;
    for (const Weight &each : weights)
        sum += each.weight;
    return sum;
}

} // namespace

const char *actName(Act act)
{
    for (const Weight &each : weights)
        if (each.act == act)
            return each.name;
    return "?";
}

std::vector<Step> Story::stepsOf(std::uint64_t seed)
{
    SeededRandom random(seed * 2 + 1);
    std::vector<Step> steps(80 + random.next() % 60);
    for (Step &step : steps) {
        int left = int(random.next() % std::uint64_t(sumOfWeights()));
        const auto chosen = std::find_if(weights.begin(), weights.end(), [&left](const Weight &each) {
            left -= each.weight;
            return left < 0;
        });
        step = {chosen->act, random.next()};
    }
    return steps;
}

void Story::act(const Step &step)
{
    if (step.act <= Act::Bar || step.act == Act::NextDay || step.act == Act::Hands ||
        step.act == Act::Flow)
        return actOfMarket(step.act);
    if (step.act <= Act::Refresh || (step.act >= Act::Halt && step.act <= Act::Garbage) ||
        step.act == Act::Limits || step.act >= Act::ReduceOnly)
        return actOfPerson(step.act);
    actOfMachine(step.act);
}

void Story::actOfMarket(Act act)
{
    const auto which = std::size_t(below(int(m_markets.size())));
    switch (act) {
    case Act::Price: return movePrice(which, false);
    case Act::Gap: return movePrice(which, true);
    case Act::Stall: m_markets[which].isStalled = !m_markets[which].isStalled; return;
    case Act::Bar: return closeBar(which);
    case Act::NextDay: return nextDay();
    case Act::Flow: return payInOrOut();
    default: return tradeByHand();
    }
}

void Story::actOfPerson(Act act)
{
    switch (act) {
    case Act::Answer: return answerCard(false, false);
    case Act::Lie: return answerCard(true, false);
    case Act::Late: return answerCard(false, true);
    case Act::Edit: return editCard();
    case Act::Refresh: return refreshCard();
    case Act::Halt: return haltOrResume(false);
    case Act::Resume: return haltOrResume(true);
    case Act::Mode: return setMode();
    case Act::Close: return closePosition();
    case Act::Cancel: return cancelOrder();
    case Act::Limits: return changeLimits();
    case Act::ReduceOnly: return setReduceOnly();
    case Act::Snooze: return snoozeCard();
    case Act::Switch: return switchBot();
    case Act::Mute: return muteInstrument();
    case Act::MoveStop: return moveStop();
    default: return garbage();
    }
}

void Story::actOfMachine(Act act)
{
    switch (act) {
    case Act::Disk: return moveDisk();
    case Act::Wait: return wait(std::chrono::milliseconds(below(9'000)));
    case Act::LongWait: return wait(std::chrono::seconds(below(1'200)));
    case Act::Snapshot: m_engine->requestVenueSnapshot(); return;
    case Act::Link: return moveLink();
    case Act::DiskFails: return failDisk();
    default: return crash();
    }
}

// --- the market --------------------------------------------------------------------------------

void Story::movePrice(std::size_t which, bool isGap)
{
    Market &market = m_markets[which];
    m_clock.advance(std::chrono::milliseconds(200 + below(1'500)));
    if (market.instrument.session == SessionKind::UsEquities && !isSessionOpen(m_clock.now()))
        return;
    // A hundredth of the price is the average range of a bar; a gap goes to five of them.
    const std::int64_t range = market.price.value().nanos() / 100;
    const std::int64_t most = isGap ? 5 * range : range / 4;
    const std::int64_t moved = std::int64_t(roll() % std::uint64_t(2 * most)) - most;
    const Price next = market.instrument.roundedPrice(
        Price(Decimal::fromNanos(market.price.value().nanos() + moved)), Rounding::HalfEven);
    market.price = std::max(next, support::px("20"));
    quote(which);
}

/// The venue trades at the price, and the engine hears of it unless the feed is stalled.
void Story::quote(std::size_t which)
{
    const Market &market = m_markets[which];
    m_venue.onPrice(market.instrument.id, market.price, m_clock.now());
    if (m_engine && !market.isStalled)
        tell(QuoteChanged{market.instrument.id, *m_venue.quote(market.instrument.id)});
}

void Story::closeBar(std::size_t which)
{
    Market &market = m_markets[which];
    if (isOneIn(2))
        movePrice(which, false);
    m_clock.advance(1s);
    const Price wick(Decimal::fromNanos(market.price.value().nanos() / 200));
    const bool isAfterAHole = isOneIn(150);
    const Timestamp begin = isAfterAHole ? m_clock.now() - 1ms : market.lastBar.value_or(m_clock.now() - 1min);
    const Bar bar{begin, m_clock.now(), market.price, market.price + wick, market.price - wick, market.price, 1000};
    market.lastBar = m_clock.now();
    m_venue.onBarEnd(market.instrument.id, bar, true);
    tell(BarClosed{{market.instrument.id, market.timeframe}, bar}); // another feed than the quotes
    if (!isOneIn(4))
        movePrice(which, false);
}

/// Over the close to somewhere in the next morning, with a gap; or a weekend.
void Story::nextDay()
{
    for (const Market &market : m_markets)
        if (market.instrument.session == SessionKind::UsEquities)
            m_venue.pauseTrading(market.instrument.id);
    const auto day = std::chrono::floor<std::chrono::days>(m_clock.now()) + std::chrono::days(1);
    m_clock.moveTo(Timestamp(day) + 14h + std::chrono::minutes(25 + below(60)));
    deliver();
    for (std::size_t i = 0; i < m_markets.size(); ++i)
        movePrice(i, isOneIn(2));
}

void Story::wait(Duration by)
{
    m_clock.advance(by);
    if (!m_broker.isLinkUp() && isOneIn(2))
        m_broker.raiseLink();
}

/// A deposit or withdrawal at midday; the venue may tell it twice.
void Story::payInOrOut()
{
    const std::int64_t cents = below(4'000'000) - 1'500'000;
    const bool isCharge = isOneIn(3);
    const Money amount(WideDecimal(Decimal::fromNanos(cents * (isCharge ? 10'000 : 10'000'000))));
    m_flows.push_back({CashFlowId("C" + std::to_string(m_flows.size())), amount, m_clock.now(),
                       isCharge ? CashFlow::Kind::Charge : CashFlow::Kind::Transfer});
    m_broker.paidIn += amount;
    m_reference.venue.cash += Exact::parse(amount.toString());
    for (int times = isOneIn(4) ? 2 : 1; times > 0; --times)
        tell(m_flows.back());
}

/// Somebody trades on the account without us.
void Story::tradeByHand()
{
    if (!m_setting.hasHands)
        return movePrice(0, false);
    const Market &market = m_markets[std::size_t(below(int(m_markets.size())))];
    OrderRequest order;
    order.clientOrderId = ClientOrderId("hand-" + std::to_string(++m_handOrders));
    order.instrument = market.instrument.id;
    order.side = isOneIn(2) ? Side::Buy : Side::Sell;
    order.quantity = Quantity(Decimal::fromInteger(1 + below(40)));
    m_promises.untended.insert(market.instrument.id.text());
    m_venue.submit(order);
}

// --- the machine -------------------------------------------------------------------------------

void Story::moveDisk()
{
    if (m_isDiskFailureUntold) {
        m_isDiskFailureUntold = false;
        return tell(JournalFailed{"no space left"});
    }
    m_journal.sync(isOneIn(3) ? below(8) : 1'000'000);
    tell(JournalAdvanced{m_journal.durableThrough()});
}

void Story::failDisk()
{
    if (!m_journal.isHealthy())
        return;
    ++m_counts.diskFailures;
    m_journal.fail();
    m_isDiskFailureUntold = isOneIn(2);
    if (!m_isDiskFailureUntold)
        tell(JournalFailed{"no space left"});
}

void Story::moveLink()
{
    if (m_broker.isLinkUp())
        m_broker.dropLink();
    else
        m_broker.raiseLink();
}

} // namespace property
