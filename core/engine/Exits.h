#pragma once

#include "core/brokers/Broker.h"
#include "core/engine/EngineParts.h"
#include "core/storage/StoredState.h"

namespace core {

/// Everything that only reduces: the protective stop and target of each fill, the time exit, and closing
/// a position. Runs in every mode, and goes on after a restart from what the store kept.
/// Closing is a procedure (trading-rules section 3): cancel what is working on the instrument → wait
/// until it is final → close what is then held → look again. So a stop that fills meanwhile can never
/// make the exit open a short.
class Exits {
public:
    Exits(EngineParts &parts, const Broker &broker) : m_parts(parts), m_broker(broker) {}

    /// Goes on where an earlier run ended: what it was closing, when positions end by time, which pairs
    /// are half done. Before anything is asked of the venue.
    void restore(const StoredState &stored);
    /// After the venue has been heard: what is held without the stop that its entry asked for gets it again.
    void coverAll();

    /// A fill of ours: stop and target for exactly what an entry brought, a pair that cancels each other.
    void onFill(const Order &order, const Fill &fill);
    /// Begins to close the instrument's position; does nothing if it is being closed already.
    void close(const InstrumentId &instrument, ClosingJob job);
    /// The venue refused the stop or ended it by itself: what it was for is closed, with an alarm. A stop
    /// that never arrived is sent anew instead.
    void onStopLost(const Order &stop);
    /// One of a pair is filled: the other goes. The venue does the same, but perhaps it had not seen
    /// the other yet when this one was filled.
    void endPair(const Order &filled);
    /// A person moves the stop of the position to this price, nearer or further: every working stop of it is changed
    /// where it rests, so that it is never without. Refused when that would sell at once, when one of them does not
    /// work or is being changed, or when the position is being closed; NotFound when nothing is held or no stop works.
    [[nodiscard]] Result<> moveStop(const InstrumentId &instrument, Price to);
    void onAmended(const Order &order, AmendmentStep step, const std::string &reason);
    /// Less of it is held than before, and not by our own orders: what its stops and targets are for follows.
    void onLessHeld(const InstrumentId &instrument)
    {
        m_oversized.insert(instrument);
        m_unchangeable.clear(); // it is tried anew
    }

    /// Goes on with the closing of this instrument after something about it has changed.
    void advance(const InstrumentId &instrument);

    /// A target that the venue cannot hold beside the stop is watched here: at its price the position is closed.
    void onQuote(const InstrumentId &instrument);
    /// An exit never arrived: sent again once the venue says that the position is still open, or given up.
    void onAbsent(const Order &exit) { m_absent.insert(exit.request.clientOrderId); }
    void on(const VenueSnapshot &venue);

    /// Tries refused closings and stops again when their time has come.
    void tick();

