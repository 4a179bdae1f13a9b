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
    [[nodiscard]] bool isOn() const { return m_isOn; }
    /// A whole answer has come. False when it was asked for before the link came up.
    [[nodiscard]] bool onAnswer(bool isConsistent);
    void onLinkUp();
    void tick();
    /// Nothing could be compared for so long that our books may be wrong without anybody's knowing.
    [[nodiscard]] bool isOverdue() const;

private:
    void askAll();
    [[nodiscard]] bool mayAsk() const;

    const EngineParts &m_parts;
    Broker &m_broker;
    bool m_isOn = false;
    bool m_isWanted = false;
    bool m_isUnderWay = false;
    bool m_isOld = false; ///< The answer under way is of a time before the link.
    std::optional<Duration> m_askedAt; ///< All of these on the steady clock.
    Duration m_ordersAskedAt{};
    std::optional<Duration> m_comparedAt{}; ///< The last good answer.
};

} // namespace core
