#pragma once

#include "core/engine/TradingEngine.h"
#include "tests/core/engine/property/Promises.h"
#include "tests/support/ChaosBroker.h"
#include "tests/support/CrashJournal.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace property {

/// Everything that can be done to an engine in one step.
enum class Act {
    Price, Gap, Stall, Bar, Answer, Lie, Late, Edit, Refresh, Disk, Wait, LongWait, NextDay,
    Halt, Resume, Mode, Close, Cancel, Garbage, Snapshot, Link, Crash, DiskFails, Limits, Hands,
    ReduceOnly, Snooze, Switch, Mute, Flow, MoveStop,
};
[[nodiscard]] const char *actName(Act act);

/// One step and the dice for everything that chance decides in it, so that leaving out other steps changes
/// nothing in this one.
struct Step {
    Act act = Act::Price;
    std::uint64_t dice = 0;
};

/// What a seed decides before the first step.
struct Setting {
    explicit Setting(std::uint64_t seed);

    core::EngineSettings engine;
    core::VenueRules venue;
    support::ChaosRates chaos;
    core::ExitSupport exits;
    bool isJournalImmediate = true;
    bool isReduceOnlyKept = true;
    bool hasHands = false; ///< Somebody else trades on the account.
    core::Timestamp start;
};

/// One engine driven through steps of chance, with the promises beside it. Same seed and steps, same bytes.
class Story {
public:
    explicit Story(std::uint64_t seed);
    Story(const Story &) = delete;
    Story &operator=(const Story &) = delete;

    [[nodiscard]] static std::vector<Step> stepsOf(std::uint64_t seed);

    /// Empty when everything held; else where and which promise broke.
    [[nodiscard]] std::string run(const std::vector<Step> &steps);

    /// Of all journal records and all orders sent, when `keepsDigest` was set.
    [[nodiscard]] std::uint64_t digest() const { return m_digest; }
    bool keepsDigest = false;

    struct Counts {
        std::int64_t entries = 0;
        std::int64_t exits = 0;
        std::int64_t changes = 0;
        std::int64_t fills = 0;
        std::int64_t restarts = 0;
        std::int64_t refusedLies = 0;
        std::int64_t diskFailures = 0;
        std::int64_t unknowns = 0;
    };
    [[nodiscard]] Counts counts() const;

private:
    // --- life
    void build();
    void crash();
    void deliver();
    void tell(const core::Event &event);
    void settle();
    void finish(std::uint64_t dice);
    void note(const std::string &text);

    // --- the steps
    void act(const Step &step);
    void actOfMarket(Act act);
    void actOfPerson(Act act);
    void actOfMachine(Act act);
    void movePrice(std::size_t which, bool isGap);
    void quote(std::size_t which);
    void closeBar(std::size_t which);
    void nextDay();
    void wait(core::Duration by);
    void answerCard(bool isLie, bool isLate);
    void hurryDisk();
    void editCard();
    void refreshCard();
    void haltOrResume(bool resumes);
    void setReduceOnly();
    void snoozeCard();
    void switchBot();
    void muteInstrument();
    void setMode();
    void closePosition();
    void cancelOrder();
    void moveStop();
    void garbage();
    void moveLink();
    void failDisk();
    void moveDisk();
    void changeLimits();
    void tradeByHand();
    void payInOrOut();
    core::CommandAnswer say(const core::Command &command);
    void refused(const core::CommandAnswer &answer, const char *what);
    [[nodiscard]] const core::DeskEntry *anyCard();

    [[nodiscard]] std::uint64_t roll();
    [[nodiscard]] int below(int limit) { return int(roll() % std::uint64_t(limit)); }
    [[nodiscard]] bool isOneIn(int chances) { return below(chances) == 0; }

    struct Market {
        core::Instrument instrument;
        core::Price price;
        core::Timeframe timeframe = core::Timeframe::H1;
        std::optional<core::Timestamp> lastBar{}; ///< When its newest bar closed.
        bool isStalled = false; ///< Its prices do not reach the engine.
    };

    Setting m_setting;
    std::uint64_t m_seed;
    core::ManualClock m_clock;
    support::CrashJournal m_journal;
    core::SimVenue m_venue;
    support::ChaosBroker m_broker;
    Reference m_reference;
    Promises m_promises;
    std::vector<Market> m_markets;
    std::unique_ptr<core::TradingEngine> m_engine;
    core::RiskLimits m_limits;
    std::uint64_t m_dice = 1;
    std::uint64_t m_digest = 0xcbf29ce484222325ULL;
    std::string m_lastHash;
    bool m_isDiskFailureUntold = false;
    int m_lives = 0;
    int m_handOrders = 0;
    std::vector<core::CashFlow> m_flows;
    Counts m_counts;
};

} // namespace property
