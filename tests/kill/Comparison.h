#pragma once

#include "core/base/Timestamp.h"
#include "core/brokers/sim/VenueWire.h"

#include <QJsonObject>
#include <QString>

namespace support {

/// What two books that should agree do not agree in, one sentence each, and how much was compared.
struct Comparison {
    std::vector<std::string> violations;
    std::size_t orders = 0; ///< That reached the venue.
    std::size_t fills = 0;
    std::size_t open = 0; ///< Instruments with a position.
};

/// The venue's books against the store and against what the engine says at rest.
[[nodiscard]] Comparison compare(const core::venue::Books &books, const QString &dataDir, core::Money startingCash,
                                 const QJsonObject &rest);

} // namespace support
