#pragma once

#include "core/approval/Desk.h"
#include "core/engine/EngineSettings.h"
#include "core/engine/Snapshot.h"
#include "core/planning/LimitTable.h"
#include "core/portfolio/EquityIndex.h"
#include "core/portfolio/Portfolio.h"

#include <vector>

namespace core {

/// Why and for whom a whole position is being closed.
struct ClosingJob {
    BotId bot;
    std::string reason;
    bool includesExternal = false; ///< Also what is not ours: only by a person's choice.
};

/// Hears what the engine does, on its thread, in order. Observers only look; none may call back.
class EngineObserver {
public:
    virtual ~EngineObserver() = default;
    virtual void started(const EngineSettings &, Timestamp) {}
    virtual void stopped(const std::string &, Timestamp) {}
    virtual void barClosed(const SeriesId &, const Bar &) {}
    /// `outcome`: what became of the signal at once, one sentence.
    virtual void signalMade(const Signal &, const std::string & /*outcome*/) {}
    virtual void proposalChanged(const DeskEntry &, ProposalState /*from*/, Timestamp) {}
    virtual void decided(const DeskEntry &, const Decision &) {}
    /// What had its yes was refused by this rule on fresh data; the change of state follows.
    virtual void guardRefused(const Proposal &, const std::string & /*rule*/) {}
    virtual void orderIntended(const Order &) {}
    virtual void orderChanged(const Order &, OrderStatus /*from*/) {}
    /// A change of the order is asked for (and leaves once that is durable), was made, or came to nothing.
    virtual void amended(const Order &, AmendmentStep, const std::string & /*reason*/) {}
    virtual void filled(const Order &, const Fill &) {}
    virtual void positionChanged(const InstrumentId &, const Position &, Timestamp) {}
    virtual void tripClosed(const RoundTrip &) {}
    virtual void haltChanged(TradingState /*now*/, const std::string & /*reason*/, const std::string & /*by*/, Timestamp) {}
    virtual void linkChanged(bool /*isUp*/, const std::string & /*detail*/, Timestamp) {}
    virtual void modeChanged(DecisionMode, const std::string & /*by*/, Timestamp) {}
    virtual void botSwitched(const BotId &, bool /*isOn*/, const std::string & /*by*/, Timestamp) {}
    virtual void limitsChanged(const std::vector<LimitChange> &, const std::string & /*by*/, Timestamp) {}
    virtual void equitySampled(Timestamp, Money /*equity*/, Money /*cash*/) {}
    /// Flows from `since` on count beside this equity: the last close, or midnight.
    virtual void dayStarted(Timestamp, Money /*equity*/, Timestamp /*since*/) {}
    virtual void sessionClosed(Timestamp, Money /*equity*/) {}
    virtual void dayLost(Timestamp, Money /*equity*/) {}
    virtual void cashFlowed(const CashFlow &) {}
    /// So many entries of this bot today that no person was asked about; 0 when a person lets it go on.
    virtual void automationCounted(const BotId &, int /*count*/, Timestamp) {}
    virtual void indexSampled(const EquityIndex::State &, Timestamp) {}
    /// The closing of a whole position begins or has ended.
    virtual void closingChanged(const InstrumentId &, const ClosingJob &, bool /*isClosing*/, Timestamp) {}
    /// So much (signed) of what is held did not come from our orders.
    virtual void externalChanged(const InstrumentId &, Quantity, Timestamp) {}
    /// The quantity was set to the venue's and waits for a person, or waits no more.
    virtual void correctionChanged(const InstrumentId &, bool /*waits*/, Timestamp) {}
    /// Our books and the venue's agreed at this time of the venue's market.
    virtual void reconciled(Timestamp) {}
    /// The position of this entry is protected at another price than its plan says.
    virtual void stopMoved(const InstrumentId &, const ProposalId &, Price, Timestamp) {}
    virtual void noted(Severity, const std::string & /*kind*/, const std::string & /*text*/, Timestamp) {}
};

} // namespace core
