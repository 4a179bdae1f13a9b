#include "ui/desk/EditPlan.h"

#include "ui/format/DecimalInput.h"
#include "ui/format/Numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace ui {

namespace {

QString translated(const char *source)
{
    return QCoreApplication::translate("ui::EditPlan", source);
}

core::Instrument instrumentOf(const core::ProposalView &view)
{
    return core::usualInstrument(view.proposal.signal.series.instrument);
}

/// A typed figure: empty, wrong, or a positive whole number of steps.
struct Figure {
    std::optional<core::Decimal> value{};
    QString error{};
};

Figure figureOf(const QString &typed, core::Decimal step, const QLocale &locale)
{
    if (typed.trimmed().isEmpty())
        return {};
    const auto value = parseDecimal(typed, locale);
    if (!value)
        return {.error = QString::fromStdString(value.error().message)};
    if (value->sign() <= 0)
        return {.error = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "It must be more than zero."))};
    if (value->roundedTo(step, core::Rounding::Floor) != *value)
        return {.error = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "It must be a multiple of %1."))
                             .arg(editText(step, step, locale))};
    return {.value = *value};
}

/// A price that may be changed or set, but not taken away.
std::optional<core::Price> priceOf(const QString &typed, const std::optional<core::Price> &present,
                                   core::Decimal tick, const QLocale &locale, QString &error)
{
    const Figure figure = figureOf(typed, tick, locale);
    error = figure.error;
    if (figure.value)
        return core::Price(*figure.value);
    if (present && error.isEmpty())
        error = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "It can be changed, not taken away."));
    return present;
}

/// Where it is bought or sold, for the sides of stop and target.
core::Price entryOf(const core::ProposalView &view, const std::optional<core::Price> &limit)
{
    const bool isLimit = view.proposal.orderType == core::OrderType::Limit;
    return isLimit && limit ? *limit : view.proposal.referencePrice;
}

void checkSides(const core::ProposalView &view, core::Price entry,
                const std::optional<core::Price> &stop, const std::optional<core::Price> &target,
                EditFields &errors)
{
    const bool isBuy = view.proposal.side == core::Side::Buy;
    const QString at = priceText(entry, instrumentOf(view).tickSize);
    const bool isStopWrong = stop && (isBuy ? *stop >= entry : *stop <= entry);
    const bool isTargetWrong = target && (isBuy ? *target <= entry : *target >= entry);
    const QString below = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "It must be below the entry, %1."));
    const QString above = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "It must be above the entry, %1."));
    if (isStopWrong && errors.stop.isEmpty())
        errors.stop = (isBuy ? below : above).arg(at);
    if (isTargetWrong && errors.target.isEmpty())
        errors.target = (isBuy ? above : below).arg(at);
}

QString warningFor(const core::ProposalView &view, core::Quantity quantity,
                   const std::optional<core::Price> &stop)
{
    const core::Proposal &plan = view.proposal;
    if (quantity > plan.proposedQuantity)
        return translated(QT_TRANSLATE_NOOP("ui::EditPlan", "That is more than the %1 proposed."))
            .arg(quantityText(plan.proposedQuantity));
    const auto distance = [&plan](core::Price price) { return (plan.referencePrice - price).abs(); };
    if (stop && plan.stopPrice && distance(*stop) > distance(*plan.stopPrice))
        return translated(QT_TRANSLATE_NOOP("ui::EditPlan", "That stop is wider: more is at risk."));
    return {};
}

core::Quantity quantityOf(const core::ProposalView &view, const QString &typed, const QLocale &locale,
                          QString &error)
{
    const Figure figure = figureOf(typed, instrumentOf(view).lotSize, locale);
    error = figure.error;
    if (!figure.value && error.isEmpty())
        error = translated(QT_TRANSLATE_NOOP("ui::EditPlan", "Enter a quantity."));
    return figure.value ? core::Quantity(*figure.value) : view.proposal.quantity;
}

template <class Value>
std::optional<Value> changed(const std::optional<Value> &now, const std::optional<Value> &before)
{
    return now == before ? std::nullopt : now;
}

QString fieldText(const std::optional<core::Price> &price, core::Decimal tick, const QLocale &locale)
{
    return price ? editText(price->value(), tick, locale) : QString();
}

} // namespace

EditFields editFieldsOf(const core::ProposalView &view, const QLocale &locale)
{
    const core::Proposal &plan = view.proposal;
    const core::Decimal tick = instrumentOf(view).tickSize;
    const core::Decimal one = core::Decimal::fromInteger(1);
    return {.quantity = editText(plan.quantity.value(), one, locale),
            .limit = fieldText(plan.limitPrice, tick, locale),
            .stop = fieldText(plan.stopPrice, tick, locale),
            .target = fieldText(plan.targetPrice, tick, locale)};
}

EditPlan planEdit(const core::ProposalView &view, const EditFields &typed, const QLocale &locale)
{
    const core::Proposal &plan = view.proposal;
    const core::Decimal tick = instrumentOf(view).tickSize;
    EditPlan edit{.command = {.id = plan.id, .version = plan.version}, .errors = {}, .warning = {}};
    const auto quantity = quantityOf(view, typed.quantity, locale, edit.errors.quantity);
    const auto limit = priceOf(typed.limit, plan.limitPrice, tick, locale, edit.errors.limit);
    const auto stop = priceOf(typed.stop, plan.stopPrice, tick, locale, edit.errors.stop);
    const auto target = priceOf(typed.target, plan.targetPrice, tick, locale, edit.errors.target);
    checkSides(view, entryOf(view, limit), stop, target, edit.errors);
    if (!edit.errors.areEmpty())
        return edit;
    edit.command.quantity = changed<core::Quantity>(quantity, plan.quantity);
    edit.command.limitPrice = changed(limit, plan.limitPrice);
    edit.command.stopPrice = changed(stop, plan.stopPrice);
    edit.command.targetPrice = changed(target, plan.targetPrice);
    edit.warning = warningFor(view, quantity, stop);
    return edit;
}

QString steppedText(const QString &typed, core::Decimal step, int count, const QLocale &locale)
{
    const auto value = parseDecimal(typed, locale);
    if (!value)
        return typed;
    const auto aligned = value->roundedTo(step, core::Rounding::HalfEven);
    const auto next = core::Decimal::fromNanos(aligned.nanos() + step.nanos() * count);
    return editText(std::max(next, step), step, locale);
}

} // namespace ui
