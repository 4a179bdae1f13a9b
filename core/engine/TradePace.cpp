#include "core/engine/TradePace.h"

#include "core/market/ExchangeDay.h"

#include <algorithm>

namespace core {

namespace {

using namespace std::chrono_literals;

constexpr Duration rateWindow = 1min;
/// No duplicate window and no order rate looks back further than the schema lets it (an hour).
constexpr Duration entryMemory = 1h;
constexpr std::size_t keptTrips = 200;
constexpr std::size_t keptRejections = 200;

template <class List>
void keepNewest(List &list, std::size_t count)
{
    if (list.size() > count)
        list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(count));
}

Side entrySide(Direction direction)
{
    return direction == Direction::Short ? Side::Sell : Side::Buy;
}

/// The newest of a list, oldest first, that is of this instrument and side.
template <class List, class Predicate>
std::optional<Timestamp> newest(const List &list, Predicate isMeant, Timestamp List::value_type::*at)
{
    const auto found = std::find_if(list.rbegin(), list.rend(), isMeant);
    return found == list.rend() ? std::nullopt : std::optional((*found).*at);
}

} // namespace

void TradePace::forgetBefore(Timestamp at)
{
    const auto isOld = [at](const StoredPace::Entry &entry) { return entry.at < at; };
    m_kept.entries.erase(m_kept.entries.begin(),
                         std::find_if_not(m_kept.entries.begin(), m_kept.entries.end(), isOld));
}

void TradePace::onEntry(const Order &order)
{
    const OrderRequest &request = order.request;
    forgetBefore(order.createdAt - entryMemory);
    m_kept.entries.push_back(
        {request.instrument, request.side, request.quantity, request.limitPrice, order.createdAt});
}

void TradePace::onTrip(const RoundTrip &trip)
{
    m_kept.trips.push_back({trip.instrument, entrySide(trip.direction), trip.exitTime.value_or(trip.entryTime),
                            trip.pnl.sign() < 0, trip.reason == "stop"});
    keepNewest(m_kept.trips, keptTrips);
}

void TradePace::onDecided(const Proposal &proposal, const Decision &decision)
{
    const bool isRules = decision.channel == "rule";
    if (decision.verb == "approve" && isRules)
        m_byRule.insert(proposal.id);
    else
        m_byRule.erase(proposal.id); // a person's word about it counts more
    if (decision.verb != "reject" || isRules)
        return;
    m_kept.rejections.push_back({proposal.signal.series.instrument, proposal.side, decision.at});
    keepNewest(m_kept.rejections, keptRejections);
}

int TradePace::automatedEntries(const BotId &bot, Timestamp at, const EngineSettings &settings) const
{
    const auto found = m_kept.automation.find(bot);
    if (found == m_kept.automation.end())
        return 0;
    const bool isLatched = found->second.count >= settings.limits.maxAutomatedEntries;
    const bool isToday =
        exchangeDay(found->second.at, settings.daySession) == exchangeDay(at, settings.daySession);
    return isLatched || isToday ? found->second.count : 0;
}

int TradePace::onAutomated(const BotId &bot, Timestamp at, const EngineSettings &settings)
{
    const int count = automatedEntries(bot, at, settings) + 1;
    m_kept.automation[bot] = {count, at};
    return count;
}

std::optional<Duration> TradePace::sinceSame(const Proposal &proposal, Timestamp now) const
{
    const auto at = newest(
        m_kept.entries,
        [&](const StoredPace::Entry &entry) {
            return entry.instrument == proposal.signal.series.instrument && entry.side == proposal.side &&
                   entry.quantity == proposal.quantity && entry.price == proposal.limitPrice;
        },
        &StoredPace::Entry::at);
    return at ? std::optional(now - *at) : std::nullopt;
}

/// Losses in a row up to now, of the account or of the instruments of one bot.
LossStreak TradePace::streak(const std::vector<InstrumentId> *of) const
{
    LossStreak streak;
    for (auto trip = m_kept.trips.rbegin(); trip != m_kept.trips.rend(); ++trip) {
        if (of && std::find(of->begin(), of->end(), trip->instrument) == of->end())
            continue;
        if (!trip->isLoss)
            break;
        if (++streak.losses == 1)
            streak.lastAt = trip->endedAt;
    }
    return streak;
}

PaceView TradePace::view(const Proposal &proposal, const BotSettings &bot, Timestamp now,
                         const EngineSettings &settings) const
{
    PaceView view;
    view.sinceSameEntry = sinceSame(proposal, now);
    view.entriesLastMinute = static_cast<int>(
        std::count_if(m_kept.entries.begin(), m_kept.entries.end(),
                      [now](const StoredPace::Entry &entry) { return entry.at > now - rateWindow; }));
    view.automatedEntries = automatedEntries(bot.id, now, settings);
    view.ofAccount = streak(nullptr);
    view.ofBot = streak(&bot.instruments);
    view.bar = lengthOf(proposal.signal.series.timeframe);
    const auto isSameSide = [&](const auto &each) {
        return each.instrument == proposal.signal.series.instrument && each.side == proposal.side;
    };
    view.stoppedOutAt = newest(
        m_kept.trips, [&](const StoredPace::Trip &trip) { return trip.wasStopped && isSameSide(trip); },
        &StoredPace::Trip::endedAt);
    view.rejectedAt = newest(m_kept.rejections, isSameSide, &StoredPace::Rejection::at);
    return view;
}

} // namespace core
