#pragma once

#include "app/exchange/FrontPorts.h"

namespace app {

/// Stands before one socket's pushed messages (never its answers to the client): loses, delays, repeats,
/// swaps and spoils them, or ends the socket.
class StreamFaults {
public:
    /// What can be done with the socket.
    struct Socket {
        std::function<void(const std::string &)> write;
        std::function<void()> close; ///< As its protocol ends.
        std::function<void()> abort; ///< As a cable is cut.
        std::function<std::string(const std::string &)> withWrongIds;
    };
    StreamFaults(const FrontPorts &ports, FaultTarget target, Socket socket)
        : m_faults(ports.faults), m_alarms(ports.alarms), m_target(target), m_socket(std::move(socket))
    {
    }

    void send(const std::string &message);

private:
    void write(const std::string &message);

    Faults &m_faults;
    Alarms &m_alarms;
    AlarmOwner m_owner;
    FaultTarget m_target;
    Socket m_socket;
    std::string m_held; ///< It comes after the next one.
    std::string m_last;
};

} // namespace app
