#include "ui/positions/PositionsModel.h"

#include "ui/format/Numbers.h"

#include <array>

namespace ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::PositionsModel", text);
}

core::Decimal tickOf(const PositionRow &row)
{
    return core::usualInstrument(row.instrument).tickSize;
}

template <class Value>
QVariant keyOf(const std::optional<Value> &value)
{
    return value ? QVariant(value->toDouble()) : QVariant();
}

std::optional<Role> toneOf(int sign)
{
    if (sign == 0)
        return std::nullopt;
    return sign > 0 ? Role::Up : Role::Down;
}

QString directionText(const PositionRow &row)
{
    return row.quantity.sign() >= 0 ? translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "▲ Long"))
                                    : translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "▼ Short"));
}

QString noteText(const PositionRow &row)
{
    if (row.differs)
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel",
                                            "⚠ The venue says another quantity; entries are blocked"));
    if (!row.stopPrice)
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "No stop works at the venue"));
    return {};
}

constexpr Qt::Alignment left = Qt::AlignLeft;
constexpr Qt::Alignment right = Qt::AlignRight;

constexpr std::array columns{
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Instrument"),
        .align = left,
        .text = [](const PositionRow &row) { return QString::fromStdString(row.instrument.symbol); },
        .sortKey = [](const PositionRow &row) { return QVariant(row.key()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Direction"),
        .align = left,
        .text = directionText,
        .sortKey = [](const PositionRow &row) { return QVariant(row.quantity.sign()); },
        .tone = [](const PositionRow &row) { return toneOf(row.quantity.sign()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Quantity"),
        .align = right,
        .text = [](const PositionRow &row) { return quantityText(row.quantity); },
        .sortKey = [](const PositionRow &row) { return QVariant(row.quantity.toDouble()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "At venue"),
        .align = right,
        .text = [](const PositionRow &row) { return quantityText(row.venueQuantity); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.venueQuantity); },
        .tone = [](const PositionRow &row) {
            return row.differs ? std::optional(Role::Warning) : std::nullopt;
        }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Average"),
        .align = right,
        .text = [](const PositionRow &row) { return priceText(row.averagePrice, tickOf(row)); },
        .sortKey = [](const PositionRow &row) { return QVariant(row.averagePrice.toDouble()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Last"),
        .align = right,
        .text = [](const PositionRow &row) { return priceText(row.lastPrice, tickOf(row)); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.lastPrice); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Open P&L"),
        .align = right,
        .text = [](const PositionRow &row) { return signedMoneyText(row.unrealisedPnl); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.unrealisedPnl); },
        .tone = [](const PositionRow &row) {
            return toneOf(row.unrealisedPnl ? row.unrealisedPnl->sign() : 0);
        }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Realised"),
        .align = right,
        .text = [](const PositionRow &row) { return signedMoneyText(row.realisedPnl); },
        .sortKey = [](const PositionRow &row) { return QVariant(row.realisedPnl.toDouble()); },
        .tone = [](const PositionRow &row) { return toneOf(row.realisedPnl.sign()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Stop"),
        .align = right,
        .text = [](const PositionRow &row) { return priceText(row.stopPrice, tickOf(row)); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.stopPrice); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Target"),
        .align = right,
        .text = [](const PositionRow &row) { return priceText(row.targetPrice, tickOf(row)); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.targetPrice); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Note"),
        .align = left,
        .text = noteText,
        .sortKey = [](const PositionRow &row) { return QVariant(noteText(row)); },
        .tone = [](const PositionRow &row) {
            return row.differs || !row.stopPrice ? std::optional(Role::Warning) : std::nullopt;
        }},
};

std::optional<Role> tintOf(const PositionRow &row)
{
    return row.differs ? std::optional(Role::WarningBackground) : std::nullopt;
}

} // namespace

PositionRow positionRow(const core::PositionView &view)
{
    return {.instrument = view.instrument,
            .quantity = view.quantity,
            .venueQuantity = view.venueQuantity,
            .averagePrice = view.averagePrice,
            .lastPrice = view.lastPrice,
            .unrealisedPnl = view.unrealisedPnl,
            .realisedPnl = view.realisedPnl,
            .stopPrice = view.stopPrice,
            .targetPrice = view.targetPrice,
            .differs = view.differs};
}

PositionsModel::PositionsModel(QObject *parent)
    : RowModel<PositionRow>("ui::PositionsModel", columns, tintOf, parent)
{
}

} // namespace ui
