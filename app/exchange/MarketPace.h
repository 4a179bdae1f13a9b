#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "core/simulation/PlayedVenue.h"
#endif

#include <QElapsedTimer>
#include <QTimer>

namespace app {

/// Plays the venue's market by itself: so many market seconds a second, or as fast as its clients read.
class MarketPace final : public QObject {
    Q_OBJECT

public:
    /// Infinity is as fast as it goes; with 0 the market moves on request only. While somebody is backlogged
    /// the market waits for him.
    MarketPace(core::PlayedVenue &venue, std::function<bool()> isBacklogged, double speed, QObject *parent = nullptr);

    void start();
    void setSpeed(double speed);

private:
    void beat();

    core::PlayedVenue &m_venue;
    std::function<bool()> m_isBacklogged;
    double m_speed;
    QTimer m_beat;
    QElapsedTimer m_sinceBeat;
    core::Timestamp m_target; ///< Market time up to which steps are due.
};

} // namespace app
