#include "core/settings/Profile.h"

#include "core/settings/Section.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>

namespace core {

namespace {

using Need = Section::Need;

constexpr std::size_t nameLimit = 40;

/// Identifiers end up in order ids and file names.
bool isIdentifier(const std::string &text)
{
    return !text.empty() && text.size() <= nameLimit &&
           std::ranges::all_of(text, [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                      (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
           });
}

void readIdentifier(Section &section, const char *key, Need need, std::string &out)
{
    section.text(key, need, out);
    if (section.has(key) && !out.empty() && !isIdentifier(out))
        section.complain(key, "may hold letters, digits, - and _ only, at most " +
                                  std::to_string(nameLimit));
}

DecimalRange upTo(std::int64_t most)
{
    return {.least = {}, .most = Decimal::fromInteger(most), .isLeastAllowed = false};
}

/// Fees and slippage may be nothing, and are never a large share.
DecimalRange costRange()
{
    return {.least = {}, .most = Decimal::fromNanos(Decimal::one / 10), .isLeastAllowed = true};
}

void readAccount(Section &section, Profile::Account &account)
{
    section.decimal("starting-cash", Need::Optional, positiveRange(), account.startingCash);
    section.decimal("fee", Need::Optional, costRange(), account.fee);
    section.decimal("slippage", Need::Optional, costRange(), account.slippage);
}

void readNetwork(Section &section, ProxyChoice &proxy)
{
    std::string word = "system";
    section.text("proxy", Need::Optional, word);
    if (const auto choice = parseProxyChoice(word))
        proxy = *choice;
    else
        section.complain("proxy", choice.error().message);
}

void readPace(Section &section, Profile::Pace &pace)
{
    std::optional<Decimal> speed;
    section.decimal("speed", upTo(1'000'000), speed);
    if (speed)
        pace.speed = speed->toDouble();
    section.flag("pauses-for-cards", Need::Optional, pace.pausesForCards);
}

void readSizing(Section &section, Profile::Sizing &sizing)
{
    section.choice("rule", Need::Required, {"all-in", "share-of-equity", "risk-at-stop", "fixed"},
                   sizing.rule);
    const bool needsAmount = sizing.rule != "all-in";
    const bool isShare = sizing.rule == "share-of-equity" || sizing.rule == "risk-at-stop";
    section.decimal("amount", needsAmount ? Need::Required : Need::Optional,
                    isShare ? shareRange() : positiveRange(), sizing.amount);
    if (!needsAmount && section.has("amount"))
        section.complain("amount", "has no meaning for all-in; leave it out");
}

void readTimeframe(Section &section, Timeframe &timeframe)
{
    std::string name;
    section.choice("timeframe", Need::Required, {"1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w"},
                   name);
    timeframe = parseTimeframe(name).value_or(timeframe);
}

/// Settings that are each in order and could never trade together.
void checkTogether(Section &section, const Profile::Bot &bot)
{
    if (bot.targetR && !section.has("stop-atr"))
        section.complain("target-r", "is a multiple of the stop distance and needs stop-atr");
    if (bot.sizing.rule == "risk-at-stop" && !section.has("stop-atr"))
        section.complain("sizing", "risk-at-stop sizes by the stop and needs stop-atr");
    if (bot.exitKeepsProfit && !section.has("exit-after-minutes"))
        section.complain("exit-keeps-profit", "is about the time exit and needs exit-after-minutes");
}

Profile::Bot readBot(Section &section, const Profile &profile)
{
    Profile::Bot bot;
    bot.venue = profile.venue;
    readIdentifier(section, "id", Need::Required, bot.id);
    readIdentifier(section, "strategy", Need::Required, bot.strategy);
    section.pairs("parameters", bot.parameters);
    section.texts("instruments", Need::Required, bot.instruments);
    readIdentifier(section, "venue", Need::Optional, bot.venue);
    readTimeframe(section, bot.timeframe);
    section.section("sizing", Need::Required,
                    [&](Section &inner) { readSizing(inner, bot.sizing); });
    section.decimal("stop-atr", upTo(100), bot.stopAtr);
    section.decimal("target-r", upTo(1'000), bot.targetR);
    section.integer("exit-after-minutes", Need::Optional, 1, 525'600, bot.exitAfterMinutes);
    section.flag("exit-keeps-profit", Need::Optional, bot.exitKeepsProfit);
    section.choice("order-type", Need::Optional, {"market", "limit"}, bot.orderType);
    section.flag("allow-short", Need::Optional, bot.allowsShort);
    section.flag("allow-adding", Need::Optional, bot.allowsAdding);
    section.flag("on", Need::Optional, bot.isOn);
    checkTogether(section, bot);
    return bot;
}

void readBots(Section &root, Profile &profile)
{
    root.sections("bots", Need::Required, [&](Section &section) {
        Profile::Bot bot = readBot(section, profile);
        const auto same = std::ranges::find(profile.bots, bot.id, &Profile::Bot::id);
        if (same != profile.bots.end() && !bot.id.empty())
            section.complain("id", "another bot is called \"" + bot.id + "\" already");
        profile.bots.push_back(std::move(bot));
    });
}

/// Reads limits of one need; what may be left out keeps the careful value it has.
class LimitReader {
public:
    LimitReader(Section &section, Need need) : m_section(section), m_need(need) {}

    void operator()(const char *key, Decimal &out) const { out = read(key).value_or(out); }
    void operator()(const char *key, int &out) const
    {
        if (const auto value = read(key))
            out = static_cast<int>(value->nanos() / Decimal::one);
    }
    void operator()(const char *key, bool &out) const
    {
        if (const auto value = read(key))
            out = !value->isZero();
    }

private:
    [[nodiscard]] std::optional<Decimal> read(const char *key) const
    {
        std::optional<Decimal> value;
        m_section.limit(key, m_need, *findLimitRange(key), value);
        return value;
    }

    Section &m_section;
    Need m_need;
};

/// Of these an absent one would be zero or none, and both are guesses: they are required.
void readMoneyLimits(const LimitReader &limit, Profile::Risk &risk)
{
    limit("risk-per-trade", risk.riskPerTrade);
    limit("exposure", risk.exposure);
    limit("day-loss", risk.dayLoss);
    limit("max-order-value", risk.maxOrderValue);
    limit("max-order-quantity", risk.maxOrderQuantity);
    limit("max-positions", risk.maxPositions);
    limit("price-collar", risk.priceCollar);
    limit("max-quote-age-seconds", risk.maxQuoteAgeSeconds);
    limit("needs-stop", risk.needsStop);
}

void readRisk(Section &section, Profile::Risk &risk)
{
    readMoneyLimits(LimitReader(section, Need::Required), risk);
    const LimitReader limit(section, Need::Optional);
    limit("overnight", risk.overnight);
    limit("drawdown", risk.drawdown);
    limit("max-orders-per-minute", risk.maxOrdersPerMinute);
    limit("duplicate-window-seconds", risk.duplicateWindowSeconds);
    limit("loss-streak", risk.lossStreak);
    limit("cool-down-minutes", risk.coolDownMinutes);
    limit("stop-out-bars", risk.stopOutBars);
    limit("reject-bars", risk.rejectBars);
    limit("max-automated-entries", risk.maxAutomatedEntries);
    limit("max-venue-failures", risk.maxVenueFailures);
}

/// Only when all else is in order: what limits make of the bots.
void checkStops(Reading &reading, const Profile &profile)
{
    for (std::size_t i = 0; i < profile.bots.size(); ++i) {
        if (!profile.risk.needsStop || profile.bots[i].stopAtr)
            continue;
        const std::string field = "bots[" + std::to_string(i) + "]";
        reading.problems.push_back({reading.file, reading.lines[field + ".id"],
                                    field + ".stop-atr",
                                    "is missing, and risk.needs-stop refuses entries without it"});
    }
}

template <class Value>
void readWord(Section &root, const char *key, const std::vector<std::string> &words,
              std::optional<Value> (*parse)(std::string_view), Value &out)
{
    std::string word;
    root.choice(key, Need::Optional, words, word);
    out = parse(word).value_or(out);
}

Profile readRoot(Section &root)
{
    Profile profile;
    root.text("name", Need::Required, profile.name);
    root.text("description", Need::Optional, profile.description);
    readIdentifier(root, "venue", Need::Required, profile.venue);
    readWord(root, "destination", {"demo", "replay", "paper", "live"}, parseDestination,
             profile.destination);
    readWord(root, "mode", {"manual", "hybrid", "auto"}, parseDecisionMode, profile.mode);
    root.integer("warm-up-bars", Need::Optional, 0, 100'000, profile.warmUpBars);
    std::int64_t seed = static_cast<std::int64_t>(profile.seed);
    root.integer("seed", Need::Optional, 0, std::numeric_limits<std::int64_t>::max(), seed);
    profile.seed = static_cast<std::uint64_t>(seed);
    root.section("network", Need::Optional, [&](Section &inner) { readNetwork(inner, profile.proxy); });
    root.section("account", Need::Optional,
                 [&](Section &inner) { readAccount(inner, profile.account); });
    root.section("pace", Need::Optional, [&](Section &inner) { readPace(inner, profile.pace); });
    readBots(root, profile);
    root.section("risk", Need::Required, [&](Section &inner) { readRisk(inner, profile.risk); });
    root.finish();
    return profile;
}

ProfileReading failed(const std::string &path, int line, std::string message)
{
    return {.profile = std::nullopt, .problems = {{path, line, {}, std::move(message)}}};
}

} // namespace

ProfileReading parseProfile(const std::string &yaml, const std::string &path)
{
    if (yaml.size() > profileSizeLimit)
        return failed(path, 1, "the file is larger than a megabyte");
    const auto document = parseYaml(yaml);
    if (!document)
        return failed(path, document.error().line, document.error().message);
    Reading reading{.file = path};
    Section root(reading, *document, {}, document->line);
    Profile profile = readRoot(root);
    if (reading.problems.empty())
        checkStops(reading, profile);
    if (reading.problems.empty()) {
        profile.path = path;
        profile.lines = std::move(reading.lines);
        return {.profile = std::move(profile), .problems = {}};
    }
    std::ranges::stable_sort(reading.problems, {}, &ProfileProblem::line);
    return {.profile = std::nullopt, .problems = std::move(reading.problems)};
}

ProfileReading readProfile(const std::string &path)
{
    const std::filesystem::path native(std::u8string(path.begin(), path.end()));
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(native, trouble))
        return failed(path, 0, "the file does not exist");
    std::ifstream file(native, std::ios::binary);
    // One byte more than is allowed tells a file that is too large, without reading all of it.
    std::string text(profileSizeLimit + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad() || (file.fail() && !file.eof()))
        return failed(path, 0, "the file cannot be read");
    text.resize(static_cast<std::size_t>(file.gcount()));
    return parseProfile(text, path);
}

} // namespace core
