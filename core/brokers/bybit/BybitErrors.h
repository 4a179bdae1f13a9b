#pragma once

#include "core/brokers/bybit/BybitReasons.h"
#include "core/brokers/bybit/BybitRequest.h"
#include "core/net/HttpPort.h"
#include "core/net/RateReading.h"

#include <optional>
#include <string>
#include <string_view>

namespace core::bybit {

/// What a request does at the venue; the same answer means different things for each.
enum class RequestKind { Read, Create, Amend, Cancel, Setting };
[[nodiscard]] RequestKind kindOf(const Request &request);

/// What the caller does now.
enum class Handling {
    Done,        ///< It was taken. Of an order that is all: the stream says what became of it.
    AlreadySo,   ///< As good as done.
    DoNotRetry,  ///< Refused, and nothing has happened.
    RetryLater,  ///< Nothing has happened; `waitFor`, or the usual back-off. An entry is never sent again.
    ResyncClock, ///< Nothing has happened. Measure the clock, then once more; the second time it is final.
    Unknown,     ///< It may have happened: ask before anything else.
    Halt,        ///< Nothing has happened, and nothing will until the owner has done something.
};

struct Verdict {
    Handling handling = Handling::Unknown;
    Reason reason = Reason::NotReadable;
    FollowUp followUp = FollowUp::None;
    int status = 0;        ///< HTTP; 0 for a message on a socket.
    std::int64_t code = 0; ///< Of the envelope.
    std::string sentence;  ///< For the desk.
    std::string detail{};  ///< For records: code and the venue's own text, unless it may show keys.
    std::optional<Duration> waitFor{};
    bool isSilence = false; ///< Nothing at all may be sent for so long.
    net::RateReading rate{};

    [[nodiscard]] bool isDone() const { return handling == Handling::Done || handling == Handling::AlreadySo; }
};

/// How long a banned address must be silent.
inline constexpr std::chrono::minutes banLength{10};
/// How long to wait for the next unit where the venue does not say.
inline constexpr std::chrono::seconds rateWait{1};

/// Sorts an answer, or what came instead of one.
/// @param venueNow  The venue's time, against which its moments are read.
[[nodiscard]] Verdict judge(const net::HttpOutcome &outcome, const Request &request, Timestamp venueNow);
/// The same of a code alone: one item of a batch, a refusal on a socket.
[[nodiscard]] Verdict judgeCode(std::int64_t code, std::string_view text, RequestKind kind);

/// The rate that a request counts towards: `order/create linear`, `account/info`.
[[nodiscard]] std::string bucketOf(const Request &request);

} // namespace core::bybit
