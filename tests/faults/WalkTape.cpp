#include "tests/faults/WalkTape.h"

#include <algorithm>

namespace faults {

using namespace core;
using namespace std::chrono_literals;

WalkTape::WalkTape(const Instrument &instrument, Price first, Timestamp start, std::uint64_t seed)
    : m_instrument(instrument), m_series{instrument.id, Timeframe::M1}, m_random(seed),
      m_nanos(first.value().nanos()), m_minute(std::chrono::floor<std::chrono::minutes>(start))
{
    while (m_steps.empty() || m_steps.back().at <= start)
        makeMinute();
    while (m_steps.front().at <= start)
        m_steps.pop_front();
}

std::optional<Timestamp> WalkTape::nextAt()
{
    return m_steps.front().at;
}

MarketStep WalkTape::next()
{
    const MarketStep step = m_steps.front();
    m_steps.pop_front();
    if (m_steps.empty())
        makeMinute();
    return step;
}

void WalkTape::makeMinute()
{
    Bar bar{m_minute, m_minute + 1min, {}, {}, {}, {}, 1000};
    for (Timestamp at = m_minute + 500ms; at < bar.closeTime; at += 1s + Duration(m_random.next() % 1'000'000'000)) {
        const double move = (m_random.uniform() - (m_isFirst ? 0.3 : 0.5)) * 0.0018;
        m_nanos += static_cast<std::int64_t>(double(m_nanos) * move);
        MarketStep tick;
        tick.at = at;
        tick.series = m_series;
        tick.price = m_instrument.roundedPrice(Price(Decimal::fromNanos(m_nanos)), Rounding::Floor);
        bar.open = bar.open.isZero() ? tick.price : bar.open;
        bar.high = std::max(bar.high, tick.price);
        bar.low = bar.low.isZero() ? tick.price : std::min(bar.low, tick.price);
        bar.close = tick.price;
        m_steps.push_back(tick);
    }
    m_isFirst = false;
    m_minute = bar.closeTime;
    MarketStep close;
    close.kind = MarketStep::Kind::BarClose;
    close.at = bar.closeTime;
    close.series = m_series;
    close.bar = bar;
    close.wasPlayedAsTicks = true;
    m_steps.push_back(close);
}

} // namespace faults
