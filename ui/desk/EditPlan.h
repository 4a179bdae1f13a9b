#pragma once

#include "core/engine/Command.h"
#include "core/engine/Snapshot.h"

#include <QLocale>
#include <QString>

namespace ui {

/// The four figures of an edit, as typed or as sentences about what is wrong with them.
struct EditFields {
    QString quantity{};
    QString limit{};
    QString stop{};
    QString target{};

    [[nodiscard]] bool areEmpty() const
    {
        return quantity.isEmpty() && limit.isEmpty() && stop.isEmpty() && target.isEmpty();
    }
};

/// What an edit says: the command with the changed figures only, and one sentence per wrong field.
struct EditPlan {
    core::EditProposal command;
    EditFields errors;
    QString warning; ///< Allowed, but wants a second look: larger than proposed, a wider stop.

    [[nodiscard]] bool hasChanges() const
    {
        return command.quantity || command.limitPrice || command.stopPrice || command.targetPrice;
    }
};

/// The present figures, for the fields.
[[nodiscard]] EditFields editFieldsOf(const core::ProposalView &view, const QLocale &locale = QLocale());

/// Checks figures, ticks, lots and the sides of stop and target.
[[nodiscard]] EditPlan planEdit(const core::ProposalView &view, const EditFields &typed,
                                const QLocale &locale = QLocale());

/// The figure some steps on; the text itself when it is not a number, and never below one step.
[[nodiscard]] QString steppedText(const QString &typed, core::Decimal step, int count,
                                  const QLocale &locale = QLocale());

} // namespace ui
