#pragma once

#include "core/approval/Desk.h"
#include "tests/support/CoreBuilders.h"

#include <QTest>

#include <utility>
#include <vector>

namespace support {

/// Two guards, of which the second has this grade.
inline std::vector<core::GuardResult> guards(core::GuardGrade grade)
{
    return {{"drift", core::GuardGrade::Pass, "fine"}, {"quote-age", grade, "a sentence"}};
}

/// One desk and the card P1, with everything the desk told.
struct DeskFixture {
    using S = core::ProposalState;
    using E = core::ProposalEvent;

    core::ManualClock clock{sessionTime()};
    std::vector<std::pair<S, S>> moves;
    std::vector<core::Decision> decisions;
    std::vector<std::pair<S, E>> refused;
    core::Desk desk{clock,
                    {},
                    {[this](const core::DeskEntry &entry, S from) { moves.emplace_back(from, entry.state); },
                     [this](const core::DeskEntry &, const core::Decision &made) { decisions.push_back(made); },
                     [this](const core::DeskEntry &entry, E event) { refused.emplace_back(entry.state, event); }}};
    const core::ProposalId id{"P1"};

    [[nodiscard]] const core::DeskEntry &card() const { return *desk.find(id); }
    [[nodiscard]] S state() const { return card().state; }
    [[nodiscard]] static core::Decision owner()
    {
        core::Decision by;
        by.person = "owner";
        by.channel = "desk";
        return by;
    }
    core::Result<> approve(const char *quantity = "0")
    {
        core::Decision by = owner();
        by.quantity = qty(quantity);
        return desk.approve(id, card().proposal.version, card().hash, by);
    }
    core::Result<> arm() { return desk.arm(id, card().proposal.version, card().hash); }
    core::Result<> edit(const core::Proposal &content)
    {
        return desk.edit(id, card().proposal.version, content, owner());
    }
    core::Result<> reject() { return desk.reject(id, core::RejectReason::WeakChart, owner()); }
    core::Result<> snooze() { return desk.snooze(id, std::nullopt, std::nullopt, owner()); }
    void judge(core::GuardGrade grade) { desk.judge(id, guards(grade)); }
    void judgeClosed() { desk.judge(id, guards(core::GuardGrade::Pass), core::Desk::Market::Closed); }

    void pending(bool needsTwoSteps = false)
    {
        desk.create(buyProposal(), needsTwoSteps);
        judge(core::GuardGrade::Pass);
    }
    /// By lawful steps from nothing to this state.
    void reach(S wanted)
    {
        desk.create(buyProposal(), false);
        reachByGuards(wanted);
        if (state() == wanted)
            return;
        judge(core::GuardGrade::Pass);
        reachByAPerson(wanted);
        if (state() == wanted || core::isTerminal(state()))
            return;
        QVERIFY(approve());
        reachAfterAYes(wanted);
    }

private:
    void reachByGuards(S wanted)
    {
        if (wanted == S::Blocked)
            judge(core::GuardGrade::Blocked);
        else if (wanted == S::Stale)
            judge(core::GuardGrade::Stale);
        else if (wanted == S::WaitingOpen || wanted == S::PreApproved)
            judgeClosed();
        if (wanted == S::PreApproved)
            QVERIFY(approve());
    }
    void reachByAPerson(S wanted)
    {
        switch (wanted) {
        case S::Armed: QVERIFY(arm()); return;
        case S::Snoozed: QVERIFY(snooze()); return;
        case S::Rejected: QVERIFY(reject()); return;
        case S::Superseded: desk.supersede(id, "newer"); return;
        case S::Withdrawn: desk.withdraw(id, "turned"); return;
        case S::Killed: desk.killAll("halt"); return;
        case S::Expired:
            clock.advance(std::chrono::minutes(15));
            desk.tick();
            return;
        default: return;
        }
    }
    void reachAfterAYes(S wanted)
    {
        if (wanted == S::Approved)
            return;
        QVERIFY(desk.beginRevalidation(id));
        if (wanted == S::Revalidating)
            return;
        if (wanted == S::Refused)
            return desk.refuse(id, "no");
        desk.submitting(id);
        if (wanted != S::Submitting)
            desk.orderBecame(id, wanted, "venue");
    }
};

} // namespace support
