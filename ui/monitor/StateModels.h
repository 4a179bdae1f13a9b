#pragma once

#include "core/engine/Snapshot.h"
#include "ui/format/Times.h"
#include "ui/tables/RowModel.h"

namespace ui {

/// Something that waits somewhere: now and at worst in the last second.
struct DepthRow {
    std::string name;
    std::int64_t now = 0;
    std::int64_t worst = 0;

    bool operator==(const DepthRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(name); }
};

class DepthModel : public RowModel<DepthRow> {
    Q_OBJECT

public:
    explicit DepthModel(QObject *parent = nullptr);
    [[nodiscard]] static std::vector<DepthRow> rowsOf(const core::MonitorView &monitor);
};

/// Something that happened so often since the start.
struct CountRow {
    std::string name;
    std::uint64_t count = 0;

    bool operator==(const CountRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(name); }
};

class CountModel : public RowModel<CountRow> {
    Q_OBJECT

public:
    explicit CountModel(QObject *parent = nullptr);
    [[nodiscard]] static std::vector<CountRow> rowsOf(const core::MonitorView &monitor);
};

/// A component of the engine and its lamp, in words; absent = it does not report.
struct ComponentRow {
    std::string name;
    std::optional<bool> isGood;
    std::string detail;

    bool operator==(const ComponentRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(name); }
};

class ComponentModel : public RowModel<ComponentRow> {
    Q_OBJECT

public:
    explicit ComponentModel(QObject *parent = nullptr);
    [[nodiscard]] static std::vector<ComponentRow> rowsOf(const std::vector<core::Lamp> &lamps);
};

/// A warning or an alarm of the activity log.
struct TroubleRow {
    std::int64_t number = 0;
    core::Timestamp at;
    MarketZone zone = MarketZone::Utc;
    bool isAlarm = false;
    std::string text;

    bool operator==(const TroubleRow &) const = default;
    [[nodiscard]] QString key() const { return QString::number(number); }
};

class TroubleModel : public RowModel<TroubleRow> {
    Q_OBJECT

public:
    explicit TroubleModel(QObject *parent = nullptr);
    /// The latest eight, newest first.
    [[nodiscard]] static std::vector<TroubleRow> rowsOf(const core::EngineSnapshot &snapshot);
};

} // namespace ui
