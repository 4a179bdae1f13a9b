#pragma once

#include <QCoreApplication>
#include <QKeyEvent>
#include <QString>

#include <vector>

namespace ui {

enum class DeskAction {
    None,
    Next,
    Previous,
    MostUrgent,
    Approve, ///< Arms where two steps are needed.
    Send,    ///< Only while armed.
    Cancel,  ///< Disarm, leave the edit or the list of reasons.
    Reject,
    Edit,
    Digit, ///< A share of the size, or a reason right after Reject.
    OrderType,
    Refresh,
    Snooze,
    SnoozeUntil,
    Why,
    History,
    ShowOrders,
    Pick,
    PickAll,
    RejectPicked,
    PauseBot,
    Mute,
    Flatten,
    Kill,
    Help,
};

struct DeskKey {
    DeskAction action = DeskAction::None;
    int digit = 0;
};

/// The desk's key map; nothing that sends sits on a bare Enter or Space.
[[nodiscard]] DeskKey deskKeyOf(int key, Qt::KeyboardModifiers modifiers);

/// One line of the help on the screen.
struct KeyHelpLine {
    QString keys;
    QString meaning;
};
[[nodiscard]] std::vector<KeyHelpLine> keyHelpLines();

} // namespace ui
