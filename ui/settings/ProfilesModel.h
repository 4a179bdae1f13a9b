#pragma once

#include "ui/settings/ProfileSource.h"
#include "ui/tables/RowModel.h"

namespace ui {

struct ProfileRow {
    QString name;
    QString path;
    QString description;
    bool isShipped = false;
    bool isRunning = false;
    int problemCount = 0;

    bool operator==(const ProfileRow &) const = default;
    [[nodiscard]] QString key() const { return path; }
};

class ProfilesModel : public RowModel<ProfileRow> {
    Q_OBJECT

public:
    explicit ProfilesModel(QObject *parent = nullptr);
};

} // namespace ui
