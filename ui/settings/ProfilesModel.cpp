#include "ui/settings/ProfilesModel.h"

#include <array>

namespace ui {

namespace {

constexpr const char *context = "ui::ProfilesModel";

QString translated(const char *text)
{
    return QCoreApplication::translate(context, text);
}

QString stateText(const ProfileRow &row)
{
    if (row.isRunning)
        return translated(QT_TRANSLATE_NOOP("ui::ProfilesModel", "● Running"));
    if (row.problemCount > 0)
        return translated(QT_TRANSLATE_NOOP("ui::ProfilesModel", "▲ Problems: %1")).arg(row.problemCount);
    return translated(QT_TRANSLATE_NOOP("ui::ProfilesModel", "Ready"));
}

std::optional<Role> stateTone(const ProfileRow &row)
{
    if (row.isRunning)
        return Role::Good;
    return row.problemCount > 0 ? std::optional(Role::Warning) : std::nullopt;
}

const std::array columns{
    Column<ProfileRow>{QT_TRANSLATE_NOOP("ui::ProfilesModel", "Profile"), Qt::AlignLeft,
                       [](const ProfileRow &row) { return row.name; },
                       [](const ProfileRow &row) { return QVariant(row.name); }},
    Column<ProfileRow>{QT_TRANSLATE_NOOP("ui::ProfilesModel", "State"), Qt::AlignLeft, stateText,
                       [](const ProfileRow &row) { return QVariant(row.problemCount - (row.isRunning ? 1 : 0)); },
                       stateTone},
    Column<ProfileRow>{QT_TRANSLATE_NOOP("ui::ProfilesModel", "From"), Qt::AlignLeft,
                       [](const ProfileRow &row) {
                           return row.isShipped ? translated(QT_TRANSLATE_NOOP("ui::ProfilesModel", "Shipped"))
                                                : translated(QT_TRANSLATE_NOOP("ui::ProfilesModel", "Your own"));
                       },
                       [](const ProfileRow &row) { return QVariant(row.isShipped); }},
    Column<ProfileRow>{QT_TRANSLATE_NOOP("ui::ProfilesModel", "What it does"), Qt::AlignLeft,
                       [](const ProfileRow &row) { return row.description; },
                       [](const ProfileRow &row) { return QVariant(row.description); }},
};

} // namespace

ProfilesModel::ProfilesModel(QObject *parent) : RowModel(context, columns, nullptr, parent) {}

} // namespace ui
