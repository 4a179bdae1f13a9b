#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/sim/VenueWire.h"

#include <QProcess>
#include <QTcpSocket>

namespace support {

/// countersign-exchange beside the test, and a connection that only asks. Ends with its owner.
class VenueProcess {
public:
    VenueProcess(std::uint64_t seed, core::Money cash, const QString &fillAtMost);
    ~VenueProcess();

    /// Ready and reachable.
    [[nodiscard]] bool isUp() const { return m_isUp; }
    [[nodiscard]] QString endpoint() const { return m_endpoint; }
    /// Plays the market on while nobody trades.
    [[nodiscard]] bool advance(std::int64_t steps);
    [[nodiscard]] std::optional<core::venue::Books> books();

private:
    void send(const core::venue::Request &request);
    [[nodiscard]] std::optional<core::venue::Message> answer();

    QProcess m_process;
    QTcpSocket m_socket;
    QString m_endpoint;
    bool m_isUp = false;
};

} // namespace support
