#pragma once

#include "tests/faults/VenueSide.h"
#include "tests/support/CrashJournal.h"

#include "core/engine/TradingEngine.h"

#include <set>

namespace faults {

/// One life of the program: ports, broker and engine. Its journal and what was seen outlive it.
class Program final : public core::EngineObserver {
public:
    /// What is seen from outside, over all lives.
    struct Seen {
        std::map<std::string, std::vector<core::Duration>> sent; ///< When an order of that client id left.
        std::set<std::string> entryIds;
        std::vector<std::string> broken;     ///< Promises.
        std::map<core::ProposalId, std::set<core::ClientOrderId>> entries;
        std::int64_t unknowns = 0;
        std::int64_t changesSent = 0;
        std::int64_t changesMade = 0;
        std::int64_t alarms = 0;
        std::vector<std::string> story;      ///< Only if it is kept.
        bool keepsStory = false;
    };
    /// Hears of each order as it comes to a phase.
    using Reached = std::function<void(Phase)>;

    Program(VenueSide &side, support::CrashJournal &journal, Seen &seen, Reached reached, int life);
    ~Program() override;

    void beat();
    /// No further entries, and nobody moves a stop any more; exits go on.
    void stopEntries();
    [[nodiscard]] const core::TradingEngine &engine() const { return *m_engine; }
    [[nodiscard]] core::TradingEngine &engine() { return *m_engine; }
    /// Nothing is under way or in doubt.
    [[nodiscard]] bool isSettled() const;

private:
    void orderIntended(const core::Order &order) override;
    void orderChanged(const core::Order &order, core::OrderStatus from) override;
    void amended(const core::Order &order, core::AmendmentStep step, const std::string &reason) override;
    void filled(const core::Order &order, const core::Fill &fill) override;
    void noted(core::Severity severity, const std::string &kind, const std::string &text, core::Timestamp at) override;
    void linkChanged(bool isUp, const std::string &detail, core::Timestamp at) override;
    void moveStop();
    void judgeChange();
    void onSend(const core::net::HttpRequest &request);
    void tell(const std::string &what);
    [[nodiscard]] core::EngineSettings settings(int life) const;

    VenueSide &m_side;
    support::CrashJournal &m_journal;
    Seen &m_seen;
    Reached m_reached;
    std::unique_ptr<core::net::HttpPort> m_http;
    std::unique_ptr<core::net::SocketPort> m_socket;
    std::unique_ptr<core::Broker> m_broker;
    std::unique_ptr<core::TradingEngine> m_engine;
    core::Duration m_comparedAt{};
    core::Duration m_movedAt{};
    int m_moves = 0;
    bool m_movesStops;
    std::int64_t m_told = 0; ///< Of the journal.
    app::AlarmOwner m_beats;
};

} // namespace faults
