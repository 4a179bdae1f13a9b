#include "core/engine/Exits.h"

#include <algorithm>
#include <array>

namespace core {

namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 6> retryDelays{0s, 1s, 2s, 5s, 15s, 60s};

} // namespace

// --- restart -----------------------------------------------------------------------------------

void Exits::restore(const StoredState &stored)
{
    for (const Order &order : stored.orders)
        if (!order.request.ocoGroup.empty() && !order.filled.isZero())
            m_filledOfPair[order.request.ocoGroup] += order.filled;
    m_movedStops = stored.movedStops;
    for (const Order &entry : stored.lastEntries) {
        const InstrumentId &instrument = entry.request.instrument;
        if (m_parts.own(instrument).isZero())
            continue;
        m_lastEntries[instrument] = asMoved(entry);
        for (const Fill &fill : stored.fills)
            if (fill.order == entry.request.clientOrderId)
                startTimer(entry, fill.at);
    }
    for (const StoredState::Closing &each : stored.closings) {
        m_jobs[each.instrument].why = {each.bot, each.reason, each.includesExternal};
        m_parts.dirty.insert(each.instrument);
    }
}

void Exits::coverAll()
{
    // A pair of which one half was filled while nobody listened: the other must not stay.
    for (const auto &[id, order] : m_parts.execution.orders())
        if (order.status == OrderStatus::Filled)
            endPair(order);
    for (const auto &[instrument, position] : m_parts.portfolio.positions()) {
        onLessHeld(instrument); // perhaps, while nobody listened
        m_parts.dirty.insert(instrument);
        cover(instrument);
    }
}

/// The stop of the newest entry, for what no exit covers. Only where stops are demanded: elsewhere a
/// person may have taken one away on purpose.
void Exits::cover(const InstrumentId &instrument)
{
    const Quantity bare = m_parts.own(instrument).abs() - stopped(instrument);
    if (bare.sign() <= 0 || isClosing(instrument) || !m_parts.settings.limits.needsStop)
        return;
    const Order *entry = planFor(instrument);
    if (!entry) // selling at a guess is no protection: a person decides
        return m_parts.note(Severity::Alarm, "exit",
                            bare.toString() + " " + instrument.symbol +
                                " are held without a stop and none is known: close them, or place one at the venue.");
    m_parts.note(Severity::Alarm, "exit",
                 bare.toString() + " " + instrument.symbol + " were held without a stop: it is placed again at " +
                     entry->exits.stop->toString() + ".");
    if (mustWaitToCover(instrument)) {
        m_bare.try_emplace(instrument);
        return;
    }
    coverWith(*entry, bare);
}

/// What working stops are for.
Quantity Exits::stopped(const InstrumentId &instrument) const
{
    Quantity total;
    for (const Order *order : m_parts.execution.open())
        if (order->request.instrument == instrument && order->request.role == OrderRole::Stop && !order->isExternal())
            total += claimFor(*order, order->leastQuantity());
    return total;
}

Quantity Exits::takenByPair(const Order &order) const
{
    const auto filled = m_filledOfPair.find(order.request.ocoGroup);
    return order.request.ocoGroup.empty() || filled == m_filledOfPair.end() ? order.filled : filled->second;
}

/// What an order of a pair may still take: what the pair was for, less what either half has filled.
Quantity Exits::claimFor(const Order &order, Quantity inAll) const
{
    return std::max(Quantity(), inAll - takenByPair(order));
}

/// By the larger of its terms while they are being changed.
Quantity Exits::claimOf(const Order &order) const
{
    return claimFor(order, order.mostQuantity());
}

std::map<std::string, Quantity> Exits::targetsAlone(const InstrumentId &instrument) const
{
    std::map<std::string, Quantity> alone;
    for (const Order *order : m_parts.execution.open())
        if (order->request.instrument == instrument && order->request.role == OrderRole::Target &&
            !order->cancelRequested)
            alone[order->request.ocoGroup] = claimOf(*order);
    for (const Order *order : m_parts.execution.open())
        if (order->request.role == OrderRole::Stop)
            alone.erase(order->request.ocoGroup);
    return alone;
}

