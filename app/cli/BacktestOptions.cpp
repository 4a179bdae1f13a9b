#include "app/cli/BacktestOptions.h"

#include "app/support/DataDir.h"
#include "app/support/EngineFromProfile.h"
#include "app/support/ProfileStore.h"
#include "app/support/StoredMarket.h"
#include "core/history/BarFile.h"
#include "core/history/BarSeries.h"
#include "core/history/BarStore.h"
#include "core/history/BarStore.h"
#include "core/history/Gaps.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cli {

using core::BacktestSettings;
using core::Decimal;
using core::ErrorCode;
using core::failure;
using core::Result;

namespace {

tl::unexpected<core::Error> badOption(const char *name, const std::string &message)
{
    return failure(
        core::Error{.code = ErrorCode::BadInput, .message = message, .field = name});
}

// --- numbers and times -------------------------------------------------------------------------

Result<Decimal> decimalOf(const Arguments &arguments, const char *name, Decimal fallback)
{
    const auto text = arguments.value(name);
    if (!text)
        return fallback;
    const auto number = Decimal::parse(*text);
    if (!number)
        return badOption(name, "--" + std::string(name) + " needs a number, not \"" + *text + "\"");
    return *number;
}

/// A share of the notional that is charged or lost.
Result<Decimal> costOf(const Arguments &arguments, const char *name, Decimal fallback)
{
    const auto cost = decimalOf(arguments, name, fallback);
    if (cost && (cost->sign() < 0 || *cost >= Decimal::fromInteger(1)))
        return badOption(name, "--" + std::string(name) + " must be from 0 to below 1");
    return cost;
}

Result<std::optional<core::Timeframe>> timeframeOf(const Arguments &arguments)
{
    const auto name = arguments.value("timeframe");
    if (!name)
        return std::nullopt;
    const auto timeframe = core::parseTimeframe(*name);
    if (!timeframe)
        return badOption("timeframe", "\"" + *name + "\" is not one of 1m 5m 15m 30m 1h 4h 1d 1w");
    return timeframe;
}

/// The bars of a run by their opening times; a bare date as `--to` means that whole day.
struct Range {
    core::Timestamp from = core::Timestamp::min();
    core::Timestamp end = core::Timestamp::max(); ///< Itself not in it.
};

Result<Range> rangeOf(const Arguments &arguments)
{
    constexpr std::size_t dateLength = 10;
    Range range;
    for (const auto &[name, out] : {std::pair("from", &range.from), std::pair("to", &range.end)}) {
        const auto text = arguments.value(name);
        if (!text)
            continue;
        const auto at = core::parseIsoText(*text);
        if (!at)
            return badOption(name, at.error().message);
        *out = *at;
        if (out == &range.end && text->size() == dateLength)
            range.end += std::chrono::days(1);
    }
    if (range.from >= range.end)
        return badOption("from", "--from must come before --to");
    return range;
}

void keep(std::vector<core::Bar> &bars, const Range &range)
{
    std::erase_if(bars, [&](const core::Bar &bar) {
        return bar.openTime < range.from || bar.openTime >= range.end;
    });
}

// --- size and fill -----------------------------------------------------------------------------

struct Size {
    core::SizeRule rule = core::SizeRule::AllIn;
    Decimal amount{};
};

Result<Size> sizeOf(const Arguments &arguments, bool hasStop)
{
    const std::string text = arguments.valueOr("size", "all-in");
    if (text == "all-in")
        return Size{};
    if (text == "whole-equity")
        return Size{core::SizeRule::WholeEquity, {}};
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string rule = text.substr(0, colon);
    constexpr std::array rules{std::pair("shares", core::SizeRule::Fixed),
                               std::pair("share", core::SizeRule::ShareOfEquity),
                               std::pair("risk", core::SizeRule::RiskAtStop)};
    const auto known = std::ranges::find(rules, rule, [](const auto &row) { return row.first; });
    if (known == rules.end())
        return badOption("size", "\"" + text +
                                     "\" is not one of all-in, whole-equity, shares:N, share:X, risk:X");
    const auto amount = Decimal::parse(colon < text.size() ? text.substr(colon + 1) : "");
    if (!amount || amount->sign() <= 0)
        return badOption("size", "--size " + rule + ":N needs a number above zero");
    if (known->second != core::SizeRule::Fixed && *amount > Decimal::fromInteger(1))
        return badOption("size", "a share is at most 1");
    if (known->second == core::SizeRule::RiskAtStop && !hasStop)
        return badOption("size", "risk is measured at a stop: give --stop-atr as well");
    return Size{known->second, *amount};
}

Result<core::FillAt> fillOf(const Arguments &arguments)
{
    const std::string text = arguments.valueOr("fill", "next-open");
    if (text == "next-open")
        return core::FillAt::NextOpen;
    if (text == "close")
        return core::FillAt::Close;
    return badOption("fill", "\"" + text + "\" is not one of next-open, close");
}

Result<std::uint64_t> seedOf(const Arguments &arguments, std::uint64_t fallback)
{
    const auto text = arguments.value("seed");
    if (!text)
        return fallback;
    std::uint64_t seed = 0;
    const char *end = text->data() + text->size();
    if (const auto read = std::from_chars(text->data(), end, seed);
        read.ec != std::errc() || read.ptr != end || text->empty())
        return badOption("seed", "--seed needs a whole number, not \"" + *text + "\"");
    return seed;
}

// --- a bare strategy ---------------------------------------------------------------------------

/// Words of a path, the last one first.
std::vector<std::string> partsFromEnd(const std::string &path)
{
    std::vector<std::string> parts;
    std::size_t end = path.size();
    while (true) {
        const std::size_t slash = end == 0 ? std::string::npos : path.find_last_of("/\\", end - 1);
        const std::size_t start = slash == std::string::npos ? 0 : slash + 1;
        parts.push_back(path.substr(start, end - start));
        if (slash == std::string::npos)
            return parts;
        end = slash;
    }
}

std::string stemOf(std::string file)
{
    for (const std::string_view ending : {".gz", ".csv"})
        if (file.ends_with(ending))
            file.resize(file.size() - ending.size());
    return file;
}

/// Hours and session of a file's market: by its folder, else by its own pauses.
core::SessionKind sessionOf(const std::string &path, std::span<const core::Bar> bars,
                            core::Duration length)
{
    const auto parts = partsFromEnd(path);
    if (parts.size() >= 3 && core::parseTimeframe(stemOf(parts[0])))
        if (const auto session = core::sessionOfFolder(parts[2]))
            return *session;
    std::vector<core::Moment> moments;
    for (const core::Bar &bar : bars)
        moments.push_back({.at = bar.openTime});
    return core::sessionKindOf(moments, length);
}

struct BarsOfFile {
    core::SeriesId id;
    core::SessionKind session = core::SessionKind::AlwaysOpen;
    std::vector<core::Bar> bars;
};

Result<BarsOfFile> barsOfFile(const std::string &path, std::optional<core::Timeframe> timeframe)
{
    auto bars = core::readBars(path, {.timeframe = timeframe});
    if (!bars)
        return failure(bars.error());
    const core::Duration length = timeframe ? core::lengthOf(*timeframe)
                                            : core::commonStep(*bars).value_or(core::Duration());
    BarsOfFile file{.id = {instrumentOfFile(path), core::Timeframe::M1}, .bars = std::move(*bars)};
    file.id.timeframe = core::timeframeOfStep(length).value_or(core::Timeframe::M1);
    file.session = sessionOf(path, file.bars, length);
    core::setCloseTimes(file.bars, length, file.session);
    return file;
}

Result<std::string> needed(const Arguments &arguments, const char *name, const char *what)
{
    const auto value = arguments.value(name);
    if (!value)
        return badOption(name, "--" + std::string(name) + " " + what + " is missing");
    return *value;
}

Result<> addProtection(const Arguments &arguments, core::PlanningRules &planning)
{
    for (const auto &[name, out] : {std::pair("stop-atr", &planning.stopAtrs),
                                    std::pair("target-r", &planning.targetR)}) {
        if (!arguments.has(name))
            continue;
        const auto distance = decimalOf(arguments, name, {});
        if (!distance)
            return failure(distance.error());
        if (distance->sign() <= 0 || *distance > Decimal::fromInteger(1'000))
            return badOption(name, "--" + std::string(name) + " must be above 0 and at most 1000");
        *out = *distance;
    }
    if (planning.targetR && !planning.stopAtrs)
        return badOption("target-r", "is a multiple of the stop distance: give --stop-atr as well");
    return {};
}

Result<core::Money> cashOf(const Arguments &arguments, Decimal fallback)
{
    const auto cash = decimalOf(arguments, "cash", fallback);
    if (!cash)
        return failure(cash.error());
    if (cash->sign() <= 0)
        return badOption("cash", "--cash must be above zero");
    return core::Money(*cash);
}

Result<BacktestSettings> bareSettings(const Arguments &arguments)
{
    const auto file = needed(arguments, "bars", "FILE");
    const auto strategy = needed(arguments, "strategy", "NAME");
    const auto parameters = arguments.parameters();
    const auto cash = cashOf(arguments, Decimal::fromInteger(10'000));
    const auto fee = costOf(arguments, "fee", Decimal::fromNanos(Decimal::one / 1'000));
    const auto slippage = costOf(arguments, "slippage", {});
    const auto size = sizeOf(arguments, arguments.has("stop-atr"));
    const auto timeframe = timeframeOf(arguments);
    for (const core::Error *error :
         {file ? nullptr : &file.error(), strategy ? nullptr : &strategy.error(),
          parameters ? nullptr : &parameters.error(), cash ? nullptr : &cash.error(),
          fee ? nullptr : &fee.error(), slippage ? nullptr : &slippage.error(),
          size ? nullptr : &size.error(), timeframe ? nullptr : &timeframe.error()})
        if (error)
            return failure(*error);
    auto bars = barsOfFile(*file, *timeframe);
    if (!bars)
        return failure(bars.error());
    BacktestSettings settings;
    settings.engine =
        core::bareEngine(bars->id, *strategy, *parameters, *cash, *fee, size->rule, size->amount);
    settings.engine.instruments.front().session = bars->session;
    settings.engine.daySession = bars->session;
    if (const auto added = addProtection(arguments, settings.engine.bots.front().planning); !added)
        return failure(added.error());
    settings.slippage = *slippage;
    settings.series.push_back({bars->id, std::move(bars->bars)});
    return settings;
}

// --- a profile ---------------------------------------------------------------------------------

/// What the words change in the profile, before it is checked.
Result<> override(const Arguments &arguments, core::Profile &profile)
{
    const auto parameters = arguments.parameters();
    const auto timeframe = timeframeOf(arguments);
    const auto cash = cashOf(arguments, profile.account.startingCash);
    const auto fee = costOf(arguments, "fee", profile.account.fee);
    const auto slippage = costOf(arguments, "slippage", profile.account.slippage);
    for (const core::Error *error :
         {parameters ? nullptr : &parameters.error(), timeframe ? nullptr : &timeframe.error(),
          cash ? nullptr : &cash.error(), fee ? nullptr : &fee.error(),
          slippage ? nullptr : &slippage.error()})
        if (error)
            return failure(*error);
    profile.account.startingCash = cash->value().narrowed(core::Rounding::HalfEven);
    profile.account.fee = *fee;
    profile.account.slippage = *slippage;
    for (core::Profile::Bot &bot : profile.bots) {
        bot.timeframe = timeframe->value_or(bot.timeframe);
        for (const auto &[name, value] : *parameters)
            bot.parameters[name] = value;
    }
    return {};
}

Result<BacktestSettings> profileSettings(const Arguments &arguments, const Range &range)
{
    for (const char *name : {"bars", "strategy", "size", "stop-atr", "target-r"})
        if (arguments.has(name))
            return badOption(name, "--" + std::string(name) + " does not go with --profile");
    const std::string store = app::dataDir(arguments.value("data-dir"));
    auto profile = app::openProfile(arguments.valueOr("profile", ""), store);
    if (!profile)
        return failure(profile.error());
    if (const auto done = override(arguments, *profile); !done)
        return failure(done.error());
    auto engine = app::engineSettings(*profile, core::RunId("backtest"), core::AccountId("backtest"));
    if (!engine)
        return failure(engine.error());
    // Nobody decides in a back-test: what the profile's owner would be asked is taken.
    engine->mode = core::DecisionMode::Auto;
    engine->destination = core::Destination::Replay;
    // As a replay does: the bars before `--from` warm up, or as many as the profile says.
    const auto from = arguments.has("from") ? std::optional(range.from) : std::nullopt;
    auto market = app::readStoredMarket(*engine, arguments.valueOr("data", store),
                                        profile->warmUpBars, from);
    if (!market)
        return failure(market.error());
    BacktestSettings settings;
    settings.engine = std::move(*engine);
    settings.series = std::move(market->played);
    settings.warmUp = std::move(market->warmUp);
    settings.venue = app::venueRules(*profile);
    settings.slippage = profile->account.slippage;
    settings.seed = profile->seed;
    return settings;
}

} // namespace

std::vector<OptionSpec> backtestOptions()
{
    return {{"bars"},     {"strategy"}, {"param", true, true}, {"profile"},  {"data"},
            {"cash"},     {"fee"},      {"slippage"},          {"fill"},     {"size"},
            {"stop-atr"}, {"target-r"}, {"from"},              {"to"},       {"report"},
            {"timeframe"}};
}

Result<BacktestSettings> backtestSettings(const Arguments &arguments)
{
    if (!arguments.positional().empty())
        return badOption("backtest", "what is \"" + arguments.positional().front() + "\"?");
    const auto range = rangeOf(arguments);
    if (!range)
        return failure(range.error());
    const auto fill = fillOf(arguments);
    if (!fill)
        return failure(fill.error());
    auto settings = arguments.has("profile") ? profileSettings(arguments, *range)
                                              : bareSettings(arguments);
    if (!settings)
        return settings;
    const auto seed = seedOf(arguments, settings->seed);
    if (!seed)
        return failure(seed.error());
    settings->seed = *seed;
    settings->fillAt = *fill;
    for (core::BarTape::Series &series : settings->series)
        keep(series.bars, *range);
    return settings;
}

core::InstrumentId instrumentOfFile(const std::string &path)
{
    const auto parts = partsFromEnd(path);
    if (parts.size() < 3 || !core::parseTimeframe(stemOf(parts[0])))
        return {.venue = "import", .symbol = parts[0]};
    const std::string &folder = parts[2];
    return {.venue = folder.starts_with("us-") ? "alpaca" : folder, .symbol = parts[1]};
}

} // namespace cli
