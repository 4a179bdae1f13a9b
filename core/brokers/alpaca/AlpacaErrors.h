#pragma once

#include "core/brokers/alpaca/AlpacaRequest.h"

#include <string>
#include <string_view>

namespace core::alpaca {

/// Why the venue did not do what was asked.
enum class Reason {
    BadRequest,        ///< Malformed, or against a rule that we did not know.
    WrongKeys,
    NotAllowed,        ///< The account may not do this.
    BuyingPower,
    NotEnoughHeld,     ///< Less is free than the order wants to sell.
    WashTrade,
    TooSmall,          ///< Below the venue's least value.
    NotShortable,
    NothingChanged,    ///< A change that changes nothing.
    DayTradingRule,    ///< Until the middle of 2026.
    DataSubscription,  ///< The data plan does not cover it.
    NotFound,
    ClientIdTaken,     ///< The id was used already: perhaps by the very order that is in doubt.
    NotReplaceable,    ///< Not in this state.
    AlreadyDone,       ///< Too late: filled, cancelled, …
    PriceSteps,
    RateLimit,
    VenueTrouble,      ///< 5xx.
    Redirected,        ///< Never followed: keys would go along.
    Unreadable,        ///< An answer that is not what it should be.
    NoAnswer,
    Other,
};

enum class Remedy {
    Retry,      ///< It was not done; the same may be sent again, later.
    DoNotRetry, ///< It was not done, and would not be.
    Halt,       ///< Nothing will work before a person looks at it.
    Ask,        ///< Nobody knows whether it was done: ask the venue for it.
};

struct Trouble {
    Reason reason = Reason::Other;
    Remedy remedy = Remedy::DoNotRetry;
    std::string sentence;     ///< For the trader; holds what the venue said.
    std::string code{};       ///< The venue's number, as text; empty when it gave none.
    bool countsToHalt = false; ///< Time-outs, 5xx and 401 do; refusals and the rate limit do not.
};

/// Sorts an answer that is not a success: by its HTTP status first, then by the venue's code, by its text
/// only where code and status leave open what it was. The body may be JSON (code a number or a text), HTML or
/// empty. What may have been done is never said to have failed: of a write, 5xx, 408, 425 and every status
/// that is no plain refusal ask.
/// Source: docs.alpaca.markets, errors of trading and data, October 2026.
[[nodiscard]] Trouble troubleOf(const Request &request, int status, std::string_view body);
/// A success whose body cannot be read.
[[nodiscard]] Trouble unreadable(const Request &request, const std::string &why);
/// No answer came, although the request may have arrived.
[[nodiscard]] Trouble noAnswer(const Request &request, const std::string &why);

} // namespace core::alpaca
