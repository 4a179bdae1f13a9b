#include "app/support/RunSetup.h"

#include "app/support/EngineFromProfile.h"
#include "core/history/BarFile.h"
#include "core/history/BarStore.h"
#include "core/simulation/BarTape.h"
#include "core/simulation/DemoMarket.h"

#include <QDateTime>

#include <algorithm>

namespace app {

using namespace core;

namespace {

Profile laidOver(const RunRequest &request)
{
    Profile profile = request.profile;
    profile.destination = request.destination.value_or(profile.destination);
    profile.mode = request.mode.value_or(profile.mode);
    profile.pace.speed = request.speed.value_or(profile.pace.speed);
    profile.seed = request.seed.value_or(profile.seed);
    for (Profile::Bot &bot : profile.bots) {
        bot.timeframe = request.timeframe.value_or(bot.timeframe);
        for (const auto &[name, value] : request.parameters)
            bot.parameters[name] = value;
    }
    return profile;
}

/// Every start is a run of its own. The wall clock only names it; nothing depends on the name.
RunId newRun()
{
    return RunId(QDateTime::currentDateTimeUtc().toString(QStringLiteral("'R'yyMMddHHmmsszzz")).toStdString());
}

std::vector<SeriesId> seriesOf(const EngineSettings &settings)
{
    std::vector<SeriesId> series;
    for (const BotSettings &bot : settings.bots)
        if (bot.isOn)
            for (const InstrumentId &instrument : bot.instruments)
                series.push_back({instrument, bot.timeframe});
    return series;
}

Result<> prepareDemo(HostSetup &setup, std::uint64_t seed)
{
    auto market = std::make_unique<DemoMarket>(seed, seriesOf(setup.engine));
    for (const SeriesId &series : seriesOf(setup.engine))
        setup.warmUp[series] = market->history(series);
    setup.start = DemoMarket::start();
    setup.tape = std::move(market);
    return {};
}

Result<> prepareReplay(HostSetup &setup, const RunRequest &request, int warmUpBars)
{
    const QString folder = request.barsDir.isEmpty() ? request.dataDir : request.barsDir;
    std::vector<BarTape::Series> played;
    std::optional<Timestamp> start;
    for (const SeriesId &series : seriesOf(setup.engine)) {
        const auto path = findBars(folder.toStdString(), series);
        if (!path)
            return failure(path.error());
        const SessionKind session = usualInstrument(series.instrument).session;
        auto bars = readBars(*path, {series.timeframe, session});
        if (!bars)
            return failure(bars.error());
        auto first = bars->begin() + std::min<std::ptrdiff_t>(warmUpBars, std::ssize(*bars));
        if (request.from)
            first = std::lower_bound(bars->begin(), bars->end(), *request.from,
                                     [](const Bar &bar, Timestamp at) { return bar.openTime < at; });
        if (first == bars->end())
            return failure({ErrorCode::BadInput, "there are no bars left to play after the warm-up", *path});
        start = start ? std::min(*start, first->openTime) : first->openTime;
        setup.warmUp[series] = std::vector<Bar>(bars->begin(), first);
        played.push_back({series, std::vector<Bar>(first, bars->end())});
    }
    if (!start)
        return failure(ErrorCode::BadInput, "no bot of this profile is on");
    setup.start = *start;
    setup.tape = std::make_unique<BarTape>(std::move(played), FillAt::NextOpen);
    return {};
}

/// Half the spread and what a market order slips beyond it share the profile's slippage.
VenueRules venueRules(const Profile &profile)
{
    VenueRules rules;
    rules.feeRate = profile.account.fee;
    rules.halfSpread = Decimal::fromNanos(profile.account.slippage.nanos() / 2);
    rules.maxRandomSlippage = Decimal::fromNanos(profile.account.slippage.nanos() / 2);
    rules.roundsToTick = true;
    rules.seed = profile.seed;
    return rules;
}

} // namespace

Result<HostSetup> prepareRun(const RunRequest &request)
{
    const Profile profile = laidOver(request);
    if (profile.destination == Destination::Paper || profile.destination == Destination::Live)
        return failure({ErrorCode::Unsupported,
                        "this version reaches no broker yet: use --to demo or --to replay", profile.path, 0,
                        "destination"});
    const RunId run = newRun();
    // The embedded venue begins anew with each run, and so does its account.
    const AccountId account(std::string(destinationName(profile.destination)) + "-" + run.text());
    auto engine = engineSettings(profile, run, account);
    if (!engine)
        return failure(engine.error());
    HostSetup setup;
    setup.engine = std::move(*engine);
    setup.venue = venueRules(profile);
    setup.speed = profile.pace.speed;
    setup.pausesForCards = profile.pace.pausesForCards;
    setup.dataDir = request.dataDir;
    if (profile.destination == Destination::Demo)
        setup.prepareMarket = [seed = profile.seed](HostSetup &made) { return prepareDemo(made, seed); };
    else
        setup.prepareMarket = [request, bars = profile.warmUpBars](HostSetup &made) {
            return prepareReplay(made, request, bars);
        };
    return setup;
}

} // namespace app
