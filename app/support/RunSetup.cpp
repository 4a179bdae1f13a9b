#include "app/support/RunSetup.h"

#include "app/support/EngineFromProfile.h"
#include "app/support/LimitsStore.h"
#include "app/support/StoredMarket.h"
#include "core/simulation/DemoMarket.h"

#include <QDateTime>

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

Result<> prepareDemo(EmbeddedMarket &made, const EngineSettings &engine, std::uint64_t seed)
{
    auto market = std::make_unique<DemoMarket>(seed, seriesOf(engine));
    for (const SeriesId &series : seriesOf(engine))
        made.warmUp[series] = market->history(series);
    made.start = DemoMarket::start();
    made.tape = std::move(market);
    return {};
}

Result<> prepareReplay(EmbeddedMarket &made, const EngineSettings &engine, const RunRequest &request, int warmUpBars)
{
    const QString folder = request.barsDir.isEmpty() ? request.dataDir : request.barsDir;
    auto market = readStoredMarket(engine, folder.toStdString(), warmUpBars, request.from);
    if (!market)
        return failure(market.error());
    made.start = market->start;
    made.warmUp = std::move(market->warmUp);
    made.tape = std::make_unique<BarTape>(std::move(market->played), FillAt::NextOpen);
    return {};
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
    layOwnersLimitsOver(setup.engine, profile, request.dataDir);
    setup.keepLimits = limitsKeeper(profile, *setup.engine.profileLimits, request.dataDir);
    setup.market.rules = venueRules(profile);
    setup.market.speed = profile.pace.speed;
    setup.market.pausesForCards = profile.pace.pausesForCards;
    setup.dataDir = request.dataDir;
    if (profile.destination == Destination::Demo)
        setup.market.prepare = [engine = setup.engine, seed = profile.seed](EmbeddedMarket &made) {
            return prepareDemo(made, engine, seed);
        };
    else
        setup.market.prepare = [engine = setup.engine, request, bars = profile.warmUpBars](EmbeddedMarket &made) {
            return prepareReplay(made, engine, request, bars);
        };
    return setup;
}

} // namespace app
