#include "core/brokers/bybit/BybitKlines.h"

#include "core/brokers/bybit/BybitErrors.h"
#include "core/brokers/bybit/BybitMarketRequests.h"

#include <algorithm>

namespace core::bybit {

namespace {

/// A sixth of what the address may: the account speaks from it too.
constexpr const char *bucket = "prices";
constexpr int limit = 100;
constexpr std::chrono::seconds window{5};

net::HttpRequest asHttp(const Request &request, const Endpoints &endpoints)
{
    return {.method = request.method, .url = endpoints.rest + request.target(), .purpose = "prices"};
}

} // namespace

Klines::Klines(net::HttpPort &http, const Clock &machine, const Endpoints &endpoints,
               std::shared_ptr<BybitSilence> silence)
    : m_machine(machine), m_endpoints(endpoints), m_silence(std::move(silence)),
      m_http(http, machine, {{bucket, limit, window}}, [](const net::HttpRequest &, const net::HttpAnswer &answer) {
          return net::RateVerdict{.isRefused = answer.status == 429};
      })
{
}

void Klines::tick()
{
    keepSilence();
    m_http.tick();
    const Duration now = m_machine.steady();
    for (auto each = m_waiting.begin(); each != m_waiting.end();) {
        const auto due = each++;
        if (now < due->until)
            continue;
        const auto again = std::move(due->again);
        m_waiting.erase(due);
        again();
    }
}

void Klines::send(Request request, int tries, Body done)
{
    keepSilence();
    m_http.send(
        net::RateUse::Other, {{bucket}}, [this, request] { return asHttp(request, m_endpoints); },
        [this, request, tries, done](const net::HttpOutcome &outcome) { judge(request, tries, outcome, done); });
}

void Klines::judge(const Request &request, int tries, const net::HttpOutcome &outcome, const Body &done)
{
    const Verdict verdict = bybit::judge(outcome, request, m_machine.now());
    if (verdict.isDone())
        return done(std::get<net::HttpAnswer>(outcome).body);
    if (verdict.isSilence) {
        m_silence->keep(m_machine.steady() + verdict.waitFor.value_or(banLength));
        keepSilence();
    }
    const bool maySucceed = (verdict.handling == Handling::RetryLater || verdict.handling == Handling::Unknown) &&
                            tries + 1 < mostTries;
    if (!maySucceed)
        return done(failure(verdict.handling == Handling::Unknown ? ErrorCode::Unreachable : ErrorCode::Refused,
                            verdict.sentence));
    const Duration wait = std::max(Duration(std::chrono::seconds(1 << tries)), verdict.waitFor.value_or(Duration()));
    m_waiting.push_back(
        {m_machine.steady() + wait, [this, request, tries, done] { send(request, tries + 1, done); }});
}

/// What this, or the account at the same address, was told.
void Klines::keepSilence()
{
    if (const Duration left = m_silence->left(m_machine.steady()); left > Duration())
        m_http.beSilent(left);
}

void Klines::fetch(Ask ask, std::function<void(Result<Found>)> done)
{
    next(std::make_shared<Job>(Job{std::move(ask), std::move(done)}));
}

/// From the newest to the oldest: that is how the venue counts.
void Klines::next(const std::shared_ptr<Job> &job)
{
    const auto category = categoryOf(job->ask.series.instrument);
    if (!category)
        return job->done(failure(ErrorCode::BadInput, job->ask.series.instrument.text() + " is not Bybit's"));
    if (job->ask.from > job->ask.to)
        return job->done(std::move(job->found));
    send(klines(*category, job->ask.series.instrument.symbol, job->ask.series.timeframe, job->ask.from, job->ask.to), 0,
         [this, job](const Result<std::string> &body) {
             if (body)
                 take(job, *body);
             else
                 job->done(failure(body.error()));
         });
}

void Klines::take(const std::shared_ptr<Job> &job, const std::string &body)
{
    const auto page = parseKlines(job->ask.series.timeframe, body);
    if (!page)
        return job->done(failure(page.error()));
    const bool isLast = page->rows < std::size_t(klinePage) || page->closed.empty();
    if (++job->pages > mostPages || (!isLast && page->closed.front().openTime > job->ask.to))
        return job->done(failure(ErrorCode::BadInput, "Bybit's list of bars has no end"));
    job->found.insert(job->found.begin(), page->closed.begin(), page->closed.end());
    if (isLast)
        return job->done(std::move(job->found));
    job->ask.to = page->closed.front().openTime - std::chrono::milliseconds(1);
    next(job);
}

void Klines::askMarketTime(const InstrumentId &instrument, std::function<void(Result<Timestamp>)> done)
{
    const auto category = categoryOf(instrument);
    if (!category)
        return done(failure(ErrorCode::BadInput, instrument.text() + " is not Bybit's"));
    send(orderBook(*category, instrument.symbol, 1), 0, [category, done](const Result<std::string> &body) {
        if (!body)
            return done(failure(body.error()));
        const auto book = parseOrderBook(*category, *body);
        if (!book)
            return done(failure(book.error()));
        done(book->at);
    });
}

} // namespace core::bybit
