#include "app/exchange/MarketPace.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace app {

namespace {

constexpr int beatMillis = 20;
/// One beat plays no longer than this, so that requests get their turn.
constexpr qint64 beatBudgetMillis = 12;

} // namespace

MarketPace::MarketPace(core::PlayedVenue &venue, std::function<bool()> isBacklogged, double speed, QObject *parent)
    : QObject(parent), m_venue(venue), m_isBacklogged(std::move(isBacklogged)), m_speed(speed), m_beat(this),
      m_target(venue.now())
{
    connect(&m_beat, &QTimer::timeout, this, &MarketPace::beat);
}

void MarketPace::start()
{
    setSpeed(m_speed);
}

void MarketPace::setSpeed(double speed)
{
    m_speed = speed;
    m_target = m_venue.now();
    m_sinceBeat.start();
    if (m_speed > 0)
        m_beat.start(std::isinf(m_speed) ? 0 : beatMillis);
    else
        m_beat.stop();
}

void MarketPace::beat()
{
    // A stall of this process (sleep, debugger) does not make the market leap.
    const double seconds = std::min(double(m_sinceBeat.restart()) / 1000.0, 1.0);
    if (!std::isinf(m_speed))
        m_target += std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * m_speed * 1e9));
    QElapsedTimer spent;
    spent.start();
    while (!m_isBacklogged() && spent.elapsed() < beatBudgetMillis) {
        const auto next = m_venue.nextAt();
        if (!next || (!std::isinf(m_speed) && *next > m_target))
            return std::isinf(m_speed) ? void() : m_venue.passTime(m_target);
        m_venue.playNext();
    }
}

} // namespace app
