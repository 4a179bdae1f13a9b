#pragma once

#include "tests/support/CoreBuilders.h"

#include "core/approval/Desk.h"
#include "core/risk/RiskGate.h"

namespace support {

/// Orders that the real desk and the real gate have let through, for whoever tests what comes after them.
class Vetted {
public:
    /// The clock outlives it.
    explicit Vetted(const core::Clock &clock) : m_clock(clock) {}

    struct Wish {
        std::string id;
        core::InstrumentId instrument;
        core::Side side = core::Side::Buy;
        core::Quantity quantity{};
        std::optional<core::Price> limitPrice{}; ///< Absent: at the market.
        std::optional<core::Price> stopPrice{};  ///< Of a stop.
        std::optional<core::Price> collar{};     ///< That a market order may not pass.
    };
    [[nodiscard]] core::VettedOrder entry(const Wish &wish)
    {
        core::Proposal proposal = proposalOf(wish);
        const core::ProposalId id = proposal.id;
        m_desk.create(std::move(proposal), false);
        m_desk.judge(id, {});
        if (!m_desk.approve(id, 1, m_desk.find(id)->hash, {}))
            core::bug("the desk refused a plain yes");
        core::RiskView view;
        view.account.limits = core::RiskLimits::unlimited();
        view.account.instrument.id = wish.instrument;
        view.account.quote = {px("100"), px("100"), m_clock.now()};
        view.account.buyingPower = usd("1000000000");
        view.hasQuote = view.isReady = view.isLinkUp = view.isJournalHealthy = true;
        return *core::RiskGate().vet(*m_desk.beginRevalidation(id), view, core::ClientOrderId(wish.id));
    }
    /// Stop, target or exit of as much as it says.
    [[nodiscard]] core::VettedOrder exit(const Wish &wish, core::OrderRole role, const std::string &group = {})
    {
        core::Proposal proposal = proposalOf(wish);
        if (role == core::OrderRole::Stop)
            proposal.orderType = core::OrderType::Stop;
        const auto approved = m_desk.issueExit(std::move(proposal), role, group);
        const core::Quantity held = wish.side == core::Side::Sell ? wish.quantity : -wish.quantity;
        return *core::RiskGate().vetExit(approved, held, {}, core::ClientOrderId(wish.id));
    }

private:
    [[nodiscard]] core::Proposal proposalOf(const Wish &wish) const
    {
        core::Proposal proposal = buyProposal(wish.id.c_str());
        proposal.signal.series.instrument = wish.instrument;
        proposal.side = wish.side;
        proposal.quantity = proposal.proposedQuantity = wish.quantity;
        proposal.orderType = wish.limitPrice ? core::OrderType::Limit : core::OrderType::Market;
        proposal.limitPrice = wish.limitPrice ? wish.limitPrice : wish.collar;
        proposal.stopPrice = wish.stopPrice;
        proposal.targetPrice.reset();
        proposal.createdAt = m_clock.now();
        proposal.expiresAt = m_clock.now() + std::chrono::minutes(1);
        return proposal;
    }

    const core::Clock &m_clock;
    core::Desk m_desk{m_clock, {}, {[](const core::DeskEntry &, core::ProposalState) {},
                                    [](const core::DeskEntry &, const core::Decision &) {}}};
};

} // namespace support
