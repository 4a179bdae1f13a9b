#include "core/net/RateBudget.h"

#include <algorithm>

namespace core::net {

namespace {

/// A request that nobody said the outcome of is held to be on its way no longer than this.
constexpr Duration longestWay = std::chrono::seconds(60);

/// A venue that refused for the rate is left alone for at least so long, whatever its headers say.
constexpr Duration shortestBlock = std::chrono::seconds(1);

bool mayUseReserve(RateUse use)
{
    return use == RateUse::Cancel || use == RateUse::Query;
}

/// What that use may have of `limit`; parts are rounded down, so that a small limit is not all reserve.
int share(int limit, RateUse use)
{
    const int quarter = limit / 4;
    switch (use) {
    case RateUse::Cancel: return limit;
    case RateUse::Query: return limit - limit / 8;
    case RateUse::Order: return limit - quarter;
    case RateUse::Other: break;
    }
    return limit - 2 * quarter;
}

} // namespace

RateBudget::RateBudget(const Clock &clock, std::vector<RateRule> rules) : m_clock(clock)
{
    for (const RateRule &rule : rules)
        m_buckets.emplace(rule.bucket, Bucket{std::max(rule.limit, 1), rule.window, {}});
}

RateBudget::Ticket RateBudget::ask(RateUse use, std::vector<RateCharge> charges)
{
    const auto behind = std::find_if(m_waiting.begin(), m_waiting.end(),
                                     [&](const Waiting &other) { return other.use > use; });
    m_waiting.insert(behind, {m_next, use, std::move(charges)});
    return m_next++;
}

void RateBudget::withdraw(Ticket ticket)
{
    std::erase_if(m_waiting, [&](const Waiting &item) { return item.ticket == ticket; });
}

void RateBudget::forget(Bucket &bucket) const
{
    const Duration now = m_clock.steady();
    std::erase_if(bucket.sent, [&](const Sent &sent) { return sent.leaves <= now; });
    if (bucket.foreignUntil <= now)
        bucket.foreign = 0;
}

Duration RateBudget::roomAt(const Bucket &bucket, RateUse use, int units) const
{
    std::vector<std::pair<Duration, int>> leaving{{bucket.foreignUntil, bucket.foreign}};
    for (const Sent &sent : bucket.sent)
        leaving.emplace_back(sent.leaves, sent.units);
    std::sort(leaving.begin(), leaving.end());
    int used = 0;
    for (const auto &[at, gone] : leaving)
        used += gone;
    const int room = std::max(share(bucket.limit, use) - units, 0);
    Duration at = bucket.blockedUntil;
    for (auto each = leaving.begin(); used > room; ++each) {
        used -= each->second;
        at = std::max(at, each->first);
    }
    return at;
}

Duration RateBudget::roomAt(const Waiting &item) const
{
    Duration at = m_bannedUntil;
    for (const RateCharge &each : item.charges)
        if (const auto found = m_buckets.find(each.bucket); found != m_buckets.end())
            at = std::max(at, roomAt(found->second, item.use, each.units));
    return at;
}

bool RateBudget::isHeld(const Waiting &item, const std::map<std::string, RateUse> &holders)
{
    return std::any_of(item.charges.begin(), item.charges.end(), [&](const RateCharge &each) {
        const auto holder = holders.find(each.bucket);
        // The reserve is there so that a query need not wait behind an order that may not touch it.
        return holder != holders.end() && (mayUseReserve(holder->second) || !mayUseReserve(item.use));
    });
}

void RateBudget::charge(const Waiting &item)
{
    const Duration leaves = m_clock.steady() + longestWay;
    for (const RateCharge &each : item.charges)
        if (const auto found = m_buckets.find(each.bucket); found != m_buckets.end())
            found->second.sent.push_back({item.ticket, each.units, leaves + found->second.window});
}

std::vector<RateBudget::Ticket> RateBudget::take()
{
    for (auto &[name, bucket] : m_buckets)
        forget(bucket);
    std::vector<Ticket> leaving;
    std::deque<Waiting> staying;
    std::map<std::string, RateUse> holders;
    for (Waiting &item : m_waiting) {
        if (!isHeld(item, holders) && roomAt(item) <= m_clock.steady()) {
            charge(item);
            leaving.push_back(item.ticket);
            continue;
        }
        for (const RateCharge &each : item.charges)
            if (const auto [holder, isFirst] = holders.emplace(each.bucket, item.use);
                !isFirst && mayUseReserve(item.use))
                holder->second = item.use;
        staying.push_back(std::move(item));
    }
    m_waiting = std::move(staying);
    return leaving;
}

std::optional<Duration> RateBudget::nextLook() const
{
    std::optional<Duration> next;
    for (const Waiting &item : m_waiting)
        if (const Duration at = roomAt(item); at > m_clock.steady() && (!next || at < *next))
            next = at;
    return next;
}

void RateBudget::answered(Ticket ticket, const RateReading &reading)
{
    for (auto &[name, bucket] : m_buckets) {
        for (Sent &sent : bucket.sent)
            if (sent.ticket == ticket)
                sent.leaves = m_clock.steady() + bucket.window; // the venue took it at some moment before this
        if (name == reading.bucket)
            read(bucket, reading);
    }
}

void RateBudget::read(Bucket &bucket, const RateReading &reading) const
{
    forget(bucket);
    if (reading.limit && *reading.limit > 0)
        bucket.limit = *reading.limit;
    if (!reading.remaining)
        return;
    const Duration now = m_clock.steady();
    int answered = 0;
    for (const Sent &sent : bucket.sent)
        if (sent.leaves <= now + bucket.window)
            answered += sent.units;
    bucket.foreign = std::max(bucket.limit - *reading.remaining - answered, 0);
    bucket.foreignUntil = now + reading.resetsIn.value_or(bucket.window);
}

void RateBudget::refused(Ticket ticket, const RateReading &reading)
{
    answered(ticket, reading);
    const auto found = m_buckets.find(reading.bucket);
    if (found == m_buckets.end())
        return;
    const Duration wait = reading.resetsIn.value_or(found->second.window);
    block(reading.bucket, m_clock.steady() + std::max<Duration>(wait, shortestBlock));
}

void RateBudget::block(const std::string &bucket, Duration until)
{
    if (const auto found = m_buckets.find(bucket); found != m_buckets.end())
        found->second.blockedUntil = std::max(found->second.blockedUntil, until);
}

void RateBudget::blockAll(Duration until)
{
    m_bannedUntil = std::max(m_bannedUntil, until);
}

int RateBudget::free(const std::string &bucket, RateUse use) const
{
    const auto found = m_buckets.find(bucket);
    if (found == m_buckets.end())
        return 0;
    const Duration now = m_clock.steady();
    if (now < std::max(m_bannedUntil, found->second.blockedUntil))
        return 0;
    int used = now < found->second.foreignUntil ? found->second.foreign : 0;
    for (const Sent &sent : found->second.sent)
        used += now < sent.leaves ? sent.units : 0;
    return std::max(share(found->second.limit, use) - used, 0);
}

} // namespace core::net
