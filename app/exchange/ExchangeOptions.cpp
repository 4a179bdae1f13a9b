#include "app/exchange/ExchangeOptions.h"

#include "app/cli/Arguments.h"
#include "core/market/UsEquityCalendar.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace app {

using namespace core;

namespace {

constexpr int fewestInstruments = 6; // the contract's, which always exist
constexpr int mostInstruments = 200;

Error badOption(const char *name, const std::string &text, const char *what)
{
    return {ErrorCode::BadInput, std::string("--") + name + " is " + what + ", not \"" + text + "\"", {}, 0, name};
}

template <class Number>
std::optional<Number> parseNumber(std::string_view text)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

Result<std::uint16_t> parseListen(const std::string &text)
{
    const auto colon = text.rfind(':');
    const std::string host = text.substr(0, colon);
    const auto port = colon == std::string::npos ? std::nullopt : parseNumber<std::uint16_t>(text.substr(colon + 1));
    if (!port)
        return failure(badOption("listen", text, "an address such as 127.0.0.1:0"));
    if (host != "127.0.0.1" && host != "localhost")
        return failure({ErrorCode::BadInput, "this venue is for programs of this machine: it listens on 127.0.0.1 only",
                        {}, 0, "listen"});
    return *port;
}

std::optional<double> parseSpeed(const std::string &text)
{
    if (text == "max")
        return std::numeric_limits<double>::infinity();
    const auto speed = parseNumber<double>(text);
    return speed && std::isfinite(*speed) && *speed >= 0 ? speed : std::nullopt;
}

/// A date alone is the opening of its core session, or of the next one.
std::optional<Timestamp> parseFrom(const std::string &text)
{
    const auto at = parseIsoText(text);
    if (!at || text.size() != 10)
        return at ? std::optional(*at) : std::nullopt;
    const auto session = sessionOf(std::chrono::floor<std::chrono::days>(*at));
    return session ? session->open : nextOpen(*at);
}

Result<> takeMarket(const cli::Arguments &arguments, ExchangeOptions &options)
{
    options.dataDir = arguments.valueOr("data", "");
    if (arguments.has("data") && (arguments.has("synthetic") || options.dataDir.empty()))
        return failure(badOption("data", options.dataDir, "a directory, and then nothing is synthetic by --synthetic"));
    if (!arguments.has("from"))
        return {};
    if (options.dataDir.empty())
        return failure({ErrorCode::BadInput, "only recorded bars (--data) begin at a wanted time", {}, 0, "from"});
    const std::string text = arguments.valueOr("from", "");
    options.from = parseFrom(text);
    return options.from ? Result<>() : failure(badOption("from", text, "a date or a time"));
}

Result<> refuseWhatIsNotThere(const cli::Arguments &arguments)
{
    for (const char *name : {"json", "data-dir", "log-level", "endpoint"}) // of the other programs
        if (arguments.has(name))
            return failure(ErrorCode::BadInput, std::string("unknown option --") + name);
    if (!arguments.positional().empty())
        return failure(ErrorCode::BadInput, "\"" + arguments.positional().front() + "\" is no option");
    return {};
}

Result<> takeAmounts(const cli::Arguments &arguments, ExchangeOptions &options)
{
    const std::string cash = arguments.valueOr("cash", options.cash.toString());
    const auto parsedCash = WideDecimal::parse(cash);
    if (!parsedCash || parsedCash->sign() <= 0)
        return failure(badOption("cash", cash, "an amount above zero"));
    options.cash = Money(*parsedCash);
    const std::string seed = arguments.valueOr("seed", "1");
    const auto parsedSeed = parseNumber<std::uint64_t>(seed);
    if (!parsedSeed)
        return failure(badOption("seed", seed, "a whole number from 0"));
    options.seed = *parsedSeed;
    const std::string units = arguments.valueOr("fill-at-most", "0");
    const auto parsedUnits = Decimal::parse(units);
    if (!parsedUnits || parsedUnits->sign() < 0)
        return failure(badOption("fill-at-most", units, "a number of units from 0"));
    options.fillAtMost = Quantity(*parsedUnits);
    return {};
}

} // namespace

Result<ExchangeOptions> parseExchangeOptions(const std::vector<std::string> &words)
{
    const auto arguments = cli::Arguments::parse(words, {{"listen"}, {"data"}, {"synthetic"}, {"speed"}, {"from"},
                                                         {"cash"}, {"keys"}, {"faults"}, {"fill-at-most"}, {"until-stdin-closes", false}});
    if (!arguments)
        return failure(arguments.error());
    if (const auto known = refuseWhatIsNotThere(*arguments); !known)
        return failure(known.error());
    ExchangeOptions options;
    const auto port = parseListen(arguments->valueOr("listen", "127.0.0.1:0"));
    if (!port)
        return failure(port.error());
    options.port = *port;
    const std::string synthetic = arguments->valueOr("synthetic", std::to_string(fewestInstruments));
    const auto count = parseNumber<int>(synthetic);
    if (!count || *count < 1 || *count > mostInstruments)
        return failure(badOption("synthetic", synthetic, "a number of instruments from 1 to 200"));
    options.instruments = std::max(*count, fewestInstruments);
    const std::string speed = arguments->valueOr("speed", "1");
    const auto parsedSpeed = parseSpeed(speed);
    if (!parsedSpeed)
        return failure(badOption("speed", speed, "a number from 0 or \"max\""));
    options.speed = *parsedSpeed;
    if (const auto taken = takeAmounts(*arguments, options); !taken)
        return failure(taken.error());
    if (const auto taken = takeMarket(*arguments, options); !taken)
        return failure(taken.error());
    options.faultsFile = arguments->valueOr("faults", "");
    options.keysFile = arguments->valueOr("keys", "");
    options.endsWithStdin = arguments->has("until-stdin-closes");
    return options;
}

} // namespace app
