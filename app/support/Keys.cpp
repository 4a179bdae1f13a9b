#include "app/support/Keys.h"

#include "core/brokers/alpaca/AlpacaAuth.h"

#include <algorithm>

namespace app {

using namespace core;

namespace {

constexpr std::string_view noneThere = "there are no keys for ";
constexpr char betweenHalves = '\n'; // which no key can hold

bool isPlainWord(std::string_view text)
{
    return !text.empty() && text.size() <= 512 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

struct VariableNames {
    const char *key;
    const char *secret;
};

std::vector<VariableNames> namesFor(Wire wire)
{
    if (wire == Wire::Bybit)
        return {{"BYBIT_KEY", "BYBIT_SECRET"}};
    return {{"ALPACA_KEY", "ALPACA_SECRET"}, {"APCA_API_KEY_ID", "APCA_API_SECRET_KEY"}};
}

Result<bool> parseFlag(const char *name, const std::string &text)
{
    std::string small = text;
    std::ranges::transform(small, small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    for (const char *yes : {"true", "1", "yes", "on"})
        if (small == yes)
            return true;
    for (const char *no : {"false", "0", "no", "off"})
        if (small == no)
            return false;
    return failure({ErrorCode::BadInput, std::string(name) + " is true or false", {}, 0, name});
}

/// The kind of account that the keys in the environment are said to be of.
Result<std::string> environmentSaid(Wire wire, const Variables &variables)
{
    if (wire == Wire::Bybit)
        return variables("BYBIT_ENV").value_or("demo");
    const auto said = variables("ALPACA_PAPER");
    if (!said)
        return std::string("paper");
    const auto isPaper = parseFlag("ALPACA_PAPER", *said);
    if (!isPaper)
        return failure(isPaper.error());
    return std::string(*isPaper ? "paper" : "live");
}

/// The first pair of variables of which at least one is set.
Result<std::optional<AccountKeys>> pairFrom(Wire wire, const Variables &variables)
{
    for (const VariableNames &names : namesFor(wire)) {
        auto key = variables(names.key);
        auto secret = variables(names.secret);
        if (!key && !secret)
            continue;
        if (!key || !secret) {
            const char *absent = key ? names.secret : names.key;
            return failure({ErrorCode::BadInput,
                            std::string(key ? names.key : names.secret) + " is set and " + absent + " is not", {}, 0,
                            absent});
        }
        return std::optional(AccountKeys{Secret(std::move(*key)), Secret(std::move(*secret))});
    }
    return std::optional<AccountKeys>();
}

Secret packed(const AccountKeys &keys)
{
    std::string text;
    text.reserve(keys.key.reveal().size() + keys.secret.reveal().size() + 1); // no copy is left behind
    text.append(keys.key.reveal()).push_back(betweenHalves);
    text.append(keys.secret.reveal());
    return Secret(std::move(text));
}

Result<AccountKeys> unpacked(const AccountSlot &slot, const Secret &entry)
{
    const std::string_view text = entry.reveal();
    const auto middle = text.find(betweenHalves);
    if (middle == std::string_view::npos)
        return failure(ErrorCode::BadInput,
                       "what the system's key store holds for " + slot.title() + " is not a key: store it anew");
    AccountKeys keys{Secret(std::string(text.substr(0, middle))), Secret(std::string(text.substr(middle + 1)))};
    if (const auto checked = checkKeys(slot, keys); !checked)
        return failure(checked.error());
    return keys;
}

Error noKeys(const AccountSlot &slot, const Error &why)
{
    const VariableNames names = namesFor(slot.wire).front();
    const std::string reason = why.code == ErrorCode::NotFound ? "" : " (" + why.message + ")";
    return {ErrorCode::Refused, std::string(noneThere) + slot.title() + reason + ": store them with \"countersign-cli "
                                "keys set " + slot.name() + "\" or on the settings page Accounts, or set " +
                                names.key + " and " + names.secret};
}

} // namespace

Result<> checkKeys(const AccountSlot &slot, const AccountKeys &keys)
{
    if (slot.wire == Wire::Alpaca) {
        const auto kind = slot.isLive() ? alpaca::Environment::Live : alpaca::Environment::Paper;
        const auto checked = alpaca::checkedKeys(keys.key.reveal(), keys.secret.reveal(), kind);
        return checked ? Result<>() : Result<>(failure(checked.error()));
    }
    if (!isPlainWord(keys.key.reveal()) || !isPlainWord(keys.secret.reveal()))
        return failure(ErrorCode::BadInput, "Bybit's key and secret must each be one word without blanks.");
    return {};
}

Result<std::optional<AccountKeys>> keysFromVariables(const AccountSlot &slot, const Variables &variables)
{
    auto keys = pairFrom(slot.wire, variables);
    if (!keys || !*keys)
        return keys;
    const auto said = environmentSaid(slot.wire, variables);
    if (!said)
        return failure(said.error());
    const char *where = slot.wire == Wire::Bybit ? "BYBIT_ENV" : "ALPACA_PAPER";
    if (*said != slot.environment)
        return failure({ErrorCode::Refused,
                        "the keys in the environment are said to be of " + AccountSlot{slot.wire, *said}.title() +
                            " (" + where + "), and this is " + slot.title() + ": nothing was sent",
                        {},
                        0,
                        where});
    if (const auto checked = checkKeys(slot, **keys); !checked)
        return failure(checked.error());
    return keys;
}

bool areAbsent(const Error &error)
{
    return error.code == ErrorCode::Refused && error.message.starts_with(noneThere);
}

void findKeys(const AccountSlot &slot, const Variables &variables, SecretStore &store,
              std::function<void(Result<AccountKeys>)> done)
{
    auto given = keysFromVariables(slot, variables);
    if (!given)
        return done(failure(given.error()));
    if (*given)
        return done(std::move(**given));
    store.read(slot.name(), [slot, done = std::move(done)](Result<Secret> entry) {
        done(entry ? unpacked(slot, *entry) : Result<AccountKeys>(failure(noKeys(slot, entry.error()))));
    });
}

void storeKeys(const AccountSlot &slot, const AccountKeys &keys, SecretStore &store, SecretStore::Done done)
{
    if (const auto checked = checkKeys(slot, keys); !checked)
        return done(checked);
    store.write(slot.name(), packed(keys), std::move(done));
}

void forgetKeys(const AccountSlot &slot, SecretStore &store, SecretStore::Done done)
{
    store.remove(slot.name(), std::move(done));
}

} // namespace app
