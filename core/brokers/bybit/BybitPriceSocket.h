#pragma once

#include "core/brokers/bybit/BybitStream.h"
#include "core/brokers/bybit/BybitTopics.h"
#include "core/brokers/feed/FeedLink.h"

#include <map>
#include <optional>
#include <set>

namespace core::bybit {

/// One public socket of one category with its topics: each is asked for in small groups, since one bad topic
/// fails its whole group, and its confirmation is waited for; what is not confirmed is asked for again now and then.
/// The venue's own JSON ping keeps it alive.
/// Source: bybit-exchange.github.io/docs/v5/ws/connect, July 2026.
class PriceSocket {
public:
    struct Hooks {
        std::function<void()> subscribed; ///< Confirmed, as far as it ever will be.
        std::function<void(const PublicMessage &)> told;
        std::function<void()> lost;
        std::function<void()> changed;    ///< `isUp` or `detail`.
    };
    /// Every instrument's best prices are told at least every three seconds, so longer silence is no quiet market.
    static constexpr Duration silentAfter = std::chrono::seconds(15);

    PriceSocket(Category category, std::unique_ptr<net::SocketPort> socket, std::string url,
                std::vector<std::string> topics, const Clock &clock, SeededRandom random, Hooks hooks);

    void open();
    void tick();
    /// This topic anew: what was built from it is in doubt. Not more often than every two seconds.
    void renew(const std::string &topic);

    [[nodiscard]] bool isUp() const { return m_link.isReady(); }
    [[nodiscard]] const std::string &detail() const { return m_detail; }
    [[nodiscard]] Duration dataAge() const { return m_link.dataAge(); }
    [[nodiscard]] std::uint64_t messages() const { return m_messages; }
    /// Of those that could not be read. A bar among them is missed like one that never came.
    [[nodiscard]] std::uint64_t unreadable() const { return m_unreadable; }
    [[nodiscard]] std::uint64_t reconnects() const { return m_link.reconnects(); }

private:
    static constexpr Duration confirmWithin = std::chrono::seconds(5);

    [[nodiscard]] FeedLink::Hooks linkHooks();
    [[nodiscard]] static FeedLink::Limits linkLimits();
    void subscribe();
    void ask(std::span<const std::string> topics);
    void read(std::string_view bytes);
    void take(const StreamReply &reply);
    void confirm();
    void askForMissing();
    [[nodiscard]] std::string missingNames() const;
    void say(std::string detail);

    Category m_category;
    std::vector<std::string> m_topics;
    const Clock &m_clock;
    Hooks m_hooks;
    std::map<std::string, std::vector<std::string>> m_asked; ///< Topics by request id, not answered.
    std::set<std::string> m_missing;
    std::optional<Duration> m_askedAt; ///< Steady, until it is confirmed.
    Duration m_askMissingAt{}; ///< Steady.
    std::map<std::string, Duration> m_renewedAt;
    std::uint64_t m_nextId = 1;
    std::string m_detail = "not connected";
    std::uint64_t m_messages = 0;
    std::uint64_t m_unreadable = 0;
    FeedLink m_link;
};

} // namespace core::bybit