    [[nodiscard]] bool isClosing(const InstrumentId &instrument) const { return m_jobs.contains(instrument); }
    /// When the time exit closes the instrument's position, market time.
    [[nodiscard]] std::optional<Timestamp> endOf(const InstrumentId &instrument) const;
    /// The target that is watched here, where the venue holds none.
    [[nodiscard]] std::optional<Price> heldTarget(const InstrumentId &instrument) const;
    /// The venue holds only one of stop and target: a target that has a stop is watched here.
    [[nodiscard]] bool watchesTargets(const InstrumentId &instrument) const
    {
        return pairsOf(instrument) == PairHolding::None;
    }
    /// Why the order was made, for the round trip.
    [[nodiscard]] std::string reasonOf(const Order &order) const;

private:
    struct Job {
        ClosingJob why;
        int attempts = 0;
        Duration nextTry{}; ///< On the steady clock; a refused exit is not hammered.
    };
    struct TimeExit {
        Timestamp at; ///< Market time.
        bool keepsProfit = false;
        BotId bot;
    };
    /// Held without its stop for now.
    struct Bare {
        int attempts = 0;
        Duration nextTry{}; ///< On the steady clock.
    };
    void protectFilled(const Order &entry, const Fill &fill);
    void protect(const Order &entry, Quantity quantity, const std::string &group);
    void protectByPair(const Order &entry, Quantity quantity);
    [[nodiscard]] Proposal exitFor(OrderRole role, const Order &entry, Quantity quantity) const;
    [[nodiscard]] const Order *planFor(const InstrumentId &instrument) const;
    void coverBare(const InstrumentId &instrument);
    void coverWith(const Order &entry, Quantity bare);
    [[nodiscard]] bool mustWaitToCover(const InstrumentId &instrument);
    [[nodiscard]] bool endTargetsAlone(const InstrumentId &instrument);
    [[nodiscard]] bool endEntries(const InstrumentId &instrument);
    [[nodiscard]] bool hasPendingStop(const InstrumentId &instrument) const;
    [[nodiscard]] bool coverLater(const Order &stop);
    [[nodiscard]] PairHolding pairsOf(const InstrumentId &instrument) const
    {
        return m_broker.exitSupport(instrument).pairs;
    }
    [[nodiscard]] std::string nextGroup();
    [[nodiscard]] std::optional<VettedOrder> vetted(Proposal proposal, OrderRole role, const std::string &group,
                                                    const ClientOrderId &id);
    [[nodiscard]] Quantity broughtBy(const Fill &fill) const;
    void closeUnprotected(const InstrumentId &instrument);
    void protectBy(OrderRole role, const Order &entry, Quantity quantity, const std::string &group);
    [[nodiscard]] Quantity stopped(const InstrumentId &instrument) const;
    [[nodiscard]] Quantity claimOf(const Order &order) const;
    [[nodiscard]] Quantity claimFor(const Order &order, Quantity inAll) const;
    [[nodiscard]] Quantity takenByPair(const Order &order) const;
    [[nodiscard]] Order asMoved(Order entry) const;
    [[nodiscard]] std::vector<const Order *> resting(const InstrumentId &instrument, OrderRole role) const;
    [[nodiscard]] std::optional<Error> whyNoMove(const InstrumentId &instrument, Price to) const;
    void followDown(const InstrumentId &instrument);
    [[nodiscard]] tl::expected<VettedChange, Refusal> changeOf(const Order &stop, Price to) const;
    void rememberStop(const Order &stop);
    bool makeSmaller(const Order &order, Quantity claim);
    [[nodiscard]] std::map<std::string, Quantity> targetsAlone(const InstrumentId &instrument) const;
    void startTimer(const Order &entry, Timestamp filledAt);
    void endByTime(Timestamp now);
    [[nodiscard]] bool isInProfit(const InstrumentId &instrument) const;
    void cover(const InstrumentId &instrument);
    [[nodiscard]] Quantity reducing(const InstrumentId &instrument, const std::string &exceptGroup) const;
    bool cancelWorking(const InstrumentId &instrument);
    void placeClosing(const InstrumentId &instrument, Job &job, Quantity held);
    void issue(Proposal proposal, OrderRole role, const std::string &group);
    [[nodiscard]] Quantity toClose(const InstrumentId &instrument, const Job &job) const;
    [[nodiscard]] Quantity heldFor(const InstrumentId &instrument) const;

    EngineParts &m_parts;
    const Broker &m_broker;
    std::map<InstrumentId, Job> m_jobs;
    std::map<InstrumentId, Bare> m_bare;
    std::set<InstrumentId> m_oversized; ///< Their exits may be for more than is held.
    std::set<ClientOrderId> m_unchangeable; ///< The venue has refused to make them smaller.
    std::map<InstrumentId, StoredState::MovedStop> m_movedStops;
    std::set<ClientOrderId> m_absent;
    std::map<InstrumentId, TimeExit> m_timers;
    std::map<InstrumentId, Order> m_lastEntries; ///< Whose exit plan counts for what is held.
    std::map<std::string, Quantity> m_filledOfPair; ///< What both halves of a pair have filled so far.
    std::map<ClientOrderId, std::string> m_reasons;
    int m_covers = 0;
};

} // namespace core
