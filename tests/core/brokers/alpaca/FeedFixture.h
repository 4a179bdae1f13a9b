#pragma once

#include "core/base/Timestamp.h" // first: moc 6.4 stumbles over <compare>
#include "core/brokers/alpaca/AlpacaFeed.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/FakeSocket.h"

#include <QTest>

#include <algorithm>

namespace support {

inline core::Timestamp at(const std::string &text)
{
    return *core::parseIsoText(text);
}

/// A bar as the venue sends it; its prices follow from its number.
inline std::string wireBar(core::Timestamp open, int number, int volume = 10)
{
    const auto price = [&](int add) { return std::to_string(100 + number) + "." + std::to_string(50 + add); };
    return R"({"t":")" + core::toIsoText(open) + R"(","o":)" + price(0) + R"(,"h":)" + price(5) + R"(,"l":)" + price(-5) +
           R"(,"c":)" + price(1) + R"(,"v":)" + std::to_string(volume) + "}";
}

/// So many bars of that length, one after the other, as a list.
inline std::string wireBars(const std::string &from, int count, core::Duration length, int firstNumber = 0)
{
    std::string list;
    for (int i = 0; i < count; ++i)
        list += (i > 0 ? "," : "") + wireBar(at(from) + i * length, firstNumber + i);
    return "[" + list + "]";
}

inline std::string page(const std::string &members, const std::string &token = "null")
{
    return R"({"bars":{)" + members + R"(},"next_page_token":)" + token + "}";
}

/// A feed whose venue is played by the test. Market time is that of the stamps.
struct FeedFixture {
    static constexpr auto stepTime = std::chrono::seconds(1);

    explicit FeedFixture(core::MarketClock::Pace pace = core::MarketClock::Pace::Played) : clock(machine, pace) {}

    core::ManualClock machine{at("2026-11-20T15:00:00Z")};
    core::MarketClock clock;
    std::shared_ptr<core::alpaca::TradingHalts> halts = std::make_shared<core::alpaca::TradingHalts>();
    FakeHttp http;
    std::vector<FakeSocket *> sockets; ///< Of the feed's, in the order in which they were made.
    core::alpaca::AlpacaFeed feed{
        {core::alpaca::usualEndpoints(core::alpaca::Environment::Paper),
         {core::Secret(std::string("PKTEST")), core::Secret(std::string("hush"))},
         core::alpaca::StockFeed::Iex,
         halts},
        http,
        [this] {
            auto socket = std::make_unique<FakeSocket>();
            sockets.push_back(socket.get());
            return socket;
        },
        machine,
        clock,
        core::SeededRandom(5)};
    std::optional<core::Result<core::MarketFeed::Past>> past;
    std::vector<core::Event> events;

    /// Answers the one request that waits and holds these words.
    void answer(const std::string &words, const std::string &body, int status = 200)
    {
        for (std::size_t i = 0; i < http.requests.size(); ++i)
            if (http.isWaiting(i) && http.requests[i].url.find(words) != std::string::npos)
                return http.answer(i, status, body);
        QFAIL(("nobody asked for " + words).c_str());
    }
    [[nodiscard]] std::string waitingFor(const std::string &words) const
    {
        for (std::size_t i = 0; i < http.requests.size(); ++i)
            if (http.isWaiting(i) && http.requests[i].url.find(words) != std::string::npos)
                return http.requests[i].url;
        return {};
    }
    void answerClock(const std::string &now)
    {
        answer("/v2/clock", R"({"timestamp":")" + now + R"(","is_open":true,"next_open":"2026-03-03T09:30:00-05:00",)" +
                                R"("next_close":"2026-03-02T16:00:00-05:00"})");
    }
    void load(const std::vector<core::SeriesId> &series, int bars, const std::string &now)
    {
        feed.loadPast(series, bars, [this](core::Result<core::MarketFeed::Past> loaded) { past = std::move(loaded); });
        answerClock(now);
    }
    void open(const std::vector<core::SeriesId> &series)
    {
        feed.open(series, [this](core::Event event) { events.push_back(std::move(event)); });
    }
    FakeSocket &socket() { return *sockets.front(); }
    /// Greets, takes the key and confirms these symbols, as a JSON list.
    void confirm(FakeSocket &there, const std::string &symbols)
    {
        there.accept();
        there.tell(R"([{"T":"success","msg":"connected"}])");
        there.tell(R"([{"T":"success","msg":"authenticated"}])");
        there.tell(R"([{"T":"subscription","quotes":)" + symbols + R"(,"bars":)" + symbols + "}]");
    }
    void minute(FakeSocket &there, const std::string &symbol, core::Timestamp open, int number)
    {
        there.tell(R"([{"T":"b","S":")" + symbol + R"(",)" + wireBar(open, number).substr(1) + "]");
    }
    void quote(FakeSocket &there, const std::string &symbol, const std::string &bid, const std::string &ask,
               const std::string &when)
    {
        there.tell(R"([{"T":"q","S":")" + symbol + R"(","bp":)" + bid + R"(,"bs":1,"ap":)" + ask + R"(,"as":1,"t":")" +
                   when + R"("}])");
    }
    void pass(core::Duration time)
    {
        for (; time > core::Duration::zero(); time -= stepTime) {
            machine.advance(stepTime);
            feed.tick();
        }
    }

    template <class T>
    [[nodiscard]] std::vector<T> all() const
    {
        std::vector<T> found;
        for (const core::Event &event : events)
            if (const T *one = std::get_if<T>(&event))
                found.push_back(*one);
        return found;
    }
    [[nodiscard]] std::vector<core::BarClosed> bars() const { return all<core::BarClosed>(); }
    [[nodiscard]] std::string lastDetail() const
    {
        const auto changes = all<core::FeedChanged>();
        return changes.empty() ? "" : (changes.back().isUp ? "up: " : "down: ") + changes.back().detail;
    }
};

} // namespace support
