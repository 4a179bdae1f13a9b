#pragma once

#include "core/base/Error.h"

#include <QString>
#include <QTest>

#include <string>

namespace support {

/// The real market data and reference values that lie beside the project (never inside it).
/// `COUNTERSIGN_SHARED` overrides the place. Empty when the folder is absent.
[[nodiscard]] QString sharedDataDir();

/// Full path of a file below the data folder, as UTF-8.
[[nodiscard]] std::string sharedFile(const char *relativePath);

} // namespace support

/// Skips the test, loudly, when the shared data is absent — and only then. With CI=true its absence fails.
#define REQUIRE_SHARED_DATA()                                                                      \
    do {                                                                                           \
        if (support::sharedDataDir().isEmpty()) {                                                  \
            if (qEnvironmentVariableIsSet("COUNTERSIGN_REQUIRE_SHARED"))                           \
                QFAIL("the shared market data is absent");                                         \
            QSKIP("SKIPPED: ../shared/data is absent, real-data checks were NOT run");             \
        }                                                                                          \
    } while (false)

#define VERIFY_RESULT(result)                                                                      \
    QVERIFY2((result).has_value(),                                                                 \
             (result).has_value() ? "" : core::describe((result).error()).c_str())
