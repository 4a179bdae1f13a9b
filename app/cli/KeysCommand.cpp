#include "app/cli/KeysCommand.h"

#include "app/cli/Await.h"
#include "app/cli/Terminal.h"
#include "app/support/Keys.h"
#include "app/support/VenueAsker.h"
#include "core/base/Json.h"
#include "core/settings/SystemSecretStore.h"

#include <cstdio>
#include <iostream>

namespace cli {

using namespace core;
using app::AccountKeys;
using app::AccountSlot;

namespace {

QString serviceName()
{
    return QString::fromLatin1(app::keyService);
}

Result<AccountSlot> slotFrom(const Arguments &arguments)
{
    if (arguments.positional().size() != 1)
        return failure({ErrorCode::BadInput, "exactly one account is needed, such as alpaca-paper", {}, 0, "account"});
    return app::parseAccountSlot(arguments.positional().front());
}

/// One line of stdin, without its end. Never an argument: those are seen by every program of the machine.
Result<Secret> typedLine(const char *prompt)
{
    if (isInputTerminal())
        std::fputs(prompt, stderr);
    const HiddenTyping hidden;
    std::string line;
    const bool isThere = bool(std::getline(std::cin, line));
    if (isInputTerminal())
        std::fputc('\n', stderr);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    if (!isThere || line.empty())
        return failure(ErrorCode::BadInput, "the key and then the secret are read from stdin, a line each");
    return Secret(std::move(line));
}

/// `where` is `environment`, `key-store` or `none`; unknown where the key store does not answer.
struct Found {
    std::string where;
    std::string problem;
};

Found foundFor(const AccountSlot &slot, SecretStore &store)
{
    const auto given = app::keysFromVariables(slot, app::systemVariables());
    if (given && *given)
        return {"environment", {}};
    const auto kept = awaited<Secret>([&](SecretStore::Read done) { store.read(slot.name(), std::move(done)); });
    if (kept)
        return {"key-store", {}};
    if (kept.error().code == ErrorCode::NotFound)
        return {"none", {}};
    return {{}, kept.error().message};
}

int list(const Arguments &arguments)
{
    SystemSecretStore store(serviceName());
    JsonWriter json;
    json.beginObject().key("accounts").beginArray();
    std::string text;
    for (const AccountSlot &slot : app::accountSlots()) {
        const Found found = foundFor(slot, store);
        json.beginObject().member("account", slot.name()).key("keys");
        found.where.empty() ? json.null() : json.value(found.where);
        json.key("problem");
        found.problem.empty() ? json.null() : json.value(found.problem);
        json.endObject();
        text += slot.name() + ": " + (found.where.empty() ? "unknown, " + found.problem : found.where) + "\n";
    }
    print(arguments, json.endArray().endObject().take(), text);
    return Done;
}

int done(const Arguments &arguments, const AccountSlot &slot, const Result<> &outcome, const char *what)
{
    if (!outcome)
        return fail(arguments.wantsJson(), outcome.error());
    JsonWriter json;
    json.beginObject().member("account", slot.name()).member("done", true).endObject();
    print(arguments, json.take(), slot.title() + ": " + what);
    return Done;
}

int set(const Arguments &arguments)
{
    const auto slot = slotFrom(arguments);
    if (!slot)
        return fail(arguments.wantsJson(), slot.error());
    auto key = typedLine("Key: ");
    if (!key)
        return fail(arguments.wantsJson(), key.error());
    auto secret = typedLine("Secret: ");
    if (!secret)
        return fail(arguments.wantsJson(), secret.error());
    const AccountKeys keys{std::move(*key), std::move(*secret)};
    SystemSecretStore store(serviceName());
    return done(arguments, *slot,
                awaited<void>([&](SecretStore::Done over) { app::storeKeys(*slot, keys, store, std::move(over)); }),
                "the keys are in the system's key store");
}

int forget(const Arguments &arguments)
{
    const auto slot = slotFrom(arguments);
    if (!slot)
        return fail(arguments.wantsJson(), slot.error());
    SystemSecretStore store(serviceName());
    return done(arguments, *slot,
                awaited<void>([&](SecretStore::Done over) { app::forgetKeys(*slot, store, std::move(over)); }),
                "the keys are forgotten");
}

Result<app::VenueFacts> askedWith(const AccountSlot &slot, const Arguments &arguments)
{
    auto addresses = app::parseAddresses(arguments.values("endpoint"));
    if (!addresses)
        return failure(addresses.error());
    SystemSecretStore store(serviceName());
    auto keys = awaited<AccountKeys>([&](std::function<void(Result<AccountKeys>)> over) {
        app::findKeys(slot, app::systemVariables(), store, std::move(over));
    });
    if (!keys)
        return failure(keys.error());
    app::VenueAsker asker;
    return awaited<app::VenueFacts>([&](app::VenueAsker::Done over) {
        asker.ask({.slot = slot, .addresses = *addresses}, std::move(*keys), std::move(over));
    });
}

/// Only the end of the account's number is told: it may land in a record.
int test(const Arguments &arguments)
{
    const auto slot = slotFrom(arguments);
    if (!slot)
        return fail(arguments.wantsJson(), slot.error());
    const auto facts = askedWith(*slot, arguments);
    if (!facts)
        return fail(arguments.wantsJson(), facts.error());
    const std::string tail = app::tailOf(facts->accountNumber);
    JsonWriter json;
    json.beginObject().member("account", slot->name()).member("account_tail", tail).key("warnings").beginArray();
    std::string text = slot->title() + " answers: account …" + tail;
    for (const std::string &warning : facts->warnings) {
        json.value(warning);
        text += "\n" + warning;
    }
    print(arguments, json.endArray().endObject().take(), text);
    return Done;
}

} // namespace

std::vector<Command> keysCommands()
{
    return {
        {"keys list", "keys list", {}, list},
        {"keys set", "keys set ACCOUNT   (reads the key and the secret from stdin, a line each)", {}, set},
        {"keys forget", "keys forget ACCOUNT", {}, forget},
        {"keys test", "keys test ACCOUNT [--endpoint KEY=URL]…", {}, test},
    };
}

} // namespace cli
