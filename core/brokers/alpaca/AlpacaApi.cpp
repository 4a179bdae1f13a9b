#include "core/brokers/alpaca/AlpacaApi.h"

#include "core/brokers/alpaca/AlpacaAccountRequests.h"

namespace core::alpaca {

namespace {

using namespace std::chrono_literals;

/// Until the headers say otherwise (docs.alpaca.markets, October 2026).
constexpr int requestsAMinute = 200;
/// Of one endpoint no more than one failure in so long counts.
constexpr Duration oneFailureIn = 5s;
constexpr const char *bucket = "trading";

/// The path without ids, so that all orders are one endpoint.
std::string endpointOf(const Request &request)
{
    const auto third = request.path.find('/', std::string_view("/v2/orders").size());
    return request.method + " " + request.path.substr(0, third);
}

std::string wordsOf(net::ClockVerdict verdict, std::optional<Duration> offset)
{
    if (!offset)
        return "How our clock stands to Alpaca's is not known.";
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(*offset).count();
    if (verdict == net::ClockVerdict::Good)
        return "Our clock agrees with Alpaca's.";
    const std::string far = std::to_string(millis < 0 ? -millis : millis) + " ms " + (millis < 0 ? "ahead of" : "behind");
    return verdict == net::ClockVerdict::Warn ? "Our clock is " + far + " Alpaca's."
                                              : "Our clock is " + far + " Alpaca's or was not compared for long.";
}

} // namespace

Api::Api(Endpoints endpoints, KeyPair keys, net::HttpPort &port, const Clock &clock, Hooks hooks)
    : m_endpoints(std::move(endpoints)), m_keys(std::move(keys)), m_clock(clock), m_hooks(std::move(hooks)),
      m_http(port, clock, {{bucket, requestsAMinute, std::chrono::minutes(1)}},
             [this](const net::HttpRequest &, const net::HttpAnswer &answer) { return readRate(answer); })
{
}

net::RateVerdict Api::readRate(const net::HttpAnswer &answer) const
{
    return {.reading = net::readSecondsLimit(answer.headers, bucket, m_offset.correctedNow(m_clock)),
            .isRefused = answer.status == 429};
}

void Api::ask(const Request &request, net::RateUse use, Done done, std::optional<Duration> patience)
{
    const auto kept = std::make_shared<Done>(std::move(done));
    const auto ticket = m_http.send(
        use, {{bucket, 1}}, [this, request] { return toHttp(request, m_endpoints, m_keys); },
        [this, request, kept](net::HttpOutcome outcome) { (*kept)(sorted(request, std::move(outcome))); });
    if (patience)
        m_patient[ticket] = {request, m_clock.steady() + *patience, kept};
}

void Api::tick()
{
    m_http.tick();
    withdrawLate();
    judgeClock();
}

void Api::withdrawLate()
{
    std::vector<Patience> late;
    for (auto each = m_patient.begin(); each != m_patient.end();) {
        if (m_clock.steady() < each->second.until) {
            ++each;
            continue;
        }
        if (m_http.withdraw(each->first))
            late.push_back(std::move(each->second));
        each = m_patient.erase(each);
    }
    for (const Patience &each : late)
        (*each.done)(tl::unexpected(Failed{
            {Reason::RateLimit, Remedy::Retry, "Not sent: Alpaca's limit of requests left no room for it in time."}, true}));
}

Api::Body Api::sorted(const Request &request, net::HttpOutcome outcome)
{
    if (auto *answer = std::get_if<net::HttpAnswer>(&outcome)) {
        note(*answer);
        if (answer->status >= 200 && answer->status < 300) {
            judgeKeys(true);
            return std::move(answer->body);
        }
        const Trouble trouble = clean(troubleOf(request, answer->status, answer->body));
        note(request, trouble);
        return tl::unexpected(Failed{trouble});
    }
    if (const auto *silent = std::get_if<net::NoAnswer>(&outcome)) {
        const Trouble trouble = clean(noAnswer(request, silent->why));
        note(request, trouble);
        return tl::unexpected(Failed{trouble});
    }
    const std::string why = withoutKeys(std::get<net::NotSent>(outcome).why, m_keys);
    return tl::unexpected(Failed{{Reason::NoAnswer, Remedy::Retry, "Not sent: " + why}, true});
}

Trouble Api::clean(Trouble trouble) const
{
    trouble.sentence = withoutKeys(std::move(trouble.sentence), m_keys);
    trouble.code = withoutKeys(std::move(trouble.code), m_keys);
    return trouble;
}

Failed Api::notReadable(const Request &request, const std::string &why)
{
    const Trouble trouble = clean(unreadable(request, why));
    note(request, trouble);
    return {trouble};
}

void Api::note(const net::HttpAnswer &answer)
{
    if (const auto date = answer.headers.find("Date"))
        m_offset.add(answer.times, *date);
    judgeClock();
}

/// Failures count at most once for each endpoint in a while; wrong keys only when a second look proves it.
void Api::note(const Request &request, const Trouble &trouble)
{
    if (trouble.reason == Reason::WrongKeys)
        return checkKeys();
    const bool isMisled = trouble.reason == Reason::Redirected;
    if (!trouble.countsToHalt && !isMisled)
        return;
    const auto [told, isFirst] = m_troubleTold.try_emplace(endpointOf(request), m_clock.steady());
    if (!isFirst && m_clock.steady() - told->second < oneFailureIn)
        return;
    told->second = m_clock.steady();
    m_hooks.trouble({trouble.sentence, isMisled, trouble.countsToHalt});
}

void Api::checkKeys()
{
    if (!m_areKeysGood || std::exchange(m_isCheckingKeys, true))
        return;
    const Request request = account();
    m_http.send(
        net::RateUse::Query, {{bucket, 1}}, [this, request] { return toHttp(request, m_endpoints, m_keys); },
        [this](const net::HttpOutcome &outcome) {
            m_isCheckingKeys = false;
            const auto *answer = std::get_if<net::HttpAnswer>(&outcome);
            if (answer)
                note(*answer);
            if (answer && answer->status == 401)
                judgeKeys(false);
        });
}

void Api::judgeKeys(bool areGood)
{
    if (std::exchange(m_areKeysGood, areGood) == areGood)
        return;
    if (!areGood)
        m_hooks.trouble({"Alpaca does not accept the key any more. Check that it is valid and belongs to this account.",
                         true, true});
    m_hooks.keysJudged(areGood);
}

void Api::judgeClock()
{
    const net::ClockVerdict verdict = m_offset.verdict(m_clock);
    const auto offset = m_offset.offset(m_clock);
    if (verdict == m_verdict || !offset) // before the first answer nothing is known, and nothing told
        return;
    m_verdict = verdict;
    m_hooks.clockJudged({.allowsEntries = verdict != net::ClockVerdict::NoEntries,
                         .isGood = verdict == net::ClockVerdict::Good,
                         .offset = offset,
                         .detail = wordsOf(verdict, offset)});
}

} // namespace core::alpaca