// --- protection --------------------------------------------------------------------------------

void Exits::onFill(const Order &order, const Fill &fill)
{
    const InstrumentId &instrument = fill.instrument;
    if (!order.request.ocoGroup.empty())
        m_filledOfPair[order.request.ocoGroup] += fill.quantity;
    if (order.request.role == OrderRole::Entry) {
        const Order entry = asMoved(order);
        m_lastEntries[instrument] = entry;
        startTimer(entry, fill.at);
        protectFilled(entry, fill);
        if (!order.exits.stop && m_parts.settings.limits.needsStop)
            closeUnprotected(instrument);
    }
    if (m_parts.own(instrument).isZero()) {
        m_timers.erase(instrument);
        m_lastEntries.erase(instrument);
    }
}

/// A fee taken in the asset leaves less to protect than was bought, and less than a lot cannot be sold.
Quantity Exits::broughtBy(const Fill &fill) const
{
    if (fill.assetFee.isZero())
        return fill.quantity;
    Quantity bare = m_parts.own(fill.instrument).abs();
    for (const Order *order : m_parts.execution.open())
        if (order->request.instrument == fill.instrument && order->request.role == OrderRole::Stop &&
            !order->isExternal() && !order->cancelRequested)
            bare -= claimOf(*order);
    return std::clamp(bare, Quantity(), fill.quantity);
}

/// The gate lets no entry without a stop through; this one is of an earlier program that kept none.
void Exits::closeUnprotected(const InstrumentId &instrument)
{
    m_parts.note(Severity::Alarm, "exit",
                 "An entry filled in " + instrument.symbol +
                     " and its stop is not known: the position is being closed.");
    close(instrument, {BotId("restart"), "unprotected after a restart"});
}

void Exits::protect(const Order &entry, Quantity quantity, const std::string &group)
{
    const PairHolding pairs = pairsOf(entry.request.instrument);
    if (entry.exits.stop && entry.exits.target && pairs == PairHolding::OneOrder)
        return protectByPair(entry, quantity);
    if (entry.exits.stop)
        protectBy(OrderRole::Stop, entry, quantity, group);
    const bool isWatchedHere = entry.exits.stop && pairs == PairHolding::None;
    if (entry.exits.target && isWatchedHere)
        m_parts.note(Severity::Warning, "exit",
                     "The target of " + entry.request.instrument.symbol + " at " + entry.exits.target->toString() +
                         " is held here: the venue cannot hold it beside the stop, so it works only while this runs.");
    if (entry.exits.target && !isWatchedHere)
        protectBy(OrderRole::Target, entry, quantity, group);
}

Proposal Exits::exitFor(OrderRole role, const Order &entry, Quantity quantity) const
{
    Proposal exit;
    exit.id = entry.proposal;
    exit.account = m_parts.settings.account;
    exit.destination = m_parts.settings.destination;
    exit.mode = m_parts.settings.mode;
    exit.signal.bot = entry.bot;
    exit.signal.series.instrument = entry.request.instrument;
    exit.side = opposite(entry.request.side);
    exit.quantity = quantity;
    exit.timeInForce = TimeInForce::GoodTillCancelled;
    if (role == OrderRole::Stop) {
        exit.orderType = OrderType::Stop;
        exit.stopPrice = entry.exits.stop;
    } else {
        exit.orderType = OrderType::Limit;
        exit.limitPrice = entry.exits.target;
    }
    return exit;
}

void Exits::protectBy(OrderRole role, const Order &entry, Quantity quantity, const std::string &group)
{
    issue(exitFor(role, entry, quantity), role, group);
}

void Exits::issue(Proposal proposal, OrderRole role, const std::string &group)
{
    const InstrumentId instrument = proposal.signal.series.instrument;
    const ClientOrderId id = m_parts.ids.make(proposal.signal.bot, m_parts.now());
    const auto order = vetted(std::move(proposal), role, group, id);
    if (!order)
        return;
    if (role == OrderRole::Exit)
        m_reasons[id] = m_jobs.at(instrument).why.reason;
    m_parts.execution.place(*order, m_parts.journal.durableThrough());
}

