#pragma once

#include "core/net/RateReading.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core::net {

/// What a request is for. The order is the order in which waiting requests leave.
enum class RateUse {
    Cancel, ///< Cancels, flattening, and other exits.
    Order,  ///< Entries and changes of orders.
    Query,  ///< What became of an order; accounts, positions and fills for a comparison.
    Other,  ///< History, lists, everything that can wait.
};

/// So many units in any span of that length. One rule per account and class of endpoints.
struct RateRule {
    std::string bucket; ///< "trading", "order/create linear", "address".
    int limit = 0;      ///< Until a header says otherwise.
    Duration window{};
};

struct RateCharge {
    std::string bucket;
    int units = 1; ///< Bybit's batches: one for each order.
};

/// Lets requests go no faster than the venue allows, the urgent first. An eighth of each bucket is only for
/// cancels and exits, a quarter only for them and queries, and another quarter is kept from what can wait, so that
/// an order finds room.
/// Counts what was sent in the last window, which holds for rolling and for fixed windows, and what
/// others sent with the same keys, as far as the headers tell. Pure: knows no request and no socket.
class RateBudget {
public:
    using Ticket = std::uint64_t;

    /// The clock outlives the budget and runs in real time. A charge to a bucket without a rule is free.
    RateBudget(const Clock &clock, std::vector<RateRule> rules);

    /// Waits in line from now on. More units than a use may ever have wait for the whole bucket.
    [[nodiscard]] Ticket ask(RateUse use, std::vector<RateCharge> charges);
    /// Gives up waiting; nothing if it left already.
    void withdraw(Ticket ticket);
    /// Those that may leave now, in order; they are charged and have left.
    [[nodiscard]] std::vector<Ticket> take();
    /// When `take` may give something although nothing else happens (Clock::steady). Nothing: never.
    [[nodiscard]] std::optional<Duration> nextLook() const;

    /// The request that left has its outcome, and what its headers say; an empty reading when there was
    /// no answer. Until then it is counted as on its way, though not for ever.
    void answered(Ticket ticket, const RateReading &reading);
    /// The same, but it was refused for the rate (429 and the like): nothing of that bucket leaves before
    /// the headers allow it, not even a cancel; without headers not before the window is over.
    void refused(Ticket ticket, const RateReading &reading);
    /// Nothing of that bucket leaves before (Clock::steady).
    void block(const std::string &bucket, Duration until);
    /// Banned: nothing leaves before.
    void blockAll(Duration until);

    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    /// Units that this use could take at once.
    [[nodiscard]] int free(const std::string &bucket, RateUse use) const;

private:
    struct Sent {
        Ticket ticket;
        int units;
        Duration leaves; ///< From then on the venue counts it no more, whatever its kind of window.
    };
    struct Bucket {
        int limit;
        Duration window;
        std::deque<Sent> sent;
        int foreign = 0;         ///< Units that others used, as far as we know.
        Duration foreignUntil{}; ///< The venue forgets them then.
        Duration blockedUntil = Duration::min();
    };
    struct Waiting {
        Ticket ticket;
        RateUse use;
        std::vector<RateCharge> charges;
    };

    void forget(Bucket &bucket) const;
    void charge(const Waiting &item);
    void read(Bucket &bucket, const RateReading &reading) const;
    /// From when on the bucket has that many units for that use, if nothing else happens.
    [[nodiscard]] Duration roomAt(const Bucket &bucket, RateUse use, int units) const;
    [[nodiscard]] Duration roomAt(const Waiting &item) const;
    /// Whether one that waits longer or is more urgent keeps this one from a bucket that both need.
    [[nodiscard]] static bool isHeld(const Waiting &item, const std::map<std::string, RateUse> &holders);

    const Clock &m_clock;
    std::map<std::string, Bucket> m_buckets;
    std::deque<Waiting> m_waiting; ///< By use, then by age.
    Duration m_bannedUntil = Duration::min();
    Ticket m_next = 1;
};

} // namespace core::net
