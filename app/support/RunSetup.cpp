#include "app/support/RunSetup.h"

#include "app/support/EngineFromProfile.h"
#include "app/support/LimitsStore.h"
#include "app/support/LiveStart.h"
#include "app/support/StoredMarket.h"
#include "app/support/VenueRun.h"
#include "core/domain/AccountTail.h"
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
    if (request.asksForTail && profile.destination == Destination::Live && profile.mode == DecisionMode::Auto)
        profile.mode = DecisionMode::Hybrid;
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

/// Engine and limits, which are the same at every venue.
Result<HostSetup> setupOf(const RunRequest &request, const Profile &profile, const RunId &run, const AccountId &account)
{
    auto engine = engineSettings(profile, run, account);
    if (!engine)
        return failure(engine.error());
    HostSetup setup;
    setup.engine = std::move(*engine);
    layOwnersLimitsOver(setup.engine, profile, request.dataDir);
    setup.keepLimits = limitsKeeper(profile, *setup.engine.profileLimits, request.dataDir);
    setup.dataDir = request.dataDir;
    return setup;
}

std::vector<InstrumentId> tradedBy(const Profile &profile)
{
    std::vector<InstrumentId> instruments;
    for (const Profile::Bot &bot : profile.bots)
        if (bot.isOn)
            for (const InstrumentId &instrument : instrumentsOf(bot))
                instruments.push_back(instrument);
    return instruments;
}

Error wrongAccount(const char *why)
{
    return {ErrorCode::BadInput, why, {}, 0, "account"};
}

} // namespace

bool RunRequest::needsVenue() const
{
    return goesTo() == Destination::Paper || goesTo() == Destination::Live;
}

Result<HostSetup> prepareRun(const RunRequest &request)
{
    const Profile profile = laidOver(request);
    if (request.needsVenue())
        return failure({ErrorCode::Unsupported, "paper and live are prepared by their venue", profile.path, 0,
                        "destination"});
    const RunId run = newRun();
    // The embedded venue begins anew with each run, and so does its account.
    const AccountId account(std::string(destinationName(profile.destination)) + "-" + run.text());
    auto setup = setupOf(request, profile, run, account);
    if (!setup)
        return failure(setup.error());
    setup->market.rules = venueRules(profile);
    setup->market.speed = profile.pace.speed;
    setup->market.pausesForCards = profile.pace.pausesForCards;
    if (profile.destination == Destination::Demo)
        setup->market.prepare = [engine = setup->engine, seed = profile.seed](EmbeddedMarket &made) {
            return prepareDemo(made, engine, seed);
        };
    else
        setup->market.prepare = [engine = setup->engine, request, bars = profile.warmUpBars](EmbeddedMarket &made) {
            return prepareReplay(made, engine, request, bars);
        };
    return setup;
}

Result<VenueQuestion> venueQuestion(const RunRequest &request, const Variables &variables)
{
    const Profile profile = laidOver(request);
    if (const auto problems = checkAgainstCatalogue(profile); !problems.empty()) {
        const ProfileProblem &first = problems.front();
        return failure({ErrorCode::BadInput, first.message, first.file, first.line, first.field});
    }
    const auto slot = slotOf(profile, variables);
    if (!slot)
        return failure(slot.error());
    if (slot->isLive() && !request.accountTail && !request.asksForTail)
        return failure(wrongAccount("a live run needs --account with the last four characters of its number"));
    const auto addresses = slot->wire == Wire::Alpaca
                               ? alpacaAddresses(*slot, request.addresses).map([](const auto &) {})
                               : bybitAddresses(*slot, request.addresses).map([](const auto &) {});
    if (!addresses)
        return failure(addresses.error());
    return VenueQuestion{*slot, tradedBy(profile), request.addresses, profile.proxy};
}

Result<HostSetup> prepareVenueRun(const RunRequest &request, const VenueQuestion &question, const AccountKeys &keys,
                                  const VenueFacts &facts)
{
    const Profile profile = laidOver(request);
    if (question.slot.isLive() && !isTailTyped(facts.accountNumber, request.accountTail.value_or("")))
        return failure(wrongAccount("what was given does not end as the number of the account that these keys belong "
                                    "to: nothing was started"));
    const AccountId account(question.slot.name() + "-" + facts.accountNumber);
    auto setup = setupOf(request, profile, newRun(), account);
    if (!setup)
        return failure(setup.error());
    setup->engine.startingCash = Money(); // what is there is the venue's to say
    for (Instrument &instrument : setup->engine.instruments)
        for (const Instrument &said : facts.instruments)
            if (said.id == instrument.id)
                instrument = said;
    auto makeVenue = venueMaker({.slot = question.slot,
                                 .keys = keys,
                                 .addresses = request.addresses,
                                 .account = account,
                                 .dataDir = request.dataDir,
                                 .instruments = question.instruments,
                                 .facts = facts.instruments,
                                 .series = seriesOf(setup->engine),
                                 .warmUpBars = profile.warmUpBars,
                                 .seed = profile.seed});
    if (!makeVenue)
        return failure(makeVenue.error());
    setup->makeVenue = std::move(*makeVenue);
    return setup;
}

Result<LiveStart> liveStart(const RunRequest &request, const VenueQuestion &question, const VenueFacts &facts)
{
    const Profile profile = laidOver(request);
    const auto setup = setupOf(request, profile, newRun(), AccountId(question.slot.name()));
    if (!setup)
        return failure(setup.error());
    LiveStart start{.account = question.slot.title(), .number = facts.accountNumber, .equity = facts.equity,
                    .limits = setup->engine.limits, .limitsProblem = setup->engine.limitsProblem,
                    .mode = profile.mode,
                    .isModeLowered = request.mode.value_or(request.profile.mode) != profile.mode};
    for (const Profile::Bot &bot : profile.bots) {
        if (!bot.isOn)
            continue;
        std::string line = bot.id;
        for (const std::string &instrument : bot.instruments)
            line += (line == bot.id ? ": " : ", ") + instrument;
        start.bots.push_back(line);
    }
    return start;
}

Error inProfile(Error error, const Profile &profile)
{
    for (std::size_t i = 0; i < profile.bots.size(); ++i) {
        const auto instruments = instrumentsOf(profile.bots[i]);
        for (std::size_t j = 0; j < instruments.size(); ++j) {
            if (instruments[j].text() != error.field)
                continue;
            const std::string bot = "bots[" + std::to_string(i) + "]";
            error.field = bot + ".instruments[" + std::to_string(j) + "]";
            for (const std::string &field : {error.field, bot + ".instruments", bot + ".id"})
                if (const auto line = profile.lines.find(field); line != profile.lines.end() && error.line == 0)
                    error.line = line->second;
            error.file = profile.path;
            return error;
        }
    }
    return error;
}

} // namespace app