/// Nothing when the gate refuses it; a refused stop closes what nothing else would protect.
std::optional<VettedOrder> Exits::vetted(Proposal proposal, OrderRole role, const std::string &group,
                                         const ClientOrderId &id)
{
    const InstrumentId instrument = proposal.signal.series.instrument;
    const BotId bot = proposal.signal.bot;
    const ApprovedProposal approved = m_parts.desk.issueExit(std::move(proposal), role, group);
    auto order = m_parts.gate.vetExit(approved, heldFor(instrument), reducing(instrument, group), id);
    if (order)
        return *order;
    m_parts.note(Severity::Alarm, "exit",
                 std::string("A ") + orderRoleName(role) + " for " + instrument.symbol +
                     " was refused: " + order.error().detail + ".");
    if (role == OrderRole::Stop)
        close(instrument, {bot, "stop refused"});
    return std::nullopt;
}

/// Orders of one pair cancel each other, so they count once.
Quantity Exits::reducing(const InstrumentId &instrument, const std::string &exceptGroup) const
{
    std::map<std::string, Quantity> byGroup;
    Quantity total;
    for (const Order *order : m_parts.execution.open()) {
        const OrderRequest &request = order->request;
        if (request.instrument != instrument || request.role == OrderRole::Entry || order->isExternal())
            continue;
        if (request.ocoGroup.empty())
            total += claimOf(*order);
        else if (request.ocoGroup != exceptGroup)
            byGroup[request.ocoGroup] = std::max(byGroup[request.ocoGroup], claimOf(*order));
    }
    for (const auto &[group, quantity] : byGroup)
        total += quantity;
    return total;
}

// --- by time -----------------------------------------------------------------------------------

/// The clock of a position runs from its first fill; adding to it does not turn it back.
void Exits::startTimer(const Order &entry, Timestamp filledAt)
{
    if (entry.exits.holdAtMost)
        m_timers.try_emplace(entry.request.instrument,
                             TimeExit{filledAt + *entry.exits.holdAtMost, entry.exits.keepsProfit, entry.bot});
}

std::optional<Timestamp> Exits::endOf(const InstrumentId &instrument) const
{
    const auto timer = m_timers.find(instrument);
    return timer == m_timers.end() ? std::nullopt : std::optional(timer->second.at);
}

bool Exits::isInProfit(const InstrumentId &instrument) const
{
    const auto quote = m_parts.portfolio.quote(instrument);
    const auto position = m_parts.portfolio.positions().find(instrument);
    if (!quote || position == m_parts.portfolio.positions().end())
        return false;
    const Money worth = notional(quote->middle(), position->second.quantity, position->second.multiplier).abs();
    return position->second.unrealisedPnl(*quote) > scaled(worth + worth, m_parts.settings.feeRate);
}

void Exits::endByTime(Timestamp now)
{
    for (const auto &[instrument, timer] : m_timers)
        if (now >= timer.at && !isClosing(instrument) && !(timer.keepsProfit && isInProfit(instrument)))
            close(instrument, {timer.bot, "time"});
}

// --- closing -----------------------------------------------------------------------------------

void Exits::close(const InstrumentId &instrument, ClosingJob job)
{
    const auto [at, isNew] = m_jobs.try_emplace(instrument);
    if (!isNew)
        return;
    at->second.why = std::move(job);
    m_parts.observers.closingChanged(instrument, at->second.why, true, m_parts.now());
    m_parts.dirty.insert(instrument);
}

void Exits::onStopLost(const Order &stop)
{
    const InstrumentId &instrument = stop.request.instrument;
    if (m_parts.own(instrument).isZero())
        return;
    if (coverLater(stop))
        return;
    const bool neverArrived = stop.status == OrderStatus::Cancelled && stop.venueId.text().empty();
    if (neverArrived && m_parts.settings.limits.needsStop)
        return cover(instrument);
    m_parts.note(Severity::Alarm, "exit",
                 "The stop for " + instrument.symbol + " is " + orderStatusName(stop.status) + " (" + stop.reason +
                     "): the position is being closed.");
    close(instrument, {BotId("protection"), "stop lost"});
}

