#include "core/domain/LimitRange.h"

#include <algorithm>

namespace core {

namespace {

/// Above 0, at most 1.
LimitRange share(std::string_view key)
{
    return {.key = key, .kind = LimitKind::Share, .least = {}, .most = Decimal::fromInteger(1)};
}

/// Above 0, at most a billion.
LimitRange amount(std::string_view key, LimitKind kind)
{
    return {.key = key, .kind = kind, .least = {}, .most = Decimal::fromInteger(1'000'000'000)};
}

LimitRange whole(std::string_view key, LimitKind kind, std::int64_t least, std::int64_t most)
{
    return {.key = key, .kind = kind, .least = Decimal::fromInteger(least),
            .most = Decimal::fromInteger(most), .isLeastAllowed = true};
}

/// A time that must pass: more of it is the stricter side.
LimitRange rest(std::string_view key, LimitKind kind, std::int64_t most)
{
    LimitRange range = whole(key, kind, 1, most);
    range.isLooserAbove = false;
    return range;
}

/// On is the stricter side.
LimitRange guard(std::string_view key)
{
    LimitRange range = whole(key, LimitKind::Switch, 0, 1);
    range.isLooserAbove = false;
    return range;
}

bool isWholeKind(LimitKind kind)
{
    return kind == LimitKind::Count || kind == LimitKind::Seconds || kind == LimitKind::Minutes || kind == LimitKind::Switch;
}

} // namespace

const std::vector<LimitRange> &limitRanges()
{
    static const std::vector<LimitRange> ranges{
        share("risk-per-trade"),
        share("exposure"),
        share("day-loss"),
        amount("max-order-value", LimitKind::Value),
        amount("max-order-quantity", LimitKind::Units),
        whole("max-positions", LimitKind::Count, 1, 10'000),
        share("price-collar"),
        whole("max-quote-age-seconds", LimitKind::Seconds, 1, 3'600),
        guard("needs-stop"),
        share("overnight"),
        share("drawdown"),
        whole("max-orders-per-minute", LimitKind::Count, 1, 600),
        rest("duplicate-window-seconds", LimitKind::Seconds, 3'600),
        whole("loss-streak", LimitKind::Count, 1, 100),
        rest("cool-down-minutes", LimitKind::Minutes, 10'080),
        rest("stop-out-bars", LimitKind::Count, 1'000),
        rest("reject-bars", LimitKind::Count, 1'000),
        whole("max-automated-entries", LimitKind::Count, 0, 10'000),
        whole("max-venue-failures", LimitKind::Count, 0, 1'000),
    };
    return ranges;
}

const LimitRange *findLimitRange(std::string_view key)
{
    const auto found = std::ranges::find(limitRanges(), key, &LimitRange::key);
    return found == limitRanges().end() ? nullptr : &*found;
}

std::string rangeText(Decimal least, Decimal most, bool isLeastAllowed)
{
    return (isLeastAllowed ? "from " : "above ") + least.toString() +
           (isLeastAllowed ? " to " : " and at most ") + most.toString();
}

std::optional<std::string> complaintAbout(const LimitRange &range, WideDecimal value)
{
    const WideDecimal least = range.least;
    const bool isInside = value <= WideDecimal(range.most) &&
                          (range.isLeastAllowed ? value >= least : value > least);
    if (!isInside)
        return "must be " + rangeText(range.least, range.most, range.isLeastAllowed) + ", not " + value.toString();
    const Decimal narrow = value.narrowed(Rounding::HalfEven); // inside the range, so it fits
    if (WideDecimal(narrow) != value)
        return "must have at most nine places, not " + value.toString();
    if (isWholeKind(range.kind) && narrow.nanos() % Decimal::one != 0)
        return "must be a whole number, not " + value.toString();
    return std::nullopt;
}

} // namespace core
