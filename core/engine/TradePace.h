#pragma once

#include "core/approval/Desk.h"
#include "core/engine/EngineSettings.h"
#include "core/portfolio/Portfolio.h"
#include "core/risk/RiskView.h"
#include "core/storage/StoredPace.h"

#include <chrono>
#include <set>

namespace core {

/// What trading did lately: entries of the last minute, how the last trips ended, what a person said
/// no to, and how many entries of each bot nobody was asked about. On the market's clock.
class TradePace {
public:
    /// The facts of an earlier run come first.
    void restore(StoredPace stored) { m_kept = std::move(stored); }

    void onEntry(const Order &order);
    void onTrip(const RoundTrip &trip);
    void onDecided(const Proposal &proposal, const Decision &decision);
    /// The newest yes to it was a rule's; asked once, when its order is made.
    [[nodiscard]] bool takeByRule(const ProposalId &proposal) { return m_byRule.erase(proposal) > 0; }
    /// One more entry of this bot without a question; the count of its day.
    int onAutomated(const BotId &bot, Timestamp at, const EngineSettings &settings);
    /// A person lets the bot go on by itself.
    void release(const BotId &bot, Timestamp at) { m_kept.automation[bot] = {0, at}; }

    /// Of the day of `at`, or of the day on which the limit was reached: a latch outlives its day.
    [[nodiscard]] int automatedEntries(const BotId &bot, Timestamp at, const EngineSettings &settings) const;
    [[nodiscard]] PaceView view(const Proposal &proposal, const BotSettings &bot, Timestamp now,
                                const EngineSettings &settings) const;

private:
    [[nodiscard]] std::optional<Duration> sinceSame(const Proposal &proposal, Timestamp now) const;
    [[nodiscard]] LossStreak streak(const std::vector<InstrumentId> *of) const;
    void forgetBefore(Timestamp at);

    StoredPace m_kept;
    std::set<ProposalId> m_byRule;
};

} // namespace core
