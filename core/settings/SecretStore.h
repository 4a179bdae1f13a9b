#pragma once

#include "core/base/Error.h"
#include "core/base/Secret.h"

#include <functional>
#include <string>

namespace core {

/// Where secrets lie while the program does not run: the key store of the operating system, and nowhere
/// else. Calls return at once; the answer comes once, later, on the thread of the caller, and never when
/// the store is gone by then. Waiting for a person to unlock the key store may take any time.
class SecretStore {
public:
    using Read = std::function<void(Result<Secret>)>;
    using Done = std::function<void(Result<>)>;

    virtual ~SecretStore() = default;
    /// NotFound when nothing is kept under that name; Unsupported without a key store; Refused by a person
    /// or by the system.
    virtual void read(const std::string &name, Read done) = 0;
    virtual void write(const std::string &name, Secret secret, Done done) = 0;
    /// What is not there is as good as removed.
    virtual void remove(const std::string &name, Done done) = 0;
};

} // namespace core
