#include "ui/widgets/LampWords.h"

#include <QCoreApplication>

#include <array>

namespace ui {

namespace {

struct LampWord {
    const char *name;
    const char *word;
};

constexpr std::array lampWords{
    LampWord{"feed", QT_TRANSLATE_NOOP("ui::LampWords", "Feed")},
    LampWord{"broker", QT_TRANSLATE_NOOP("ui::LampWords", "Broker")},
    LampWord{"journal", QT_TRANSLATE_NOOP("ui::LampWords", "Journal")},
    LampWord{"clock", QT_TRANSLATE_NOOP("ui::LampWords", "Clock")},
    LampWord{"engine", QT_TRANSLATE_NOOP("ui::LampWords", "Engine")},
};

} // namespace

QString lampWord(const std::string &name)
{
    for (const LampWord &known : lampWords)
        if (name == known.name)
            return QCoreApplication::translate("ui::LampWords", known.word);
    return QString::fromStdString(name);
}

} // namespace ui
