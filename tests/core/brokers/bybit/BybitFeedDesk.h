#pragma once

#include "core/base/Timestamp.h" // first: moc 6.4 stumbles over <compare>
#include "core/brokers/bybit/BybitFeed.h"
#include "tests/support/FakeHttp.h"
#include "tests/support/FakeSocket.h"

#include <QTest>

namespace support {

inline core::Timestamp at(const std::string &text)
{
    return *core::parseIsoText(text);
}

inline std::string millis(core::Timestamp when)
{
    return std::to_string(core::toMillis(when));
}

/// Rows of bars from the oldest to the newest, as the venue lists them: newest first. Closes are 100 + number.
inline std::string rows(core::Timestamp from, int count, core::Duration length, int firstNumber = 0)
{
    std::string list;
    for (int i = count - 1; i >= 0; --i) {
        const std::string price = std::to_string(100 + firstNumber + i);
        list += R"([")" + millis(from + i * length) + R"(",")" + price + R"(",")" + price + R"(.5",")" + price + R"(",")" +
                price + R"(","7","700"])" + (i > 0 ? "," : "");
    }
    return "[" + list + "]";
}

/// A feed whose venue is played by the test. The venue's answers carry real time, its market is of another day.
struct BybitFeedDesk {
    core::ManualClock machine{at("2026-11-20T15:00:00Z")};
    core::MarketClock clock{machine, core::MarketClock::Pace::Played};
    FakeHttp http;
    std::shared_ptr<core::bybit::BybitSilence> silence = std::make_shared<core::bybit::BybitSilence>();
    std::vector<FakeSocket *> sockets; ///< In the order in which they were made.
    core::bybit::BybitFeed feed{core::bybit::usualEndpoints(core::bybit::Environment::Live),
                                http,
                                [this] {
                                    auto socket = std::make_unique<FakeSocket>();
                                    sockets.push_back(socket.get());
                                    return socket;
                                },
                                machine,
                                clock,
                                core::SeededRandom(3),
                                silence};
    std::optional<core::Result<core::MarketFeed::Past>> past;
    std::vector<core::Event> events;
    int update = 10; ///< Of the books.

    [[nodiscard]] std::optional<std::size_t> waitingFor(const std::string &words) const
    {
        for (std::size_t i = 0; i < http.requests.size(); ++i)
            if (http.isWaiting(i) && http.requests[i].url.find(words) != std::string::npos)
                return i;
        return std::nullopt;
    }
    void answer(const std::string &words, const std::string &body, int status = 200)
    {
        const auto index = waitingFor(words);
        if (!index)
            QFAIL(("nobody asked for " + words).c_str());
        http.answer(*index, status, body);
    }
    [[nodiscard]] std::string envelope(const std::string &result) const
    {
        return R"({"retCode":0,"retMsg":"OK","result":)" + result + R"(,"retExtInfo":{},"time":)" + millis(machine.now()) + "}";
    }
    void answerKlines(const std::string &words, const std::string &list)
    {
        answer(words, envelope(R"({"category":"linear","symbol":"BTCUSDT","list":)" + list + "}"));
    }
    void answerTime(core::Timestamp now)
    {
        answer("/v5/market/orderbook", envelope(R"({"s":"BTCUSDT","b":[],"a":[],"ts":)" + millis(now) + R"(,"u":1,"seq":1})"));
    }
    void load(const std::vector<core::SeriesId> &series, int bars)
    {
        feed.loadPast(series, bars, [this](core::Result<core::MarketFeed::Past> loaded) { past = std::move(loaded); });
    }
    void open(const std::vector<core::SeriesId> &series)
    {
        feed.open(series, [this](core::Event event) { events.push_back(std::move(event)); });
    }
    FakeSocket &socket() { return *sockets.front(); }
    /// Says yes to every request for topics that has not been answered on this connection.
    void confirmAll(FakeSocket &there)
    {
        for (const FakeSocket::Sent &sent : std::vector(there.sent))
            if (sent.bytes.find(R"("op":"subscribe")") != std::string::npos)
                reply(there, idOf(sent.bytes), true);
        there.sent.clear();
    }
    void reply(FakeSocket &there, const std::string &id, bool isGood, const std::string &text = "")
    {
        there.tell(R"({"success":)" + std::string(isGood ? "true" : "false") + R"(,"ret_msg":")" + text +
                   R"(","conn_id":"c","req_id":")" + id + R"(","op":"subscribe"})");
    }
    [[nodiscard]] static std::string idOf(const std::string &message)
    {
        const auto from = message.find(R"("req_id":")") + 10;
        return message.substr(from, message.find('"', from) - from);
    }
    void book(FakeSocket &there, core::Timestamp when, const std::string &bid = "100.1", const std::string &ask = "100.2",
              const char *type = "snapshot", int step = 1)
    {
        update += step;
        there.tell(R"({"topic":"orderbook.1.BTCUSDT","type":")" + std::string(type) + R"(","ts":)" + millis(when) +
                   R"(,"data":{"s":"BTCUSDT","b":[[")" + bid + R"(","1"]],"a":[[")" + ask + R"(","2"]],"u":)" +
                   std::to_string(update) + R"(,"seq":)" + std::to_string(update) + R"(},"cts":)" + millis(when) + "}");
    }
    /// A five-minute bar of BTCUSDT.
    void kline(FakeSocket &there, core::Timestamp open, int number, bool isFinal)
    {
        const std::string price = std::to_string(100 + number);
        const core::Timestamp close = open + std::chrono::minutes(5);
        there.tell(R"({"topic":"kline.5.BTCUSDT","type":"snapshot","ts":)" + millis(close) + R"(,"data":[{"start":)" +
                   millis(open) + R"(,"end":)" + std::to_string(core::toMillis(close) - 1) +
                   R"(,"interval":"5","open":")" + price + R"(","close":")" + price + R"(","high":")" + price +
                   R"(.5","low":")" + price + R"(","volume":"7","turnover":"700","confirm":)" +
                   (isFinal ? "true" : "false") + R"(,"timestamp":)" + millis(isFinal ? close : open) + "}]}");
    }
    void pass(core::Duration time)
    {
        for (; time > core::Duration::zero(); time -= std::chrono::seconds(1)) {
            machine.advance(std::chrono::seconds(1));
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
    [[nodiscard]] std::vector<std::string> closes() const
    {
        std::vector<std::string> found;
        for (const core::BarClosed &each : all<core::BarClosed>())
            found.push_back(each.bar.close.toString());
        return found;
    }
    [[nodiscard]] std::string lastDetail() const
    {
        const auto changes = all<core::FeedChanged>();
        return changes.empty() ? "" : (changes.back().isUp ? "up: " : "down: ") + changes.back().detail;
    }
};

} // namespace support
