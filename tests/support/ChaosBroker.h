#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/Broker.h"
#include "core/simulation/SimVenue.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace support {

/// How often the way to the venue and back goes wrong, each in a thousand.
struct ChaosRates {
    int lostRequest = 0;   ///< Never reaches the venue.
    int lateRequest = 0;   ///< Reaches it up to 25 seconds later.
    int refusal = 0;       ///< Of an order, before the venue has it.
    int timeOut = 0;       ///< A lost or late order is said to be unknown, instead of silence.
    int lostAnswer = 0;
    int lateAnswer = 0;    ///< Up to 9 seconds, so that answers overtake each other.
    int doubledAnswer = 0;
    int tornSnapshot = 0;  ///< Something happened while it was fetched: it is not of one moment.
};

/// A broker in front of the simulated venue that loses, delays, doubles and reorders what passes. Nothing
/// is handed over by itself: `next()` gives one answer after the other when its time has come, so whoever
/// drives knows exactly what the engine has been told.
class ChaosBroker final : public core::Broker {
public:
    ChaosBroker(core::SimVenue &venue, const core::Clock &clock);

    void open(core::EventSink sink) override;
    void submit(const core::VettedOrder &order) override;
    /// Both halves share one way, as one order would.
    void submitPair(const core::VettedOrder &stop, const core::VettedOrder &target) override;
    [[nodiscard]] core::ExitSupport exitSupport(const core::InstrumentId &) const override { return exits; }
    void cancel(const core::Order &order) override;
    void query(const core::Order &order) override;
    void amend(const core::Order &order, const core::Amendment &terms) override;
    void requestSnapshot() override;

    /// The next answer whose time has come; nothing when there is none now.
    [[nodiscard]] std::optional<core::Event> next();
    /// The engine is gone: answers on their way to it are lost, requests on their way to the venue are not.
    void forgetEngine();
    void dropLink();
    void raiseLink(); ///< And asks for a snapshot, as every broker does after a connection.
    [[nodiscard]] bool isLinkUp() const { return m_isLinkUp; }
    /// What the venue itself would say now.
    [[nodiscard]] core::VenueSnapshot snapshot() const;
    /// From now on nothing goes wrong; what is late comes at once.
    void calm();

    ChaosRates rates;
    core::ExitSupport exits{}; ///< How the venue holds exits; what it does not take it refuses.
    std::uint64_t chance = 1; ///< Where the next throw of the dice comes from; set for every step.
    core::Money paidIn; ///< Beside all trades, paid out subtracted: the venue's cash knows nothing of it.
    bool isReduceOnlyKept = true; ///< False: a venue that knows no reduce-only, and would let an exit open.
    std::function<void(const core::VettedOrder &)> onSubmit;
    std::function<void(const core::Order &, const core::Amendment &)> onAmend;
    std::function<void(const core::ClientOrderId &)> onCancel;
    std::function<void(const core::Fill &)> onFill; ///< At the venue, before anybody is told.
    /// Client order ids as they reached the venue, with how often.
    std::map<core::ClientOrderId, int> arrivals;

private:
    struct Request {
        core::Duration due;
        std::function<void()> run;
    };
    struct Answer {
        core::Duration due;
        core::Event event;
        std::uint64_t number = 0; ///< In the order in which the venue said them.
    };
    void submitAll(const std::vector<core::OrderRequest> &orders);
    void arrive(const core::OrderRequest &order);
    [[nodiscard]] std::optional<core::OrderRejected> objection(const core::OrderRequest &order) const;
    void send(std::function<void()> request);
    void answer(core::Event event);
    void runDueRequests();
    [[nodiscard]] bool isOldTerms(const Answer &answer);
    [[nodiscard]] bool happens(int perThousand);
    [[nodiscard]] core::Duration upTo(core::Duration limit);

    core::SimVenue &m_venue;
    const core::Clock &m_clock;
    std::vector<Request> m_requests;
    std::vector<Answer> m_answers; ///< In the order they were sent.
    std::uint64_t m_answerCount = 0;
    std::map<core::ClientOrderId, std::uint64_t> m_termsTold; ///< Which answer told them last.
    bool m_isLinkUp = true;
    bool m_hasEngine = false;
};

} // namespace support
