#pragma once

#include "core/engine/TradingEngine.h"
#include "tests/core/engine/property/Reference.h"
#include "tests/support/CrashJournal.h"

namespace property {

/// What must never be false (product page section 5), asked at every intent, every order that leaves and
/// after every step. The first promise that is broken is kept, in one sentence.
class Promises final : public core::EngineObserver {
public:
    Promises(Reference &reference, const support::CrashJournal &journal, const core::Clock &clock)
        : m_reference(reference), m_journal(journal), m_clock(clock)
    {
    }

    /// The content that a yes was given to; its hash is computed here, by other code.
    void decided(const core::DeskEntry &entry, const core::Decision &decision) override;

    void beginLife() { m_yes.clear(); }
    /// A record is about to be written.
    void onRecord(const core::Record &record);
    /// An order leaves for the venue.
    void onSubmit(const core::VettedOrder &order);
    /// A change of an order leaves for the venue.
    void onAmend(const core::Order &order, const core::Amendment &terms);
    /// The engine and this side think the same after a step.
    void onStep(const core::TradingEngine &engine);
    /// Everything has been delivered and nothing goes wrong any more.
    void onSettled(const core::TradingEngine &engine, const core::VenueSnapshot &venue);

    void expect(bool isTrue, const std::string &promise)
    {
        if (!isTrue && m_broken.empty())
            m_broken = promise;
    }
    [[nodiscard]] const std::string &broken() const { return m_broken; }

    /// A person's first step: content and when; the second must follow within five seconds.
    struct Armed {
        int version = 0;
        std::string hash;
        core::Duration at{};
    };
    std::map<std::string, Armed> armed;
    /// Instruments in which somebody else traded, or a stop was taken away by a person: what protects them
    /// is theirs to say.
    std::set<std::string> untended;
    bool needsStops = true;
    /// The disk failed once: what left without it came back as somebody else's.
    bool hadFailedDisk = false;

    std::int64_t entriesSent = 0;
    std::int64_t exitsSent = 0;
    std::int64_t changesSent = 0;

private:
    void judgeYes(const core::Record &record);
    void judgeEntry(const RefOrder &order);
    void judgeRoom(const RefOrder &order, const RefCard &card, double quantity);
    void judgePrice(const RefOrder &order, const RefCard &card);
    void judgePace(const RefOrder &order, const RefCard &card);
    void judgeStreak(const std::set<std::string> *of);
    void judgeDrift(const RefOrder &order, const RefCard &card, const RefQuote &quote);
    void judgeExit(const RefOrder &order);
    void judgeEnd(const core::Record &record);
    void judgeRefusedChange(const core::Record &record);
    void lookAtSizes(const core::TradingEngine &engine, const core::InstrumentId &instrument);
    void judgeSentEntry(const core::VettedOrder &order, const RefOrder &known);
    void judgeContent(const core::VettedOrder &order, const core::Proposal &content);
    void judgeSteps(const core::OrderRequest &request);
    void lookAtProtection(const core::TradingEngine &engine, const std::string &instrument);
    [[nodiscard]] double claimedByExits(const std::string &instrument, const std::string &exceptOrder,
                                        const std::string &exceptGroup) const;
    void within(const char *what, double value, double limit);

    Reference &m_reference;
    const support::CrashJournal &m_journal;
    const core::Clock &m_clock;
    std::map<std::string, core::Proposal> m_yes; ///< Content of the newest yes, by card.
    std::set<std::string> m_sentAgain; ///< Exits that were proven absent before.
    std::set<std::string> m_sent;                ///< Every id that ever left, in all lives.
    std::set<std::size_t> m_changes;             ///< Every wish for a change that ever left, by its record.
    std::set<std::string> m_entryOf;             ///< Every proposal that ever had an order.
    std::string m_broken;
};

/// The hash of a proposal's content, by the rule written down for it and Qt's own SHA-256.
[[nodiscard]] std::string hashByHand(const core::Proposal &proposal);

} // namespace property
