#include "ui/widgets/ErrorText.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace ui {

namespace {

struct Words {
    Trouble trouble;
    const char *code;
    const char *happened; ///< %1 is the detail.
    const char *done;
    const char *advice;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::ErrorText", text);
}

constexpr std::array words{
    Words{Trouble::CommandRefused, "command.refused",
          QT_TRANSLATE_NOOP("ui::ErrorText", "The engine did not do what you asked: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was sent and nothing was changed."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Look at what stands there now, and ask again if you still want it.")},
    Words{Trouble::EngineLost, "engine.lost", QT_TRANSLATE_NOOP("ui::ErrorText", "The engine does not answer: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "What you see is the last it said. Orders at the venue stay as they are."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Wait a moment. If it stays silent, close the program and start it "
                                             "again: it asks the venue before it trades.")},
    Words{Trouble::JournalFailed, "journal.failed",
          QT_TRANSLATE_NOOP("ui::ErrorText", "Decisions cannot be stored: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "No entry leaves any more. Stops and targets at the venue stay, closing still works."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Make room on the disk or give the program its folder back, then "
                                             "start it again.")},
    Words{Trouble::LimitsUnreadable, "limits.unreadable",
          QT_TRANSLATE_NOOP("ui::ErrorText", "Your risk limits are not known: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "No entry leaves; protective orders and closing still work."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "Open Settings, Risk limits, look at every limit and apply them. That writes the file "
                            "anew.")},
    Words{Trouble::NotStarted, "start.failed", QT_TRANSLATE_NOOP("ui::ErrorText", "Countersign cannot start: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was sent to any venue."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Put right what is named above and try again.")},
    Words{Trouble::ProfileProblem, "start.profile",
          QT_TRANSLATE_NOOP("ui::ErrorText", "The profile cannot be used: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was started and the file was not changed."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "Correct the line that is named, or start with another profile.")},
    Words{Trouble::VenueNotReady, "start.venue",
          QT_TRANSLATE_NOOP("ui::ErrorText", "The account cannot be traded: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "No order was sent. Whatever works at the venue stays as it is."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "Put right what is named and try again. Keys are kept under Settings, Accounts, which the "
                            "demo opens too.")},
    Words{Trouble::DataLocked, "start.locked", QT_TRANSLATE_NOOP("ui::ErrorText", "The data directory is in use: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "This program did not start: two of them on the same data could buy twice."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Use the window that is open already, or close the other program and "
                                             "try again.")},
    Words{Trouble::DataUnwritable, "start.data-directory",
          QT_TRANSLATE_NOOP("ui::ErrorText", "The data directory cannot be used: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was started."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "Check that the disk is there and that you may write to the folder, then try again.")},
    Words{Trouble::StoreDamaged, "store.damaged", QT_TRANSLATE_NOOP("ui::ErrorText", "The store is damaged: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "Nothing was sent, and the damaged file was left as it is. Orders at the venue stay."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Keep a copy of the folder, then restore a backup of the database, or "
                                             "start with another data directory.")},
    Words{Trouble::StoreNewer, "store.newer", QT_TRANSLATE_NOOP("ui::ErrorText", "The store is of a later version: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was read or changed."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Start the newer program that has used this folder before, or choose "
                                             "another data directory.")},
    Words{Trouble::DiskFull, "disk.full", QT_TRANSLATE_NOOP("ui::ErrorText", "The disk is full: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "What cannot be stored is not sent: no entry leaves."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Make room on the disk of the data directory, then start again.")},
    Words{Trouble::FolderNotOpened, "folder.not-opened",
          QT_TRANSLATE_NOOP("ui::ErrorText", "The folder cannot be shown: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Nothing was changed."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Copy the path and open it in your file manager.")},
    Words{Trouble::PlaysDemo, "start.demo",
          QT_TRANSLATE_NOOP("ui::ErrorText", "This profile trades on paper, and this run plays the demo: %1."),
          QT_TRANSLATE_NOOP("ui::ErrorText", "Its orders go to the demo market and to no venue."),
          QT_TRANSLATE_NOOP("ui::ErrorText",
                            "To trade on paper, keep the account's keys under Settings, Accounts, and start the "
                            "profile anew under Settings, Profile.")},
};

/// Words by which SQLite, the file system and our own rooms tell what is wrong.
struct Hint {
    const char *phrase;
    Trouble trouble;
};

constexpr std::array hints{
    Hint{"newer version of this program", Trouble::StoreNewer},
    Hint{"uses this data directory already", Trouble::DataLocked},
    Hint{"database is damaged", Trouble::StoreDamaged},
    Hint{"disk image is malformed", Trouble::StoreDamaged},
    Hint{"not a database", Trouble::StoreDamaged},
    Hint{"disk is full", Trouble::DiskFull},
    Hint{"no space left", Trouble::DiskFull},
    Hint{"the data directory cannot", Trouble::DataUnwritable},
    Hint{"unable to open database", Trouble::DataUnwritable},
    Hint{"readonly database", Trouble::DataUnwritable},
};

struct Advice {
    core::ErrorCode code;
    const char *text;
};

constexpr std::array advices{
    Advice{core::ErrorCode::BadInput, QT_TRANSLATE_NOOP("ui::ErrorText", "Correct the value that is named.")},
    Advice{core::ErrorCode::NotFound,
           QT_TRANSLATE_NOOP("ui::ErrorText", "It is gone by now; look at what stands there instead.")},
    Advice{core::ErrorCode::Io,
           QT_TRANSLATE_NOOP("ui::ErrorText", "Check the disk and the rights on the data directory, then try again.")},
    Advice{core::ErrorCode::Unsupported,
           QT_TRANSLATE_NOOP("ui::ErrorText", "This version or this account cannot do that.")},
    Advice{core::ErrorCode::Internal,
           QT_TRANSLATE_NOOP("ui::ErrorText", "Trading is halted because the program found a fault of its own. Copy "
                                              "the details, close positions if you wish, and report it.")},
};

QString withoutFullStop(QString text)
{
    text = text.trimmed();
    while (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

} // namespace

ErrorText errorText(Trouble trouble, const QString &detail)
{
    const auto found = std::ranges::find(words, trouble, &Words::trouble);
    Q_ASSERT(found != words.end());
    return {.happened = translated(found->happened).arg(withoutFullStop(detail)),
            .done = translated(found->done),
            .advice = translated(found->advice),
            .code = QString::fromLatin1(found->code),
            .detail = detail};
}

ErrorText refusalText(core::ErrorCode code, const QString &detail)
{
    ErrorText text = errorText(Trouble::CommandRefused, detail);
    text.code = QStringLiteral("command.%1").arg(QString::fromLatin1(core::errorCodeName(code)));
    const auto found = std::ranges::find(advices, code, &Advice::code);
    if (found != advices.end())
        text.advice = translated(found->text);
    return text;
}

Trouble troubleOf(const QString &reason, Trouble otherwise)
{
    for (const Hint &hint : hints)
        if (reason.contains(QLatin1String(hint.phrase), Qt::CaseInsensitive))
            return hint.trouble;
    return otherwise;
}

Trouble troubleOf(const core::Error &error)
{
    const bool isAboutProfile = error.code == core::ErrorCode::BadInput || error.code == core::ErrorCode::NotFound ||
                                error.code == core::ErrorCode::Unsupported;
    const bool isAboutVenue = error.code == core::ErrorCode::Refused || error.code == core::ErrorCode::Unreachable ||
                              error.code == core::ErrorCode::Timeout;
    return troubleOf(QString::fromStdString(core::describe(error)),
                     isAboutProfile ? Trouble::ProfileProblem
                     : isAboutVenue ? Trouble::VenueNotReady
                                    : Trouble::NotStarted);
}

QString detailsOf(const ErrorText &error)
{
    return redacted(QStringLiteral("Countersign %1\n%2\n%3\n%4\n%5\n")
                        .arg(QCoreApplication::applicationVersion(), error.code, error.happened, error.done,
                             error.detail));
}

QString redacted(QString text)
{
    struct Rule {
        const char *pattern;
        const char *replacement;
    };
    // Order matters: a named secret goes whole before its pieces look like something else.
    static constexpr std::array rules{
        Rule{R"((?i)\b((?:api[-_ ]?)?(?:key|secret|token|password|passphrase|authorization|signature)(?:[-_ ]?id)?)\b["']?\s*[:=]\s*(?:bearer\s+)?["']?[^\s"',;&]+)",
             "\\1=[removed]"},
        Rule{R"((?i)\bbearer\s+\S+)", "[removed]"},
        Rule{R"([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})", "[e-mail]"},
        Rule{R"((?:[A-Za-z]:[\\/]Users|/home|/Users)[\\/][^\\/\s:"']+)", "~"},
        Rule{R"(\b(?=[A-Za-z0-9_+=]*[0-9])(?=[A-Za-z0-9_+=]*[A-Za-z])[A-Za-z0-9_+=]{18,})", "[removed]"},
    };
    for (const Rule &rule : rules)
        text.replace(QRegularExpression(QString::fromLatin1(rule.pattern)), QString::fromLatin1(rule.replacement));
    return text;
}

} // namespace ui
