#include "app/exchange/MarketPace.h"

#include <algorithm>
#include <cmath>

namespace app {

namespace {

constexpr int beatMillis = 20;
/// One beat plays no longer than this, so that requests get their turn.
constexpr qint64 beatBudgetMillis = 12;

} // namespace

MarketPace::MarketPace(core::PlayedVenue &venue, const VenueServer &server, double speed, QObject *parent)
    : QObject(parent), m_venue(venue), m_server(server), m_speed(speed), m_beat(this), m_target(venue.now())
{
    connect(&m_beat, &QTimer::timeout, this, &MarketPace::beat);
}

void MarketPace::start()
{
    m_sinceBeat.start();
    if (m_speed > 0)
        m_beat.start(std::isinf(m_speed) ? 0 : beatMillis);
}

void MarketPace::beat()
{
    // A stall of this process (sleep, debugger) does not make the market leap.
    const double seconds = std::min(double(m_sinceBeat.restart()) / 1000.0, 1.0);
    if (!std::isinf(m_speed))
        m_target += std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * m_speed * 1e9));
    QElapsedTimer spent;
    spent.start();
    while (!m_server.isBacklogged() && spent.elapsed() < beatBudgetMillis) {
        const auto next = m_venue.nextAt();
        if (!next || (!std::isinf(m_speed) && *next > m_target))
            return;
        m_venue.playNext();
    }
}

} // namespace app
