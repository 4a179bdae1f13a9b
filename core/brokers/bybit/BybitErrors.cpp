#include "core/brokers/bybit/BybitErrors.h"

#include "core/brokers/bybit/BybitEnvelope.h"

#include <algorithm>

namespace core::bybit {

namespace {

constexpr std::size_t longestDetail = 200;

std::string lower(std::string_view text)
{
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return low;
}

/// Some refusals repeat what was signed, the key among it: such a text is not kept.
bool mayShowKeys(Reason reason, std::string_view text)
{
    const std::string low = lower(text);
    const bool speaksOfKeys = low.find("key") != std::string::npos || low.find("sign") != std::string::npos ||
                              low.find("origin") != std::string::npos;
    return speaksOfKeys || reason == Reason::BadSignature || reason == Reason::WrongKey ||
           reason == Reason::LoginFailed || reason == Reason::KeyExpired;
}

std::string detailOf(std::string_view origin, Reason reason, std::string_view text)
{
    std::string detail(origin);
    if (text.empty() || mayShowKeys(reason, text))
        return detail;
    detail += ": ";
    for (const char c : text.substr(0, longestDetail))
        detail += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return detail;
}

bool isWrite(RequestKind kind)
{
    return kind != RequestKind::Read;
}

/// An order that is over already is what a cancel wants, and not what a change wants.
Handling handlingOfFine(Reason reason, RequestKind kind)
{
    if (reason != Reason::OrderDone || kind == RequestKind::Cancel)
        return Handling::AlreadySo;
    return kind == RequestKind::Create ? Handling::Unknown : Handling::DoNotRetry;
}

Handling handlingOf(Reason reason, RequestKind kind)
{
    const Handling ofDoubt = isWrite(kind) ? Handling::Unknown : Handling::RetryLater;
    switch (factsOf(reason).kind) {
    case ErrorClass::Done: return Handling::Done;
    case ErrorClass::Fix: return Handling::DoNotRetry;
    case ErrorClass::Wait: return Handling::RetryLater;
    case ErrorClass::WaitOrUnknown:
    case ErrorClass::Unknown: return ofDoubt;
    case ErrorClass::Ask: return isWrite(kind) ? Handling::Unknown : Handling::DoNotRetry;
    case ErrorClass::Fine: return handlingOfFine(reason, kind);
    case ErrorClass::User: return reason == Reason::Other && isWrite(kind) ? Handling::Unknown : Handling::DoNotRetry;
    case ErrorClass::Auth: return Handling::Halt;
    case ErrorClass::Clock: return Handling::ResyncClock;
    }
    return Handling::Unknown;
}

Verdict verdictOf(Reason reason, RequestKind kind)
{
    const ReasonFacts &facts = factsOf(reason);
    return {.handling = handlingOf(reason, kind),
            .reason = reason,
            .followUp = facts.followUp,
            .sentence = facts.sentence};
}

/// What a status says where the body says nothing.
Verdict judgeStatus(const net::HttpAnswer &answer, RequestKind kind)
{
    const auto verdict = [&](Reason reason) { return verdictOf(reason, kind); };
    switch (answer.status) {
    case 400: return verdict(Reason::BadParameter);
    case 401: return verdict(Reason::LoginFailed);
    case 404: return verdict(Reason::NoSuchRoute);
    case 429: return verdict(Reason::Overloaded);
    default: break;
    }
    return verdict(answer.status >= 500 ? Reason::ServerError : Reason::NotReadable);
}

/// 403 is either a ban of the address, which ends by silence, or a refusal of the place, which does not. A gateway's
/// page that speaks of no place is taken for a ban: asking on would make one longer.
bool isBan(const net::HttpAnswer &answer)
{
    if (answer.status != 403)
        return false;
    const std::string body = lower(answer.body);
    const auto speaksOf = [&body](const char *words) { return body.find(words) != std::string::npos; };
    const bool isPlace = speaksOf("country") || speaksOf("region") || speaksOf("location");
    return speaksOf("too frequent") || (!isPlace && !Envelope::open(answer.body));
}

Verdict banVerdict(RequestKind kind)
{
    Verdict verdict = verdictOf(Reason::BannedAddress, kind);
    verdict.waitFor = banLength;
    verdict.isSilence = true;
    return verdict;
}

Verdict placeVerdict(RequestKind kind)
{
    Verdict verdict = verdictOf(Reason::Region, kind);
    verdict.handling = Handling::Halt;
    return verdict;
}

/// Whether the body counts: an error of the server itself is doubt, whatever is written below it.
bool countsBody(int status)
{
    return (status >= 200 && status < 300) || (status >= 400 && status < 500 && status != 429);
}

/// Nothing where the status must do: no envelope, or a refusal of the gateway that carries code 0.
std::optional<Verdict> judgeBody(const net::HttpAnswer &answer, RequestKind kind)
{
    const auto envelope = Envelope::open(answer.body);
    if (!envelope || (answer.status >= 300 && envelope->isDone()))
        return std::nullopt;
    return judgeCode(envelope->code(), envelope->message(), kind);
}

Verdict judgeAnswer(const net::HttpAnswer &answer, RequestKind kind)
{
    if (!isBan(answer) && countsBody(answer.status))
        if (auto verdict = judgeBody(answer, kind))
            return std::move(*verdict);
    Verdict verdict = isBan(answer)            ? banVerdict(kind)
                      : answer.status == 403 ? placeVerdict(kind)
                                             : judgeStatus(answer, kind);
    verdict.detail = "HTTP " + std::to_string(answer.status);
    return verdict;
}

} // namespace

RequestKind kindOf(const Request &request)
{
    if (request.method == "GET")
        return RequestKind::Read;
    const std::string_view path = request.path;
    if (path.starts_with("/v5/order/create"))
        return RequestKind::Create;
    if (path.starts_with("/v5/order/amend"))
        return RequestKind::Amend;
    return path.starts_with("/v5/order/cancel") ? RequestKind::Cancel : RequestKind::Setting;
}

Verdict judgeCode(std::int64_t code, std::string_view text, RequestKind kind)
{
    const Reason reason = reasonOfCode(code);
    Verdict verdict = verdictOf(reason, kind);
    verdict.code = code;
    verdict.detail = detailOf(std::to_string(code), reason, text);
    if (reason == Reason::TooManyRequests)
        verdict.waitFor = rateWait;
    return verdict;
}

Verdict judge(const net::HttpOutcome &outcome, const Request &request, Timestamp venueNow)
{
    const RequestKind kind = kindOf(request);
    if (const auto *unsent = std::get_if<net::NotSent>(&outcome)) {
        Verdict verdict = verdictOf(Reason::NotSent, kind);
        verdict.detail = unsent->why;
        return verdict;
    }
    if (const auto *silent = std::get_if<net::NoAnswer>(&outcome)) {
        Verdict verdict = verdictOf(Reason::NoAnswer, kind);
        verdict.detail = silent->why;
        return verdict;
    }
    const auto &answer = std::get<net::HttpAnswer>(outcome);
    Verdict verdict = judgeAnswer(answer, kind);
    verdict.status = answer.status;
    verdict.rate = net::readMillisLimit(answer.headers, bucketOf(request), venueNow);
    if (verdict.reason == Reason::TooManyRequests && verdict.rate.resetsIn)
        verdict.waitFor = verdict.rate.resetsIn;
    return verdict;
}

std::string bucketOf(const Request &request)
{
    constexpr std::string_view root = "/v5/";
    std::string bucket(std::string_view(request.path).substr(request.path.starts_with(root) ? root.size() : 0));
    for (const char *category : {"spot", "linear"}) { // every request of ours names its category first
        const std::string name(category);
        if (request.query.starts_with("category=" + name) ||
            request.body.starts_with(R"({"category":")" + name + '"'))
            bucket += " " + name;
    }
    return bucket;
}

} // namespace core::bybit
