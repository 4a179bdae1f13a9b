// How a position gets its exits where the venue does not simply take two orders beside everything else: pairs that
// are one order, targets watched here, stops that must wait or were refused, exits that never arrived.
#include "core/engine/Exits.h"

#include <algorithm>
#include <array>
#include <utility>

namespace core {

namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 6> retryDelays{0s, 1s, 2s, 5s, 15s, 60s};
/// A venue that sees an order of ours on the other side this often, and we none, or nothing held, will not take the
/// stop at all.
constexpr int mostTries = 4;

Duration delayOf(int attempts)
{
    return retryDelays[static_cast<std::size_t>(std::min<int>(attempts, std::ssize(retryDelays) - 1))];
}

} // namespace

// --- a fill ------------------------------------------------------------------------------------

/// Where a plain stop is refused beside a working entry, what is left of the entry goes first. A pair may go at
/// once: it is no plain stop.
void Exits::protectFilled(const Order &entry, const Fill &fill)
{
    const InstrumentId &instrument = fill.instrument;
    const Quantity brought = broughtBy(fill);
    if (brought.isZero())
        return;
    const ExitSupport support = m_broker.exitSupport(instrument);
    const bool goesAsPair = entry.exits.target && support.pairs == PairHolding::OneOrder;
    if (!entry.exits.stop || goesAsPair || support.takesStopBesideEntry || !endEntries(instrument))
        return protect(entry, brought, "oco-" + fill.id.text());
    m_bare.try_emplace(instrument);
    m_parts.note(Severity::Info, "exit",
                 "The rest of the entry in " + instrument.symbol +
                     " is cancelled: the venue takes no stop beside it, and what was filled needs one.");
}

/// True while one is left: all of them have been asked to end.
bool Exits::endEntries(const InstrumentId &instrument)
{
    bool isAnyLeft = false;
    for (const Order *order : m_parts.execution.open()) {
        const OrderRequest &request = order->request;
        if (request.instrument != instrument || request.role != OrderRole::Entry || order->isExternal() ||
            order->remaining().sign() <= 0)
            continue;
        isAnyLeft = true;
        if (!order->cancelRequested)
            m_parts.execution.cancel(request.clientOrderId);
    }
    return isAnyLeft;
}

void Exits::protectByPair(const Order &entry, Quantity quantity)
{
    const ClientOrderId stopId = m_parts.ids.make(entry.bot, m_parts.now());
    const ClientOrderId targetId = m_parts.ids.make(entry.bot, m_parts.now());
    const std::string group = "oco-" + targetId.text();
    const auto stop = vetted(exitFor(OrderRole::Stop, entry, quantity), OrderRole::Stop, group, stopId);
    if (!stop)
        return;
    const auto target = vetted(exitFor(OrderRole::Target, entry, quantity), OrderRole::Target, group, targetId);
    const std::int64_t durable = m_parts.journal.durableThrough();
    if (target)
        m_parts.execution.placePair(*stop, *target, durable);
    else
        m_parts.execution.place(*stop, durable);
}

// --- a target that is watched here -------------------------------------------------------------

std::optional<Price> Exits::heldTarget(const InstrumentId &instrument) const
{
    const Order *entry = planFor(instrument);
    if (!entry || m_parts.own(instrument).isZero() || !watchesTargets(instrument))
        return std::nullopt;
    return entry->exits.target;
}

void Exits::onQuote(const InstrumentId &instrument)
{
    if (!m_lastEntries.contains(instrument) || isClosing(instrument))
        return;
    const auto target = heldTarget(instrument);
    const auto quote = m_parts.portfolio.quote(instrument);
    if (!target || !quote)
        return;
    const bool isLong = m_parts.own(instrument).sign() > 0;
    if (isLong ? quote->bid >= *target : quote->ask <= *target)
        close(instrument, {m_lastEntries.at(instrument).bot, "target"});
}

// --- held without a stop -----------------------------------------------------------------------

/// The newest entry on the side of what is held, if it has a stop.
const Order *Exits::planFor(const InstrumentId &instrument) const
{
    const auto found = m_lastEntries.find(instrument);
    if (found == m_lastEntries.end() || !found->second.exits.stop)
        return nullptr;
    const bool isForSide = (found->second.request.side == Side::Buy) == (m_parts.own(instrument).sign() > 0);
    return isForSide ? &found->second : nullptr;
}

std::string Exits::nextGroup()
{
    return "oco-" + m_parts.settings.run.text() + "-" + std::to_string(++m_covers);
}

/// A target that has lost its stop gets a new one beside it; what no target is for gets both.
void Exits::coverWith(const Order &entry, Quantity bare)
{
    for (const auto &[group, quantity] : targetsAlone(entry.request.instrument)) {
        const Quantity part = std::min(quantity, bare);
        protectBy(OrderRole::Stop, entry, part, group);
        bare -= part;
    }
    if (bare.sign() > 0)
        protect(entry, bare, nextGroup());
}

