#include "app/support/EngineFromProfile.h"

#include "core/strategies/StrategyCatalogue.h"

#include <algorithm>
#include <array>
#include <set>

namespace app {

using core::ErrorCode;
using core::failure;
using core::Profile;

namespace {

/// Walks a profile and writes problems down with the line of their field.
class Check {
public:
    explicit Check(const Profile &profile) : m_profile(profile) {}

    std::vector<core::ProfileProblem> run()
    {
        checkVenue("venue", m_profile.venue);
        for (std::size_t i = 0; i < m_profile.bots.size(); ++i)
            checkBot("bots[" + std::to_string(i) + "]", m_profile.bots[i]);
        return std::move(m_problems);
    }

private:
    /// A field that is not written stands where its parent stands.
    [[nodiscard]] int lineOf(std::string field) const
    {
        while (true) {
            if (const auto found = m_profile.lines.find(field); found != m_profile.lines.end())
                return found->second;
            if (field.ends_with(']') && m_profile.lines.contains(field + ".id"))
                return m_profile.lines.at(field + ".id");
            const std::size_t dot = field.find_last_of(".[");
            if (dot == std::string::npos)
                return 1;
            field.resize(dot);
        }
    }

    void add(const std::string &field, std::string message)
    {
        m_problems.push_back({m_profile.path, lineOf(field), field, std::move(message)});
    }

    void checkVenue(const std::string &field, const std::string &venue)
    {
        constexpr std::array venues{"alpaca", "alpaca-crypto", "bybit-spot", "bybit-linear"};
        if (std::ranges::find(venues, venue) == venues.end())
            add(field, "\"" + venue +
                           "\" is not one of alpaca, alpaca-crypto, bybit-spot, bybit-linear");
    }

    void checkBot(const std::string &field, const Profile::Bot &bot)
    {
        if (bot.venue != m_profile.venue)
            checkVenue(field + ".venue", bot.venue);
        checkStrategy(field, bot);
        if (bot.isOn)
            checkOwners(field, bot);
    }

    void checkStrategy(const std::string &field, const Profile::Bot &bot)
    {
        const auto spec = core::findStrategy(bot.strategy);
        if (!spec)
            return add(field + ".strategy", spec.error().message);
        const std::size_t before = m_problems.size();
        // One by one, so that every wrong parameter is named at once.
        for (const auto &[name, value] : bot.parameters)
            if (const auto one =
                    core::checkedParameters(bot.strategy, (*spec)->parameters, {{name, value}});
                !one)
                add(field + ".parameters." + name, one.error().message);
        if (m_problems.size() != before)
            return;
        const auto strategy = core::makeStrategy(bot.strategy, bot.parameters);
        if (!strategy)
            return add(field + ".parameters." + strategy.error().field, strategy.error().message);
        if ((*strategy)->mayGoShort() && !bot.allowsShort)
            add(field + ".parameters.allow-short", "also needs allow-short: true for the bot");
    }

    void checkOwners(const std::string &field, const Profile::Bot &bot)
    {
        std::size_t i = 0;
        for (const core::InstrumentId &instrument : instrumentsOf(bot)) {
            const auto [owner, isNew] = m_owners.emplace(instrument, bot.id);
            if (!isNew)
                add(field + ".instruments[" + std::to_string(i) + "]",
                    instrument.text() + " is held by bot \"" + owner->second +
                        "\" already: one instrument has one owner");
            ++i;
        }
    }

