#pragma once

#include "core/settings/Profile.h"

#include <string>
#include <vector>

namespace app {

/// A profile that can be named.
struct ListedProfile {
    std::string name;
    std::string path; ///< `:/profiles/NAME.yaml` for a shipped one.
    bool isShipped = false;
    bool isOk = false;
};

/// Shipped profiles and the owner's in `<dataDir>/profiles`, by name, each read and checked.
[[nodiscard]] std::vector<ListedProfile> listProfiles(const std::string &dataDir);

/// Where a profile lies: the owner's of that name, else the shipped one, else a path. NotFound
/// names what there is.
[[nodiscard]] core::Result<std::string> findProfile(const std::string &nameOrPath,
                                                    const std::string &dataDir);

/// Reads a profile that `findProfile` found and checks it against the catalogue of strategies as
/// well. A shipped profile may not make live its default.
[[nodiscard]] core::ProfileReading loadProfile(const std::string &path);

/// Both in one: the profile, or the first problem as an Error with file, line and field.
[[nodiscard]] core::Result<core::Profile> openProfile(const std::string &nameOrPath,
                                                      const std::string &dataDir);

} // namespace app
