#include "core/engine/Flattening.h"

#include <algorithm>

namespace core {

namespace {

constexpr Duration askAgain = std::chrono::seconds(2);

/// Somebody else's protection of what is theirs.
bool mayStay(const Order &order)
{
    return order.isExternal() && order.request.role == OrderRole::Exit;
}

} // namespace

void Flattening::begin()
{
    m_wasAskedFlat = m_hasTold = false;
    m_nextAsk = m_parts.clock.steady() + askAgain;
    closeAll();
    advance(); // perhaps there is nothing to close, and only the venue can say so
}

/// What is held, and what an order in flight may still bring: flat means after its end too.
void Flattening::closeAll()
{
    std::set<InstrumentId> instruments;
    for (const auto &[instrument, position] : m_parts.portfolio.positions())
        if (!m_parts.own(instrument).isZero())
            instruments.insert(instrument);
    for (const Order *order : m_parts.execution.open())
        if (!order->isExternal())
            instruments.insert(order->request.instrument);
    for (const InstrumentId &instrument : instruments)
        m_exits.close(instrument, {BotId("halt"), "flatten"});
}

/// An order that is not ours may add risk as well: unless it only reduces, it goes.
void Flattening::cancelForeign()
{
    for (const Order *order : m_parts.execution.open())
        if (order->isExternal() && !mayStay(*order) && !order->cancelRequested)
            m_parts.execution.cancel(order->request.clientOrderId);
}

bool Flattening::areBooksFlat() const
{
    return std::ranges::all_of(m_parts.execution.open(), [](const Order *order) { return mayStay(*order); }) &&
           std::ranges::all_of(m_parts.portfolio.positions(),
                               [this](const auto &each) { return m_parts.own(each.first).isZero(); });
}

bool Flattening::isClean(const VenueSnapshot &venue) const
{
    const auto isLeftOver = [this](const Order &theirs) {
        const Order *known = m_parts.execution.find(theirs.request.clientOrderId);
        return !known || !mayStay(*known);
    };
    const auto isHeldForAnother = [this](const VenueSnapshot::Holding &each) {
        const auto external = m_parts.external.find(each.instrument);
        const Quantity theirs = external == m_parts.external.end() ? Quantity() : external->second;
        m_parts.meet(each.instrument);
        return m_parts.inLots(each.instrument, each.quantity - theirs).isZero();
    };
    return std::ranges::none_of(venue.openOrders, isLeftOver) &&
           std::ranges::all_of(venue.holdings, isHeldForAnother);
}

void Flattening::advance()
{
    if (!isActive())
        return;
    const bool isFlat = areBooksFlat();
    if (isFlat && !m_wasAskedFlat)
        ask();
    m_wasAskedFlat = isFlat;
}

void Flattening::tick()
{
    if (isActive() && m_parts.clock.steady() >= m_nextAsk)
        ask();
}

void Flattening::ask()
{
    m_nextAsk = m_parts.clock.steady() + askAgain;
    m_broker.requestSnapshot();
}

void Flattening::on(const VenueSnapshot &venue)
{
    if (!isActive() || !venue.isConsistent) // it says nothing of what is held
        return;
    const bool isFlat = areBooksFlat();
    if (isFlat && isClean(venue))
        return finish();
    closeAll();
    cancelForeign();
    if (isFlat && !std::exchange(m_hasTold, true))
        m_parts.note(Severity::Alarm, "halt",
                     "Our books are flat and the venue's are not: it is asked again until they are.");
}

void Flattening::finish()
{
    m_parts.health.trading = TradingState::Halted;
    m_parts.health.haltReason += "; flat, and the venue confirms it";
    m_parts.observers.haltChanged(TradingState::Halted, m_parts.health.haltReason, "engine", m_parts.now());
    m_parts.note(Severity::Good, "halt", "Everything is cancelled and closed, and the venue confirms it.");
    for (const auto &[instrument, quantity] : m_parts.external)
        m_parts.note(Severity::Warning, "halt",
                     quantity.toString() + " " + instrument.symbol + " did not come from our orders and stay.");
}

} // namespace core
