#include "ui/desk/DeskKeys.h"

#include <array>

namespace ui {

namespace {

struct Binding {
    int key;
    Qt::KeyboardModifiers modifiers;
    DeskAction action;
};

const std::array bindings{
    Binding{Qt::Key_Down, Qt::NoModifier, DeskAction::Next},
    Binding{Qt::Key_J, Qt::NoModifier, DeskAction::Next},
    Binding{Qt::Key_Up, Qt::NoModifier, DeskAction::Previous},
    Binding{Qt::Key_K, Qt::NoModifier, DeskAction::Previous},
    Binding{Qt::Key_Home, Qt::NoModifier, DeskAction::MostUrgent},
    Binding{Qt::Key_A, Qt::NoModifier, DeskAction::Approve},
    Binding{Qt::Key_Return, Qt::NoModifier, DeskAction::Send},
    Binding{Qt::Key_Enter, Qt::NoModifier, DeskAction::Send},
    Binding{Qt::Key_Escape, Qt::NoModifier, DeskAction::Cancel},
    Binding{Qt::Key_R, Qt::NoModifier, DeskAction::Reject},
    Binding{Qt::Key_E, Qt::NoModifier, DeskAction::Edit},
    Binding{Qt::Key_L, Qt::NoModifier, DeskAction::OrderType},
    Binding{Qt::Key_F5, Qt::NoModifier, DeskAction::Refresh},
    Binding{Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier, DeskAction::Flatten},
    Binding{Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier, DeskAction::Kill},
    Binding{Qt::Key_F1, Qt::NoModifier, DeskAction::Help},
    Binding{Qt::Key_Question, Qt::NoModifier, DeskAction::Help},
};

struct Help {
    const char *keys;
    const char *meaning;
};

constexpr std::array helps{
    Help{"F8", QT_TRANSLATE_NOOP("ui::DeskKeys", "Bring the keys to the desk")},
    Help{"↑ ↓  J K", QT_TRANSLATE_NOOP("ui::DeskKeys", "Next and previous card")},
    Help{"Home", QT_TRANSLATE_NOOP("ui::DeskKeys", "The most urgent card")},
    Help{"A", QT_TRANSLATE_NOOP("ui::DeskKeys", "Approve; with real money: arm")},
    Help{"Enter", QT_TRANSLATE_NOOP("ui::DeskKeys", "Send, only while armed")},
    Help{"A (0.8 s)", QT_TRANSLATE_NOOP("ui::DeskKeys", "Hold: arm and send")},
    Help{"Esc", QT_TRANSLATE_NOOP("ui::DeskKeys", "Disarm, leave the edit")},
    Help{"1 2 3 4", QT_TRANSLATE_NOOP("ui::DeskKeys", "Size: 25, 50, 75, 100 %")},
    Help{"R, 1–7", QT_TRANSLATE_NOOP("ui::DeskKeys", "Reject, with a reason")},
    Help{"E", QT_TRANSLATE_NOOP("ui::DeskKeys", "Edit; ↑ ↓ one tick, with Shift ten")},
    Help{"L", QT_TRANSLATE_NOOP("ui::DeskKeys", "Limit or market (market: twice)")},
    Help{"F5", QT_TRANSLATE_NOOP("ui::DeskKeys", "Check a stale card again")},
    Help{"Ctrl+Shift+F", QT_TRANSLATE_NOOP("ui::DeskKeys", "Twice: close this position")},
    Help{"Ctrl+Shift+K", QT_TRANSLATE_NOOP("ui::DeskKeys", "Twice: halt, cancel and close all")},
    Help{"F1  ?", QT_TRANSLATE_NOOP("ui::DeskKeys", "This help")},
};

} // namespace

DeskKey deskKeyOf(int key, Qt::KeyboardModifiers modifiers)
{
    modifiers &= ~Qt::KeypadModifier;
    if (key == Qt::Key_Question) // has its Shift on most keyboards, and none on some
        modifiers &= ~Qt::ShiftModifier;
    if (modifiers == Qt::NoModifier && key >= Qt::Key_1 && key <= Qt::Key_7)
        return {.action = DeskAction::Digit, .digit = key - Qt::Key_0};
    for (const Binding &binding : bindings)
        if (binding.key == key && binding.modifiers == modifiers)
            return {.action = binding.action};
    return {};
}

std::vector<KeyHelpLine> keyHelpLines()
{
    std::vector<KeyHelpLine> lines;
    for (const Help &help : helps)
        lines.push_back({.keys = QString::fromUtf8(help.keys),
                         .meaning = QCoreApplication::translate("ui::DeskKeys", help.meaning)});
    return lines;
}

} // namespace ui
