#pragma once

#include "core/approval/Desk.h"
#include "core/risk/RiskView.h"

namespace core {

/// An order that the gate has let through, complete and unchanged since. Only RiskGate makes one,
/// and a broker takes nothing else.
class VettedOrder {
public:
    [[nodiscard]] const OrderRequest &request() const { return m_request; }
    [[nodiscard]] const ProposalId &proposal() const { return m_proposal; }
    [[nodiscard]] const BotId &bot() const { return m_bot; }
    [[nodiscard]] const ExitPlan &exits() const { return m_exits; } ///< Of an entry.
    [[nodiscard]] Quantity approvedQuantity() const { return m_request.quantity; }

private:
    friend class RiskGate;
    VettedOrder(OrderRequest request, const Proposal &from, ExitPlan exits)
        : m_request(std::move(request)), m_proposal(from.id), m_bot(from.signal.bot), m_exits(std::move(exits))
    {
    }
    OrderRequest m_request;
    ProposalId m_proposal;
    BotId m_bot;
    ExitPlan m_exits;
};

/// A change of a working exit that the gate has let through. Only RiskGate makes one.
class VettedChange {
public:
    [[nodiscard]] const ClientOrderId &order() const { return m_order; }
    [[nodiscard]] const Amendment &terms() const { return m_terms; }
    [[nodiscard]] Quantity approvedQuantity() const { return m_inAll; }

private:
    friend class RiskGate;
    VettedChange(ClientOrderId order, Amendment terms, Quantity inAll)
        : m_order(std::move(order)), m_terms(terms), m_inAll(inAll)
    {
    }
    ClientOrderId m_order;
    Amendment m_terms;
    Quantity m_inAll;
};

/// The last check before an intent: every rule on the complete order and fresh data.
/// An error inside a rule is a failed rule. Rules live one per file in rules/.
class RiskGate {
public:
    /// All rules for an entry; never throws.
    [[nodiscard]] std::vector<GuardResult> check(const Proposal &proposal, const RiskView &view) const;
    /// An entry: refused by the first Blocked rule. The id goes into the order unchanged.
    [[nodiscard]] tl::expected<VettedOrder, Refusal> vet(const ApprovedProposal &approved, const RiskView &view,
                                                         const ClientOrderId &id) const;
    /// Exit, stop, target: only checked to reduce what is held, never blocked by doubt.
    /// `otherReducing` is the largest quantity other working exits may still take.
    [[nodiscard]] tl::expected<VettedOrder, Refusal> vetExit(const ApprovedProposal &approved, Quantity held,
                                                             Quantity otherReducing,
                                                             const ClientOrderId &id) const;
    /// A change of a working stop, target or exit: with it they may still only reduce what is held. `takenByPair` is
    /// what both halves of its pair have filled; what the order is for counts that in. An entry is never changed.
    [[nodiscard]] tl::expected<VettedChange, Refusal> vetChange(const Order &exit, const Amendment &terms, Quantity held,
                                                                Quantity takenByPair, Quantity otherReducing) const;
};

} // namespace core
