#include "core/engine/VenuePolls.h"

#include <utility>

namespace core {

namespace {

using namespace std::chrono_literals;

constexpr Duration everythingEvery = 30s;
constexpr Duration ordersEvery = 5s;
constexpr Duration atMostEvery = 1s;
/// A question that failed is answered by nothing.
constexpr Duration answerWithin = 10s;
/// Three whole rounds.
constexpr Duration longestWithout = 90s;

} // namespace

void VenuePolls::wantAll()
{
    m_isWanted = true;
    if (!m_isOn || mayAsk())
        askAll();
}

bool VenuePolls::mayAsk() const
{
    const Duration waited = m_askedAt ? m_parts.clock.steady() - *m_askedAt : answerWithin;
    return waited >= (m_isUnderWay ? answerWithin : atMostEvery);
}

void VenuePolls::askAll()
{
    m_isWanted = false;
    m_isUnderWay = true;
    m_isOld = false;
    m_askedAt = m_ordersAskedAt = m_parts.clock.steady();
    m_broker.requestSnapshot();
}

bool VenuePolls::onAnswer(bool isConsistent)
{
    m_isUnderWay = false;
    if (isConsistent)
        m_comparedAt = m_parts.clock.steady();
    return !std::exchange(m_isOld, false);
}

bool VenuePolls::isOverdue() const
{
    return m_isOn && m_comparedAt && m_parts.clock.steady() - *m_comparedAt >= longestWithout;
}

void VenuePolls::onLinkUp()
{
    if (!m_isOn)
        return;
    m_isOld = m_isUnderWay;
    wantAll();
}

void VenuePolls::tick()
{
    if (!m_isOn)
        return;
    const Duration now = m_parts.clock.steady();
    const bool isDue = !m_askedAt || now - *m_askedAt >= everythingEvery;
    if ((isDue || m_isWanted) && mayAsk())
        return askAll();
    if (m_parts.execution.open().empty() || now - m_ordersAskedAt < ordersEvery)
        return;
    m_ordersAskedAt = now;
    m_broker.requestOrders();
}

} // namespace core