    const Profile &m_profile;
    std::vector<core::ProfileProblem> m_problems;
    std::map<core::InstrumentId, std::string> m_owners;
};

core::SizeRule sizeRuleOf(const std::string &name)
{
    for (const core::SizeRule rule : {core::SizeRule::AllIn, core::SizeRule::ShareOfEquity,
                                      core::SizeRule::RiskAtStop, core::SizeRule::Fixed})
        if (name == core::sizeRuleName(rule))
            return rule;
    core::bug("a sizing rule that the schema does not know");
}

core::PlanningRules planningOf(const Profile::Bot &bot, const Profile::Risk &risk)
{
    core::PlanningRules rules;
    rules.size = sizeRuleOf(bot.sizing.rule);
    rules.sizeAmount = bot.sizing.amount;
    rules.stopAtrs = bot.stopAtr;
    rules.targetR = bot.targetR;
    if (bot.exitAfterMinutes > 0)
        rules.holdAtMost = std::chrono::minutes(bot.exitAfterMinutes);
    rules.keepsProfit = bot.exitKeepsProfit;
    rules.orderType = core::parseOrderType(bot.orderType).value_or(core::OrderType::Market);
    rules.collar = risk.priceCollar;
    return rules;
}

core::BotSettings botOf(const Profile::Bot &bot, const Profile::Risk &risk)
{
    return {.id = core::BotId(bot.id),
            .strategy = bot.strategy,
            .parameters = bot.parameters,
            .instruments = instrumentsOf(bot),
            .timeframe = bot.timeframe,
            .planning = planningOf(bot, risk),
            .allowsShort = bot.allowsShort,
            .allowsAdding = bot.allowsAdding,
            .isOn = bot.isOn};
}

core::RiskLimits limitsOf(const Profile::Risk &risk)
{
    core::RiskLimits limits;
    limits.riskPerTrade = risk.riskPerTrade;
    limits.exposure = risk.exposure;
    limits.dayLoss = risk.dayLoss;
    limits.maxOrderValue = core::Money(risk.maxOrderValue);
    limits.maxOrderQuantity = core::Quantity(risk.maxOrderQuantity);
    limits.maxPositions = risk.maxPositions;
    limits.priceCollar = risk.priceCollar;
    limits.maxQuoteAge = std::chrono::seconds(risk.maxQuoteAgeSeconds);
    limits.needsStop = risk.needsStop;
    limits.overnight = risk.overnight;
    limits.drawdown = risk.drawdown;
    limits.maxOrdersPerMinute = risk.maxOrdersPerMinute;
    limits.duplicateWindow = std::chrono::seconds(risk.duplicateWindowSeconds);
    limits.lossStreak = risk.lossStreak;
    limits.coolDown = std::chrono::minutes(risk.coolDownMinutes);
    limits.stopOutBars = risk.stopOutBars;
    limits.rejectBars = risk.rejectBars;
    limits.maxAutomatedEntries = risk.maxAutomatedEntries;
    limits.maxVenueFailures = risk.maxVenueFailures;
    return limits;
}

} // namespace

std::vector<core::ProfileProblem> checkAgainstCatalogue(const Profile &profile)
{
    return Check(profile).run();
}

std::vector<core::InstrumentId> instrumentsOf(const Profile::Bot &bot)
{
    std::vector<core::InstrumentId> instruments;
    for (const std::string &symbol : bot.instruments)
        instruments.push_back({.venue = bot.venue, .symbol = symbol});
    return instruments;
}

core::Result<core::EngineSettings> engineSettings(const Profile &profile, const core::RunId &run,
                                                  const core::AccountId &account)
{
    if (const auto problems = checkAgainstCatalogue(profile); !problems.empty())
        return failure(core::Error{.code = ErrorCode::BadInput,
                                   .message = problems.front().message,
                                   .file = problems.front().file,
                                   .line = problems.front().line,
                                   .field = problems.front().field});
    core::EngineSettings settings;
    settings.run = run;
    settings.profile = profile.name;
    settings.account = account;
    settings.destination = profile.destination;
    settings.mode = profile.mode;
    settings.limits = limitsOf(profile.risk);
    settings.startingCash = core::Money(profile.account.startingCash);
    settings.feeRate = profile.account.fee;
    settings.stopSlippage = profile.account.slippage;
    settings.daySession = core::usualInstrument({.venue = profile.venue, .symbol = {}}).session;
    std::set<core::InstrumentId> known;
    for (const Profile::Bot &bot : profile.bots) {
        settings.bots.push_back(botOf(bot, profile.risk));
        for (const core::InstrumentId &instrument : settings.bots.back().instruments)
            if (known.insert(instrument).second)
                settings.instruments.push_back(core::usualInstrument(instrument));
    }
    return settings;
}

} // namespace app
