#pragma once

#include "core/base/Error.h"

#include <QString>

namespace ui {

/// What may go wrong for a person who uses the window.
enum class Trouble {
    CommandRefused,
    EngineLost,
    JournalFailed,
    LimitsUnreadable,
    NotStarted,     ///< None of the more precise ones below.
    ProfileProblem,
    VenueNotReady, ///< Keys, the account or the way to it.
    DataLocked,
    DataUnwritable,
    StoreDamaged,
    StoreNewer,
    DiskFull,
    FolderNotOpened,
    PlaysDemo, ///< In the place of paper, because there are no keys.
};

/// What happened, what we did about it, what the person can do, and what to quote when asking for help.
struct ErrorText {
    QString happened;
    QString done;
    QString advice;
    QString code; ///< "start.locked"
    QString detail; ///< As core said it.

    bool operator==(const ErrorText &) const = default;
};

/// The words of every trouble are in one table. @param detail  Core's English sentence, without a full stop.
[[nodiscard]] ErrorText errorText(Trouble trouble, const QString &detail);
/// Which trouble the reason of a failed start or a lost engine tells of.
[[nodiscard]] Trouble troubleOf(const core::Error &error);
[[nodiscard]] Trouble troubleOf(const QString &reason, Trouble otherwise);
/// The advice fits why the engine refused.
[[nodiscard]] ErrorText refusalText(core::ErrorCode code, const QString &detail);

/// Everything of the error as plain text to hand on, `redacted`.
[[nodiscard]] QString detailsOf(const ErrorText &error);
/// Without what must not leave the house by way of the clipboard: home folder and user name, e-mail
/// addresses, keys and secrets.
[[nodiscard]] QString redacted(QString text);

} // namespace ui
