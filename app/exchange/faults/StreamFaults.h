#pragma once

#ifndef Q_MOC_RUN // moc 6.4 cannot read the standard library's <concepts>
#include "app/exchange/faults/Faults.h"
#endif

#include <QObject>

namespace app {

/// Stands before one socket's pushed messages (never its answers to the client): loses, delays, repeats,
/// swaps and spoils them, or ends the socket.
class StreamFaults final : public QObject {
    Q_OBJECT

public:
    /// What can be done with the socket.
    struct Socket {
        std::function<void(const std::string &)> write;
        std::function<void()> close; ///< As its protocol ends.
        std::function<void()> abort; ///< As a cable is cut.
        std::function<std::string(const std::string &)> withWrongIds;
    };
    StreamFaults(Faults &faults, FaultTarget target, Socket socket)
        : m_faults(faults), m_target(target), m_socket(std::move(socket))
    {
    }

    void send(const std::string &message);

private:
    void write(const std::string &message);

    Faults &m_faults;
    FaultTarget m_target;
    Socket m_socket;
    std::string m_held; ///< It comes after the next one.
    std::string m_last;
};

} // namespace app
