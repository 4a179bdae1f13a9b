#pragma once

#include "core/engine/Snapshot.h"
#include "ui/tables/RowModel.h"

namespace ui {

/// One thing that is timed.
struct LatencyRow {
    std::string name;
    std::uint64_t count = 0;
    std::optional<core::Duration> p50;
    std::optional<core::Duration> p90;
    std::optional<core::Duration> p99;
    std::optional<core::Duration> max;

    bool operator==(const LatencyRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(name); }
};

[[nodiscard]] std::vector<LatencyRow> latencyRows(const core::MonitorView &monitor);

class LatencyModel : public RowModel<LatencyRow> {
    Q_OBJECT

public:
    explicit LatencyModel(QObject *parent = nullptr);
};

} // namespace ui
