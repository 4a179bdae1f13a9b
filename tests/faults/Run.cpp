#include "tests/faults/Run.h"

#include "tests/support/CoreBuilders.h"
#include "tests/support/StoredByHand.h"

#include <algorithm>
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

bool isWorkingThere(const std::string &status)
{
    constexpr std::array words{"new", "accepted", "partially_filled", "pending_new", "held", "New", "PartiallyFilled",
                               "Untriggered", "Triggered"};
    return std::ranges::find(words, status) != words.end();
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
    m_outcome.changes = m_seen.changesMade;
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
    compareTerms();
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

/// A successor of a change is the order that it follows; a leg has a client id of the venue's making.
const Order *Run::oursOf(const VenueBooks::Order &theirs) const
{
    const auto &ours = m_program->engine().parts().execution;
    if (const Order *known = ours.find(ClientOrderId(theirs.clientId)))
        return known;
    for (const auto &[id, order] : ours.orders())
        if (order.venueId.text() == theirs.id)
            return &order;
    const std::size_t dot = theirs.clientId.rfind('.');
    return dot == std::string::npos ? nullptr : ours.find(ClientOrderId(theirs.clientId.substr(0, dot)));
}

void Run::compareOrder(const Order &ours, const VenueBooks::Order &theirs)
{
    const bool isWorking = isWorkingThere(theirs.status);
    if (isWorking == isFinal(ours.status))
        complain("order " + theirs.clientId + " is " + theirs.status + " at the venue and " +
                 orderStatusName(ours.status) + " here");
    if (ours.status == OrderStatus::Rejected && !theirs.filled.isZero())
        complain("order " + theirs.clientId + " is rejected here and has filled at the venue");
}

/// What is over for us is over at the venue, and the other way round; nothing is there twice.
void Run::compareOrders(const VenueBooks &books)
{
    const auto &ours = m_program->engine().parts().execution;
    std::map<std::string, int> there;
    std::map<const Order *, Quantity> filled;
    std::set<const Order *> whole; ///< Those whose first order at the venue is known: a changed leg's has another's name.
    for (const VenueBooks::Order &each : books.orders) {
        if (++there[each.clientId] > 1)
            complain("the venue has order " + each.clientId + " twice");
        const Order *known = oursOf(each);
        const bool isFirst = known && each.clientId.find('.') == std::string::npos;
        if (isFirst)
            whole.insert(known);
        if (known)
            filled[known] += each.filled;
        else if (isWorkingThere(each.status))
            complain("order " + each.clientId + " works at the venue and nobody here knows it");
        if (known && each.status != "replaced") // another one has taken its place
            compareOrder(*known, each);
    }
    for (const auto &[order, quantity] : filled)
        if (order->filled != quantity && whole.contains(order))
            complain("order " + order->request.clientOrderId.text() + " has filled " + quantity.toString() +
                     " at the venue and " + order->filled.toString() + " here");
    for (const auto &[id, order] : ours.orders())
        if (!isFinal(order.status) && !filled.contains(&order))
            complain("order " + id.text() + " is " + orderStatusName(order.status) + " here and the venue has none");
}

/// As the last comparison has heard them of the venue.
void Run::compareTerms()
{
    const auto &venue = m_program->engine().venueSnapshot();
    if (!venue)
        return;
    for (const Order &theirs : venue->openOrders) {
        const Order *ours = m_program->engine().parts().execution.find(theirs.request.clientOrderId);
        const bool isNewer = ours && venue->at && *venue->at > ours->updatedAt; // than our last word on it
        if (isNewer && theirs.request.stopPrice && theirs.request.stopPrice != ours->request.stopPrice)
            complain("order " + theirs.request.clientOrderId.text() + " has its stop at " +
                     theirs.request.stopPrice->toString() + " at the venue and at " +
                     (ours->request.stopPrice ? ours->request.stopPrice->toString() : "no price") + " here");
    }
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
