#pragma once

#include "app/support/VenueAddresses.h"
#include "core/domain/Mode.h"
#include "core/domain/Timeframe.h"

#include <QString>

class QCoreApplication;

namespace app {

/// What the window is started with.
struct Options {
    /// Laid over the profile that was asked for, and over no other that the owner goes on with.
    struct Overlay {
        std::optional<core::DecisionMode> mode{};
        std::optional<core::Timeframe> timeframe{};
        std::map<std::string, std::string> parameters{};
    };

    QString dataDir;
    QString profile; ///< Empty: as chosen on the settings page.
    QString tour;
    bool resetsLayout = false;
    std::optional<core::Destination> destination{}; ///< Nothing: as the profile says.
    AddressOverrides addresses{};
    Overlay ofFirstProfile{};
};

/// Ends the program by itself for --help, --version and options that there are not. BadInput names an option
/// whose word is wrong. Sets the level of records.
[[nodiscard]] core::Result<Options> readOptions(const QCoreApplication &application);

} // namespace app
