#pragma once

#include "tests/faults/Program.h"

namespace faults {

/// One run: the market plays, something goes wrong in its phase, perhaps the wire is cut or the program killed
/// and started anew; then nothing goes wrong any more, everything settles, and the books are compared.
class Run {
public:
    struct Outcome {
        std::string broken; ///< The promises that did not hold, one a line; empty = all did.
        std::vector<std::string> story;
        bool isPhaseReached = false;
        bool isKilled = false;
        std::size_t orders = 0;
        std::size_t fills = 0;
        std::int64_t unknowns = 0;
        std::int64_t changes = 0; ///< Of orders, made.
        core::Duration settled{}; ///< After the last fault.
    };
    Run(const Cell &cell, bool keepsStory);

    [[nodiscard]] Outcome play();

private:
    void start();
    void reach(Phase phase);
    void beginFaults();
    void planMisfortunes();
    void kill();
    void compare();
    void compareSending();
    void compareOrders(const support::VenueBooks &books);
    [[nodiscard]] const core::Order *oursOf(const support::VenueBooks::Order &theirs) const;
    void compareOrder(const core::Order &ours, const support::VenueBooks::Order &theirs);
    void compareTerms();
    void compareFills(const support::VenueBooks &books);
    void compareMoney(const support::VenueBooks &books);
    void complain(const std::string &what) { m_seen.broken.push_back(what); }
    [[nodiscard]] std::uint64_t roll(std::uint64_t below) { return m_random.next() % below; }

    Cell m_cell;
    core::SeededRandom m_random;
    VenueSide m_side;
    support::CrashJournal m_journal;
    Program::Seen m_seen;
    std::unique_ptr<Program> m_program;
    std::unique_ptr<app::AlarmOwner> m_plans = std::make_unique<app::AlarmOwner>();
    Outcome m_outcome;
    int m_life = 0;
    int m_skip; ///< So many orders come to the phase unharmed.
};

} // namespace faults
