#include "core/brokers/alpaca/AlpacaBars.h"

#include "core/brokers/alpaca/AlpacaErrors.h"
#include "core/brokers/alpaca/AlpacaMarketReader.h"

#include <algorithm>

namespace core::alpaca {

namespace {

constexpr const char *dataBucket = "data";
constexpr int dataLimit = 200; ///< A minute, of the plan without a fee; the headers may say more.

net::RateVerdict readRate(const net::HttpAnswer &answer, const Clock &machine)
{
    return {.reading = net::readSecondsLimit(answer.headers, dataBucket, machine.now()),
            .isRefused = answer.status == 429};
}

/// Nothing for an answer that is a success.
std::optional<Trouble> troubleIn(const Request &request, const net::HttpOutcome &outcome)
{
    if (const auto *answer = std::get_if<net::HttpAnswer>(&outcome))
        return answer->status == 200 ? std::nullopt
                                     : std::optional(troubleOf(request, answer->status, answer->body));
    if (const auto *lost = std::get_if<net::NoAnswer>(&outcome))
        return noAnswer(request, lost->why);
    return noAnswer(request, std::get<net::NotSent>(outcome).why);
}

ErrorCode codeOf(const Trouble &trouble)
{
    return trouble.reason == Reason::NoAnswer || trouble.reason == Reason::VenueTrouble ? ErrorCode::Unreachable
                                                                                        : ErrorCode::Refused;
}

void sortAndUnite(std::vector<Bar> &bars)
{
    std::stable_sort(bars.begin(), bars.end(), [](const Bar &a, const Bar &b) { return a.openTime < b.openTime; });
    const auto last = std::unique(bars.begin(), bars.end(),
                                  [](const Bar &a, const Bar &b) { return a.openTime == b.openTime; });
    bars.erase(last, bars.end());
}

} // namespace

Bars::Bars(net::HttpPort &http, const Clock &machine, const Endpoints &endpoints, const KeyPair &keys, StockFeed feed)
    : m_machine(machine), m_endpoints(endpoints), m_keys(keys), m_feed(feed),
      m_http(http, machine, {{dataBucket, dataLimit, std::chrono::minutes(1)}},
             [&machine](const net::HttpRequest &, const net::HttpAnswer &answer) { return readRate(answer, machine); })
{
}

void Bars::tick()
{
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

void Bars::request(Request request, std::function<void(Result<std::string>)> done)
{
    send(std::move(request), 0, std::move(done));
}

void Bars::send(Request request, int tries, std::function<void(Result<std::string>)> done)
{
    // The venue's clock is the trading host's and so rare that it is not counted.
    const std::vector<net::RateCharge> charges = request.host == Host::Data
                                                     ? std::vector<net::RateCharge>{{dataBucket}}
                                                     : std::vector<net::RateCharge>{};
    m_http.send(
        net::RateUse::Other, charges, [this, request] { return toHttp(request, m_endpoints, m_keys); },
        [this, request, tries, done](const net::HttpOutcome &outcome) { judge(request, tries, outcome, done); });
}

void Bars::judge(const Request &request, int tries, const net::HttpOutcome &outcome,
                 std::function<void(Result<std::string>)> done)
{
    const auto trouble = troubleIn(request, outcome);
    if (!trouble)
        return done(std::get<net::HttpAnswer>(outcome).body);
    const bool maySucceed = trouble->remedy == Remedy::Retry && tries + 1 < mostTries;
    if (!maySucceed)
        return done(failure(codeOf(*trouble), withoutKeys(trouble->sentence, m_keys)));
    m_waiting.push_back({m_machine.steady() + std::chrono::seconds(1 << tries),
                         [this, request, tries, done] { send(request, tries + 1, done); }});
}

void Bars::latestQuotes(TradedKind kind, const std::vector<std::string> &symbols,
                        std::function<void(Result<Newest>)> done)
{
    const Request question = kind == TradedKind::Crypto ? core::alpaca::latestQuotes(CryptoPrices{}, symbols)
                                                        : core::alpaca::latestQuotes(StockPrices{m_feed}, symbols);
    send(question, 0, [done = std::move(done)](const Result<std::string> &body) {
        const auto page = body ? parseQuotes(*body) : Result<MarketPage<MarketQuote>>(failure(body.error()));
        if (!page)
            return done(failure(page.error()));
        Newest newest;
        for (const auto &[symbol, quotes] : page->items)
            for (const MarketQuote &each : quotes)
                newest[symbol] = each;
        done(std::move(newest));
    });
}

void Bars::fetch(Ask ask, Done done)
{
    next(std::make_shared<Job>(Job{std::move(ask), std::move(done)}));
}

Request Bars::requestOf(const Job &job) const
{
    const auto &all = job.ask.symbols;
    const auto begin = all.begin() + std::ptrdiff_t(job.first);
    const auto end = all.begin() + std::ptrdiff_t(std::min(job.first + symbolsAtOnce, all.size()));
    const SpanQuery span{.symbols = {begin, end}, .from = job.ask.from, .to = job.ask.to, .pageToken = job.page};
    return job.ask.kind == TradedKind::Crypto ? bars(CryptoPrices{}, job.ask.timeframe, span)
                                              : bars(StockPrices{m_feed}, job.ask.timeframe, span, "split");
}

void Bars::next(const std::shared_ptr<Job> &job)
{
    if (job->first >= job->ask.symbols.size() || job->ask.from > job->ask.to) {
        for (auto &[symbol, found] : job->found)
            sortAndUnite(found);
        return job->done(std::move(job->found));
    }
    send(requestOf(*job), 0, [this, job](Result<std::string> body) {
        if (body)
            take(job, *body);
        else
            job->done(failure(body.error()));
    });
}

void Bars::take(const std::shared_ptr<Job> &job, const std::string &body)
{
    auto page = parseBars(body);
    if (!page)
        return job->done(failure(page.error()));
    for (auto &[symbol, bars] : page->items)
        for (MarketBar &each : bars) {
            each.bar.closeTime = each.bar.openTime + lengthOf(job->ask.timeframe);
            job->found[symbol].push_back(each.bar);
        }
    const bool goesRound = page->nextToken && page->nextToken == job->page;
    if (goesRound || ++job->pages > mostPages)
        return job->done(failure(ErrorCode::BadInput, "Alpaca's list of bars has no end"));
    job->page = page->nextToken;
    if (!job->page)
        job->first += symbolsAtOnce;
    next(job);
}

} // namespace core::alpaca
