#pragma once

#include "core/engine/Snapshot.h"
#include "ui/format/Times.h"
#include "ui/tables/RowModel.h"

namespace ui {

/// One line of the log, as plain values.
struct ActivityRow {
    std::int64_t number = 0;
    core::Timestamp at;
    MarketZone zone = MarketZone::Utc;
    core::Severity severity = core::Severity::Info;
    std::string kind;
    std::string text;

    bool operator==(const ActivityRow &) const = default;
    [[nodiscard]] QString key() const { return QString::number(number); }
};

[[nodiscard]] QString activityKindText(const std::string &kind);

class ActivityModel : public RowModel<ActivityRow> {
    Q_OBJECT

public:
    explicit ActivityModel(QObject *parent = nullptr);
};

} // namespace ui
