#pragma once

#include "core/engine/Snapshot.h"
#include "ui/tables/RowModel.h"

namespace ui {

/// One order, as plain values.
struct OrderRow {
    core::ClientOrderId id;
    core::InstrumentId instrument;
    core::Side side = core::Side::Buy;
    core::OrderRole role = core::OrderRole::Entry;
    core::OrderType type = core::OrderType::Market;
    std::optional<core::Price> limitPrice;
    std::optional<core::Price> stopPrice;
    core::Quantity quantity;
    core::Quantity filled;
    std::optional<core::Price> averagePrice;
    core::OrderStatus status = core::OrderStatus::Intended;
    core::Timestamp createdAt;
    std::string reason;
    bool cancelRequested = false;
    bool differs = false;
    bool isExternal = false; ///< Not from a proposal of ours.

    bool operator==(const OrderRow &) const = default;
    [[nodiscard]] QString key() const { return QString::fromStdString(id.text()); }
    [[nodiscard]] bool isOpen() const { return !core::isFinal(status); }
};

[[nodiscard]] OrderRow orderRow(const core::OrderView &view);
[[nodiscard]] QString orderTypeText(core::OrderType type);
/// The state in words a trader uses; *Unknown* says that the broker is being asked.
[[nodiscard]] QString orderStateText(const OrderRow &row);

class OrdersModel : public RowModel<OrderRow> {
    Q_OBJECT

public:
    explicit OrdersModel(QObject *parent = nullptr);
};

} // namespace ui
