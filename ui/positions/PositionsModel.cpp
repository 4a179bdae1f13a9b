#include "ui/positions/PositionsModel.h"

#include "ui/format/Numbers.h"
#include "ui/format/Times.h"

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

/// Word, sign and figure: "▲ Long 20", "▼ Short −0.02"; a position that is gone may still wait for a person.
QString positionText(const PositionRow &row)
{
    if (row.quantity.isZero())
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "Flat"));
    const char *text = row.quantity.sign() > 0 ? QT_TRANSLATE_NOOP("ui::PositionsModel", "▲ Long %1")
                                                : QT_TRANSLATE_NOOP("ui::PositionsModel", "▼ Short %1");
    return translated(text).arg(quantityText(row.quantity));
}

QString protectionText(const PositionRow &row)
{
    if (!row.stopPrice && !row.targetPrice && !row.watchedTarget)
        return absentText();
    const QString stop = priceText(row.stopPrice, tickOf(row));
    if (row.watchedTarget && !row.targetPrice) //: %1 is the stop, %2 the target
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "%1 / %2 held here"))
            .arg(stop, priceText(row.watchedTarget, tickOf(row)));
    return QStringLiteral("%1 / %2").arg(stop, priceText(row.targetPrice, tickOf(row)));
}

QString protectionExplanation(const PositionRow &row)
{
    if (!row.watchedTarget || row.targetPrice)
        return {};
    return translated(QT_TRANSLATE_NOOP(
        "ui::PositionsModel", "The venue holds only the stop. This program watches the target and closes the "
                              "position at its price, as long as it runs."));
}

QString noteText(const PositionRow &row)
{
    if (row.differs)
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "⚠ Differs"));
    if (row.isCorrected)
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "⚠ Corrected, waits for you"));
    if (!row.external.isZero()) //: %1 is a quantity
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "⚠ %1 not ours")).arg(quantityText(row.external));
    if (!row.stopPrice && !row.quantity.isZero())
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "⚠ No stop"));
    if (row.closesAt) //: %1 is a time of day
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "Closes at %1"))
            .arg(timeText(*row.closesAt, zoneOf(row.instrument)));
    return {};
}

QString noteExplanation(const PositionRow &row)
{
    if (row.differs)
        return translated(QT_TRANSLATE_NOOP(
            "ui::PositionsModel", "The venue says another quantity; entries in it are blocked until both agree."));
    if (row.isCorrected)
        return translated(QT_TRANSLATE_NOOP(
            "ui::PositionsModel", "The venue went on holding another quantity than we had, so its quantity counts. "
                                  "There are no entries here until you accept it."));
    if (!row.external.isZero())
        return translated(QT_TRANSLATE_NOOP(
            "ui::PositionsModel", "Somebody else's orders brought this part. Strategies do not touch it, and make no "
                                  "entries here until you close the position or give that part to them."));
    if (!row.stopPrice && !row.quantity.isZero())
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "No protective stop works at the venue."));
    if (row.closesAt)
        //: %1 is a date and time
        return translated(QT_TRANSLATE_NOOP("ui::PositionsModel", "The time exit of its plan closes it: %1."))
            .arg(momentText(*row.closesAt, zoneOf(row.instrument)));
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
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Position"),
        .align = left,
        .text = positionText,
        .sortKey = [](const PositionRow &row) { return QVariant(row.quantity.toDouble()); },
        .tone = [](const PositionRow &row) { return toneOf(row.quantity.sign()); }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Venue"),
        .align = right,
        .text = [](const PositionRow &row) { return quantityText(row.venueQuantity); },
        .sortKey = [](const PositionRow &row) { return keyOf(row.venueQuantity); },
        .tone = [](const PositionRow &row) {
            return row.differs ? std::optional(Role::Warning) : std::nullopt;
        }},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Average"),
        .align = right,
        .text = [](const PositionRow &row) {
            return row.quantity.isZero() ? absentText() : priceText(row.averagePrice, tickOf(row));
        },
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
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Stop / target"),
        .align = right,
        .text = protectionText,
        .sortKey = [](const PositionRow &row) { return keyOf(row.stopPrice); },
        .explanation = protectionExplanation},
    Column<PositionRow>{
        .title = QT_TRANSLATE_NOOP("ui::PositionsModel", "Note"),
        .align = left,
        .text = noteText,
        .sortKey = [](const PositionRow &row) { return QVariant(noteText(row)); },
        .tone = [](const PositionRow &row) {
            return row.differs || row.waitsForPerson() || !row.stopPrice ? std::optional(Role::Warning) : std::nullopt;
        },
        .explanation = noteExplanation},
};

std::optional<Role> tintOf(const PositionRow &row)
{
    return row.differs || row.isCorrected ? std::optional(Role::WarningBackground) : std::nullopt;
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
            .differs = view.differs,
            .external = view.external,
            .closesAt = view.closesAt,
            .isCorrected = view.isCorrected,
            .watchedTarget = view.watchedTarget};
}

PositionsModel::PositionsModel(QObject *parent)
    : RowModel<PositionRow>("ui::PositionsModel", columns, tintOf, parent)
{
}

} // namespace ui
