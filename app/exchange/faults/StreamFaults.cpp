#include "app/exchange/faults/StreamFaults.h"

#include <utility>

namespace app {

using namespace core;

namespace {

const std::vector<FaultKind> possible{FaultKind::Drop,         FaultKind::Delay,     FaultKind::Duplicate,
                                      FaultKind::Reorder,      FaultKind::Truncate,  FaultKind::WrongId,
                                      FaultKind::SocketReset,  FaultKind::StaleData, FaultKind::Slow,
                                      FaultKind::SilentSocket, FaultKind::Maintenance};

} // namespace

void StreamFaults::write(const std::string &message)
{
    m_socket.write(message);
    if (const std::string held = std::exchange(m_held, {}); !held.empty())
        m_socket.write(held);
}

void StreamFaults::send(const std::string &message)
{
    const auto fault = m_faults.strike(m_target, possible);
    if (!fault) {
        m_last = message;
        return write(message);
    }
    switch (fault->kind) {
    case FaultKind::Delay:
    case FaultKind::Slow:
        return m_alarms.set(fault->length, m_owner, [this, message] { write(message); });
    case FaultKind::Duplicate:
        write(message);
        return write(message);
    case FaultKind::Reorder:
        if (m_held.empty())
            m_held = message;
        else
            write(message);
        return;
    case FaultKind::Truncate: return write(message.substr(0, message.size() / 2));
    case FaultKind::WrongId: return write(m_socket.withWrongIds(message));
    case FaultKind::StaleData: return m_last.empty() ? void() : write(m_last); // yesterday's news again
    case FaultKind::SocketReset: return m_socket.abort();
    case FaultKind::Maintenance: return m_socket.close();
    default: return; // dropped, or a socket that has fallen silent
    }
}

} // namespace app
