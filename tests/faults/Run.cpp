#include "tests/faults/Run.h"

#include "tests/support/CoreBuilders.h"
#include "tests/support/StoredByHand.h"

#include <array>

namespace faults {

using namespace core;
using namespace support;
using namespace std::chrono_literals;

namespace {

/// How long the market is traded with faults, and how long it may take until all is known again.
constexpr Duration trading = 150s;
constexpr Duration settling = 180s; // an absence is proven by two questions, a minute apart

using FillKey = std::tuple<std::string, Quantity, Price>;

std::string words(const FillKey &key)
{
    return std::get<0>(key) + " " + std::get<1>(key).toString() + " at " + std::get<2>(key).toString();
}

} // namespace

Run::Run(const Cell &cell, bool keepsStory)
    : m_cell(cell), m_random(cell.seed ^ 0xfa17), m_side(cell), m_skip(int(m_random.next() % 3))
{
    m_seen.keepsStory = keepsStory;
}

void Run::start()
{
    m_program = std::make_unique<Program>(m_side, m_journal, m_seen, [this](Phase phase) { reach(phase); }, ++m_life);
}

void Run::reach(Phase phase)
{
    if (phase != m_cell.phase || m_outcome.isPhaseReached || !m_plans || --m_skip >= 0)
        return;
    m_outcome.isPhaseReached = true;
    beginFaults();
    planMisfortunes();
}

/// The cell's kind, from now on: the first few chances, or each by the dice, or a state for a while.
void Run::beginFaults()
{
    app::FaultRow row;
    row.kind = m_cell.kind;
    row.seconds = 1 + double(roll(12));
    if (roll(2) == 0)
        row.count = 1 + std::int64_t(roll(3));
    else
        row.probability = 0.2 + 0.2 * double(roll(4));
    if (roll(3) == 0)
        row.on = static_cast<app::FaultTarget>(roll(4)); // order, cancel, query or stream alone
    // A venue whose own lists name the wrong order cannot be told from one where somebody else trades.
    if (row.kind == app::FaultKind::WrongId)
        row.on = std::array{app::FaultTarget::Order, app::FaultTarget::Cancel, app::FaultTarget::Stream}[roll(3)];
    if (m_seen.keepsStory)
        m_seen.story.push_back("faults begin: " + m_cell.text());
    m_side.venue().venues().faults().begin({row});
}

void Run::planMisfortunes()
{
    VirtualTime &time = m_side.venue().time();
    if (roll(3) == 0)
        time.set(1ms * roll(20'000), *m_plans, [this] { kill(); });
    if (roll(4) == 0) {
        const Duration at = 1ms * roll(15'000);
        time.set(at, *m_plans, [this] { m_side.venue().wire().cut(); });
        time.set(at + 1ms * (1 + roll(15'000)), *m_plans, [this] { m_side.venue().wire().join(); });
    }
}

/// The process is gone from one moment to the next; what it had sent is not, nor what the disk had.
void Run::kill()
{
    m_outcome.isKilled = true;
    if (m_seen.keepsStory)
        m_seen.story.push_back("the program is killed");
    m_program.reset();
    m_journal.crash(std::int64_t(roll(4)));
    m_side.venue().time().set(1ms * roll(5000), *m_plans, [this] { start(); });
}

Run::Outcome Run::play()
{
    InProcessVenue &venue = m_side.venue();
    start();
    venue.play(trading);
    venue.venues().faults().begin({});
    venue.wire().join();
    m_plans.reset(); // whatever was still to go wrong
    if (!m_program)
        start();
    m_program->stopEntries();
    const Duration calm = venue.time().now();
    const auto isSettled = [this] { return m_program->isSettled(); };
    if (!venue.playUntil(isSettled, settling))
        complain("nothing had settled after " + std::to_string(settling / 1s) + " s");
    m_outcome.settled = venue.time().now() - calm;
    venue.play(35s); // a last comparison, which must find nothing
    venue.stopMarket();
    venue.play(5s); // what was still on its way arrives
    if (!venue.playUntil(isSettled, settling))
        complain("it came apart again");
    compare();
    for (const std::string &each : m_seen.broken)
        m_outcome.broken += (m_outcome.broken.empty() ? "" : "\n") + each;
    m_outcome.unknowns = m_seen.unknowns;
    m_outcome.story = std::move(m_seen.story);
    return m_outcome;
}

void Run::compare()
{
    const VenueBooks books = m_side.books();
    m_outcome.orders = books.orders.size();
    m_outcome.fills = books.fills.size();
    compareSending();
    for (const auto &[proposal, orders] : m_seen.entries)
        if (orders.size() > 1)
            complain("a proposal became " + std::to_string(orders.size()) + " entries");
    compareOrders(books);
    compareFills(books);
    compareMoney(books);
}

/// An entry leaves once; an exit once more, and only when its absence could be proven.
void Run::compareSending()
{
    for (const auto &[id, times] : m_seen.sent) {
        if (times.size() > (m_seen.entryIds.contains(id) ? 1U : 2U))
            complain("order " + id + " left " + std::to_string(times.size()) + " times");
        if (times.size() > 1 && times[1] - times[0] < 30s)
            complain("order " + id + " left again before its absence could be proven");
    }
}

/// What is over for us is over at the venue, and the other way round; nothing is there twice.
void Run::compareOrders(const VenueBooks &books)
{
    const auto &ours = m_program->engine().parts().execution;
    std::map<std::string, const Order *> byVenueId; // legs have client ids of the venue's making
    for (const auto &[id, order] : ours.orders())
        byVenueId[order.venueId.text()] = &order;
    std::map<std::string, int> there;
    std::set<const Order *> met;
    for (const VenueBooks::Order &each : books.orders) {
        if (++there[each.clientId] > 1)
            complain("the venue has order " + each.clientId + " twice");
        const std::string status = each.status;
        const bool isWorking = status == "new" || status == "accepted" || status == "partially_filled" ||
                               status == "pending_new" || status == "held" || status == "New" ||
                               status == "PartiallyFilled" || status == "Untriggered" || status == "Triggered";
        const Order *known = ours.find(ClientOrderId(each.clientId));
        if (const auto leg = byVenueId.find(each.id); !known && leg != byVenueId.end())
            known = leg->second;
        met.insert(known);
        if (known && isWorking == isFinal(known->status))
            complain("order " + each.clientId + " is " + status + " at the venue and " +
                     orderStatusName(known->status) + " here");
        if (known && known->filled != each.filled)
            complain("order " + each.clientId + " has filled " + each.filled.toString() + " at the venue and " +
                     known->filled.toString() + " here");
        if (known && known->status == OrderStatus::Rejected && !each.filled.isZero())
            complain("order " + each.clientId + " is rejected here and has filled at the venue");
        if (!known && isWorking)
            complain("order " + each.clientId + " works at the venue and nobody here knows it");
    }
    for (const auto &[id, order] : ours.orders())
        if (!isFinal(order.status) && !met.contains(&order))
            complain("order " + id.text() + " is " + orderStatusName(order.status) + " here and the venue has none");
}

/// Each fill once, none lost; and no sale ever sold what was not there.
void Run::compareFills(const VenueBooks &books)
{
    std::map<FillKey, int> count;
    std::map<std::string, Quantity> held;
    for (const VenueBooks::Fill &each : books.fills) {
        const bool isBuy = each.side == "buy" || each.side == "Buy";
        ++count[{isBuy ? "buy" : "sell", each.quantity, each.price}];
        held[each.symbol] += isBuy ? each.quantity : -each.quantity;
        if (held[each.symbol].sign() < 0)
            complain("an exit opened a short of " + held[each.symbol].toString());
    }
    m_journal.sync();
    for (const Fill &each : storedByHand(m_journal.records()).fills)
        --count[{each.side == Side::Buy ? "buy" : "sell", each.quantity, each.price}];
    for (const auto &[key, difference] : count)
        if (difference != 0)
            complain(std::string(difference > 0 ? "lost: " : "booked and not there: ") + words(key));
}

void Run::compareMoney(const VenueBooks &books)
{
    const Portfolio &portfolio = m_program->engine().parts().portfolio;
    const InstrumentId &id = m_side.instrument().id;
    if (portfolio.held(id) != books.held(id.symbol))
        complain("position: " + books.held(id.symbol).toString() + " at the venue, " + portfolio.held(id).toString() +
                 " here");
    Money cash = portfolio.cash();
    if (const auto found = portfolio.positions().find(id); m_side.holdsOnMargin() && found != portfolio.positions().end())
        cash += found->second.openNotional;
    // The cost of what is open is an average at eighteen places; the venue's last one is the ninth at most.
    const auto atNinePlaces = [](Money money) { return money.value().narrowed(Rounding::HalfEven); };
    if (m_side.holdsOnMargin() ? atNinePlaces(cash) != atNinePlaces(books.cash) : cash != books.cash)
        complain("cash: " + books.cash.toString() + " at the venue, " + cash.toString() + " here");
}

} // namespace faults
