#include "core/brokers/alpaca/AlpacaOrderNews.h"

#include "core/brokers/alpaca/AlpacaOrderReader.h"
#include "core/brokers/alpaca/AlpacaSnapshot.h"

#include <algorithm>
#include <utility>

namespace core::alpaca {

namespace {

using namespace std::chrono_literals;
using net::RateUse;

constexpr Duration firstPause = 1s;
constexpr Duration longestPause = 30s;
/// A list of fills lags no longer behind its orders.
constexpr Duration listsLateBy = 10s;
/// An event of a leg waits so long for the answer that says whose leg it is.
constexpr Duration heldFor = 10s;
/// The venue may still be about to make the change; only after this does its absence mean anything.
constexpr Duration changeProvesAfter = 30s;

bool isMine(const VenueOrder &order)
{
    return order.orderClass != "mleg" && !order.instrument.symbol.empty();
}

/// The venue has it, but has not promised that it takes the place of the one before.
bool isOnItsWay(const VenueOrder &order)
{
    return order.statusText == "pending_new" || order.statusText == "accepted" || order.statusText == "pending_review";
}

} // namespace

OrderNews::OrderNews(Api &api, KnownOrders &orders, const Clock &clock, Hooks hooks)
    : m_api(api), m_lookup(api), m_orders(orders), m_clock(clock), m_hooks(std::move(hooks))
{
}

void OrderNews::take(const TradeUpdate &update)
{
    if (!isMine(update.order))
        return m_hooks.askForAll();
    if (const auto target = m_orders.perhapsLegOf(update.order))
        return hold(update, *target);
    if (!m_orders.isKnown(update.order))
        return verify(update);
    takeKnown(update);
}

/// An order that nobody here knows: somebody else's, or a name that came wrong. The venue says which, before
/// anything is told of it.
void OrderNews::verify(const TradeUpdate &update)
{
    m_held.push_back({update, m_clock.steady() + heldFor, true});
    m_api.read<VenueOrder>(orderById(update.order.id), RateUse::Query, &parseOrder,
                           [this, id = update.order.id](const Answer<VenueOrder> &order) {
                               if (order && order->id == id && isMine(*order))
                                   (void)m_orders.link(*order);
                               replayHeld();
                               m_hooks.askForAll(); // whatever it was
                           });
}

void OrderNews::takeKnown(const TradeUpdate &update)
{
    const ClientOrderId ours = m_orders.link(update.order);
    std::visit(match{[&](const OrderExecuted &each) {
                         take(each.execution);
                         settle(update.order, {});
                     },
                     [&](const OrderRefused &each) { settle(update.order, {.reason = each.reason}); },
                     [&](const RequestRefused &each) {
                         if (each.isReplace)
                             refuseChange(ours, "Alpaca did not change the order.");
                         askSoon(ours);
                     },
                     [&](const UnknownEvent &) { askSoon(ours); },
                     [&](const auto &) { settle(update.order, {}); }},
               update.what);
}

/// Whose it is says the order that it is a leg of.
void OrderNews::hold(const TradeUpdate &update, const ClientOrderId &target)
{
    m_held.push_back({update, m_clock.steady() + heldFor, false});
    askSoon(target);
}

void OrderNews::replayHeld()
{
    std::vector<TradeUpdate> ready;
    std::erase_if(m_held, [&](const Held &each) {
        const bool isKnown = m_orders.ownerOf(each.update.order.id).has_value();
        // Taken for somebody else's too early, our stop would never find its leg again.
        const bool mayBeOurs = !each.isDoubtful && m_orders.perhapsLegOf(each.update.order).has_value();
        const bool isOver = m_clock.steady() >= each.until && !mayBeOurs;
        if (isKnown || (isOver && !each.isDoubtful))
            ready.push_back(each.update);
        return isKnown || isOver;
    });
    for (const TradeUpdate &each : ready)
        takeKnown(each);
}

void OrderNews::take(const VenueOrder &order)
{
    if (isMine(order))
        settle(order, {});
}

void OrderNews::take(const Execution &execution)
{
    switch (m_orders.book(execution)) {
    case FillBook::Booking::New: return m_hooks.tell(OrderFilled{fillOf(execution, m_orders)});
    case FillBook::Booking::Known: return;
    case FillBook::Booking::Contradicted: return contradicted(execution);
    }
}

/// Which of the two is true, cash and positions of a whole comparison tell.
void OrderNews::contradicted(const Execution &execution)
{
    const auto ours = m_orders.ownerOf(execution.order);
    m_hooks.tell(VenueTrouble{"Alpaca tells of a fill of order " + (ours ? ours->text() : execution.order.text()) +
                                  " in " + execution.instrument.symbol + " (" + execution.quantity.toString() + " at " +
                                  execution.price.toString() +
                                  ") that overlaps one which is booked. It was not booked again; compare the position "
                                  "with Alpaca's.",
                              false, false});
    m_hooks.askForAll();
}

void OrderNews::settle(const VenueOrder &theirs, const Light &light)
{
    (void)m_orders.link(theirs);
    for (const VenueOrder &leg : theirs.legs)
        settle(leg, {.isAnswer = light.isAnswer});
    completeFills(theirs, [this, theirs, light] { conclude(theirs, light); });
    replayHeld();
}

void OrderNews::settleChain(const Chain &chain, const Light &light)
{
    for (const VenueOrder &each : chain)
        (void)m_orders.link(each);
    for (const VenueOrder &each : chain)
        if (each.id != chain.back().id)
            completeFills(each, [] {});
    settle(chain.back(), {.isAnswer = light.isAnswer, .isSuccessor = chain.size() > 1});
}

/// Fills that we have not heard of are fetched before anything else is said. A venue that does not know how
/// to look for one order alone gives all fills since.
void OrderNews::completeFills(const VenueOrder &theirs, std::function<void()> then)
{
    if (m_orders.hasAllFills(theirs))
        return then();
    ActivityQuery query{.order = theirs.id};
    if (const auto made = theirs.submittedAt ? theirs.submittedAt : theirs.createdAt)
        query.after = *made - 1s;
    fetchFills(m_api, query, [this, order = theirs.id, then = std::move(then)](Answer<std::vector<Execution>> fills) {
        if (!fills) {
            if (const auto ours = m_orders.ownerOf(order))
                askSoon(*ours, firstPause);
            return;
        }
        for (const Execution &each : *fills)
            if (each.order == order)
                take(each);
        then();
    });
}

void OrderNews::conclude(const VenueOrder &theirs, const Light &light)
{
    const auto ours = m_orders.ownerOf(theirs.id);
    KnownOrders::Known *known = ours ? m_orders.find(*ours) : nullptr;
    if (!known)
        return;
    const bool isFollowed = known->venueId != theirs.id && known->amendedAs == known->venueId;
    if (theirs.isReplaced() && !isFollowed)
        return follow(*ours, *theirs.replacedBy, light);
    if (known->venueId != theirs.id || (known->isOver && !light.isAnswer))
        return; // one of its chain that another has followed, or old news
    const Order seen = toOrder(theirs);
    const bool isUnfinished = isFinal(seen.status) && !m_orders.hasAllFills(theirs) && !countsBefore(*known, theirs);
    if (seen.status == OrderStatus::Unknown || theirs.statusText == "replaced") {
        m_hooks.tell(OrderOutcomeUnknown{*ours, seen.reason.empty() ? "replaced, Alpaca does not say by which order"
                                                                    : seen.reason});
        return askSoon(*ours, firstPause);
    }
    if (isUnfinished) // the list of fills is behind the order
        return askSoon(*ours, firstPause);
    if (!isFinal(seen.status))
        return concludeWorking(*known, theirs, light);
    concludeEnd(*known, theirs, light);
}

/// That the list of fills is only late has been given its time.
bool OrderNews::countsBefore(KnownOrders::Known &known, const VenueOrder &theirs) const
{
    if (!m_orders.mayCountBefore(theirs))
        return false;
    if (!known.countsBeforeSince)
        known.countsBeforeSince = m_clock.steady();
    return m_clock.steady() - *known.countsBeforeSince >= listsLateBy;
}

void OrderNews::concludeWorking(KnownOrders::Known &known, const VenueOrder &theirs, const Light &light)
{
    judgeChange(known, theirs);
    const bool isChanged = known.generation > 0 && known.amendedAs != theirs.id && known.venueId == theirs.id;
    if (isChanged && isOnItsWay(theirs) && !light.isSuccessor)
        return askSoon(known.request.clientOrderId, firstPause);
    if (isChanged)
        tellAmended(known, theirs);
    if (known.acceptedAs == theirs.id && !light.isAnswer)
        return;
    known.acceptedAs = theirs.id;
    m_hooks.tell(OrderAccepted{known.request.clientOrderId, theirs.id});
}

void OrderNews::concludeEnd(KnownOrders::Known &known, const VenueOrder &theirs, const Light &light)
{
    const ClientOrderId ours = known.request.clientOrderId;
    if (theirs.status == OrderStatus::Rejected)
        return concludeRejected(known, light);
    if (known.generation > 0 && known.amendedAs != theirs.id)
        tellAmended(known, theirs);
    if (std::exchange(known.acceptedAs, theirs.id) != theirs.id)
        m_hooks.tell(OrderAccepted{ours, theirs.id});
    known.change.reset();
    if (theirs.status == OrderStatus::Filled)
        tellFilled(known, theirs);
    else
        tellEnd(known, OrderCancelled{ours, theirs.status == OrderStatus::Expired ? "its time at Alpaca is over"
                                                                                 : "cancelled at Alpaca"});
}

/// Its fills have said so; but what one leg of a pair fills, the venue takes off the other.
void OrderNews::tellFilled(KnownOrders::Known &known, const VenueOrder &theirs)
{
    known.isOver = true;
    const Quantity whole = m_orders.bookedOf(known.request.clientOrderId);
    if (whole >= known.request.quantity)
        return;
    known.request.quantity = whole;
    m_hooks.tell(OrderAmended{known.request.clientOrderId, theirs.id, {.quantity = whole}});
}

/// Of a changed order it is the change that was refused: the one before may live.
void OrderNews::concludeRejected(KnownOrders::Known &known, const Light &light)
{
    const ClientOrderId ours = known.request.clientOrderId;
    const std::string reason = light.reason.empty() ? "rejected by Alpaca without a reason" : light.reason;
    if (known.generation > 0) {
        refuseChange(ours, reason);
        return askSoon(ours);
    }
    tellEnd(known, OrderRejected{ours, reason});
    const bool isPair = known.last && known.last->orderClass == "oco";
    const auto stop = isPair ? m_orders.stopOf(ours) : std::nullopt;
    KnownOrders::Known *const other = stop ? m_orders.find(*stop) : nullptr;
    if (other && other->venueId.isEmpty() && !other->isOver)
        tellEnd(*other, OrderRejected{*stop, reason});
}

void OrderNews::tellEnd(KnownOrders::Known &known, Event event)
{
    known.isOver = true;
    m_hooks.tell(std::move(event));
}

void OrderNews::follow(const ClientOrderId &ours, const VenueOrderId &successor, const Light &light)
{
    m_api.read<VenueOrder>(orderById(successor), RateUse::Query, &parseOrder,
                           [this, ours, isAnswer = light.isAnswer](Answer<VenueOrder> answer) {
                               if (!answer)
                                   return askSoon(ours, firstPause);
                               settle(*answer, {.isAnswer = isAnswer, .isSuccessor = true});
                           });
}

void OrderNews::tellAmended(KnownOrders::Known &known, const VenueOrder &theirs)
{
    known.amendedAs = theirs.id;
    known.acceptedAs = theirs.id;
    known.request.quantity = m_orders.totalOf(known, theirs);
    if (theirs.stop)
        known.request.stopPrice = theirs.stop;
    if (theirs.limit && known.request.type != OrderType::Stop) // a stop's limit is the venue's or the wire's
        known.request.limitPrice = theirs.limit;
    known.change.reset();
    m_hooks.tell(OrderAmended{known.request.clientOrderId,
                              theirs.id,
                              {known.request.quantity, known.request.limitPrice, known.request.stopPrice}});
}

/// A change that was asked for long ago, and the order is as it was.
void OrderNews::judgeChange(KnownOrders::Known &known, const VenueOrder &theirs)
{
    if (!known.change || theirs.clientId == known.change->successor)
        return;
    const ClientOrderId ours = known.request.clientOrderId;
    if (!theirs.isReplacePending && m_clock.steady() - known.change->askedAt >= changeProvesAfter)
        refuseChange(ours, "Alpaca did not change the order.");
    else
        askSoon(ours, firstPause);
}

void OrderNews::refuseChange(const ClientOrderId &order, const std::string &reason)
{
    KnownOrders::Known *known = m_orders.find(order);
    if (!known)
        return;
    if (known->generation > 0 && known->amendedAs != known->venueId)
        m_orders.unlink(known->venueId);
    if (std::exchange(known->change, std::nullopt))
        m_hooks.tell(OrderAmendRefused{order, reason});
}

void OrderNews::query(const ClientOrderId &order)
{
    ask(order, true);
}

void OrderNews::askSoon(const ClientOrderId &order, Duration in)
{
    const Duration due = m_clock.steady() + in;
    const auto [at, isNew] = m_soon.try_emplace(order, Soon{due, in});
    if (!isNew)
        at->second.due = std::min(at->second.due, due);
    if (in <= Duration::zero())
        ask(order, false);
}

Sought OrderNews::soughtFor(const ClientOrderId &order) const
{
    const KnownOrders::Known *known = m_orders.find(order);
    if (!known)
        return {.clientId = order};
    return {.clientId = order,
            .target = known->isAlone ? std::nullopt : targetOfStop(known->request),
            .venueId = known->venueId,
            .instrument = known->request.instrument,
            .since = known->since};
}

/// One question at a time: what is under way was asked too early to prove anything about now.
void OrderNews::ask(const ClientOrderId &order, bool isQuery)
{
    const auto [at, isNew] = m_questions.try_emplace(order, Question{.isQuery = isQuery, .again = {}});
    if (!isNew) {
        at->second.again = isQuery || at->second.again.value_or(false);
        return;
    }
    m_lookup.find(soughtFor(order), [this, order](const Findings &findings) { answered(order, findings); });
}

void OrderNews::answered(const ClientOrderId &order, const Findings &findings)
{
    const Question question = std::exchange(m_questions[order], {});
    m_questions.erase(order);
    Duration pause{};
    if (const auto soon = m_soon.find(order); soon != m_soon.end() && !std::holds_alternative<Failed>(findings)) {
        pause = soon->second.pause;
        m_soon.erase(soon);
    }
    if (const auto *chain = std::get_if<Chain>(&findings))
        settleChain(*chain, {.isAnswer = question.isQuery});
    if (const auto soon = m_soon.find(order); soon != m_soon.end() && pause > Duration::zero()) {
        soon->second.pause = pause; // still open: asked ever more seldom
        soon->second.due = m_clock.steady() + std::min(pause * 2, longestPause);
    }
    if (std::holds_alternative<NowhereFound>(findings) && question.isQuery && !question.again.value_or(false))
        m_hooks.tell(OrderNotFound{order});
    if (question.again)
        ask(order, *question.again);
}

void OrderNews::find(const ClientOrderId &order, std::function<void(Presence)> done)
{
    m_lookup.find(soughtFor(order), [this, order, done = std::move(done)](const Findings &findings) {
        if (std::holds_alternative<Failed>(findings))
            return done(Presence::NotKnown);
        const auto *chain = std::get_if<Chain>(&findings);
        if (!chain)
            return done(Presence::Nowhere);
        settleChain(*chain, {});
        const KnownOrders::Known *known = m_orders.find(order);
        const bool isAlive = known && known->last && !isFinal(known->last->status);
        done(isAlive ? Presence::Alive : Presence::Over);
    });
}

void OrderNews::tick()
{
    replayHeld();
    const Duration now = m_clock.steady();
    std::vector<ClientOrderId> due;
    for (auto &[order, soon] : m_soon)
        if (now >= soon.due) {
            soon.pause = std::clamp(soon.pause * 2, firstPause, longestPause);
            soon.due = now + soon.pause;
            due.push_back(order);
        }
    for (const ClientOrderId &order : due)
        if (!m_questions.contains(order))
            ask(order, false);
}

} // namespace core::alpaca
