#include "core/brokers/alpaca/AlpacaErrors.h"

#include "core/json/Document.h"

#include <algorithm>
#include <array>
#include <optional>

namespace core::alpaca {

namespace {

/// What the body says, as far as it can be read.
struct Said {
    std::string code;
    std::string message; ///< As the venue wrote it.
    std::string lower;   ///< The same in small letters, with `reject_reason`, to look for words.
};

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

/// What can be shown in one line: no control characters, not endless, no half character at the end.
std::string shown(std::string_view text)
{
    constexpr std::size_t most = 300;
    std::string line(text.substr(0, most));
    if (text.size() > most)
        while (!line.empty() && (static_cast<unsigned char>(line.back()) & 0x80) != 0)
            line.pop_back();
    for (char &c : line)
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            c = ' ';
    return line;
}

Said read(std::string_view body)
{
    const auto document = json::Document::parse(body);
    if (!document || !document->root().isObject())
        return {};
    const json::Value root = document->root();
    const std::string message = shown(root["message"].text());
    return {.code = shown(root["code"].text()),
            .message = message,
            .lower = lowered(message + " " + std::string(root["reject_reason"].text()))};
}

/// A text that tells what a code shared by many refusals means here.
struct Phrase {
    std::string_view text; ///< In small letters.
    Reason reason;
};

constexpr std::array phrases{
    Phrase{"client_order_id must be unique", Reason::ClientIdTaken},
    Phrase{"client order id must be unique", Reason::ClientIdTaken},
    Phrase{"wash trade", Reason::WashTrade},
    Phrase{"opposite side", Reason::WashTrade},
    Phrase{"buying power", Reason::BuyingPower},
    Phrase{"insufficient qty", Reason::NotEnoughHeld},
    Phrase{"insufficient balance", Reason::NotEnoughHeld},
    Phrase{"minimal amount of order", Reason::TooSmall},
    Phrase{"cost basis", Reason::TooSmall},
    Phrase{"short sell", Reason::NotShortable},
    Phrase{"to short", Reason::NotShortable},
    Phrase{"sold short", Reason::NotShortable},
    Phrase{"shortable", Reason::NotShortable},
    Phrase{"parameters are not changed", Reason::NothingChanged},
    Phrase{"cannot replace", Reason::NotReplaceable},
    Phrase{"unable to replace", Reason::NotReplaceable},
    Phrase{"only open orders can be replaced", Reason::NotReplaceable},
    Phrase{"not fully replaced", Reason::NotReplaceable},
    Phrase{"sent to exchange yet", Reason::NotReplaceable},
    Phrase{"order is already in", Reason::AlreadyDone},
    Phrase{"order already in", Reason::AlreadyDone},
    Phrase{"not cancelable", Reason::AlreadyDone},
    Phrase{"penny", Reason::PriceSteps},
    Phrase{"decimal", Reason::PriceSteps},
    Phrase{"subscription", Reason::DataSubscription},
    Phrase{"pattern day", Reason::DayTradingRule},
};

std::optional<Reason> reasonInText(const std::string &lower)
{
    const auto found = std::find_if(phrases.begin(), phrases.end(), [&](const Phrase &phrase) {
        return lower.find(phrase.text) != std::string::npos;
    });
    return found == phrases.end() ? std::nullopt : std::optional(found->reason);
}

/// A refusal (400, 403, 404, 409, 410, 422 and their like): it was not done.
Reason refusalOf(const Request &request, int status, const Said &said)
{
    if (said.code == "40310100")
        return Reason::DayTradingRule;
    if (request.host == Host::Data && status == 403)
        return said.code == "42210000" || said.lower.find("subscription") != std::string::npos
                   ? Reason::DataSubscription
                   : Reason::WrongKeys;
    if (status == 404 || said.code == "40410000")
        return Reason::NotFound;
    if (const auto reason = reasonInText(said.lower))
        return *reason;
    if (status == 422 && request.method == "DELETE")
        return Reason::AlreadyDone; // documented: "no longer cancelable"
    return status == 403 ? Reason::NotAllowed : Reason::BadRequest;
}

Reason reasonOf(const Request &request, int status, const Said &said)
{
    if (status == 401)
        return Reason::WrongKeys;
    if (status == 429)
        return Reason::RateLimit;
    if (status >= 500)
        return Reason::VenueTrouble;
    if (status == 408 || status == 425)
        return Reason::NoAnswer;
    if (status >= 400)
        return refusalOf(request, status, said);
    return status >= 300 ? Reason::Redirected : Reason::Unreadable;
}

Remedy remedyOf(Reason reason, bool isWrite)
{
    switch (reason) {
    case Reason::WrongKeys: return Remedy::Halt;
    case Reason::RateLimit: return Remedy::Retry;
    case Reason::ClientIdTaken: return Remedy::Ask;
    case Reason::Redirected: return isWrite ? Remedy::Ask : Remedy::Halt;
    case Reason::VenueTrouble:
    case Reason::NoAnswer:
    case Reason::Unreadable: return isWrite ? Remedy::Ask : Remedy::Retry;
    default: return Remedy::DoNotRetry;
    }
}

const char *sentenceOf(Reason reason)
{
    switch (reason) {
    case Reason::BadRequest: return "Alpaca did not accept the request.";
    case Reason::WrongKeys: return "Alpaca does not accept the key. Check that it is valid and belongs to this account.";
    case Reason::NotAllowed: return "Alpaca does not let this account do that.";
    case Reason::BuyingPower: return "The account has not enough buying power for this order.";
    case Reason::NotEnoughHeld: return "Less is free to sell than the order asks for; working orders may hold the rest.";
    case Reason::WashTrade: return "A working order on the other side could trade with this one. Cancel it first.";
    case Reason::TooSmall: return "The order is worth less than Alpaca's minimum.";
    case Reason::NotShortable: return "Alpaca does not allow this short sale.";
    case Reason::NothingChanged: return "The order already is as it was to become.";
    case Reason::DayTradingRule: return "Alpaca refused the order under its day-trading rule.";
    case Reason::DataSubscription: return "The data plan of this account does not include these prices.";
    case Reason::NotFound: return "Alpaca does not know what was asked for.";
    case Reason::ClientIdTaken: return "Alpaca already has an order with this id; asking which one.";
    case Reason::NotReplaceable: return "Alpaca cannot change the order in its present state.";
    case Reason::AlreadyDone: return "The order is already finished.";
    case Reason::PriceSteps: return "The price has more decimals than Alpaca takes.";
    case Reason::RateLimit: return "Too many requests; Alpaca asks to wait.";
    case Reason::VenueTrouble: return "Alpaca has a problem of its own.";
    case Reason::Redirected: return "The address leads elsewhere, and keys are not sent there. Check the address.";
    case Reason::Unreadable: return "Alpaca's answer cannot be read.";
    case Reason::NoAnswer: return "No answer came from Alpaca.";
    case Reason::Other: break;
    }
    return "Alpaca did not do what was asked.";
}

bool countsToHalt(Reason reason)
{
    return reason == Reason::NoAnswer || reason == Reason::VenueTrouble || reason == Reason::WrongKeys ||
           reason == Reason::Unreadable;
}

Trouble trouble(const Request &request, Reason reason, const std::string &detail, std::string code)
{
    const Remedy remedy = remedyOf(reason, request.isWrite());
    std::string sentence = sentenceOf(reason);
    if (remedy == Remedy::Ask && reason != Reason::ClientIdTaken)
        sentence += " Whether the request was carried out is not known yet.";
    if (!detail.empty())
        sentence += " (" + detail + ")";
    return {reason, remedy, std::move(sentence), std::move(code), countsToHalt(reason)};
}

} // namespace

Trouble troubleOf(const Request &request, int status, std::string_view body)
{
    const Said said = read(body);
    const std::string detail = said.message.empty() ? "HTTP " + std::to_string(status) : said.message;
    return trouble(request, reasonOf(request, status, said), detail, said.code);
}

Trouble unreadable(const Request &request, const std::string &why)
{
    return trouble(request, Reason::Unreadable, shown(why), {});
}

Trouble noAnswer(const Request &request, const std::string &why)
{
    return trouble(request, Reason::NoAnswer, shown(why), {});
}

} // namespace core::alpaca
