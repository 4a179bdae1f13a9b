#include "core/engine/MarketPlayer.h"

namespace core {

MarketStep MarketPlayer::playNext()
{
    MarketStep step = m_tape.next();
    m_clock.moveTo(step.at);
    const InstrumentId &instrument = step.series.instrument;
    if (step.kind == MarketStep::Kind::Tick) {
        m_venue.onPrice(instrument, step.price, step.at);
        if (const auto quote = m_venue.quote(instrument))
            m_engine.process(QuoteChanged{instrument, *quote});
    } else {
        m_venue.onBarEnd(instrument, step.bar, step.wasPlayedAsTicks);
        if (step.endsSession)
            m_venue.pauseTrading(instrument);
        m_engine.process(BarClosed{step.series, step.bar});
    }
    m_engine.tick();
    return step;
}

} // namespace core
