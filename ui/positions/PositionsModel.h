#pragma once

#include "core/engine/Snapshot.h"
#include "ui/tables/RowModel.h"

namespace ui {

/// One open position, as plain values.
struct PositionRow {
    core::InstrumentId instrument;
    core::Quantity quantity; ///< Signed.
    std::optional<core::Quantity> venueQuantity;
    core::Price averagePrice;
    std::optional<core::Price> lastPrice;
    std::optional<core::Money> unrealisedPnl;
    core::Money realisedPnl;
    std::optional<core::Price> stopPrice;
    std::optional<core::Price> targetPrice;
    bool differs = false;
    core::Quantity external{}; ///< Signed: of it, what did not come from our orders.
    std::optional<core::Timestamp> closesAt{}; ///< By its time exit.
    bool isCorrected = false; ///< Set to the venue's quantity, which no person has accepted yet.
    std::optional<core::Price> watchedTarget{}; ///< By this program; the venue holds none.

    bool operator==(const PositionRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(instrument.text()); }
    /// A person may say that the venue is right.
    [[nodiscard]] bool waitsForPerson() const { return isCorrected || !external.isZero(); }
};

[[nodiscard]] PositionRow positionRow(const core::PositionView &view);

class PositionsModel : public RowModel<PositionRow> {
    Q_OBJECT

public:
    explicit PositionsModel(QObject *parent = nullptr);
};

} // namespace ui
