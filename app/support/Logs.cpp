#include "app/support/Logs.h"

#include <QLoggingCategory>

#include <algorithm>
#include <array>

namespace app {

core::Result<> setLogLevel(std::string_view level)
{
    constexpr std::array levels{"debug", "info", "warning"};
    if (level != "error" && std::ranges::find(levels, level) == levels.end())
        return core::failure({core::ErrorCode::BadInput,
                        "\"" + std::string(level) + "\" is not one of debug, info, warning, error", {}, 0, "log-level"});
    QString rules;
    bool isOn = false;
    for (const char *each : levels) {
        isOn = isOn || level == each;
        rules += QStringLiteral("*.%1=%2\n").arg(QLatin1String(each), QLatin1String(isOn ? "true" : "false"));
    }
    QLoggingCategory::setFilterRules(rules + QStringLiteral("qt.*.debug=false\nqt.*.info=false\n"));
    return {};
}

} // namespace app
