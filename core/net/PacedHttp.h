#pragma once

#include "core/net/HttpPort.h"
#include "core/net/RateBudget.h"

#include <map>
#include <memory>

namespace core::net {

/// What an answer means for the rate, as the venue's adapter reads it.
struct RateVerdict {
    RateReading reading{};
    bool isRefused = false;              ///< It was refused for the rate alone: nothing was done.
    std::optional<Duration> silence{};   ///< Banned: nothing at all may be sent for so long.
};

/// A transport behind a RateBudget: each request leaves when the venue's limits allow, the urgent first.
/// What waits has not left; it may be withdrawn with proof. Lives on the thread of its port.
class PacedHttp {
public:
    using Done = HttpPort::Done;
    using Read = std::function<RateVerdict(const HttpRequest &, const HttpAnswer &)>;
    /// Makes the request when it leaves, so that its stamp and signature are of that moment.
    using Make = std::function<HttpRequest()>;
    using Ticket = RateBudget::Ticket;

    /// Port and clock outlive it; `clock` runs in real time.
    PacedHttp(HttpPort &port, const Clock &clock, std::vector<RateRule> rules, Read read);
    /// Whoever waits is never called; what is under way is dropped when its answer comes.
    ~PacedHttp();
    PacedHttp(const PacedHttp &) = delete;
    PacedHttp &operator=(const PacedHttp &) = delete;

    /// `done` exactly once, later, unless it is withdrawn. Leaves at once where there is room.
    Ticket send(RateUse use, std::vector<RateCharge> charges, Make make, Done done);
    /// True: it had not left, and never will; `done` is not called.
    bool withdraw(Ticket ticket);
    /// Lets out what may leave now; called whenever time has moved.
    void tick();
    /// Nothing at all leaves for so long.
    void beSilent(Duration span) { m_budget.blockAll(m_clock.steady() + span); }

    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }
    [[nodiscard]] int free(const std::string &bucket, RateUse use) const { return m_budget.free(bucket, use); }

private:
    struct Waiting {
        Make make;
        Done done;
    };
    void leave(Ticket ticket, Waiting item);
    void read(Ticket ticket, const HttpRequest &request, const HttpOutcome &outcome);

    HttpPort &m_port;
    const Clock &m_clock;
    Read m_read;
    RateBudget m_budget;
    std::map<Ticket, Waiting> m_waiting;
    /// Gone with this object: an answer that comes later finds nobody.
    std::shared_ptr<PacedHttp *> m_self;
};

} // namespace core::net
