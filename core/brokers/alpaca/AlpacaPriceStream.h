#pragma once

#include "core/brokers/alpaca/AlpacaAuth.h"
#include "core/brokers/alpaca/AlpacaMarketStream.h"
#include "core/brokers/feed/FeedLink.h"

#include <set>

namespace core::alpaca {

/// One stream of prices, of stocks or of crypto: says who we are, subscribes to quotes and minute bars, compares
/// what the venue confirms with what was wanted, and treats each of its errors by its remedy. Of stocks it then
/// asks for halts too, which cost no prices where the venue does not tell them. Nothing is
/// replayed after it was lost: filling the gap is its owner's business.
/// Source: docs.alpaca.markets, real-time data, October 2026.
class PriceStream {
public:
    struct Hooks {
        /// Confirmed, as far as it ever will be; bars may have been missed since the last time.
        std::function<void()> subscribed;
        std::function<void(const MarketMessage &)> told; ///< Quotes and bars.
        std::function<void()> changed;                    ///< `isUp` or `detail`.
    };

    PriceStream(std::unique_ptr<net::SocketPort> socket, std::string url, const KeyPair &keys,
                std::vector<std::string> symbols, bool hasHalts, const Clock &clock, SeededRandom random, Hooks hooks);

    void open();
    void tick();
    /// What comes is of no use any more: connects anew.
    void reconnect(const std::string &why) { m_link.fail(why); }

    [[nodiscard]] bool isUp() const { return m_link.isReady(); }
    [[nodiscard]] bool isStale() const { return m_link.isReady() && m_link.isStale(); }
    [[nodiscard]] const std::string &detail() const { return m_detail; }
    /// Wanted, and not confirmed: nothing comes of these.
    [[nodiscard]] const std::set<std::string> &missing() const { return m_missing; }
    [[nodiscard]] Duration dataAge() const { return m_link.dataAge(); }
    [[nodiscard]] std::uint64_t messages() const { return m_messages; }
    /// Of those that could not be read. A bar among them is missed like one that never came.
    [[nodiscard]] std::uint64_t unreadable() const { return m_unreadable; }
    [[nodiscard]] std::uint64_t reconnects() const { return m_link.reconnects(); }

private:
    /// Another session holds the one connection: it is not fought for.
    static constexpr Duration otherSessionWait = std::chrono::seconds(10);
    static constexpr Duration confirmWithin = std::chrono::seconds(5);

    [[nodiscard]] FeedLink::Hooks linkHooks();
    void read(std::string_view bytes);
    void take(const MarketMessage &message);
    void on(const StreamSuccess &success);
    void on(const StreamSubscription &subscription);
    void on(const StreamError &error);
    void subscribe();
    void subscribeOneByOne();
    void confirm();
    void say(std::string detail);
    [[nodiscard]] StreamSubscription wanted(const std::vector<std::string> &symbols) const;

    const KeyPair &m_keys;
    std::vector<std::string> m_symbols;
    bool m_hasHalts;
    const Clock &m_clock;
    Hooks m_hooks;
    std::set<std::string> m_missing;
    std::optional<Duration> m_askedAt; ///< Steady: subscribed, and not confirmed as a whole.
    bool m_isOneByOne = false;
    bool m_saidKeysAgain = false;
    std::string m_detail = "not connected";
    std::uint64_t m_messages = 0;
    std::uint64_t m_unreadable = 0;
    FeedLink m_link;
};

} // namespace core::alpaca
