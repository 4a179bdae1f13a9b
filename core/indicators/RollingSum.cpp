#include "core/indicators/RollingSum.h"

#include "core/base/Error.h"

#include <algorithm>

namespace core {

RollingSum::RollingSum(int size)
{
    if (size < 1)
        bug("a window needs at least one value");
    m_block.resize(std::size_t(size) + 1);
}

void RollingSum::add(double value)
{
    if (m_next + 1 == m_block.size())
        startBlock();
    m_block[m_next++] = value;
    m_head += value;
    m_isFull |= m_next + 1 == m_block.size();
}

void RollingSum::startBlock()
{
    for (std::size_t i = m_block.size() - 1; i-- > 0;)
        m_block[i] += m_block[i + 1];
    m_next = 0;
    m_head = 0;
}

void RollingSum::reset()
{
    std::ranges::fill(m_block, 0.0);
    m_next = 0;
    m_head = 0;
    m_isFull = false;
}

} // namespace core
