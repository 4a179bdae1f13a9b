#pragma once

#include "core/engine/EngineParts.h"

namespace core {

/// Everything that only reduces: the protective stop and target of each fill, and closing a position.
/// Closing is a procedure (trading-rules section 3): cancel what is working on the instrument → wait
/// until it is final → close what is then held → look again. So a stop that fills meanwhile can never
/// make the exit open a short.
class Exits {
public:
    explicit Exits(EngineParts &parts) : m_parts(parts) {}

    /// Stop and target for exactly what this entry fill brought; a pair that cancels each other.
    void protect(const Proposal &entry, const Fill &fill);
    /// Begins to close the instrument's position; does nothing if it is being closed already.
    void close(const InstrumentId &instrument, const BotId &bot, const std::string &reason);
    /// The venue refused the stop or ended it by itself: what it was for is closed, with an alarm.
    void onStopLost(const Order &stop);
    /// One of a pair is filled: the other goes. The venue does the same, but perhaps it had not seen
    /// the other yet when this one was filled.
    void endPair(const Order &filled);
    /// Goes on with the closing of this instrument after something about it has changed.
    void advance(const InstrumentId &instrument);

    /// Tries refused closings again when their time has come.
    void tick();

    [[nodiscard]] bool isClosing(const InstrumentId &instrument) const { return m_jobs.contains(instrument); }
    /// Why the order was made, for the round trip.
    [[nodiscard]] std::string reasonOf(const Order &order) const;

private:
    struct Job {
        BotId bot;
        std::string reason;
        int attempts = 0;
        Duration nextTry{}; ///< On the steady clock; a refused exit is not hammered.
    };
    [[nodiscard]] Quantity reducing(const InstrumentId &instrument, const std::string &exceptGroup) const;
    bool cancelWorking(const InstrumentId &instrument);
    void placeClosing(const InstrumentId &instrument, Job &job, Quantity held);
    void issue(Proposal proposal, OrderRole role, const std::string &group);

    EngineParts &m_parts;
    std::map<InstrumentId, Job> m_jobs;
    std::map<ClientOrderId, std::string> m_reasons;
};

} // namespace core
