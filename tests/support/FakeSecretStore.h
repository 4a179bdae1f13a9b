#pragma once

#include "core/settings/SecretStore.h"

#include <map>
#include <string>

namespace support {

/// A key store in memory, which answers at once, or is locked.
class FakeSecretStore final : public core::SecretStore {
public:
    void read(const std::string &name, Read done) override
    {
        ++reads;
        if (trouble)
            return done(core::failure(*trouble));
        const auto found = entries.find(name);
        if (found == entries.end())
            return done(core::failure(core::ErrorCode::NotFound, "nothing is kept there"));
        done(core::Secret(std::string(found->second)));
    }
    void write(const std::string &name, core::Secret secret, Done done) override
    {
        if (trouble)
            return done(core::failure(*trouble));
        entries[name] = std::string(secret.reveal());
        done({});
    }
    void remove(const std::string &name, Done done) override
    {
        if (trouble)
            return done(core::failure(*trouble));
        entries.erase(name);
        done({});
    }

    std::map<std::string, std::string> entries;
    std::optional<core::Error> trouble; ///< What every call is answered with.
    int reads = 0;
};

} // namespace support
