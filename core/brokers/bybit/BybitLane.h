#pragma once

#include "core/brokers/MarketFeed.h"
#include "core/brokers/bybit/BybitBook.h"
#include "core/brokers/bybit/BybitKlines.h"
#include "core/brokers/bybit/BybitPriceSocket.h"
#include "core/brokers/feed/QuoteCheck.h"
#include "core/market/MarketClock.h"

namespace core::bybit {

/// One public socket and the series that come on it. Each closed bar goes on once and in order; where one is
/// missing, after a loss or in between, it is fetched, and newer bars of its series are held back until then.
class Lane {
public:
    struct Parts {
        Klines &klines;
        MarketClock &clock;
        QuoteCheck &quotes;
    };
    struct Hooks {
        std::function<void(Event)> tell;
        std::function<void()> changed; ///< Whether it is up, and why not.
    };
    struct Way {
        Category category = Category::Linear;
        std::unique_ptr<net::SocketPort> socket;
        std::string url;
        std::vector<std::string> topics;
    };

    /// @param known  The end of the newest closed bar of each series that its owner has.
    Lane(Way way, std::map<SeriesId, Timestamp> known, Parts parts, SeededRandom random, Hooks hooks);

    void open() { m_socket.open(); }
    void tick();
    [[nodiscard]] bool isUp() const { return m_socket.isUp() && m_state == State::Filled; }
    [[nodiscard]] std::string detail() const;
    void addTo(FeedState &state) const;

private:
    enum class State {
        Unfilled,
        Due,     ///< Subscribed; the market's time is not known until something comes.
        Filling,
        Filled,
    };
    struct Series {
        Timestamp last;  ///< End of the newest bar handed on.
        bool isFilling = false;
        std::optional<Duration> fillAt{}; ///< Steady: it failed and is tried again.
        Duration lookAfter{};             ///< Steady: a gap is not looked for before.
        std::optional<Duration> overdueSince{}; ///< Steady: the market is past the end of a bar that has not come.
        std::vector<Bar> held{};
        std::uint64_t fill = 0; ///< Number of the filling; an answer to an older one is late.
    };

    [[nodiscard]] PriceSocket::Hooks socketHooks();
    void lost();
    void told(const PublicMessage &message);
    void onBook(const BookMessage &message);
    void onKline(const KlineUpdate &update);
    void handOn(const SeriesId &id, Series &series, const Bar &bar);
    void fillOverdue();
    void fillAll();
    void fill(const SeriesId &id);
    void filled(const SeriesId &id, Timestamp until, Result<Klines::Found> found);
    void settle();

    Parts m_parts;
    Hooks m_hooks;
    std::map<SeriesId, Series> m_series;
    std::map<InstrumentId, BybitBook> m_books;
    State m_state = State::Unfilled;
    std::optional<Duration> m_dueAt; ///< Steady, when it became Due.
    Duration m_lookAt{};             ///< Steady: for bars that are overdue.
    std::string m_problem;           ///< Of the newest filling.
    std::uint64_t m_filledBars = 0;
    PriceSocket m_socket;
};

} // namespace core::bybit