void Exits::endPair(const Order &filled)
{
    const OrderRequest &done = filled.request;
    if (done.ocoGroup.empty())
        return;
    for (const Order *order : m_parts.execution.open())
        if (order->request.ocoGroup == done.ocoGroup && order->request.clientOrderId != done.clientOrderId &&
            !order->cancelRequested)
            m_parts.execution.cancel(order->request.clientOrderId);
}

bool Exits::cancelWorking(const InstrumentId &instrument)
{
    bool isAnyWorking = false;
    for (const Order *order : m_parts.execution.open()) {
        // Somebody else's order is theirs to end.
        if (order->request.instrument != instrument || order->isExternal())
            continue;
        isAnyWorking = true;
        if (order->request.role != OrderRole::Exit && !order->cancelRequested)
            m_parts.execution.cancel(order->request.clientOrderId);
    }
    return isAnyWorking;
}

void Exits::advance(const InstrumentId &instrument)
{
    coverBare(instrument);
    followDown(instrument);
    const auto found = m_jobs.find(instrument);
    if (found == m_jobs.end() || cancelWorking(instrument))
        return;
    const Quantity held = toClose(instrument, found->second);
    if (held.isZero()) {
        m_parts.observers.closingChanged(instrument, found->second.why, false, m_parts.now());
        m_jobs.erase(found);
        return;
    }
    if (m_parts.clock.steady() >= found->second.nextTry)
        placeClosing(instrument, found->second, held);
}

Quantity Exits::toClose(const InstrumentId &instrument, const Job &job) const
{
    if (!job.why.includesExternal)
        return m_parts.own(instrument);
    return m_parts.inLots(instrument, m_parts.portfolio.held(instrument));
}

/// What an exit of this instrument may take: all of it only where a person chose to close all of it.
Quantity Exits::heldFor(const InstrumentId &instrument) const
{
    const auto job = m_jobs.find(instrument);
    return job == m_jobs.end() ? m_parts.own(instrument) : toClose(instrument, job->second);
}

void Exits::placeClosing(const InstrumentId &instrument, Job &job, Quantity held)
{
    // Closing is never given up; from the second try on it waits, longer each time.
    if (job.attempts > 0)
        m_parts.note(Severity::Alarm, "exit",
                     "Closing " + instrument.symbol + " did not end it (try " + std::to_string(job.attempts) +
                         "): the position is still open, trying again.");
    const auto step = static_cast<std::size_t>(std::min<int>(job.attempts, std::ssize(retryDelays) - 1));
    job.nextTry = m_parts.clock.steady() + retryDelays[step];
    ++job.attempts;
    Proposal exit;
    exit.id = ProposalId("close-" + instrument.symbol);
    exit.account = m_parts.settings.account;
    exit.destination = m_parts.settings.destination;
    exit.mode = m_parts.settings.mode;
    exit.signal.bot = job.why.bot;
    exit.signal.series.instrument = instrument;
    exit.side = held.sign() > 0 ? Side::Sell : Side::Buy;
    exit.quantity = held.abs();
    exit.orderType = OrderType::Market;
    issue(std::move(exit), OrderRole::Exit, {});
}

void Exits::tick()
{
    endByTime(m_parts.now());
    for (const auto &[instrument, job] : m_jobs)
        if (job.attempts > 0 && m_parts.clock.steady() >= job.nextTry)
            m_parts.dirty.insert(instrument);
    for (const auto &[instrument, job] : m_bare)
        if (m_parts.clock.steady() >= job.nextTry)
            m_parts.dirty.insert(instrument);
}

std::string Exits::reasonOf(const Order &order) const
{
    switch (order.request.role) {
    case OrderRole::Stop: return "stop";
    case OrderRole::Target: return "target";
    case OrderRole::Exit: {
        const auto found = m_reasons.find(order.request.clientOrderId);
        return found == m_reasons.end() ? "exit" : found->second;
    }
    case OrderRole::Entry: break;
    }
    return "reversed";
}

} // namespace core
