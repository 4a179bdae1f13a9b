#pragma once

#include "core/engine/EngineParts.h"

namespace core {

/// The figures of trading-rules section 1 for one account, computed from the parts when asked.
class AccountFigures {
public:
    AccountFigures(const EngineParts &parts, const Broker &broker) : m_parts(parts), m_broker(broker) {}

    [[nodiscard]] Money equity() const { return m_parts.portfolio.equity(); }
    /// Cash less what working entries may still take.
    [[nodiscard]] Money buyingPower() const;
    /// Σ max(0, side·q·m·(mark − stop)) + exit costs; without a stop a tenth of the notional.
    [[nodiscard]] Money heat() const;
    /// Σ max(|position + buys|, |position − sells|)·m·worst price, without one proposal: positions, and
    /// entries that are approved, unknown or working.
    [[nodiscard]] Money exposure(const ProposalId &without) const;
    /// Loss at the stop of entries that are approved or working, without one proposal.
    [[nodiscard]] Money pendingRisk(const ProposalId &without) const;
    /// What positions and entries under way lose at a gap over night, without one proposal.
    [[nodiscard]] Money overnight(const ProposalId &without) const;
    /// L·E0 = E0 + F − E.
    [[nodiscard]] Money dayLoss() const { return m_parts.dayStartEquity + m_parts.netFlows - equity(); }

    /// Everything the rules want to know of the present for this proposal.
    [[nodiscard]] RiskView view(const Proposal &proposal, const BotSettings &bot) const;
    [[nodiscard]] PlanInputs planInputs(const InstrumentId &instrument, const ProposalId &without,
                                        Money equityAtSignal) const;
    /// The protective stop price working for a position, the nearest one.
    [[nodiscard]] std::optional<Price> workingPrice(const InstrumentId &instrument, OrderRole role) const;
    [[nodiscard]] bool isSessionOpen(const Instrument &instrument) const;
    [[nodiscard]] std::optional<Timestamp> sessionEnd(const Instrument &instrument) const;

private:
    /// Of one instrument: what is held, and the entries that may still change it.
    struct UnderWay {
        Quantity held{};
        Quantity buys{};
        Quantity sells{};
        Price worst{}; ///< The highest of the mark and their prices.

        void add(Side side, Quantity quantity, Price price);
        [[nodiscard]] Money worth(Decimal multiplier) const;
    };
    [[nodiscard]] std::map<InstrumentId, UnderWay> underWay(const ProposalId &without) const;
    [[nodiscard]] std::optional<Price> furthestStop(const InstrumentId &instrument, Price mark) const;
    [[nodiscard]] Price priceOf(const Order &order) const;
    void addMarket(const Proposal &proposal, RiskView &view) const;
    void addUnderWay(const Proposal &proposal, RiskView &view) const;
    [[nodiscard]] Money committed(const Order &order) const;
    [[nodiscard]] Money heatOf(const InstrumentId &id, const Position &position, Price mark) const;
    [[nodiscard]] bool isOrphan(const Order &order) const;
    [[nodiscard]] Money riskOfOrphan(const Order &order) const;
    void countOthers(const Proposal &proposal, RiskView &view) const;
    [[nodiscard]] bool blocks(const Order &order, const Proposal &entry) const;

    const EngineParts &m_parts;
    const Broker &m_broker;
};

} // namespace core