/// Where a pair is one order, a target that lost its stop goes, and both come anew.
bool Exits::endTargetsAlone(const InstrumentId &instrument)
{
    bool isAnyLeft = false;
    for (const Order *order : m_parts.execution.open()) {
        const OrderRequest &request = order->request;
        if (request.instrument != instrument || request.role != OrderRole::Target || order->isExternal())
            continue;
        const bool hasStop = std::ranges::any_of(m_parts.execution.open(), [&](const Order *other) {
            return other->request.role == OrderRole::Stop && other->request.ocoGroup == request.ocoGroup;
        });
        if (hasStop)
            continue;
        isAnyLeft = true;
        if (!order->cancelRequested)
            m_parts.execution.cancel(request.clientOrderId);
    }
    return isAnyLeft;
}

bool Exits::mustWaitToCover(const InstrumentId &instrument)
{
    const ExitSupport support = m_broker.exitSupport(instrument);
    const bool waitsForTargets = support.pairs != PairHolding::Apart && endTargetsAlone(instrument);
    const bool waitsForEntries = !support.takesStopBesideEntry && endEntries(instrument);
    return waitsForTargets || waitsForEntries;
}

bool Exits::hasPendingStop(const InstrumentId &instrument) const
{
    return std::ranges::any_of(m_parts.execution.open(), [&](const Order *order) {
        const bool isWorking = order->status == OrderStatus::Working || order->status == OrderStatus::PartiallyFilled;
        return order->request.instrument == instrument && order->request.role == OrderRole::Stop && !isWorking;
    });
}

void Exits::coverBare(const InstrumentId &instrument)
{
    const auto found = m_bare.find(instrument);
    if (found == m_bare.end())
        return;
    const Quantity bare = m_parts.own(instrument).abs() - stopped(instrument);
    const Order *entry = planFor(instrument);
    if (isClosing(instrument) || m_parts.own(instrument).isZero() || !entry) {
        m_bare.erase(found);
        return;
    }
    if (bare.sign() <= 0) { // the tries are counted until the venue has taken it
        if (!hasPendingStop(instrument))
            m_bare.erase(found);
        return;
    }
    const Duration now = m_parts.clock.steady();
    if (now < found->second.nextTry || !m_parts.health.isLinkUp || mustWaitToCover(instrument))
        return;
    found->second.nextTry = now + delayOf(++found->second.attempts);
    coverWith(*entry, bare);
}

/// A stop that never left, or that an entry of ours stood in the way of, is no stop that the venue will not have:
/// it is placed again.
bool Exits::coverLater(const Order &stop)
{
    const InstrumentId &instrument = stop.request.instrument;
    const RefusalKind kind = m_parts.execution.refusalOf(stop.request.clientOrderId);
    const bool isWash = kind == RefusalKind::WashTrade;
    // The venue's own view of what is held may lag the fill by a moment.
    const bool isSoonOver = isWash || kind == RefusalKind::NothingHeld;
    const bool hasNotLeft = kind == RefusalKind::NotSent || kind == RefusalKind::RateLimit;
    if (stop.status != OrderStatus::Rejected || (!hasNotLeft && !isSoonOver) || !planFor(instrument))
        return false;
    Bare &job = m_bare[instrument];
    if (isSoonOver && job.attempts >= mostTries)
        return false;
    const bool isInTheWay = isWash && endEntries(instrument);
    job.nextTry = m_parts.clock.steady() + (isInTheWay ? Duration{} : delayOf(std::max(1, job.attempts)));
    m_parts.dirty.insert(instrument);
    m_parts.note(Severity::Alarm, "exit",
                 "The stop for " + instrument.symbol + " was not taken (" + stop.reason + "): " +
                     stop.request.quantity.toString() + " are without it until it is placed again" +
                     (isInTheWay ? ", once the rest of the entry is cancelled." : "."));
    return true;
}

// --- exits that never arrived ------------------------------------------------------------------

void Exits::on(const VenueSnapshot &venue)
{
    if (!venue.isConsistent)
        return;
    for (const ClientOrderId &id : std::exchange(m_absent, {})) {
        const Order *order = m_parts.execution.find(id);
        const auto isStillOpen = [order](const VenueSnapshot::Holding &each) {
            return each.instrument == order->request.instrument &&
                   each.quantity.sign() == (order->request.side == Side::Sell ? 1 : -1);
        };
        const bool isOurs = order && m_parts.own(order->request.instrument).abs() >= order->remaining();
        if (isOurs && std::ranges::any_of(venue.holdings, isStillOpen))
            m_parts.execution.resend(id);
        else
            m_parts.execution.giveUp(id);
    }
}

} // namespace core
