#pragma once

#include "app/exchange/VenueServer.h"

#include <QElapsedTimer>
#include <QTimer>

namespace app {

/// Plays the venue's market by itself: so many market seconds a second, or as fast as its clients read.
class MarketPace final : public QObject {
    Q_OBJECT

public:
    /// Infinity is as fast as it goes; with 0 the market moves on request only.
    MarketPace(core::PlayedVenue &venue, const VenueServer &server, double speed, QObject *parent = nullptr);

    void start();

private:
    void beat();

    core::PlayedVenue &m_venue;
    const VenueServer &m_server;
    double m_speed;
    QTimer m_beat;
    QElapsedTimer m_sinceBeat;
    core::Timestamp m_target; ///< Market time up to which steps are due.
};

} // namespace app
