#include "core/base/Timestamp.h" // first: moc 6.4 stumbles over <compare>
#include "core/base/Json.h"
#include "core/brokers/alpaca/AlpacaBroker.h"
#include "tests/bench/Rows.h"
#include "tests/bench/Table.h"
#include "tests/support/EngineFixture.h"
#include "tests/support/FakeSocket.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <deque>

using namespace core;
using namespace support;

namespace bench {

namespace {

constexpr int ordersThere = 1'000;
constexpr int openThere = 100;
constexpr int fillsThere = 5'000;
constexpr int fillsOfAnOrder = fillsThere / ordersThere;
constexpr int ordersOfAPage = 500;
constexpr int fillsOfAPage = 100;

std::string stamp(int second)
{
    return toIsoText(sessionTime() - std::chrono::hours(2) + std::chrono::seconds(second));
}

std::string orderText(int number)
{
    const bool isOpen = number % (ordersThere / openThere) == 0;
    const std::string at = stamp(number);
    JsonWriter json;
    json.beginObject().member("id", "v" + std::to_string(number));
    json.member("client_order_id", "c" + std::to_string(number));
    json.member("created_at", at).member("submitted_at", at).member("updated_at", at);
    json.member("symbol", "AAPL").member("asset_class", "us_equity").member("order_class", "").member("type", "limit");
    json.member("side", number % 2 == 0 ? "buy" : "sell").member("qty", isOpen ? "20" : "10");
    json.member("filled_qty", "10").member("filled_avg_price", "190.25").member("limit_price", "190.3");
    json.member("time_in_force", "gtc").member("status", isOpen ? "partially_filled" : "filled");
    return json.endObject().take();
}

std::string fillText(int number)
{
    const int order = number / fillsOfAnOrder;
    const int soFar = 2 * (number % fillsOfAnOrder + 1);
    JsonWriter json;
    json.beginObject().member("id", "a" + std::to_string(100'000 + number)).member("activity_type", "FILL");
    json.member("order_id", "v" + std::to_string(order)).member("symbol", "AAPL");
    json.member("side", order % 2 == 0 ? "buy" : "sell").member("qty", "2").member("cum_qty", std::to_string(soFar));
    json.member("price", "190.25").member("transaction_time", stamp(order + 1));
    return json.endObject().take();
}

std::string listed(const std::vector<std::string> &rows, std::size_t from, std::size_t count)
{
    std::string text = "[";
    for (std::size_t i = from; i < std::min(rows.size(), from + count); ++i)
        text += (text.size() > 1 ? "," : "") + rows[i];
    return text + "]";
}

/// The venue's answers, one page after the other, on this very machine and without a wire.
struct Pages {
    Pages()
    {
        std::vector<std::string> open, closed, fills;
        for (int i = 0; i < ordersThere; ++i)
            (i % (ordersThere / openThere) == 0 ? open : closed).push_back(orderText(i));
        for (int i = 0; i < fillsThere; ++i)
            fills.push_back(fillText(i));
        openOrders = listed(open, 0, ordersOfAPage);
        for (std::size_t i = 0; i < closed.size(); i += ordersOfAPage)
            closedOrders.push_back(listed(closed, i, ordersOfAPage));
        for (std::size_t i = 0; i < fills.size(); i += fillsOfAPage)
            fillPages.push_back(listed(fills, i, fillsOfAPage));
    }
    std::string clock = R"({"timestamp":"2026-06-16T11:00:00-04:00","is_open":true,)"
                        R"("next_open":"2026-06-17T09:30:00-04:00","next_close":"2026-06-16T16:00:00-04:00"})";
    std::string account = R"({"id":"a","status":"ACTIVE","currency":"USD","equity":"100000","cash":"100000"})";
    std::string openOrders;
    std::vector<std::string> closedOrders;
    std::vector<std::string> fillPages;
};

/// Answers when it is asked to, in order.
class PlayedHttp final : public net::HttpPort {
public:
    explicit PlayedHttp(const Pages &pages) : m_pages(pages) {}
    void send(net::HttpRequest request, Done done) override
    {
        m_waiting.emplace_back(std::move(request.url), std::move(done));
    }
    void play()
    {
        while (!m_waiting.empty()) {
            auto [url, done] = std::move(m_waiting.front());
            m_waiting.pop_front();
            done(net::HttpAnswer{200, {}, bodyOf(url), {}});
        }
    }

private:
    std::string bodyOf(const std::string &url)
    {
        const auto has = [&](const char *part) { return url.find(part) != std::string::npos; };
        if (has("/v2/clock"))
            return m_pages.clock;
        if (has("/v2/account/activities/FILL"))
            return m_fillPage < m_pages.fillPages.size() ? m_pages.fillPages[m_fillPage++] : "[]";
        if (has("status=open"))
            return m_pages.openOrders;
        if (has("status=closed"))
            return m_closedPage < m_pages.closedOrders.size() ? m_pages.closedOrders[m_closedPage++] : "[]";
        return has("/v2/account") && !has("activities") ? m_pages.account : "[]";
    }

    const Pages &m_pages;
    std::deque<std::pair<std::string, Done>> m_waiting;
    std::size_t m_fillPage = 0;
    std::size_t m_closedPage = 0;
};

/// A whole question to the venue; empty when it brought none.
std::optional<VenueSnapshot> askEverything(const Pages &pages)
{
    ManualClock clock(sessionTime());
    PlayedHttp http(pages);
    FakeSocket socket;
    alpaca::AlpacaBroker broker({.endpoints = alpaca::usualEndpoints(alpaca::Environment::Paper),
                                 .keys = {Secret(std::string("PKMADEUP")), Secret(std::string("made-up"))},
                                 .booksSince = sessionTime() - std::chrono::hours(3)},
                                http, socket, clock);
    std::optional<VenueSnapshot> snapshot;
    broker.open([&](Event event) {
        if (auto *whole = std::get_if<VenueSnapshot>(&event))
            snapshot = std::move(*whole);
    });
    broker.requestSnapshot();
    http.play();
    return snapshot;
}

void reconcile(benchmark::State &state)
{
    const Pages pages;
    const auto first = askEverything(pages);
    const bool isWhole = first && first->fills.size() == std::size_t(fillsThere);
    if (!isWhole || first->openOrders.size() != std::size_t(openThere))
        return state.SkipWithError("the venue's pages were not read whole");
    EngineOptions options;
    options.isFakeVenue = true;
    options.venueSays = *first;
    options.startingCash = "0";
    EngineFixture engine(options);
    std::size_t read = 0;
    for (auto _ : state) {
        const auto snapshot = askEverything(pages);
        read = snapshot->fills.size();
        engine.engine->process(*snapshot);
    }
    if (engine.engine->parts().health.isCashDifferent || !engine.engine->parts().health.isReady)
        return state.SkipWithError("the books do not agree");
    state.SetLabel(std::to_string(read) + " fills");
}

/// The same bytes into QJsonDocument, and nothing made of them.
void parse(benchmark::State &state)
{
    const Pages pages;
    qsizetype read = 0;
    for (auto _ : state) {
        read = 0;
        for (const std::string &page : pages.fillPages)
            read += QJsonDocument::fromJson(QByteArray::fromStdString(page)).array().size();
        for (const std::string &page : pages.closedOrders)
            benchmark::DoNotOptimize(QJsonDocument::fromJson(QByteArray::fromStdString(page)));
        benchmark::DoNotOptimize(QJsonDocument::fromJson(QByteArray::fromStdString(pages.openOrders)));
    }
    state.SetLabel(std::to_string(read) + " fills");
}

} // namespace

void addReconcileRows()
{
    addRow({.what = "reconcile 1,000 orders, 5,000 fills",
            .unit = Unit::Milliseconds,
            .ways = {{"ours, from the bytes to the engine's word", reconcile},
                     {"QJsonDocument of the same bytes alone", parse}},
            .effort = Effort::Usual,
            .note = "the venue's answers are there at once: no wire and no rate limit is in it"});
}

} // namespace bench
