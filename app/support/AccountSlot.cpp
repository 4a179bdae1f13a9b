#include "app/support/AccountSlot.h"

#include <QString>

namespace app {

using namespace core;

namespace {

/// Where a bot's venue is written: with the bot, else once for all.
int lineOf(const Profile &profile, std::size_t bot)
{
    for (const std::string &field : {"bots[" + std::to_string(bot) + "].venue", std::string("venue")})
        if (const auto found = profile.lines.find(field); found != profile.lines.end())
            return found->second;
    return 0;
}

Result<Wire> wireOf(const Profile &profile)
{
    std::optional<Wire> wire;
    for (std::size_t i = 0; i < profile.bots.size(); ++i) {
        const Profile::Bot &bot = profile.bots[i];
        const auto its = app::wireOf(bot.venue);
        if (!bot.isOn || !its)
            continue;
        if (wire && *wire != *its)
            return failure({ErrorCode::Unsupported,
                            "one run trades one account, on paper and live: bots of Alpaca and of Bybit need a "
                            "profile and a data directory each",
                            profile.path, lineOf(profile, i), "bots[" + std::to_string(i) + "].venue"});
        wire = its;
    }
    if (!wire)
        return failure({ErrorCode::BadInput, "no bot of this profile is on", profile.path, 0, "bots"});
    return *wire;
}

Result<AccountSlot> bybitSlot(bool isLive, const Variables &variables)
{
    const std::string said = variables("BYBIT_ENV").value_or(isLive ? "live" : "demo");
    if (said != "demo" && said != "testnet" && said != "live")
        return failure({ErrorCode::BadInput, "BYBIT_ENV is demo, testnet or live", {}, 0, "BYBIT_ENV"});
    if ((said == "live") != isLive)
        return failure({ErrorCode::Refused,
                        isLive ? "this run is live, and BYBIT_ENV says " + said + ": say the same in both places"
                               : "BYBIT_ENV says live, and this run is paper: no variable makes a run live",
                        {},
                        0,
                        "BYBIT_ENV"});
    return AccountSlot{Wire::Bybit, said};
}

} // namespace

std::string AccountSlot::name() const
{
    return (wire == Wire::Alpaca ? "alpaca-" : "bybit-") + environment;
}

std::string AccountSlot::title() const
{
    return (wire == Wire::Alpaca ? "Alpaca " : "Bybit ") + environment;
}

const std::vector<AccountSlot> &accountSlots()
{
    static const std::vector<AccountSlot> all{{Wire::Alpaca, "paper"},
                                              {Wire::Alpaca, "live"},
                                              {Wire::Bybit, "demo"},
                                              {Wire::Bybit, "testnet"},
                                              {Wire::Bybit, "live"}};
    return all;
}

Result<AccountSlot> parseAccountSlot(std::string_view name)
{
    std::string known;
    for (const AccountSlot &slot : accountSlots()) {
        if (slot.name() == name)
            return slot;
        known += (known.empty() ? "" : ", ") + slot.name();
    }
    return failure(ErrorCode::BadInput, "\"" + std::string(name) + "\" is not one of " + known);
}

Variables systemVariables()
{
    return [](const char *name) -> std::optional<std::string> {
        const QString value = qEnvironmentVariable(name);
        return value.isEmpty() ? std::nullopt : std::optional(value.toStdString());
    };
}

std::optional<Wire> wireOf(std::string_view venue)
{
    if (venue == "alpaca" || venue == "alpaca-crypto")
        return Wire::Alpaca;
    if (venue == "bybit-spot" || venue == "bybit-linear")
        return Wire::Bybit;
    return std::nullopt;
}

Result<AccountSlot> slotOf(const Profile &profile, const Variables &variables)
{
    const auto wire = wireOf(profile);
    if (!wire)
        return failure(wire.error());
    const bool isLive = profile.destination == Destination::Live;
    if (*wire == Wire::Bybit)
        return bybitSlot(isLive, variables);
    return AccountSlot{Wire::Alpaca, isLive ? "live" : "paper"};
}

} // namespace app
