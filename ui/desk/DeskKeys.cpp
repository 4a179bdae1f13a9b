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
    Binding{Qt::Key_S, Qt::NoModifier, DeskAction::Snooze},
    Binding{Qt::Key_S, Qt::ShiftModifier, DeskAction::SnoozeUntil},
    Binding{Qt::Key_W, Qt::NoModifier, DeskAction::Why},
    Binding{Qt::Key_H, Qt::NoModifier, DeskAction::History},
    Binding{Qt::Key_O, Qt::NoModifier, DeskAction::ShowOrders},
    Binding{Qt::Key_Space, Qt::NoModifier, DeskAction::Pick},
    Binding{Qt::Key_A, Qt::ControlModifier, DeskAction::PickAll},
    Binding{Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier, DeskAction::RejectPicked},
    Binding{Qt::Key_P, Qt::NoModifier, DeskAction::PauseBot},
    Binding{Qt::Key_X, Qt::NoModifier, DeskAction::Mute},
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
    Help{"Esc", QT_TRANSLATE_NOOP("ui::DeskKeys", "Disarm, take back a yes for the open, leave")},
    Help{"1 2 3 4", QT_TRANSLATE_NOOP("ui::DeskKeys", "Size: 25, 50, 75, 100 %")},
    Help{"R, 1–7", QT_TRANSLATE_NOOP("ui::DeskKeys", "Reject, with a reason")},
    Help{"E", QT_TRANSLATE_NOOP("ui::DeskKeys", "Edit; ↑ ↓ one tick, with Shift ten")},
    Help{"L", QT_TRANSLATE_NOOP("ui::DeskKeys", "Limit or market (market: twice)")},
    Help{"F5", QT_TRANSLATE_NOOP("ui::DeskKeys", "Check a stale card again")},
    Help{"S  Shift+S", QT_TRANSLATE_NOOP("ui::DeskKeys", "Snooze for 30 s, or until a price")},
    Help{"W", QT_TRANSLATE_NOOP("ui::DeskKeys", "Reasons and checks on or off")},
    Help{"H", QT_TRANSLATE_NOOP("ui::DeskKeys", "What was decided on this instrument")},
    Help{"O", QT_TRANSLATE_NOOP("ui::DeskKeys", "The list of orders")},
    Help{"Space  Ctrl+A", QT_TRANSLATE_NOOP("ui::DeskKeys", "Pick this card, or all")},
    Help{"Ctrl+Shift+R, 1–7", QT_TRANSLATE_NOOP("ui::DeskKeys", "Reject what is picked, with a reason")},
    Help{"P", QT_TRANSLATE_NOOP("ui::DeskKeys", "Pause this strategy: no new entries")},
    Help{"X", QT_TRANSLATE_NOOP("ui::DeskKeys", "Mute this instrument until tomorrow")},
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
