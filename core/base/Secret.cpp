#include "core/base/Secret.h"

namespace core {

void wipe(void *bytes, std::size_t count)
{
    volatile char *const at = static_cast<volatile char *>(bytes);
    for (std::size_t i = 0; i < count; ++i)
        at[i] = 0;
}

Secret::Secret(std::string &&text) : m_bytes(text.begin(), text.end())
{
    wipe(text.data(), text.size());
    text.clear();
}

void Secret::clear()
{
    wipe(m_bytes.data(), m_bytes.size());
    m_bytes.clear();
}

} // namespace core
