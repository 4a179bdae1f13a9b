#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <compare>
#include "ui/settings/ProfileSource.h"
#endif

namespace app {

/// Reads the profiles of the disk for the settings page, on a thread of the pool: a slow disk must not
/// stop the window.
class Profiles final : public ui::ProfileSource {
    Q_OBJECT

public:
    /// @param running  By which the running profile was opened; listed even if it lies elsewhere.
    Profiles(QString dataDir, QString running, QObject *parent = nullptr);
    void refresh() override;

private:
    QString m_dataDir;
    QString m_running;
    bool m_isReading = false;
};

} // namespace app
