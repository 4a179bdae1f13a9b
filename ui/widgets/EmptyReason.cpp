#include "ui/widgets/EmptyReason.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::EmptyReason", text);
}

const core::Lamp *badLamp(const core::EngineSnapshot &snapshot, const char *name)
{
    const auto found = std::ranges::find(snapshot.lamps, name, &core::Lamp::name);
    return found == snapshot.lamps.end() || found->isGood ? nullptr : &*found;
}

} // namespace

std::optional<QString> whyNothingComes(const core::EngineSnapshot *snapshot)
{
    if (!snapshot)
        return translated(QT_TRANSLATE_NOOP("ui::EmptyReason", "The engine is starting; this takes a few seconds."));
    if (const core::Lamp *broker = badLamp(*snapshot, "broker"))
        return translated(QT_TRANSLATE_NOOP("ui::EmptyReason",
                                            "There is no connection to the venue (%1). It is tried again by itself."))
            .arg(QString::fromStdString(broker->detail));
    if (badLamp(*snapshot, "feed"))
        return translated(QT_TRANSLATE_NOOP("ui::EmptyReason", "No price has come yet; signals come with prices."));
    return std::nullopt;
}

} // namespace ui
