#include "core/planning/LimitTable.h"

namespace core {

namespace {

/// A share, or anything else that is a Decimal.
template <Decimal RiskLimits::*Member>
LimitField share(std::string_view key)
{
    return {key, [](const RiskLimits &limits) { return WideDecimal(limits.*Member); },
            [](RiskLimits &limits, Decimal value) { limits.*Member = value; }};
}

template <int RiskLimits::*Member>
LimitField count(std::string_view key)
{
    return {key, [](const RiskLimits &limits) { return WideDecimal(Decimal::fromInteger(limits.*Member)); },
            [](RiskLimits &limits, Decimal value) {
                limits.*Member = static_cast<int>(value.nanos() / Decimal::one);
            }};
}

template <auto Member>
LimitField amount(std::string_view key)
{
    return {key, [](const RiskLimits &limits) { return WideDecimal((limits.*Member).value()); },
            [](RiskLimits &limits, Decimal value) {
                limits.*Member = std::remove_reference_t<decltype(limits.*Member)>(value);
            }};
}

/// Nanoseconds and nine places: the same count.
template <Duration RiskLimits::*Member>
LimitField seconds(std::string_view key)
{
    return {key, [](const RiskLimits &limits) { return WideDecimal(Decimal::fromNanos((limits.*Member).count())); },
            [](RiskLimits &limits, Decimal value) { limits.*Member = Duration(value.nanos()); }};
}

template <Duration RiskLimits::*Member>
LimitField minutes(std::string_view key)
{
    return {key,
            [](const RiskLimits &limits) {
                const auto whole = std::chrono::floor<std::chrono::minutes>(limits.*Member);
                return WideDecimal(Decimal::fromInteger(whole.count()));
            },
            [](RiskLimits &limits, Decimal value) {
                limits.*Member = std::chrono::minutes(value.nanos() / Decimal::one);
            }};
}

template <bool RiskLimits::*Member>
LimitField guard(std::string_view key)
{
    return {key, [](const RiskLimits &limits) { return WideDecimal(Decimal::fromInteger(limits.*Member ? 1 : 0)); },
            [](RiskLimits &limits, Decimal value) { limits.*Member = !value.isZero(); }};
}

} // namespace

const std::vector<LimitField> &limitFields()
{
    static const std::vector<LimitField> fields{
        share<&RiskLimits::riskPerTrade>("risk-per-trade"),
        share<&RiskLimits::exposure>("exposure"),
        share<&RiskLimits::dayLoss>("day-loss"),
        amount<&RiskLimits::maxOrderValue>("max-order-value"),
        amount<&RiskLimits::maxOrderQuantity>("max-order-quantity"),
        count<&RiskLimits::maxPositions>("max-positions"),
        share<&RiskLimits::priceCollar>("price-collar"),
        seconds<&RiskLimits::maxQuoteAge>("max-quote-age-seconds"),
        guard<&RiskLimits::needsStop>("needs-stop"),
        share<&RiskLimits::overnight>("overnight"),
        share<&RiskLimits::drawdown>("drawdown"),
        count<&RiskLimits::maxOrdersPerMinute>("max-orders-per-minute"),
        seconds<&RiskLimits::duplicateWindow>("duplicate-window-seconds"),
        count<&RiskLimits::lossStreak>("loss-streak"),
        minutes<&RiskLimits::coolDown>("cool-down-minutes"),
        count<&RiskLimits::stopOutBars>("stop-out-bars"),
        count<&RiskLimits::rejectBars>("reject-bars"),
        count<&RiskLimits::maxAutomatedEntries>("max-automated-entries"),
        count<&RiskLimits::maxVenueFailures>("max-venue-failures"),
    };
    return fields;
}

Result<> checkLimits(const RiskLimits &limits)
{
    if (limits.isUnlimited)
        return failure(ErrorCode::BadInput, "a run with limits cannot be made one without");
    for (const LimitField &field : limitFields())
        if (const auto complaint = complaintAbout(*findLimitRange(field.key), field.read(limits)))
            return failure({ErrorCode::BadInput, *complaint, {}, 0, std::string(field.key)});
    return {};
}

bool isLooser(const LimitRange &range, WideDecimal value, WideDecimal than)
{
    return range.isLooserAbove ? value > than : value < than;
}

std::vector<LimitChange> changesBetween(const RiskLimits &before, const RiskLimits &after)
{
    std::vector<LimitChange> changes;
    for (const LimitField &field : limitFields()) {
        const WideDecimal was = field.read(before);
        const WideDecimal is = field.read(after);
        if (was != is)
            changes.push_back({field.key, was, is, isLooser(*findLimitRange(field.key), is, was)});
    }
    return changes;
}

std::string limitText(std::string_view key, WideDecimal value)
{
    if (findLimitRange(key)->kind == LimitKind::Switch)
        return value.isZero() ? "off" : "on";
    return value.toString();
}

std::string changesText(const std::vector<LimitChange> &changes)
{
    std::string text;
    for (const LimitChange &change : changes)
        text += (text.empty() ? "" : ", ") + std::string(change.key) + " " + limitText(change.key, change.before) +
                " → " + limitText(change.key, change.after);
    return text;
}

} // namespace core
