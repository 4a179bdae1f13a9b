#include "core/net/CallGuard.h"

#include <exception>

namespace core::net {

void CallGuard::run(const std::function<void()> &call) const
{
    if (!m_caught)
        return call();
    try {
        call();
    } catch (const std::exception &error) {
        const Caught caught = m_caught; // it may be taken away meanwhile
        caught(error.what());
    }
}

} // namespace core::net
