#include "core/brokers/bybit/BybitClient.h"

#include "core/brokers/bybit/BybitAccountWire.h"
#include "core/brokers/bybit/BybitEnvelope.h"
#include "core/brokers/bybit/BybitMarketRequests.h"
#include "core/brokers/bybit/BybitRates.h"

namespace core::bybit {

namespace {

using namespace std::chrono_literals;

constexpr Duration betweenMeasures = 60s;
constexpr Duration afterFailedMeasure = 2s;
/// One failure of an endpoint counts once a second, so that one bad moment is not a row of them.
constexpr Duration failureQuiet = 1s;
constexpr Duration troubleQuiet = 60s;
/// Long lists are written while they are sent: their stamp says less, and reading it costs more.
constexpr std::size_t longestTimed = 16 * 1024;

/// `purpose` is the bucket: the request's body, which names the category, is not kept.
net::RateVerdict rateOf(const net::HttpRequest &request, const net::HttpAnswer &answer, Timestamp venueNow)
{
    const std::string path = "/v5/" + request.purpose.substr(0, request.purpose.find(' '));
    Verdict verdict = judge(answer, {.method = request.method, .path = path, .query = {}, .body = {}}, venueNow);
    verdict.rate.bucket = request.purpose;
    const bool isRefused = verdict.reason == Reason::TooManyRequests || answer.status == 429;
    return {verdict.rate, isRefused, verdict.isSilence ? verdict.waitFor : std::nullopt};
}

/// Nothing will work before a person has done something about it.
bool isForPerson(const Verdict &verdict)
{
    return verdict.handling == Handling::Halt || verdict.reason == Reason::BadSignature ||
           verdict.reason == Reason::AddressNotAllowed;
}

/// A failure of the interface itself, neither a refusal nor a matter of the rate.
bool isFailure(const Verdict &verdict)
{
    return verdict.reason == Reason::NoAnswer || verdict.reason == Reason::Timeout ||
           verdict.reason == Reason::ServerError || verdict.reason == Reason::NotReadable;
}

std::string withDetail(const Verdict &verdict)
{
    return verdict.detail.empty() ? verdict.sentence : verdict.sentence + " (" + verdict.detail + ")";
}

std::string clockSentence(const std::optional<Duration> &offset)
{
    if (!offset)
        return "Bybit's clock is not known yet.";
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(*offset).count();
    const std::string amount = std::to_string(millis < 0 ? -millis : millis) + " ms";
    return "This computer's clock is " + amount + (millis < 0 ? " ahead of" : " behind") + " Bybit's.";
}

} // namespace

BybitClient::BybitClient(Access access, net::HttpPort &http, const Clock &clock, Hooks hooks)
    : m_access(std::move(access)), m_clock(clock), m_hooks(std::move(hooks)),
      m_http(http, clock, usualRates(),
             [this](const net::HttpRequest &request, const net::HttpAnswer &answer) {
                 return rateOf(request, answer, venueNow());
             }),
      m_measureAt(clock.steady())
{
}

BybitClient::Ticket BybitClient::send(const Request &request, net::RateUse use, Done done)
{
    keepSilence();
    const auto make = [this, request] {
        net::HttpRequest made = httpRequest(m_access.endpoints, request, m_access.keys, venueNow());
        made.purpose = bucketOf(request);
        return made;
    };
    return m_http.send(use, chargesOf(request), make,
                       [this, request, done = std::move(done)](const net::HttpOutcome &outcome) {
                           take(request, outcome, done);
                       });
}

void BybitClient::take(const Request &request, const net::HttpOutcome &outcome, const Done &done)
{
    const auto *reply = std::get_if<net::HttpAnswer>(&outcome);
    if (reply)
        learnTime(*reply);
    const Answer answer{judge(outcome, request, venueNow()), reply ? reply->body : std::string()};
    if (answer.verdict.handling == Handling::ResyncClock)
        measureClock();
    if (answer.verdict.isSilence)
        m_access.silence->keep(m_clock.steady() + answer.verdict.waitFor.value_or(banLength));
    tellTrouble(request, answer.verdict);
    done(answer);
}

/// What somebody else at this address was told.
void BybitClient::keepSilence()
{
    if (const Duration left = m_access.silence->left(m_clock.steady()); left > Duration())
        m_http.beSilent(left);
}

void BybitClient::learnTime(const net::HttpAnswer &answer)
{
    if (answer.body.size() > longestTimed)
        return;
    const auto envelope = Envelope::open(answer.body);
    if (!envelope || !envelope->time())
        return;
    m_offset.add(answer.times, *envelope->time());
    judgeClock();
}

void BybitClient::judgeClock()
{
    const net::ClockVerdict verdict = m_offset.verdict(m_clock);
    if (m_verdict == verdict)
        return;
    m_verdict = verdict;
    const auto offset = m_offset.offset(m_clock);
    m_hooks.clockJudged({.allowsEntries = verdict != net::ClockVerdict::NoEntries,
                         .isGood = verdict == net::ClockVerdict::Good,
                         .offset = offset,
                         .detail = clockSentence(offset)});
}

void BybitClient::measureClock()
{
    m_measureAt = m_clock.steady();
}

void BybitClient::tick()
{
    keepSilence();
    m_http.tick();
    if (m_verdict)
        judgeClock(); // a measure grows old
    if (m_isMeasuring || m_clock.steady() < m_measureAt)
        return;
    m_isMeasuring = true;
    // The envelope of every answer carries the time, so there is nothing else to read.
    (void)send(serverTime(), net::RateUse::Query, [this](const Answer &answer) {
        m_isMeasuring = false;
        const bool isGood = answer.verdict.isDone();
        m_samplesWanted -= isGood && m_samplesWanted > 0;
        m_measureAt = m_clock.steady() + (isGood ? (m_samplesWanted > 0 ? Duration() : betweenMeasures)
                                                 : afterFailedMeasure);
    });
}

bool BybitClient::isNew(const std::string &key, Duration quiet)
{
    const Duration now = m_clock.steady();
    const auto [found, isFirst] = m_told.emplace(key, now);
    if (!isFirst && now - found->second < quiet)
        return false;
    found->second = now;
    return true;
}

void BybitClient::tellTrouble(const Request &request, const Verdict &verdict)
{
    if (isForPerson(verdict) || verdict.isSilence) {
        if (isNew(verdict.sentence, troubleQuiet))
            m_hooks.troubled({withDetail(verdict), !verdict.isSilence, false});
    } else if (isFailure(verdict) && isNew(request.path, failureQuiet)) {
        m_hooks.troubled({withDetail(verdict), false, true});
    }
}

} // namespace core::bybit
