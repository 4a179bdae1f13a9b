#include "core/net/SilenceWatch.h"

#include <algorithm>

namespace core::net {

SilenceWatch::SilenceWatch(Limits limits, Duration opened)
    : m_limits(limits), m_pinged(opened), m_heard(opened), m_received(opened)
{
}

void SilenceWatch::received(Duration at)
{
    m_heard = at;
    m_received = at;
}

SilenceWatch::Advice SilenceWatch::advice(Duration at) const
{
    if (at - m_heard >= m_limits.dropAfter)
        return Advice::Drop;
    return at - m_pinged >= m_limits.pingEvery ? Advice::Ping : Advice::Wait;
}

Duration SilenceWatch::nextLook() const
{
    return std::min(m_heard + m_limits.dropAfter, m_pinged + m_limits.pingEvery);
}

} // namespace core::net
