#include "ui/orders/OrdersModel.h"

#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

#include <array>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::OrdersModel", text);
}

QString sideText(const OrderRow &row)
{
    return row.side == core::Side::Buy ? translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "▲ Buy"))
                                       : translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "▼ Sell"));
}

QString roleText(core::OrderRole role)
{
    switch (role) {
    case core::OrderRole::Entry: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Entry"));
    case core::OrderRole::Stop: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Stop"));
    case core::OrderRole::Target: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Target"));
    case core::OrderRole::Exit: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Exit"));
    }
    return {};
}

/// The price the order waits for: its limit, else its stop.
std::optional<core::Price> workingPrice(const OrderRow &row)
{
    return row.limitPrice ? row.limitPrice : row.stopPrice;
}

core::Decimal tickOf(const OrderRow &row)
{
    return core::usualInstrument(row.instrument).tickSize;
}

QString stateName(core::OrderStatus status)
{
    using core::OrderStatus;
    switch (status) {
    case OrderStatus::Intended: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Recorded"));
    case OrderStatus::Sent: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Sent"));
    case OrderStatus::Unknown:
        return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "⚠ Unknown, asking the broker"));
    case OrderStatus::Working: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Working"));
    case OrderStatus::PartiallyFilled:
        return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Partly filled"));
    case OrderStatus::Filled: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "✓ Filled"));
    case OrderStatus::Cancelled: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Cancelled"));
    case OrderStatus::Rejected: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "✖ Rejected"));
    case OrderStatus::Expired: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Expired"));
    }
    return {};
}

std::optional<Role> stateTone(const OrderRow &row)
{
    using core::OrderStatus;
    switch (row.status) {
    case OrderStatus::Unknown: return Role::Warning;
    case OrderStatus::Rejected: return Role::Alarm;
    case OrderStatus::Filled: return Role::Good;
    case OrderStatus::Cancelled:
    case OrderStatus::Expired: return Role::Muted;
    case OrderStatus::Intended:
    case OrderStatus::Sent:
    case OrderStatus::Working:
    case OrderStatus::PartiallyFilled: return std::nullopt;
    }
    return std::nullopt;
}

QString noteText(const OrderRow &row)
{
    QStringList notes;
    if (row.differs && row.status != core::OrderStatus::Unknown) // of that the venue has said nothing
        notes += translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "⚠ The venue says otherwise."));
    if (row.isExternal)
        notes += translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Not from this program."));
    if (!row.reason.empty())
        notes += QString::fromStdString(row.reason);
    return notes.join(QLatin1Char(' '));
}

constexpr Qt::Alignment left = Qt::AlignLeft;
constexpr Qt::Alignment right = Qt::AlignRight;

constexpr std::array columns{
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Time"),
        .align = left,
        .text = [](const OrderRow &row) { return timeText(row.createdAt, zoneOf(row.instrument)); },
        .sortKey = [](const OrderRow &row) { return QVariant(qlonglong(core::toMillis(row.createdAt))); },
        .tone = [](const OrderRow &) { return std::optional(Role::Muted); }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Instrument"),
        .align = left,
        .text = [](const OrderRow &row) { return QString::fromStdString(row.instrument.symbol); },
        .sortKey = [](const OrderRow &row) {
            return QVariant(QString::fromStdString(row.instrument.text()));
        }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Side"),
        .align = left,
        .text = sideText,
        .sortKey = [](const OrderRow &row) { return QVariant(int(row.side)); },
        .tone = [](const OrderRow &row) {
            return std::optional(row.side == core::Side::Buy ? Role::Up : Role::Down);
        }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "For"),
        .align = left,
        .text = [](const OrderRow &row) { return roleText(row.role); },
        .sortKey = [](const OrderRow &row) { return QVariant(int(row.role)); }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Type"),
        .align = left,
        .text = [](const OrderRow &row) { return orderTypeText(row.type); },
        .sortKey = [](const OrderRow &row) { return QVariant(int(row.type)); }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Price"),
        .align = right,
        .text = [](const OrderRow &row) { return priceText(workingPrice(row), tickOf(row)); },
        .sortKey = [](const OrderRow &row) {
            return workingPrice(row) ? QVariant(workingPrice(row)->toDouble()) : QVariant();
        }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Filled / total"),
        .align = right,
        .text = [](const OrderRow &row) {
            return QStringLiteral("%1 / %2").arg(quantityText(row.filled), quantityText(row.quantity));
        },
        .sortKey = [](const OrderRow &row) { return QVariant(row.quantity.toDouble()); }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Average"),
        .align = right,
        .text = [](const OrderRow &row) { return priceText(row.averagePrice, tickOf(row)); },
        .sortKey = [](const OrderRow &row) {
            return row.averagePrice ? QVariant(row.averagePrice->toDouble()) : QVariant();
        }},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "State"),
        .align = left,
        .text = orderStateText,
        .sortKey = [](const OrderRow &row) { return QVariant(int(row.status)); },
        .tone = stateTone},
    Column<OrderRow>{
        .title = QT_TRANSLATE_NOOP("ui::OrdersModel", "Note"),
        .align = left,
        .text = noteText,
        .sortKey = [](const OrderRow &row) { return QVariant(noteText(row)); },
        .tone = [](const OrderRow &row) {
            return std::optional(row.differs ? Role::Warning : Role::Muted);
        }},
};

std::optional<Role> tintOf(const OrderRow &row)
{
    const bool needsLook = row.status == core::OrderStatus::Unknown || row.differs;
    return needsLook ? std::optional(Role::WarningBackground) : std::nullopt;
}

} // namespace

QString orderTypeText(core::OrderType type)
{
    switch (type) {
    case core::OrderType::Market: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Market"));
    case core::OrderType::Limit: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Limit"));
    case core::OrderType::Stop: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Stop"));
    case core::OrderType::StopLimit: return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "Stop limit"));
    }
    return {};
}

QString orderStateText(const OrderRow &row)
{
    if (row.cancelRequested && row.isOpen())
        return translated(QT_TRANSLATE_NOOP("ui::OrdersModel", "%1, cancel requested"))
            .arg(stateName(row.status));
    return stateName(row.status);
}

OrderRow orderRow(const core::OrderView &view)
{
    const core::Order &order = view.order;
    return {.id = order.request.clientOrderId,
            .instrument = order.request.instrument,
            .side = order.request.side,
            .role = order.request.role,
            .type = order.request.type,
            .limitPrice = order.request.limitPrice,
            .stopPrice = order.request.stopPrice,
            .quantity = order.request.quantity,
            .filled = order.filled,
            .averagePrice = order.averagePrice(),
            .status = order.status,
            .createdAt = order.createdAt,
            .reason = order.reason,
            .cancelRequested = order.cancelRequested,
            .differs = view.differs,
            .isExternal = order.proposal.isEmpty()};
}

OrdersModel::OrdersModel(QObject *parent)
    : RowModel<OrderRow>("ui::OrdersModel", columns, tintOf, parent)
{
}

} // namespace ui
