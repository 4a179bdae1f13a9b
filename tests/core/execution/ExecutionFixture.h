#pragma once

#include "core/base/Timestamp.h"
#include "core/execution/Execution.h"
#include "tests/support/CoreBuilders.h"
#include "tests/support/FakeBroker.h"

namespace support {

using namespace core;
using namespace std::chrono_literals;
using O = OrderStatus;

/// Execution between a fake broker and a journal that is one counter.
struct ExecutionFixture {
    ManualClock clock{sessionTime()};
    FakeBroker broker;
    std::int64_t ticket = 0;
    std::vector<std::pair<O, O>> moves;
    std::vector<Fill> fills;
    std::vector<std::string> breaches;
    std::vector<std::pair<core::AmendmentStep, std::string>> changes; ///< With the reason.
    ExitGate gate;
    Desk desk{clock, {}, {[](const DeskEntry &, ProposalState) {}, [](const DeskEntry &, const Decision &) {}}};
    Execution execution{broker, clock,
                        {[this](const Order &) { return ++ticket; },
                         [this](const Order &order, O from) { moves.emplace_back(from, order.status); },
                         [this](const Order &, const Fill &fill) { fills.push_back(fill); },
                         [this](const std::string &what) { breaches.push_back(what); },
                         {},
                         [this](const Order &, AmendmentStep step, const std::string &reason) {
                             changes.emplace_back(step, reason);
                             return ++ticket;
                         }},
                        gate};

    explicit ExecutionFixture(ExitGate exitGate = {}) : gate(std::move(exitGate)) { clock.advance(1h); }

    /// An order for ten that the real gate has let through.
    VettedOrder vetted(const char *id, OrderRole role = OrderRole::Exit)
    {
        Proposal proposal = buyProposal(id);
        if (role != OrderRole::Entry) {
            proposal.side = Side::Sell;
            const auto approved = desk.issueExit(std::move(proposal), role, {});
            return *RiskGate().vetExit(approved, qty("10"), {}, ClientOrderId(id));
        }
        proposal.expiresAt = clock.now() + 1min;
        desk.create(std::move(proposal), false);
        desk.judge(ProposalId(id), {});
        const DeskEntry &card = *desk.find(ProposalId(id));
        if (!desk.approve(ProposalId(id), 1, card.hash, {}))
            bug("the desk refused a plain yes");
        RiskView view;
        view.account.limits = RiskLimits::unlimited();
        view.account.instrument.id = stock();
        view.account.quote = quoteAt("99.99", "100");
        view.account.buyingPower = usd("100000");
        view.hasQuote = view.isReady = view.isLinkUp = view.isJournalHealthy = true;
        return *RiskGate().vet(*desk.beginRevalidation(ProposalId(id)), view, ClientOrderId(id));
    }
    ClientOrderId place(const char *id, OrderRole role = OrderRole::Entry, bool isDurable = true)
    {
        execution.place(vetted(id, role), isDurable ? 1'000'000 : 0);
        return ClientOrderId(id);
    }
    [[nodiscard]] O status(const ClientOrderId &id) const { return execution.find(id)->status; }
    void wait(Duration by)
    {
        clock.advance(by);
        execution.tick();
    }
    void fill(const ClientOrderId &order, const char *fillId, const char *quantity, const char *price = "100")
    {
        Fill made = fillOf(fillId, Side::Buy, quantity, price);
        made.order = order;
        execution.on(OrderFilled{made});
    }
};

} // namespace support
