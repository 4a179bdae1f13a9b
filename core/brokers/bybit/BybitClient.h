#pragma once

#include "core/brokers/bybit/BybitAuth.h"
#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitSilence.h"
#include "core/domain/Event.h"
#include "core/net/ClockOffset.h"
#include "core/net/PacedHttp.h"

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace core::bybit {

/// Where an account is and what opens it.
struct Access {
    Endpoints endpoints;
    Keys keys;
    std::shared_ptr<BybitSilence> silence = std::make_shared<BybitSilence>(); ///< Of the address.
};

/// What came of a request.
struct Answer {
    Verdict verdict;
    std::string body{}; ///< As the venue wrote it; empty without an answer.
};

/// One account's way to the venue over HTTP: signs with the venue's time in the moment of leaving, keeps to
/// the rates, sorts what comes back, and measures the venue's clock by it. Sends nothing twice.
class BybitClient {
public:
    using Done = std::function<void(const Answer &)>;
    using Ticket = net::PacedHttp::Ticket;
    struct Hooks {
        std::function<void(const VenueTrouble &)> troubled; ///< The same trouble not again and again.
        std::function<void(const ClockJudged &)> clockJudged; ///< When the verdict changes.
    };

    /// Port and clock outlive it; the clock runs in real time.
    BybitClient(Access access, net::HttpPort &http, const Clock &clock, Hooks hooks);

    /// `done` once, later, and never after this is gone.
    Ticket send(const Request &request, net::RateUse use, Done done);
    /// True: it had not left, and never will.
    bool withdraw(Ticket ticket) { return m_http.withdraw(ticket); }
    /// Asks for the venue's time soon; it is asked for every minute in any case.
    void measureClock();
    void tick();

    /// The venue's time, as far as known.
    [[nodiscard]] Timestamp venueNow() const { return m_offset.correctedNow(m_clock); }
    [[nodiscard]] bool knowsTime() const { return m_offset.age(m_clock).has_value(); }
    [[nodiscard]] const net::ClockOffset &clockOffset() const { return m_offset; }
    [[nodiscard]] std::size_t waiting() const { return m_http.waiting(); }
    [[nodiscard]] const Endpoints &endpoints() const { return m_access.endpoints; }
    [[nodiscard]] std::string login() const { return loginMessage(m_access.keys, venueNow()); }

private:
    void take(const Request &request, const net::HttpOutcome &outcome, const Done &done);
    void keepSilence();
    void learnTime(const net::HttpAnswer &answer);
    void judgeClock();
    void tellTrouble(const Request &request, const Verdict &verdict);
    /// @param key  What is the same trouble. False: it was told less than `quiet` ago.
    [[nodiscard]] bool isNew(const std::string &key, Duration quiet);

    Access m_access;
    const Clock &m_clock;
    Hooks m_hooks;
    net::ClockOffset m_offset;
    net::PacedHttp m_http;
    std::optional<net::ClockVerdict> m_verdict;
    Duration m_measureAt{};
    bool m_isMeasuring = false;
    int m_samplesWanted = 3; ///< The first one is seldom the best.
    std::map<std::string, Duration> m_told;
};

} // namespace core::bybit
