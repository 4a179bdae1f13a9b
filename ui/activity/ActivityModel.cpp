#include "ui/activity/ActivityModel.h"

#include <array>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::ActivityModel", text);
}

/// Sign and word: the colour is never the only hint.
QString severityText(const ActivityRow &row)
{
    switch (row.severity) {
    case core::Severity::Info: return translated(QT_TRANSLATE_NOOP("ui::ActivityModel", "○ Info"));
    case core::Severity::Good: return translated(QT_TRANSLATE_NOOP("ui::ActivityModel", "✓ Good"));
    case core::Severity::Warning: return translated(QT_TRANSLATE_NOOP("ui::ActivityModel", "▲ Warning"));
    case core::Severity::Alarm: return translated(QT_TRANSLATE_NOOP("ui::ActivityModel", "✖ Alarm"));
    }
    return {};
}

std::optional<Role> severityTone(const ActivityRow &row)
{
    switch (row.severity) {
    case core::Severity::Info: return Role::Muted;
    case core::Severity::Good: return Role::Good;
    case core::Severity::Warning: return Role::Warning;
    case core::Severity::Alarm: return Role::Alarm;
    }
    return std::nullopt;
}

constexpr Qt::Alignment left = Qt::AlignLeft;

constexpr std::array columns{
    Column<ActivityRow>{
        .title = QT_TRANSLATE_NOOP("ui::ActivityModel", "Time"),
        .align = left,
        .text = [](const ActivityRow &row) { return timeText(row.at, row.zone); },
        .sortKey = [](const ActivityRow &row) { return QVariant(qlonglong(row.number)); },
        .tone = [](const ActivityRow &) { return std::optional(Role::Muted); }},
    Column<ActivityRow>{
        .title = QT_TRANSLATE_NOOP("ui::ActivityModel", "Level"),
        .align = left,
        .text = severityText,
        .sortKey = [](const ActivityRow &row) { return QVariant(int(row.severity)); },
        .tone = severityTone},
    Column<ActivityRow>{
        .title = QT_TRANSLATE_NOOP("ui::ActivityModel", "Kind"),
        .align = left,
        .text = [](const ActivityRow &row) { return activityKindText(row.kind); },
        .sortKey = [](const ActivityRow &row) { return QVariant(activityKindText(row.kind)); },
        .tone = [](const ActivityRow &) { return std::optional(Role::Muted); }},
    Column<ActivityRow>{
        .title = QT_TRANSLATE_NOOP("ui::ActivityModel", "What happened"),
        .align = left,
        .text = [](const ActivityRow &row) { return QString::fromStdString(row.text); },
        .sortKey = [](const ActivityRow &row) { return QVariant(QString::fromStdString(row.text)); },
        .tone = [](const ActivityRow &row) {
            return row.severity == core::Severity::Alarm ? std::optional(Role::Alarm) : std::nullopt;
        }},
};

struct KindWord {
    const char *kind;
    const char *word;
};

constexpr std::array kindWords{
    KindWord{"signal", QT_TRANSLATE_NOOP("ui::ActivityModel", "Signal")},
    KindWord{"proposal", QT_TRANSLATE_NOOP("ui::ActivityModel", "Proposal")},
    KindWord{"decision", QT_TRANSLATE_NOOP("ui::ActivityModel", "Decision")},
    KindWord{"order", QT_TRANSLATE_NOOP("ui::ActivityModel", "Order")},
    KindWord{"fill", QT_TRANSLATE_NOOP("ui::ActivityModel", "Fill")},
    KindWord{"position", QT_TRANSLATE_NOOP("ui::ActivityModel", "Position")},
    KindWord{"halt", QT_TRANSLATE_NOOP("ui::ActivityModel", "Halt")},
    KindWord{"link", QT_TRANSLATE_NOOP("ui::ActivityModel", "Link")},
    KindWord{"engine", QT_TRANSLATE_NOOP("ui::ActivityModel", "Engine")},
    KindWord{"window", QT_TRANSLATE_NOOP("ui::ActivityModel", "Window")},
    KindWord{"journal", QT_TRANSLATE_NOOP("ui::ActivityModel", "Journal")},
};

} // namespace

QString activityKindText(const std::string &kind)
{
    for (const KindWord &known : kindWords)
        if (kind == known.kind)
            return translated(known.word);
    return QString::fromStdString(kind); // a kind newer than this window
}

ActivityModel::ActivityModel(QObject *parent)
    : RowModel<ActivityRow>("ui::ActivityModel", columns, nullptr, parent)
{
}

} // namespace ui
