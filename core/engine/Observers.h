#pragma once

#include "core/engine/EngineObserver.h"

namespace core {

/// Passes everything on to each observer, in the order they were added.
class Observers final : public EngineObserver {
public:
    void add(EngineObserver &observer) { m_observers.push_back(&observer); }

    void started(const EngineSettings &a, Timestamp b) override { tell(&EngineObserver::started, a, b); }
    void stopped(const std::string &a, Timestamp b) override { tell(&EngineObserver::stopped, a, b); }
    void barClosed(const SeriesId &a, const Bar &b) override { tell(&EngineObserver::barClosed, a, b); }
    void signalMade(const Signal &a, const std::string &b) override { tell(&EngineObserver::signalMade, a, b); }
    void proposalChanged(const DeskEntry &a, ProposalState b, Timestamp c) override
    {
        tell(&EngineObserver::proposalChanged, a, b, c);
    }
    void decided(const DeskEntry &a, const Decision &b) override { tell(&EngineObserver::decided, a, b); }
    void guardRefused(const Proposal &a, const std::string &b) override { tell(&EngineObserver::guardRefused, a, b); }
    void orderIntended(const Order &a) override { tell(&EngineObserver::orderIntended, a); }
    void orderChanged(const Order &a, OrderStatus b) override { tell(&EngineObserver::orderChanged, a, b); }
    void amended(const Order &a, AmendmentStep b, const std::string &c) override
    {
        tell(&EngineObserver::amended, a, b, c);
    }
    void filled(const Order &a, const Fill &b) override { tell(&EngineObserver::filled, a, b); }
    void positionChanged(const InstrumentId &a, const Position &b, Timestamp c) override
    {
        tell(&EngineObserver::positionChanged, a, b, c);
    }
    void tripClosed(const RoundTrip &a) override { tell(&EngineObserver::tripClosed, a); }
    void haltChanged(TradingState a, const std::string &b, const std::string &c, Timestamp d) override
    {
        tell(&EngineObserver::haltChanged, a, b, c, d);
    }
    void linkChanged(bool a, const std::string &b, Timestamp c) override
    {
        tell(&EngineObserver::linkChanged, a, b, c);
    }
    void modeChanged(DecisionMode a, const std::string &b, Timestamp c) override
    {
        tell(&EngineObserver::modeChanged, a, b, c);
    }
    void botSwitched(const BotId &a, bool b, const std::string &c, Timestamp d) override
    {
        tell(&EngineObserver::botSwitched, a, b, c, d);
    }
    void limitsChanged(const std::vector<LimitChange> &a, const std::string &b, Timestamp c) override
    {
        tell(&EngineObserver::limitsChanged, a, b, c);
    }
    void equitySampled(Timestamp a, Money b, Money c) override { tell(&EngineObserver::equitySampled, a, b, c); }
    void dayStarted(Timestamp a, Money b, Timestamp c) override { tell(&EngineObserver::dayStarted, a, b, c); }
    void sessionClosed(Timestamp a, Money b) override { tell(&EngineObserver::sessionClosed, a, b); }
    void dayLost(Timestamp a, Money b) override { tell(&EngineObserver::dayLost, a, b); }
    void cashFlowed(const CashFlow &a) override { tell(&EngineObserver::cashFlowed, a); }
    void automationCounted(const BotId &a, int b, Timestamp c) override
    {
        tell(&EngineObserver::automationCounted, a, b, c);
    }
    void indexSampled(const EquityIndex::State &a, Timestamp b) override
    {
        tell(&EngineObserver::indexSampled, a, b);
    }
    void closingChanged(const InstrumentId &a, const ClosingJob &b, bool c, Timestamp d) override
    {
        tell(&EngineObserver::closingChanged, a, b, c, d);
    }
    void externalChanged(const InstrumentId &a, Quantity b, Timestamp c) override
    {
        tell(&EngineObserver::externalChanged, a, b, c);
    }
    void correctionChanged(const InstrumentId &a, bool b, Timestamp c) override
    {
        tell(&EngineObserver::correctionChanged, a, b, c);
    }
    void reconciled(Timestamp a) override { tell(&EngineObserver::reconciled, a); }
    void stopMoved(const InstrumentId &a, const ProposalId &b, Price c, Timestamp d) override
    {
        tell(&EngineObserver::stopMoved, a, b, c, d);
    }
    void noted(Severity a, const std::string &b, const std::string &c, Timestamp d) override
    {
        tell(&EngineObserver::noted, a, b, c, d);
    }

private:
    template <class... Parameters, class... Values>
    void tell(void (EngineObserver::*method)(Parameters...), const Values &...values)
    {
        for (EngineObserver *observer : m_observers)
            (observer->*method)(values...);
    }

    std::vector<EngineObserver *> m_observers;
};

} // namespace core
