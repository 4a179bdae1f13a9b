#pragma once

#include "core/engine/EngineObserver.h"
#include "core/storage/Journal.h"

namespace core {

/// Writes what the engine does into the journal, a record per fact. It is the first observer, so a
/// fact has its ticket before anybody acts on it.
class Recorder final : public EngineObserver {
public:
    explicit Recorder(Journal &journal) : m_journal(journal) {}

    void started(const EngineSettings &settings, Timestamp at) override;
    void stopped(const std::string &why, Timestamp at) override;
    void signalMade(const Signal &signal, const std::string &outcome) override;
    void proposalChanged(const DeskEntry &entry, ProposalState from, Timestamp at) override;
    void decided(const DeskEntry &entry, const Decision &decision) override;
    void orderIntended(const Order &order) override;
    void orderChanged(const Order &order, OrderStatus from) override;
    void amended(const Order &order, AmendmentStep step, const std::string &reason) override;
    void filled(const Order &order, const Fill &fill) override;
    void positionChanged(const InstrumentId &instrument, const Position &position, Timestamp at) override;
    void tripClosed(const RoundTrip &trip) override;
    void haltChanged(TradingState now, const std::string &reason, const std::string &by, Timestamp at) override;
    void modeChanged(DecisionMode mode, const std::string &by, Timestamp at) override;
    void botSwitched(const BotId &bot, bool isOn, const std::string &by, Timestamp at) override;
    void limitsChanged(const std::vector<LimitChange> &changes, const std::string &by, Timestamp at) override;
    void equitySampled(Timestamp at, Money equity, Money cash) override;
    void dayStarted(Timestamp at, Money equity, Timestamp since) override;
    void sessionClosed(Timestamp at, Money equity) override;
    void dayLost(Timestamp at, Money equity) override;
    void cashFlowed(const CashFlow &flow) override;
    void automationCounted(const BotId &bot, int count, Timestamp at) override;
    void indexSampled(const EquityIndex::State &state, Timestamp at) override;
    void closingChanged(const InstrumentId &instrument, const ClosingJob &job, bool isClosing, Timestamp at) override;
    void externalChanged(const InstrumentId &instrument, Quantity quantity, Timestamp at) override;
    void correctionChanged(const InstrumentId &instrument, bool waits, Timestamp at) override;
    void reconciled(Timestamp at) override;
    void stopMoved(const InstrumentId &instrument, const ProposalId &entry, Price stop, Timestamp at) override;

private:
    void write(Table table, Timestamp at, std::vector<Field> fields);

    Journal &m_journal;
    std::string m_run;
    std::string m_account;
};

} // namespace core
