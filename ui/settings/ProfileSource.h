#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "core/settings/Profile.h"
#endif

#include <QObject>
#include <QString>

#include <vector>

namespace ui {

/// A profile that could be run, or why not.
struct ProfileChoice {
    QString name;        ///< By which it is opened: its file's name, or a whole path.
    QString path;
    QString description;
    QString facts;       ///< Where orders go and what is traded, one line.
    bool isShipped = false;
    std::vector<core::ProfileProblem> problems;

    [[nodiscard]] bool canStart() const { return problems.empty(); }
};

/// Finds the profiles there are. Reading them takes the disk's time, so the list comes later, by
/// signal, on the GUI thread.
class ProfileSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    virtual void refresh() = 0;

Q_SIGNALS:
    void listed(const std::vector<ui::ProfileChoice> &profiles);
};

} // namespace ui
