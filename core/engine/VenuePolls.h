#pragma once

#include "core/brokers/Broker.h"
#include "core/engine/EngineParts.h"

namespace core {

/// When a venue of the outside is asked for its own word. A healthy stream proves nothing: open orders are
/// asked for every five seconds while there are any, everything every thirty, after a connection, and when
/// somebody wants it; one whole question at a time, and at most one a second. An embedded venue is asked only
/// when somebody wants it, and at once.
class VenuePolls {
public:
    VenuePolls(const EngineParts &parts, Broker &broker) : m_parts(parts), m_broker(broker) {}

    /// The venue is one of the outside.
    void begin() { m_isOn = true; }
    void wantAll();
    /// A whole answer has come.
    void onAnswer() { m_isUnderWay = false; }
    void onLinkUp();
    void tick();

private:
    void askAll();
    [[nodiscard]] bool mayAsk() const;

    const EngineParts &m_parts;
    Broker &m_broker;
    bool m_isOn = false;
    bool m_isWanted = false;
    bool m_isUnderWay = false;
    std::optional<Duration> m_askedAt; ///< All of these on the steady clock.
    Duration m_ordersAskedAt{};
};

} // namespace core
