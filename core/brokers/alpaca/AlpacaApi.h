#pragma once

#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaDateOffset.h"
#include "core/brokers/alpaca/AlpacaErrors.h"
#include "core/domain/Event.h"
#include "core/net/PacedHttp.h"

#include <functional>
#include <map>

namespace core::alpaca {

/// Why a request brought nothing.
struct Failed {
    Trouble trouble;
    bool hasNotLeft = false; ///< Proven: not one byte of it.
};
template <class T>
using Answer = tl::expected<T, Failed>;

/// The trading host as one account sees it: signs, paces and sorts what comes back. What concerns the
/// account as a whole is told by the hooks: the keys, the clock, failures of the interface. Sends everything
/// once.
class Api {
public:
    struct Hooks {
        std::function<void(const VenueTrouble &)> trouble;
        std::function<void(const ClockJudged &)> clockJudged;
        std::function<void(bool areGood)> keysJudged; ///< When it changes; good until proven otherwise.
    };
    using Body = Answer<std::string>;
    using Done = std::function<void(Body)>;

    /// Port and clock outlive it; the clock runs in real time.
    Api(Endpoints endpoints, KeyPair keys, net::HttpPort &port, const Clock &clock, Hooks hooks);

    /// @param patience  What has not left by then is withdrawn: it fails with proof that it never left.
    void ask(const Request &request, net::RateUse use, Done done, std::optional<Duration> patience = {});
    /// The same, read by `parse`. An answer that cannot be read has failed.
    template <class T>
    void read(const Request &request, net::RateUse use, Result<T> (*parse)(std::string_view),
              std::function<void(Answer<T>)> done, std::optional<Duration> patience = {})
    {
        ask(request, use,
            [this, request, parse, done = std::move(done)](Body body) {
                if (!body)
                    return done(tl::unexpected(std::move(body.error())));
                if (Result<T> value = parse(*body))
                    return done(std::move(*value));
                else
                    done(tl::unexpected(notReadable(request, describe(value.error()))));
            },
            patience);
    }
    void tick();
    /// The keys may be wrong: asks for the account, which proves it or not.
    void checkKeys();
    [[nodiscard]] bool areKeysGood() const { return m_areKeysGood; }

private:
    struct Patience {
        Request request;
        Duration until;
        std::shared_ptr<Done> done;
    };
    [[nodiscard]] net::RateVerdict readRate(const net::HttpAnswer &answer) const;
    [[nodiscard]] Body sorted(const Request &request, net::HttpOutcome outcome);
    /// As it may be shown and stored.
    [[nodiscard]] Trouble clean(Trouble trouble) const;
    [[nodiscard]] Failed notReadable(const Request &request, const std::string &why);
    void note(const net::HttpAnswer &answer);
    void note(const Request &request, const Trouble &trouble);
    void judgeKeys(bool areGood);
    void judgeClock();
    void withdrawLate();

    Endpoints m_endpoints;
    KeyPair m_keys;
    const Clock &m_clock;
    Hooks m_hooks;
    DateOffset m_offset;
    net::PacedHttp m_http;
    std::map<net::PacedHttp::Ticket, Patience> m_patient;
    std::map<std::string, Duration> m_troubleTold; ///< When, by endpoint.
    std::optional<net::ClockVerdict> m_verdict;
    bool m_areKeysGood = true;
    bool m_isCheckingKeys = false;
};

} // namespace core::alpaca
